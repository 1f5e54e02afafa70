"""`scrapy crawl site -a site=gdmzt`: ends with the sentence and the exit code of `gdmzt crawl`."""

from __future__ import annotations

import argparse
import sys

from scrapy import Spider
from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import Crawler

from gdmzt_crawler.crawl.run import CrawlRun


class Command(ScrapyCrawl):
    """Scrapy's command; a spider without a run is left to it."""

    _made: Crawler | None = None

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl, then tell how it ended."""
        super().run(args, opts)
        run = getattr(self._made.spider, "run", None) if self._made is not None else None
        if isinstance(run, CrawlRun) and run.verdict is not None and run.verdict.exit_code:
            print(run.verdict.message, file=sys.stderr)
            self.exitcode = run.verdict.exit_code

    def _create_crawler(self, spidercls: type[Spider] | str) -> Crawler:
        self._made = super()._create_crawler(spidercls)
        return self._made
