"""What the dataset knows of visits, withdrawals and walks: the second half of the repository."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Protocol, TypeVar

from . import frontier, visits, withdrawals
from .clock import stamp
from .records import DueRule, EntryRow, VisitRow

R = TypeVar("R")
_DISCOVERED = "UPDATE sites SET discovered_at = ? WHERE key = ?"
_WHEN_DISCOVERED = "SELECT discovered_at FROM sites WHERE key = ?"
_WALKED = (
    "UPDATE columns SET complete = ?, broken_at = NULL, last_full_walk_at = coalesce(?, last_full_walk_at) WHERE id = ?"
)
_FORGIVE = """
UPDATE entries SET state = 'pending', attempts = max(0, attempts - 1), next_attempt_at = ? WHERE site = ? AND url = ?
"""


class Work(Protocol):
    """How a Store runs something: in a transaction, or reading only, with SQLite's errors made ours."""

    def __call__(self, work: Callable[[], R]) -> R:
        """What `work` returned."""


class Memory:
    """Of a Store: every method that writes is one transaction; all raise StoreError."""

    def __init__(self, db: sqlite3.Connection, read: Work, write: Work) -> None:
        self._db = db
        self._read = read
        self._write = write

    # walks

    def discovered_at(self, site: str) -> str | None:
        """When the site's navigation was last read whole."""
        return self._read(lambda: _first(self._db.execute(_WHEN_DISCOVERED, (site,)).fetchone()))

    def mark_discovered(self, site: str, at: str) -> None:
        """The site's navigation was read whole."""
        self._write(lambda: self._db.execute(_DISCOVERED, (at, site)))

    def walking(self, column_id: int, at: str) -> None:
        """A walk goes on, or broke off: until one comes to its end rows may have been missed."""
        self._write(lambda: self._db.execute(frontier.WALKING, (at, column_id)))

    def walked(self, column_id: int, *, complete: bool, full_at: str | None) -> None:
        """A walk came to its end; `full_at`: when, for one that went as far as paging reaches."""
        self._write(lambda: self._db.execute(_WALKED, (int(complete), full_at, column_id)))

    def vanish(self, column_id: int, *, run_id: int, at: str) -> tuple[int, int]:
        """A complete walk of this run is over: rows that it did not show have vanished from the column.

        How many vanished, and how many are left. An article that no column shows any more is due for a visit.
        """
        return self._write(lambda: visits.vanish(self._db, column_id, run_id, at))

    # visits

    def put_off_entries(self, site: str, now: datetime, *, columns: Collection[str] = ()) -> list[EntryRow]:
        """Entries (of these columns only) that failed before and may be tried again by now, each address once."""
        horizon = stamp(now + visits.FAR)
        return self._read(lambda: frontier.put_off(self._db, site, stamp(now), horizon, columns))

    def forgive(self, site: str, urls: Iterable[str], *, at: str) -> None:
        """The last attempt at these entries does not count; from `at` on they are tried again, behind all others."""
        self._write(lambda: self._db.executemany(_FORGIVE, [(at, site, url) for url in urls]))

    def due(self, site: str, rule: DueRule, *, now: datetime, run_id: int) -> array[int]:
        """Ids of the articles to be visited: those that something happened to first, then the least recently visited.

        Those that were read in run `run_id` are left out.
        """
        return self._read(lambda: visits.due(self._db, site, rule, now, run_id))

    def to_visit(self, ids: Iterable[int]) -> list[VisitRow]:
        """What is known of these articles."""
        return self._read(lambda: visits.rows(self._db, ids))

    def not_modified(self, article_id: int, at: str) -> bool:
        """The page is as it was: seen, but not read. Whether the article was withdrawn before."""
        return self._write(lambda: withdrawals.seen(self._db, article_id, at))

    def visit_failed(self, article_id: int, error: str, *, at: str, due_at: str | None) -> None:
        """No answer that says whether the article is there; `due_at`: when to ask again, None for by the policy."""
        self._write(lambda: visits.failed(self._db, article_id, at, error, due_at))

    def withdraw(self, article_id: int, reason: str, *, run_id: int | None, at: str) -> bool:
        """The article is gone; it stays with its history. False where that was known."""
        return self._write(lambda: withdrawals.withdraw(self._db, article_id, reason, run_id, at))

    def quarantine(self, article_id: int, reason: str, *, fingerprint: str | None, at: str, due_at: str | None) -> None:
        """A reading is not taken over: what is stored stays."""
        self._write(lambda: withdrawals.quarantine(self._db, article_id, reason, fingerprint, at, due_at))

    def quarantined(self, site: str) -> int:
        """How many articles of the site are quarantined."""
        return self._read(lambda: withdrawals.quarantined(self._db, site))

    def text(self, article_id: int) -> str:
        """The stored text of an article."""
        query = "SELECT text FROM articles WHERE id = ?"
        return self._read(lambda: str(self._db.execute(query, (article_id,)).fetchone()[0]))


def _first(row: sqlite3.Row | None) -> str | None:
    return None if row is None else row[0]
