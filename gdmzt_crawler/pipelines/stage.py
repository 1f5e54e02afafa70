"""What the stages have in common: the run that they work for."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from gdmzt_crawler.crawl.columns import Columns
from gdmzt_crawler.crawl.frontier import Frontier
from gdmzt_crawler.crawl.run import CrawlRun


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
        run: CrawlRun = self._crawler.spider.run
        return run

    @property
    def frontier(self) -> Frontier:
        """Where the targets of the run come from."""
        frontier: Frontier = self._crawler.spider.frontier
        return frontier

    @property
    def columns(self) -> Columns:
        """The columns of the site."""
        columns: Columns = self._crawler.spider.survey.columns
        return columns


def dropped(reason: str) -> DropItem:
    """An item that ends here; what there is to say of it stands in the dataset already."""
    return DropItem(reason, log_level="DEBUG")
