"""Captures played again into a dataset, in the order in which they came, as the crawl itself had taken them in."""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from gdmzt_crawler.crawl.captured import ArticleRead, Captured, Fault, definition_of
from gdmzt_crawler.crawl.columns import Columns
from gdmzt_crawler.crawl.frontier import Frontier
from gdmzt_crawler.crawl.items import Normalized, Target
from gdmzt_crawler.crawl.listed import with_listed_date
from gdmzt_crawler.crawl.losing import led_astray, lose_article, of_answer, turned_away
from gdmzt_crawler.crawl.options import CrawlOptions
from gdmzt_crawler.crawl.reading import ListingRead
from gdmzt_crawler.crawl.run import CrawlRun, put_site
from gdmzt_crawler.crawl.stages import complete, identify, keep, refuse
from gdmzt_crawler.crawl.survey import Survey
from gdmzt_crawler.crawl.walk import ColumnWalk, PageTask
from gdmzt_crawler.errors import NotAnArticle, StoreError
from gdmzt_crawler.models import RawPage
from gdmzt_crawler.sites.definition import SiteDefinition
from gdmzt_crawler.store import clock
from gdmzt_crawler.store.records import EntryRow, SeenEntry
from gdmzt_crawler.store.repository import Store


class ReplayedColumns(Columns):
    """Columns of a run whose walks are over: where each stopped is in the archive, not to be decided again."""

    def __init__(self, run: CrawlRun) -> None:
        super().__init__(run)
        self.would_stop: dict[str, bool] = {}

    def may_stop(self, task: PageTask, rows: list[EntryRow]) -> bool:  # type: ignore[override]
        """Never; whether the crawl would have stopped is kept for the end of the walk."""
        self.would_stop[task.path] = super().may_stop(task, rows)
        return False


class ImportedColumns(ReplayedColumns):
    """Columns of pages that somebody else fetched: which, and whether all, is not known, so no walk is told."""

    def check_empty(self, walk: ColumnWalk, task: PageTask, page: RawPage) -> None:
        """A page without rows is no fault."""

    def mark(self, walk: ColumnWalk) -> None:
        """Nothing is known to be whole."""


class ImportedSurvey(Survey):
    """Listing pages that may be older than what the columns showed since."""

    def _see(self, column_id: int, rows: list[SeenEntry], at: str) -> list[EntryRow]:
        known, site = self.run.store.replaying, self.run.site.key
        return super()._see(column_id, [row for row in rows if not known.seen_after(site, column_id, row.url, at)], at)


class ReplayedRun:
    """One run of the crawl, as far as the archive has it."""

    def __init__(self, store: Store, definition: SiteDefinition, notes: Mapping[str, str], run_id: int) -> None:
        since = None
        with contextlib.suppress(KeyError, ValueError):
            since = date.fromisoformat(notes["since"])
        self.run = CrawlRun(CrawlOptions(definition, store.path, since=since), store, run_id)
        self._imported = "imported" in notes
        self.survey = ImportedSurvey(self.run) if self._imported else Survey(self.run)
        self.columns = ImportedColumns(self.run) if self._imported else ReplayedColumns(self.run)
        self.survey.columns = self.columns
        self.frontier = Frontier(self.run)

    def play(self, captured: Captured) -> None:
        """Take in one capture of this run. Raises StoreError."""
        self.run.counters["requests"] += 1
        with self.run.storing():
            self.run.store.captures.note(captured.row, run_id=self.run.run_id)
        if isinstance(captured.found, Fault):
            self.run.issue(
                "internal", f"程序出错 a fault of this program: {captured.found.message}", url=captured.row.url
            )
        elif "column" in captured.notes:
            self._listing(captured)
        elif "article" in captured.notes:
            self._article(captured)
        self._go_on()

    def close(self) -> None:
        """The run is over: walks that stopped where nothing new could follow are marked so, others as broken off."""
        for path, walk in self.survey.walks.items():
            if walk.end is None and walk.pages and self.columns.would_stop.get(path):
                walk.end = "known"
                self.columns.mark(walk)
        self.survey.close(finished=False)
        self._go_on()

    def _listing(self, captured: Captured) -> None:
        task, page = self._task(captured.notes), captured.page
        walk = self.survey.walks.get(task.path)
        if walk is None or (task.number == 1 and walk.pages):
            walk = self.survey.walks[task.path] = ColumnWalk(task)
        walk.end = None
        loss = of_answer(captured.row.status or 0, page.url) or turned_away(page.url, task, self.survey.addresses)
        if loss is not None:
            self.survey.lose(task, loss.kind, loss.message)
        elif isinstance(captured.found, ListingRead):
            self.survey.reader = captured.found
            self.survey.take(task, page)

    def _article(self, captured: Captured) -> None:
        target, page, status = self._target(captured.notes), captured.page, captured.row.status or 0
        if self._imported and self._is_aside(target, captured):
            return
        if status == 304:
            if target.visit is not None:
                self.frontier.visits.not_modified(target)
            else:
                message = "304，而原文未存档 a 304 for a page that the archive does not have"
                self.run.issue("archive_incomplete", message, url=page.url)
            return
        addresses = self.survey.addresses
        loss = of_answer(status, page.url) or led_astray(page.url, target, addresses, self.columns)
        if loss is not None:
            lose_article(self.frontier, target, loss)
        elif isinstance(captured.found, NotAnArticle):
            self.frontier.answered()
            refuse(self.frontier, target, page, captured.found)
        elif isinstance(captured.found, ArticleRead):
            self.frontier.answered()
            self._keep(target, captured, captured.found)

    def _keep(self, target: Target, captured: Captured, found: ArticleRead) -> None:
        article = complete(self.frontier, target, captured.page, found.article)
        if article is not None:
            item = Normalized(target, captured.page, article)
            # it is noted already, with its place
            capture = replace(captured.row, warc_file=None, warc_offset=None)
            keep(self.frontier, identify(self.columns, item, found.fingerprint), capture, found.near_keys)

    def _is_aside(self, target: Target, captured: Captured) -> bool:
        """Whether an imported page is no news of its article: it holds none, or is older than what is stored."""
        found, run = captured.found, self.run
        if isinstance(found, NotAnArticle):
            run.counters["articles_rejected"] += 1
            run.issue(found.kind, found.message, url=captured.page.url)
            return True
        known, at = run.store.replaying, captured.row.fetched_at
        if target.visit is None or known.read_at(target.visit.article_id) <= at:
            return False
        if isinstance(found, ArticleRead):
            article = with_listed_date(found.article, target.listed_date)
            with run.storing():
                capture_id = run.store.captures.note(captured.row, run_id=run.run_id)
                known.take_earlier(target.visit.article_id, article, found.fingerprint, at, capture_id)
            run.counters["articles_earlier"] += 1
        return True

    def _task(self, notes: Mapping[str, str]) -> PageTask:
        # our own captures have the path under which the column was stored
        path = self.columns.spelled(notes["column"]) if self._imported else notes["column"]
        number = notes.get("page", "1")
        return PageTask(
            path,
            notes.get("asked", self.run.site.url_of(path)),
            number=int(number) if number.isascii() and number.isdigit() else 1,
            name=notes.get("name"),
            named=path in self.columns.named,
            start=notes.get("start") == "1",
        )

    def _target(self, notes: Mapping[str, str]) -> Target:
        store, url = self.run.store, notes["article"]
        visit = None
        if notes.get("visit") == "1":
            article_id = store.replaying.article_at(self.run.site.key, url)
            visit = None if article_id is None else store.memory.to_visit([article_id])[0]
        attempts = store.replaying.attempts(self.run.site.key, url) if visit is None else visit.failures
        return Target(url, notes.get("asked", url), None, notes.get("listed-date"), attempts=attempts, visit=visit)

    def _go_on(self) -> None:
        """What ended the crawl's run does not end this one, unless the dataset fails."""
        error, self.run.error = self.run.error, None
        if isinstance(error, StoreError):
            raise error


class Replay:
    """Plays captures into a store; those of several sites and runs may alternate."""

    def __init__(self, store: Store, *, finishing: bool = True) -> None:
        self._store = store
        self._finishing = finishing
        """Whether runs end with what is played; else what is played is but the last of them."""
        self._runs: dict[str, tuple[str, ReplayedRun]] = {}
        """By site: the number of the run that is played just now."""
        self._at: dict[str, str] = {}
        self.ended: list[CrawlRun] = []
        """Runs that were played and left open."""
        self.counts: Counter[str] = Counter()
        """`captures`, `articles_new` …, and of captures that were not played: `unknown_site`, `foreign`."""
        self.issues: Counter[str] = Counter()
        self.unknown: set[str] = set()
        """Sites without a definition here."""

    def play(self, captured: Captured) -> None:
        """Take in one capture. Raises StoreError."""
        definition = definition_of(captured.notes)
        self.counts["captures"] += 1
        if definition is None:
            self.counts["unknown_site" if "site" in captured.notes else "foreign"] += 1
            self.unknown |= {captured.notes["site"]} if "site" in captured.notes else set()
            return
        at = captured.row.fetched_at
        with clock.standing_at(at) if at else contextlib.nullcontext():
            self._run_of(captured, definition).play(captured)
        self._at[definition.key] = at

    def close(self) -> None:
        """All was played. Raises StoreError."""
        for site in list(self._runs):
            self._end(site)

    def _run_of(self, captured: Captured, definition: SiteDefinition) -> ReplayedRun:
        number, key = captured.notes.get("run", ""), definition.key
        if key in self._runs and self._runs[key][0] == number:
            return self._runs[key][1]
        if key in self._runs:
            self._end(key)
        run_id = self._begin(number, definition, captured)
        run = ReplayedRun(self._store, definition, captured.notes, run_id)
        self._runs[key] = number, run
        return run

    def _begin(self, number: str, definition: SiteDefinition, captured: Captured) -> int:
        put_site(self._store, definition)
        wanted = int(number) if number.isascii() and number.isdigit() and 0 < int(number) < 1 << 62 else None
        arguments = json.dumps({"reparsed": True})
        return self._store.replaying.begin_run(wanted, definition.key, captured.row.fetched_at, arguments)

    def _end(self, site: str) -> None:
        run = self._runs.pop(site)[1]
        at = self._at.get(site)
        with clock.standing_at(at) if at else contextlib.nullcontext():
            run.close()
            if self._finishing:
                run.run.columns = run.survey.report()
                run.run.finish()
            else:
                self.ended.append(run.run)
        self.counts.update(run.run.counters)
        self.issues.update(run.run.issues)
