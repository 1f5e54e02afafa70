"""What every request says, and how long its answer may take: as the settings have it."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from gdmzt_crawler.middlewares.compression import ACCEPTED


class AskingMiddleware:
    """Sets the default headers, User-Agent, Accept-Encoding and timeout where a request has none of its own.

    Scrapy has a middleware for each, and each costs a good part of what a request costs.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        headers = {name: value for name, value in settings["DEFAULT_REQUEST_HEADERS"].items() if value is not None}
        self._headers = {**headers, "User-Agent": settings["USER_AGENT"], "Accept-Encoding": ACCEPTED}
        self._timeout = settings.getfloat("DOWNLOAD_TIMEOUT")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Fill in what is missing."""
        for name, value in self._headers.items():
            request.headers.setdefault(name, value)
        request.meta.setdefault("download_timeout", self._timeout)
