"""The end of a crawl that is told to stop (Ctrl-C, SIGTERM) while a site keeps it waiting."""

from __future__ import annotations

import asyncio
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.core.downloader import Downloader
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.internet.defer import CancelledError, Deferred
from twisted.python.failure import Failure

from gdmzt_crawler.crawl.refusals import Stopped
from gdmzt_crawler.middlewares.backoff import POLL


class GivenUp(IgnoreRequest):
    """The crawl was told to stop, and did not send a request or wait longer for its answer."""

    def __init__(self) -> None:
        super().__init__(Stopped())


class StoppingDownloader(Downloader):
    """Scrapy's; once the crawl is told to stop it sends nothing more, and has STOP_GRACE seconds for what is under way.

    Scrapy itself sends what waits for its delay, and then waits for as long as DOWNLOAD_TIMEOUT allows.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._grace = crawler.settings.getfloat("STOP_GRACE")
        self._waited: set[Deferred[Response | Request]] = set()
        self._watch: asyncio.Task[None] | None = None
        crawler.signals.connect(self._opened, signal=signals.spider_opened)

    def fetch(self, request: Request, spider: Spider | None = None) -> Deferred[Response | Request]:
        """Download a page, or fail with GivenUp."""
        waited: Deferred[Response | Request] = super().fetch(request)
        self._waited.add(waited)
        return waited.addBoth(self._came, waited)

    def close(self) -> None:
        """The crawl is over."""
        super().close()
        if self._watch is not None:
            self._watch.cancel()

    def _came(self, result: Any, waited: Deferred[Response | Request]) -> Any:
        self._waited.discard(waited)
        if isinstance(result, Failure) and isinstance(result.value, CancelledError | asyncio.CancelledError):
            raise GivenUp
        return result

    def _opened(self) -> None:
        self._watch = asyncio.ensure_future(self._until_stopped())

    async def _until_stopped(self) -> None:
        # Scrapy tells nobody that it waits for the end of what is under way.
        while self.crawler.crawling:
            await asyncio.sleep(POLL)
        for slot in self.slots.values():
            while slot.queue:
                slot.queue.popleft()[1].errback(GivenUp())
        await asyncio.sleep(self._grace)
        for waited in tuple(self._waited):
            waited.cancel()
