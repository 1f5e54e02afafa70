"""Progress for people, on standard error: live lines on a terminal, plain lines now and then elsewhere."""

from __future__ import annotations

import sys
from time import monotonic
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.text import Text
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from gdmzt_crawler.crawl.counters import articles_told
from gdmzt_crawler.crawl.run import CrawlRun

PLAIN_EVERY = 10.0
"""Seconds between two plain lines of a run."""


class Board:
    """The live lines of all runs that go on in this process: a terminal has room for one display only."""

    def __init__(self) -> None:
        self._runs: list[CrawlRun] = []
        self._live: Live | None = None

    def put(self, run: CrawlRun) -> bool:
        """Show a run; False where nobody looks at a terminal."""
        console = Console(stderr=True, highlight=False)
        if not console.is_terminal:
            return False
        self._runs.append(run)
        if self._live is None:
            self._live = Live(console=console, get_renderable=self._lines, refresh_per_second=4, transient=True)
            self._live.start(refresh=True)
        return True

    def take(self, run: CrawlRun) -> None:
        """A run has ended."""
        self._runs.remove(run)
        if not self._runs and self._live is not None:
            self._live.stop()
            self._live = None

    def _lines(self) -> Text:
        # In the thread that draws: runs may come and go meanwhile.
        runs = tuple(self._runs)
        lines = [f"{_named(run) if len(runs) > 1 else counts(run)}\n  {run.now}" for run in runs]
        return Text("\n".join(lines), no_wrap=True, overflow="ellipsis")


BOARD = Board()


class Progress:
    """Shows listing pages, articles new, changed and failed, and the current title (unless PROGRESS is off)."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("PROGRESS", True):
            raise NotConfigured
        self._run: CrawlRun | None = None
        self._on_board = False
        self._said = 0.0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        progress = cls(crawler)
        crawler.signals.connect(progress.opened, signal=signals.spider_opened)
        crawler.signals.connect(progress.asking, signal=signals.request_reached_downloader)
        crawler.signals.connect(progress.moved, signal=signals.response_received)
        crawler.signals.connect(progress.moved, signal=signals.item_scraped)
        crawler.signals.connect(progress.closed, signal=signals.spider_closed)
        return progress

    def opened(self, spider: Spider) -> None:
        """The crawl begins."""
        self._run = getattr(spider, "run", None)
        self._said = monotonic()
        if self._run is not None:
            self._run.now = f"连接 connecting {self._run.site.home_url}"
            self._on_board = BOARD.put(self._run)

    def asking(self, request: Request) -> None:
        """A request is sent; from the second attempt on that is worth telling."""
        if self._run is not None and (times := request.meta.get("retry_times", 0)):
            self._run.now = f"第 {times + 1} 次尝试 attempt {times + 1}: {request.url}"

    def moved(self) -> None:
        """Something was read or stored."""
        if not self._on_board and monotonic() - self._said >= PLAIN_EVERY:
            self._say()

    def closed(self) -> None:
        """The crawl has ended."""
        if self._run is not None and self._on_board:
            BOARD.take(self._run)
        else:
            self._say()

    def _say(self) -> None:
        self._said = monotonic()
        if self._run is not None:
            print(_named(self._run), file=sys.stderr, flush=True)


def counts(run: CrawlRun) -> str:
    """One line of how far a run has come."""
    return f"列表页 pages {run.counters['listing_pages']} · 文章 articles: {articles_told(run.counters, brief=True)}"


def _named(run: CrawlRun) -> str:
    return f"[{run.site.key}] {counts(run)}"
