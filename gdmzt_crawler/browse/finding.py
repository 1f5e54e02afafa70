"""Search for the page that does it: what was asked, and what is found."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from ..store.search.query import terms
from ..store.search.restrictions import Where
from ..store.search.searching import Hit, Order, Search
from ..store.search.snippets import marked
from .figures import listed_by_id
from .pages import dataset
from .reading import SECONDS, Row, rows

if TYPE_CHECKING:
    from datasette.app import Datasette

Found = TypeVar("Found")
_LONGEST = 200
"""Characters of a query that are looked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as the form sends it; what cannot be read is left out."""

    query: str
    order: Order
    column: str
    since: str
    until: str

    @property
    def sought(self) -> bool:
        """Whether the query has anything that can be looked for: letters, numbers, signs that are words."""
        return bool(terms(self.query))

    @property
    def unread(self) -> tuple[str, ...]:
        """The days that were given and are none."""
        return tuple(text for text in (self.since, self.until) if text and _day(text) is None)

    @property
    def where(self) -> Where:
        """What an article must be."""
        return Where(column=self.column or None, since=_day(self.since), until=_day(self.until))


def asked(arguments: Mapping[str, str]) -> Asked:
    """The request's arguments."""
    column, since, until = (_first(arguments, *names) for names in (("column",), ("since", "from"), ("until", "to")))
    order: Order = "date" if arguments.get("order") == "date" else "rank"
    return Asked((arguments.get("q") or "").strip()[:_LONGEST], order, column, since, until)


async def count(datasette: Datasette, wanted: Asked) -> int:
    """Articles found. Raises StoreError where the index cannot be used, UsageError for an unknown column."""
    return await _searching(datasette, lambda search: search.count(wanted.query, wanted.where))


async def hits(datasette: Datasette, wanted: Asked, *, limit: int, offset: int) -> list[Row]:
    """The articles as lists show them, each with its `snippet` and its title in pieces (`pieces`)."""
    found: list[Hit] = await _searching(
        datasette,
        lambda search: search.hits(wanted.query, wanted.where, order=wanted.order, limit=limit, offset=offset),
    )
    known = {one["id"]: one for one in await listed_by_id(datasette, [hit.id for hit in found])}
    searched = terms(wanted.query)
    return [
        known[hit.id] | {"snippet": hit.snippet, "pieces": marked(hit.title, searched)}
        for hit in found
        if hit.id in known
    ]


async def column_names(datasette: Datasette) -> list[str]:
    """Names of columns that a search can be restricted to."""
    found = await rows(datasette, "SELECT DISTINCT label FROM columns WHERE path <> '/' ORDER BY label")
    return [str(one["label"]) for one in found]


async def _searching(datasette: Datasette, function: Callable[[Search], Found]) -> Found:
    from datasette.utils import sqlite_timelimit

    def run(connection: sqlite3.Connection) -> Found:
        with sqlite_timelimit(connection, SECONDS * 1000):
            return function(Search(connection))

    found: Found = await dataset(datasette).execute_fn(run)
    return found


def _first(arguments: Mapping[str, str], *names: str) -> str:
    return next((text for name in names if (text := (arguments.get(name) or "").strip())), "")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
