"""Asking again, later and later, what failed for now; as late as Retry-After says."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import Response

from gdmzt_crawler.crawl.flags import TORN
from gdmzt_crawler.crawl.waiting import retry_after

POLL = 0.25
"""Seconds between looks at whether the crawl is being stopped."""


class BackoffMiddleware:
    """Scrapy's retries with a wait before each; nothing else is asked for meanwhile."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._retries = RetryMiddleware.from_crawler(crawler)
        self._delay = settings.getfloat("DOWNLOAD_DELAY")
        self._factor = settings.getfloat("RETRY_BACKOFF")
        self._longest = settings.getfloat("RETRY_AFTER_MAX")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Wait and ask again, or hand the response on. Raises ResponseDataLossError for one that stays torn."""
        if TORN in response.flags:
            return await self._once_more(request, response)
        asked = retry_after(response.status, response.headers.get("Retry-After"), now=datetime.now(UTC))
        if asked is not None and asked > self._longest:
            return response
        again = self._retries.process_response(request, response)
        if isinstance(again, Request):
            await self._wait(again, asked)
        return again

    async def process_exception(self, request: Request, exception: Exception) -> Request | Response | None:
        """Wait and ask again, or let the failure pass."""
        again = self._retries.process_exception(request, exception)
        if isinstance(again, Request):
            await self._wait(again, None)
        return again

    async def _once_more(self, request: Request, response: Response) -> Request:
        loss = ResponseDataLossError()
        again = self._retries.process_exception(request, loss)
        if not isinstance(again, Request):
            raise loss
        await self._wait(again, None)
        return again

    async def _wait(self, request: Request, asked: float | None) -> None:
        times: int = request.meta.get("retry_times", 1)
        left = max(asked or 0.0, min(self._delay * self._factor**times, self._longest))
        while left > 0 and self._crawler.crawling:
            await asyncio.sleep(min(POLL, left))
            left -= POLL
