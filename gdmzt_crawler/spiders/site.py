"""The spider of every site: it turns what `crawl` decides into requests, and pages into what `crawl` reads.

gdmzt crawl gdmzt            scrapy crawl site -a site=gdmzt -a db=data/gdmzt.db -a limit=20
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from gdmzt_crawler.archive.exchange import Place
from gdmzt_crawler.crawl.archiving import KEPT, notes
from gdmzt_crawler.crawl.flags import UNFINISHED
from gdmzt_crawler.crawl.frontier import Frontier
from gdmzt_crawler.crawl.items import Fetched, Target
from gdmzt_crawler.crawl.losing import Loss, led_astray, lose_article, turned_away
from gdmzt_crawler.crawl.manners import SLOT
from gdmzt_crawler.crawl.options import CrawlOptions
from gdmzt_crawler.crawl.run import CrawlRun
from gdmzt_crawler.crawl.survey import Survey
from gdmzt_crawler.crawl.verdict import check_expectations
from gdmzt_crawler.crawl.waiting import retry_after
from gdmzt_crawler.crawl.walk import PageTask
from gdmzt_crawler.errors import GdmztError
from gdmzt_crawler.spiders.exchanges import FETCHED_AT, exchange_of
from gdmzt_crawler.spiders.losses import of_failure, of_status
from gdmzt_crawler.spiders.manners import apply_manners
from gdmzt_crawler.spiders.patience import Patience
from gdmzt_crawler.spiders.responses import raw_page
from gdmzt_crawler.store.clock import utc_now


class SiteSpider(Spider):
    """Navigation and listing pages first, then the articles that the dataset has pending."""

    name = "site"

    def __init__(self, run: CrawlRun, closing: ExitStack, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.run = run
        self.survey = Survey(run)
        self.frontier = Frontier(run)
        self.patience = Patience(run)
        self._closing = closing

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, run: CrawlRun | None = None, **texts: Any) -> Self:
        """Make the spider for a run that is open already, or of texts as `scrapy crawl -a` gives them.

        Raises UsageError, or ends a `scrapy crawl` with one sentence.
        """
        closing = ExitStack()
        contact = texts.pop("contact", None)
        if run is not None:
            apply_manners(crawler.settings, run.site, contact)
        else:
            run = _opened(crawler, texts, contact, closing)
        spider = super().from_crawler(crawler, *args, run=run, closing=closing)
        crawler.signals.connect(spider.opened, signal=signals.spider_opened)
        crawler.signals.connect(spider.idle, signal=signals.spider_idle)
        crawler.signals.connect(spider.ended, signal=signals.spider_closed)
        return spider

    def is_own(self, url: str) -> bool:
        """Whether a request for this address stays on the site."""
        return self.run.site.is_own(url)

    async def start(self) -> AsyncIterator[Any]:
        """Yield the first pages."""
        if self.run.error is not None:
            raise CloseSpider("stopped")
        for task in self.survey.seeds():
            yield self._page(task)

    def parse_page(self, response: Response, task: PageTask) -> Iterator[Request]:
        """Read a navigation or listing page."""
        self.run.now = response.url
        asked = {"column": task.path, "page": str(task.number), "start": "1" if task.start else None, "asked": task.url}
        if not self._kept(response, name=task.name, **asked):
            return
        loss = self._loss_of(response) or turned_away(response.url, task, self.survey.addresses)
        if loss is not None:
            self._page_lost(task, loss)
            return
        self._read(response)
        for following in self.survey.take(task, raw_page(response)):
            yield self._page(following)

    def page_failed(self, failure: Failure) -> None:
        """A navigation or listing page did not come."""
        if (loss := of_failure(failure)) is not None:
            self._page_lost(_asked(failure)["task"], loss)

    def parse_article(self, response: Response, target: Target) -> Iterator[Fetched]:
        """Hand an article page to the pipelines."""
        self.run.now = target.title or target.url
        asked = {"article": target.url, "asked": target.linked_url, "listed_date": target.listed_date}
        if not self._kept(response, visit="1" if target.visit else None, **asked):
            return
        if response.status == 304 and target.visit is not None:
            self.patience.answered(read=True)
            self.frontier.answered()
            self.frontier.visits.not_modified(target)
            return
        survey = self.survey
        loss = self._loss_of(response) or led_astray(response.url, target, survey.addresses, survey.columns)
        if loss is not None:
            self._article_lost(target, loss)
            return
        self._read(response)
        yield Fetched(target, raw_page(response))

    def article_failed(self, failure: Failure) -> None:
        """An article page did not come."""
        if (loss := of_failure(failure)) is not None:
            self._article_lost(_asked(failure)["target"], loss)

    def opened(self) -> None:
        """From now on the run can stop the engine."""
        self.run.on_stop = self._stop

    def idle(self) -> None:
        """All pages asked for are read: go on with what is pending."""
        self.patience.check_beginning()
        batch = self.frontier.next_batch(self._requests())
        if not batch or self.run.error is not None:
            return
        for target in batch:
            self.crawler.engine.crawl(self._article(target))
        raise DontCloseSpider

    def ended(self, reason: str) -> None:
        """Write down how the run ended."""
        self.run.on_stop = lambda: None
        self.run.interrupted = reason == "shutdown"
        self.survey.close(finished=self.run.error is None and not self.run.interrupted)
        self.frontier.close()
        self.run.columns = self.survey.report()
        self.run.counters["requests"] = self._requests()
        if self.run.error is None and not self.run.interrupted:
            with self.run.storing():
                check_expectations(self.run, self.run.store.article_count(self.run.site.key))
        self.run.finish()
        self._closing.close()

    def _page(self, task: PageTask) -> Request:
        return Request(
            task.url,
            self.parse_page,
            errback=self.page_failed,
            cb_kwargs={"task": task},
            priority=task.number,
            meta={"download_slot": SLOT},
        )

    def _article(self, target: Target) -> Request:
        return Request(
            target.linked_url,
            self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"target": target},
            headers=self.frontier.visits.validators(target),
            meta={"download_slot": SLOT},
        )

    def _requests(self) -> int:
        count: int = self.crawler.stats.get_value("downloader/request_count", 0)
        return count

    def _loss_of(self, response: Response) -> Loss | None:
        asked = retry_after(response.status, response.headers.get("Retry-After"), now=datetime.now(UTC))
        return of_status(response, longest_wait=self.settings.getfloat("RETRY_AFTER_MAX"), asked=asked)

    def _kept(self, response: Response, **asked: str | None) -> bool:
        """Archive an answer before anything is read from it; False where the archive failed, which stops the run."""
        archive = self.run.archive
        if archive is None or response.status not in KEPT or response.request is None:
            return True
        at = response.request.meta[FETCHED_AT] = utc_now()
        exchange = exchange_of(response, at, notes(self.run, **asked))
        kept: list[Place] = []
        with self.run.storing():
            kept.append(archive.keep(exchange, run_id=self.run.run_id))
        return bool(kept)

    def _read(self, response: Response) -> None:
        self.patience.answered(read=True)
        self.frontier.answered()
        if UNFINISHED in response.flags:
            self.run.issue("unfinished", "页面没有结尾 the page ends in the middle, and did again", url=response.url)

    def _page_lost(self, task: PageTask, loss: Loss) -> None:
        self.survey.lose(task, loss.kind, loss.message)
        self.patience.lost(loss, task.url)

    def _article_lost(self, target: Target, loss: Loss) -> None:
        lose_article(self.frontier, target, loss)
        self.patience.lost(loss, target.linked_url)

    def _stop(self) -> None:
        self._stopping = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="stopped"))


def _opened(crawler: Crawler, texts: dict[str, Any], contact: str | None, closing: ExitStack) -> CrawlRun:
    """The run that `scrapy crawl` asks for. Scrapy itself would show a traceback for an exception here."""
    try:
        options = CrawlOptions.from_texts(**texts)
        apply_manners(crawler.settings, options.definition, contact)
        return closing.enter_context(CrawlRun.open(options))
    except GdmztError as error:
        print(error.message, file=sys.stderr)
        raise SystemExit(error.exit_code) from None


def _asked(failure: Failure) -> dict[str, Any]:
    """The cb_kwargs of the request that failed: Scrapy hangs it on the failure."""
    request: Request = failure.request  # type: ignore[attr-defined]
    return request.cb_kwargs
