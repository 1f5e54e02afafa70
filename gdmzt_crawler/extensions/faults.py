"""Faults of the program itself: each becomes an issue, the run goes on and ends as suspect."""

from __future__ import annotations

from typing import Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from gdmzt_crawler.crawl.items import Extracted, Fetched, Identified, Normalized


class FaultRecorder:
    """Listens for exceptions that left a callback or a pipeline."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        recorder = cls()
        crawler.signals.connect(recorder.callback_failed, signal=signals.spider_error)
        crawler.signals.connect(recorder.pipeline_failed, signal=signals.item_error)
        return recorder

    def callback_failed(self, failure: Failure, response: Response | Failure | None, spider: Spider) -> None:
        """A page could not be read: Scrapy has logged the traceback."""
        _record(spider, failure, response.url if isinstance(response, Response) else None)

    def pipeline_failed(self, item: object, failure: Failure, spider: Spider) -> None:
        """An article could not be read; its entry stays pending."""
        stages = (Fetched, Extracted, Normalized, Identified)
        _record(spider, failure, item.target.linked_url if isinstance(item, stages) else None)


def _record(spider: Spider, failure: Failure, url: str | None) -> None:
    run = getattr(spider, "run", None)
    if run is not None:
        name = type(failure.value).__name__
        run.suspect("internal", f"程序出错 a fault of this program: {name}: {failure.getErrorMessage()}", url=url)
