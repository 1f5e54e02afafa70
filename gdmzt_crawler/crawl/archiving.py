"""Keeping every response that mattered, before anything is read from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gdmzt_crawler.archive.exchange import Exchange, Place, Problem
from gdmzt_crawler.archive.files import archive_of as archive_of
from gdmzt_crawler.archive.files import warc_files
from gdmzt_crawler.archive.reader import iterate
from gdmzt_crawler.archive.writer import ArchiveWriter
from gdmzt_crawler.errors import ArchiveError
from gdmzt_crawler.store.records import CaptureRecord
from gdmzt_crawler.store.repository import Store

if TYPE_CHECKING:
    from gdmzt_crawler.crawl.run import CrawlRun

KEPT = frozenset({200, 304, 404, 410})
"""Statuses that say something of the site; others are asked for again, or say nothing for long."""


class Archive:
    """The archive of an open dataset."""

    def __init__(self, writer: ArchiveWriter, store: Store) -> None:
        self._writer, self._store = writer, store
        self._told = False
        self._problems: list[Problem] = []
        self.taken_in = 0
        """Captures that a killed run had archived, and the dataset did not know of."""

    @classmethod
    @contextmanager
    def open(cls, store: Store) -> Iterator[Archive]:
        """Opens the archive of a dataset that is locked, heals it, and takes in what the dataset does not know.

        Raises StoreError (ArchiveError among it) or Locked.
        """
        with ArchiveWriter(archive_of(store.path)) as writer:
            archive = cls(writer, store)
            archive._take_in()
            yield archive
            store.captures.flush()

    def keep(self, exchange: Exchange, *, run_id: int) -> Place:
        """Archives an answer; where it lies, which is noted with what is stored next. Raises StoreError."""
        captures = self._store.captures
        place = self._writer.append(exchange, previous=captures.last_of(exchange.url))
        headers = {name.lower(): value for name, value in reversed(exchange.headers)}
        captures.put(
            CaptureRecord(
                url=exchange.url,
                fetched_at=exchange.fetched_at,
                status=exchange.status,
                content_type=headers.get("content-type"),
                sha256=place.sha256,
                bytes=place.bytes,
                etag=headers.get("etag"),
                last_modified=headers.get("last-modified"),
                warc_file=place.warc_file,
                warc_offset=place.warc_offset,
            ),
            run_id=run_id,
        )
        return place

    def report(self, run: CrawlRun) -> None:
        """Tells once, among the issues of a run, what was found when the archive was opened."""
        if self._told:
            return
        self._told = True
        healed = self._writer.healed
        if healed is not None:
            message = f"存档末尾不完整，已截去 the archive ended in the middle of a record: {healed.cut} bytes cut off"
            run.issue("archive_healed", message, value=f"{healed.warc_file} @ {healed.kept}")
        if self.taken_in:
            message = f"已补读存档中的抓取 {self.taken_in} captures that a killed run had archived were taken in"
            run.issue("archive_taken_in", message, value=str(self.taken_in))
        for problem in self._problems:
            place = f"{problem.warc_file} @ {problem.warc_offset}"
            run.issue("archive_damaged", f"存档记录读不出 a record cannot be read: {problem.message}", value=place)

    def _take_in(self) -> None:
        newest = self._store.captures.newest()
        sizes = {path.name: path.stat().st_size for path in warc_files(self._writer.folder)}
        if newest is not None and sizes.get(newest[0], 0) <= newest[1]:
            raise ArchiveError(
                f"存档不全 the archive lacks what the dataset points at: {self._writer.folder / newest[0]} — "
                "请从备份恢复存档目录，或用 --no-archive restore the archive's folder, or crawl with --no-archive"
            )
        # What plays captures is itself a user of runs and their archives.
        from gdmzt_crawler.crawl.tail import play, play_last_of_killed

        play_last_of_killed(self._store, self._writer.folder)
        pages = iterate(self._writer.folder, report=self._problems.append, after=newest)
        # A dataset that knows of no capture is a new one: what another had archived here is not its business.
        self.taken_in = play(self._store, pages, only_of_killed=newest is None)


def notes(run: CrawlRun, **more: str | None) -> Mapping[str, str]:
    """What a capture says beside its answer: what it was asked for, so that a page can be read again from the file."""
    since = run.options.since
    given = {
        "site": run.site.key,
        "home": run.site.home_url,
        "run": str(run.run_id),
        "since": since.isoformat() if since else None,
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    return {name: value for name, value in given.items() if value is not None}
