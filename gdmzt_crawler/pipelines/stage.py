"""What the stages have in common: the run that they work for."""

from __future__ import annotations

from typing import Protocol, Self, cast

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from gdmzt_crawler.crawl.columns import Columns
from gdmzt_crawler.crawl.frontier import Frontier
from gdmzt_crawler.crawl.run import CrawlRun
from gdmzt_crawler.crawl.survey import Survey


class Crawling(Protocol):
    """What the stages need of the spider."""

    run: CrawlRun
    frontier: Frontier
    survey: Survey


class Stage:
    """A pipeline of the site spider."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        return cls(crawler)

    @property
    def run(self) -> CrawlRun:
        """The crawl run."""
        return self._spider.run

    @property
    def frontier(self) -> Frontier:
        """Where the targets of the run come from."""
        return self._spider.frontier

    @property
    def columns(self) -> Columns:
        """The columns of the site."""
        return self._spider.survey.columns

    @property
    def _spider(self) -> Crawling:
        return cast("Crawling", self._crawler.spider)


def dropped(reason: str) -> DropItem:
    """An item that ends here; what there is to say of it stands in the dataset already."""
    return DropItem(reason, log_level="DEBUG")
