"""Being sent on to another address, by status and by `<meta http-equiv="refresh">`."""

from __future__ import annotations

from typing import Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import BaseRedirectMiddleware, MetaRefreshMiddleware, RedirectMiddleware
from scrapy.http import Response

_LOOKED_AT = 4 * 4096
"""Bytes: Scrapy looks through 4,096 characters."""


class _WithoutReferer(BaseRedirectMiddleware):
    """No request of ours names a referer; Scrapy's own way of making one warns of that in every crawl."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one, without a search for what sets referers."""
        made = cls(crawler.settings)
        made.crawler = crawler
        return made

    def handle_referer(self, request: Request, response: Response) -> None:
        """Nothing: there is none to mend."""


class StatusMiddleware(_WithoutReferer, RedirectMiddleware):
    """Scrapy's, for 301, 302 and their like."""


class RefreshMiddleware(_WithoutReferer, MetaRefreshMiddleware):
    """Scrapy's, for the few pages that hold the word: it decodes and scans every page."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """The response, or the request that it sends on to. Raises IgnoreRequest after too many."""
        if b"refresh" not in response.body[:_LOOKED_AT].lower():
            return response
        sent_on: Request | Response = super().process_response(request, response)
        return sent_on
