"""How many requests were sent."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

COUNT = "downloader/request_count"
"""Among Scrapy's statistics, under the name that Scrapy's own counter has; that one also weighs every message."""


class SentMiddleware:
    """Counts what goes out, robots.txt, retries and redirects included: the last one before the net."""

    def __init__(self, crawler: Crawler) -> None:
        self._stats = crawler.stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Count it."""
        self._stats.inc_value(COUNT)
