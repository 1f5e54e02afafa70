"""The dataset as the rest of the program sees it."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from . import articles, frontier, runs
from .captures import Captures
from .clock import utc_now
from .connection import BUSY_SECONDS, connect, connect_readonly, pragma, transaction, translated
from .keywords.rows import TagRows
from .lock import exclusive
from .memory import Memory
from .migrations import check_version, migrate
from .names import Names
from .records import ArticleRecord, ColumnRow, EntryRow, EntryState, IssueRecord, RunState, Saved, SeenEntry
from .replaying import Replaying
from .wellformed import wellformed

T = TypeVar("T")
R = TypeVar("R")


class Store:
    """One open dataset. Every method that writes is one transaction; what it returned from is on the disk.

    Raises StoreError (StorageFull among them) from any method when SQLite cannot do what was asked; nothing is half
    done then, and what was stored before stays. To be used from the thread that opened it.
    """

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self.path = path
        self._db = db
        self._names = Names(db)
        self.memory = Memory(db, self._read, self._write)
        """Walks, visits, withdrawals."""
        self.captures = Captures(db, self._read, self._write)
        """What was archived, and where it lies."""
        self.tags = TagRows(db, self._read, self._write)
        """Words, topics and places of articles."""
        self.replaying = Replaying(db, self._read, self._write)
        """What replaying captures needs to know."""

    @classmethod
    def open(
        cls, path: Path | str, *, create: bool = True, readonly: bool = False, busy_seconds: float | None = None
    ) -> Store:
        """Opens `path`, makes it where it is missing (with its folders), and brings an older one to this schema.

        With `readonly` nothing is made or changed. Raises ForeignDatabase, NewerDatabase or StoreError.
        """
        path = Path(path)
        timeout = BUSY_SECONDS if busy_seconds is None else busy_seconds
        db = connect_readonly(path, timeout=timeout) if readonly else connect(path, create=create, timeout=timeout)
        try:
            with translated(path):
                if readonly:
                    check_version(db, path)
                else:
                    migrate(db, path)
        except BaseException:
            db.close()
            raise
        return cls(db, path)

    def close(self) -> None:
        """Closes the file; the last one to do so leaves a single file behind."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    @contextlib.contextmanager
    def waiting(self, seconds: float) -> Iterator[None]:
        """Within the block, wait so long for other programs that write, instead of half a minute."""
        before = pragma(self._db, "busy_timeout")
        self._db.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")
        try:
            yield
        finally:
            self._db.execute(f"PRAGMA busy_timeout = {before}")

    def lock(self) -> contextlib.AbstractContextManager[None]:
        """Holds the dataset for one crawl. Raises Locked at once when another run has it."""
        return exclusive(self.path)

    # sites and columns

    def put_site(self, *, key: str, name: str, home_url: str, platform: str, site_id_code: str | None = None) -> None:
        """Adds a site, or brings it to its definition."""
        self._write(lambda: self._names.put_site(key, name, home_url, platform, site_id_code))

    def put_column(self, site: str, path: str, *, name: str | None, url: str) -> int:
        """Adds a column, or brings it up to date (a known name stays when `name` is None); its id.

        The column above it is found by their paths.
        """
        return self._write(lambda: self._names.put_column(site, path, name, url))

    def known_columns(self, site: str) -> list[ColumnRow]:
        """Every column of the site, by path."""
        return self._read(lambda: self._names.known_columns(site))

    def listed_columns(self, site: str) -> set[str]:
        """Paths of the columns that have shown rows; others are known from breadcrumbs only."""
        query = "SELECT path FROM columns c WHERE site = ? AND EXISTS (SELECT 1 FROM entries WHERE column_id = c.id)"
        return self._read(lambda: {row["path"] for row in self._db.execute(query, (site,))})

    def listing_paths(self, site: str, urls: Collection[str], native_id: str) -> set[str]:
        """Paths of the columns that list an article, known by one of its canonical URLs or its id."""
        return self._read(lambda: frontier.listing_paths(self._db, site, urls, native_id))

    # the frontier

    def see_entries(
        self,
        site: str,
        column_id: int,
        rows: Sequence[SeenEntry],
        *,
        at: str,
        run_id: int | None = None,
        walking: bool = False,
    ) -> list[EntryRow]:
        """Notes the rows of one listing page; the stored entries, in the same order.

        An entry whose canonical URL or native id is stored already is linked to its article at once. A row whose title
        or date changed makes its article due for a visit, and has a page tried anew that could not be read before; no
        other state than `pending` is reset. Of two rows of one address in one run the first counts. `walking`: the
        column is being walked, and counts as broken off from the first new row until the walk is marked as ended.
        """
        return self._write_text(
            lambda seen: frontier.see(self._db, site, column_id, seen, at, run_id, walking=walking), tuple(rows)
        )

    def pending_entries(
        self, site: str, *, limit: int | None = None, after: int = 0, columns: Collection[str] = ()
    ) -> list[EntryRow]:
        """What is still to be fetched, first seen first, each article once; entries with an id above `after` only.

        `columns`: paths of the only columns whose entries count; empty for all.
        """
        return self._read(lambda: frontier.pending(self._db, site, limit, after, columns))

    def pending_count(self, site: str) -> int:
        """How many pages of the site are still to be fetched."""
        query = "SELECT count(DISTINCT url) FROM entries WHERE site = ? AND state = 'pending'"
        return self._read(lambda: int(self._db.execute(query, (site,)).fetchone()[0]))

    def set_entry_state(
        self,
        site: str,
        url: str,
        state: EntryState,
        *,
        error: str | None = None,
        attempted: bool = False,
        next_attempt_at: str | None = None,
    ) -> None:
        """Sets the state of all entries of the site with this canonical URL; `attempted` counts a fetch.

        `next_attempt_at`: not to be tried before; a state that is final otherwise is tried again then.
        """
        self._write_text(
            lambda text: frontier.set_state(self._db, site, url, state, text, attempted, next_attempt_at), error
        )

    # articles

    def save_article(self, record: ArticleRecord, *, run_id: int | None) -> Saved:
        """Stores one reading of an article with all that belongs to it."""
        return self._write_text(lambda mended: articles.save(self._db, self._names, mended, run_id), record)

    def article_count(self, site: str) -> int:
        """How many articles of the site are stored."""
        query = "SELECT count(*) FROM articles WHERE site = ?"
        return self._read(lambda: int(self._db.execute(query, (site,)).fetchone()[0]))

    # runs and issues

    def start_run(self, site: str, arguments: Mapping[str, object]) -> int:
        """The id of a new run; one of the same site left `running` by a killed program becomes `interrupted`."""
        return self._write(lambda: runs.start(self._db, site, arguments, utc_now()))

    def finish_run(
        self, run_id: int, *, state: RunState, counters: Mapping[str, int], summary: Mapping[str, object]
    ) -> None:
        """Closes a run. Counters are the columns of `crawl_runs`; raises ValueError for any other."""
        self._write(lambda: runs.finish(self._db, run_id, state, counters, summary, utc_now()))

    def add_issue(
        self,
        *,
        run_id: int | None,
        site: str | None,
        url: str | None,
        field: str | None,
        kind: str,
        value: str | None,
        message: str,
    ) -> None:
        """Notes one odd thing."""
        issue = IssueRecord(run_id, site, url, field, kind, value, message)
        self._write_text(lambda mended: runs.add_issue(self._db, mended, utc_now()), issue)

    def runs(self, limit: int) -> list[dict[str, object]]:
        """The last runs, newest first; `arguments` and `summary` as objects."""
        return self._read(lambda: runs.latest(self._db, limit))

    def _read(self, work: Callable[[], R]) -> R:
        with translated(self.path):
            return work()

    def _write(self, work: Callable[[], R]) -> R:
        try:
            with transaction(self._db, self.path):
                self.captures.write_waiting()
                done = work()
        except BaseException:
            self._names.forget()
            raise
        self.captures.forget_waiting()
        return done

    def _write_text(self, work: Callable[[T], R], value: T) -> R:
        # pages may hold what SQLite cannot; only then is a copy made
        try:
            return self._write(lambda: work(value))
        except (UnicodeEncodeError, OverflowError):
            return self._write(lambda: work(wellformed(value)))
