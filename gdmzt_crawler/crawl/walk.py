"""Walking the listing pages of one column, from the first to the last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from gdmzt_crawler.models import Listing

MAX_PAGES = 5_000
"""No column has more; a pager that goes on is broken."""
MAX_STALE = 5
"""Pages in a row of rows that the walk has seen before, after which the pager is held to have no end."""

End = Literal["last", "capped", "script", "known", "since", "loop", "endless", "broken"]


@dataclass(frozen=True, slots=True)
class PageTask:
    """One page of a column (or a navigation page) to be read."""

    path: str
    """Of the column, `/mzzx/mzyw/`; `/` for the home page."""
    url: str
    number: int = 1
    name: str | None = None
    """Column name where it is known from the link."""
    named: bool = False
    """The definition or the user names the column: rows are expected."""
    start: bool = False
    """A navigation page: its undated article links are followed."""


class ColumnWalk:
    """What is known of a column while it is walked."""

    def __init__(self, task: PageTask) -> None:
        self.task = task
        self.column_id: int | None = None
        """None until the column shows rows."""
        self.pages = 0
        self.rows = 0
        self.complete = True
        """False once rows are known to exist that the pager does not reach."""
        self.end: End | None = None
        """Why the walk ended; None while it goes on."""
        self._visited: set[str] = set()
        self._last_rows: frozenset[str] = frozenset()
        self._rows: set[int] = set()
        """Hashes of the addresses seen: a column may have many."""
        self._stale = 0

    @property
    def full(self) -> bool:
        """Whether the walk saw every page that the pager reaches."""
        return self.end in ("last", "capped", "script", "loop", "endless")

    def read(self, listing: Listing, *, here: str, next_url: str | None, known: bool, since: date | None) -> str | None:
        """Take in a page and return the address of the next; None when the walk ends, the reason in `end`.

        `here` and `next_url` are canonical; `known` says that walking on is pointless, for every row is known.
        """
        self.pages += 1
        self.rows += len(listing.entries)
        self.complete = self.complete and listing.complete
        self._visited.add(here)
        self.end = self._end(listing, here, next_url, known, since)
        if self.end in ("loop", "endless"):
            self.complete = False
        if self.end is not None:
            self._rows.clear()
            self._visited.clear()
        return next_url if self.end is None else None

    def break_off(self) -> None:
        """A page could not be read: what lies behind it is unknown."""
        self.end, self.complete = "broken", False

    def _end(self, listing: Listing, here: str, next_url: str | None, known: bool, since: date | None) -> End | None:
        if known:
            return "known"
        if next_url is None or next_url == here:
            return "last" if self.complete else "capped" if listing.last_page else "script"
        if next_url in self._visited:
            return "loop"
        if self._repeats(listing) or self._stale >= MAX_STALE or self.pages >= MAX_PAGES:
            return "endless"
        if since is not None and _all_before(listing, since):
            return "since"
        return None

    def _repeats(self, listing: Listing) -> bool:
        """A pager that answers every number with its last page shows the same rows again; others shuffle them."""
        rows, before = _addresses(listing), self._last_rows
        hashes = {hash(address) for address in rows}
        self._stale = self._stale + 1 if rows and hashes <= self._rows else 0
        self._rows |= hashes
        self._last_rows = rows
        return bool(rows) and rows == before


def _addresses(listing: Listing) -> frozenset[str]:
    return frozenset(entry.url for entry in listing.entries if entry.url is not None)


def _all_before(listing: Listing, since: date) -> bool:
    dates = [entry.date for entry in listing.entries]
    return bool(dates) and all(day is not None and day < since for day in dates)
