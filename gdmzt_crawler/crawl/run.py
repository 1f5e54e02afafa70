"""One crawl run: its row in the dataset, its counters and issues, and why it stopped."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from time import monotonic

from gdmzt_crawler.crawl.archiving import Archive
from gdmzt_crawler.crawl.counters import all_counters
from gdmzt_crawler.crawl.options import CrawlOptions
from gdmzt_crawler.crawl.verdict import Verdict, judge
from gdmzt_crawler.errors import GdmztError, StoreError
from gdmzt_crawler.sites.definition import SiteDefinition
from gdmzt_crawler.store.repository import Store

COUNTED = (
    *("requests", "articles_new", "articles_revised", "articles_unchanged", "articles_failed", "articles_withdrawn"),
)
"""Counters that have a column of their own; the others stand in the summary."""

LAST_WAIT = 5.0
"""Seconds for which a run tries to write down its end, where others hold the dataset."""
MOST_SUSPICIONS = 50
"""More of them are counted among the issues only."""


@contextmanager
def writing(db: Path) -> Iterator[Store]:
    """Open and lock a dataset: there is one writer at a time. Raises StoreError (and its kinds) or Locked."""
    with Store.open(db) as store, store.lock():
        yield store


def archiving(options: CrawlOptions, store: Store) -> AbstractContextManager[Archive | None]:
    """The archive of a dataset that is ours; none where it is not wanted. Raises StoreError or Locked."""
    return Archive.open(store) if options.archive else contextlib.nullcontext()


class CrawlRun:
    """The record of a run. Nothing raised by the dataset leaves it: it stops the run, with the reason in `error`."""

    def __init__(self, options: CrawlOptions, store: Store, run_id: int) -> None:
        self.options = options
        self.store = store
        self.run_id = run_id
        self.archive: Archive | None = None
        """Where answers are kept; None with --no-archive."""
        self.counters: Counter[str] = Counter()
        """`requests`, `listing_pages`, `articles_new` … and `entries_external` …"""
        self.issues: Counter[str] = Counter()
        """Issues by kind."""
        self.suspicions: list[str] = []
        """Why a finished run should be looked at."""
        self.error: GdmztError | None = None
        self.interrupted = False
        self.on_stop: Callable[[], None] = lambda: None
        """Called once, when the run must end early."""
        self.columns: list[dict[str, object]] = []
        """How far each column was walked, at the end of the run."""
        self.now = ""
        """Title or address of what is being read, for progress."""
        self.verdict: Verdict | None = None
        self._began = monotonic()
        self._ended: float | None = None

    @classmethod
    @contextmanager
    def open(cls, options: CrawlOptions) -> Iterator[CrawlRun]:
        """Open and lock the dataset and begin a run. Raises StoreError (and its kinds) or Locked."""
        with (
            writing(options.db) as store,
            archiving(options, store) as archive,
            cls.begin(options, store, archive) as run,
        ):
            yield run

    @classmethod
    @contextmanager
    def begin(cls, options: CrawlOptions, store: Store, archive: Archive | None = None) -> Iterator[CrawlRun]:
        """Begin a run on a dataset that is ours; a run that nobody finished ends as interrupted.

        Several runs, of different sites, may share a dataset that is open in one thread. Raises StoreError.
        """
        site = options.definition
        put_site(store, site)
        run = cls(options, store, store.start_run(site.key, options.arguments()))
        run.archive = archive
        try:
            if archive is not None:
                archive.report(run)
            yield run
        finally:
            if run.verdict is None:
                run.interrupted = True
                run.finish()

    @property
    def site(self) -> SiteDefinition:
        """The site of the run."""
        return self.options.definition

    @property
    def seconds(self) -> float:
        """How long the run has been going, or took."""
        return (self._ended or monotonic()) - self._began

    def stop(self, error: GdmztError) -> None:
        """End the run early; the first reason is kept."""
        if self.error is None:
            self.error = error
            self.on_stop()

    @contextmanager
    def storing(self) -> Iterator[None]:
        """Work on the dataset: a StoreError stops the run and leaves the block."""
        try:
            # What a run notes of its end does not wait as long for a dataset that failed it already.
            with self.store.waiting(0) if isinstance(self.error, StoreError) else contextlib.nullcontext():
                yield
        except StoreError as error:
            self.stop(error)

    def issue(
        self, kind: str, message: str, *, url: str | None = None, field: str | None = None, value: str | None = None
    ) -> None:
        """Record something odd, and go on."""
        self.issues[kind] += 1
        with self.storing():
            self.store.add_issue(
                run_id=self.run_id, site=self.site.key, url=url, field=field, kind=kind, value=value, message=message
            )

    def suspect(self, kind: str, message: str, *, url: str | None = None) -> None:
        """Record something that a healthy run does not have."""
        if len(self.suspicions) < MOST_SUSPICIONS:
            self.suspicions.append(message)
        self.issue(kind, message, url=url)

    def finish(self) -> Verdict:
        """Judge the run and write its end; the judgement stands even where the disk is full."""
        self._ended = monotonic()
        self.verdict = judge(self)
        with contextlib.suppress(StoreError), self.store.waiting(LAST_WAIT):
            self.counters["entries_pending"] = self.store.pending_count(self.site.key)
            self.store.finish_run(
                self.run_id,
                state=self.verdict.state,
                counters={name: self.counters[name] for name in COUNTED},
                summary=self.summary(),
            )
        return self.verdict

    def summary(self) -> dict[str, object]:
        """Plain JSON types: what the run did, for `crawl_runs.summary` and `gdmzt crawl --json`."""
        verdict = self.verdict or judge(self)
        return {
            "site": self.site.key,
            "run": self.run_id,
            "state": verdict.state,
            "message": verdict.message,
            "suspicions": list(self.suspicions),
            "counters": all_counters(self.counters),
            "columns": self.columns,
            "issues": dict(sorted(self.issues.items())),
            "seconds": round(self.seconds, 1),
        }


def put_site(store: Store, site: SiteDefinition) -> None:
    """Add a site to the dataset, or bring it to its definition. Raises StoreError."""
    store.put_site(
        key=site.key,
        name=site.name,
        home_url=site.home_url,
        platform=site.platform,
        site_id_code=site.site_id_code,
    )
