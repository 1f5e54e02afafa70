"""Which articles an export takes."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..errors import UsageError
from ..store.search.searching import matching

_CHOSEN = "CREATE TEMP TABLE chosen (place INTEGER PRIMARY KEY, id INTEGER NOT NULL UNIQUE)"
_FILL = "INSERT INTO temp.chosen (id) SELECT a.id FROM articles a WHERE {where} ORDER BY {order}{limit}"
_ONE = "? IN (c.path, c.name)"
_IN_COLUMN = f"""(
    a.column_id IN (SELECT c.id FROM columns c WHERE {_ONE}) OR EXISTS (
        SELECT 1 FROM article_columns l JOIN columns c ON c.id = l.column_id WHERE l.article_id = a.id AND {_ONE}
    )
)"""
_NEWEST = "a.published_at IS NULL, a.published_at DESC, a.site, a.native_id"
_UPDATED = "coalesce(a.changed_at, a.first_seen_at) DESC, a.published_at DESC, a.site, a.native_id"
_MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """Filters, all of which an article must pass; without any, all articles."""

    sites: tuple[str, ...] = ()
    """Keys; any of them."""
    columns: tuple[str, ...] = ()
    """Paths or names; any of them, as an article's own column or one that listed it."""
    since: date | None = None
    """Published on this day in China or later."""
    until: date | None = None
    """Published on this day in China or earlier."""
    query: str | None = None
    """Found by search."""
    unique: bool = False
    """Of each content only the earliest article."""
    limit: int | None = None
    """The first so many, the newest first."""

    def plain(self) -> dict[str, object]:
        """The filters that were set, in plain JSON types."""
        told: dict[str, object] = {
            "site": list(self.sites),
            "column": list(self.columns),
            "since": self.since and self.since.isoformat(),
            "until": self.until and self.until.isoformat(),
            "query": self.query,
            "unique": self.unique,
            "limit": self.limit,
        }
        return {name: value for name, value in told.items() if value or (name == "query" and value is not None)}


def check(db: sqlite3.Connection, choice: Choice) -> None:
    """Raises UsageError for what the dataset does not have, StoreError where its search cannot be used."""
    _check_sites(db, choice.sites)
    _check_columns(db, choice.columns, choice.sites)
    if choice.since and choice.until and choice.since > choice.until:
        raise UsageError(f"--since {choice.since} 晚于 is later than --until {choice.until} — 请对调 swap them.")
    if choice.query is not None:
        matching(db, choice.query)


def choose(db: sqlite3.Connection, choice: Choice, *, by_update: bool = False) -> int:
    """Fills the temporary table `chosen` with the articles in their order; how many. Raises as `check` does.

    The newest published come first, or with `by_update` those that are new or changed last.
    """
    check(db, choice)
    conditions, values = _conditions(db, choice)
    db.execute(_CHOSEN)
    statement = _FILL.format(
        where=" AND ".join(conditions) or "TRUE",
        order=_UPDATED if by_update else _NEWEST,
        limit="" if choice.limit is None else f" LIMIT {choice.limit:d}",
    )
    return db.execute(statement, values).rowcount


def _conditions(db: sqlite3.Connection, choice: Choice) -> tuple[list[str], list[str]]:
    conditions: list[str] = []
    values: list[str] = []
    if choice.sites:
        conditions.append(f"a.site IN ({', '.join('?' * len(choice.sites))})")
        values += choice.sites
    if choice.columns:
        conditions.append(f"({' OR '.join([_IN_COLUMN] * len(choice.columns))})")
        values += [column for column in choice.columns for _ in range(2)]
    for day, sign in ((choice.since, ">="), (choice.until, "<=")):
        if day is not None:
            conditions.append(f"substr(a.published_at, 1, 10) {sign} ?")
            values.append(day.isoformat())
    if choice.unique:
        conditions.append("a.duplicate_of IS NULL")
    if choice.query is not None:
        conditions.append("a.id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?)")
        values.append(matching(db, choice.query))
    return conditions, values


def _check_columns(db: sqlite3.Connection, columns: Sequence[str], sites: Sequence[str]) -> None:
    for column in columns:
        found = db.execute(f"SELECT c.site FROM columns c WHERE {_ONE}", (column,)).fetchall()
        if not any(not sites or site in sites for (site,) in found):
            raise UsageError(f"没有这个栏目 no such column: {column} — {_known_columns(db, sites)}")


def _known_columns(db: sqlite3.Connection, sites: Sequence[str]) -> str:
    where = f"WHERE site IN ({', '.join('?' * len(sites))})" if sites else ""
    paths = [path for (path,) in db.execute(f"SELECT DISTINCT path FROM columns {where} ORDER BY path", sites)]
    more = f" … ({len(paths)})" if len(paths) > _MOST_LISTED else ""
    return f"已有栏目 there are: {', '.join(paths[:_MOST_LISTED]) or '无 none'}{more}"


def _check_sites(db: sqlite3.Connection, sites: Sequence[str]) -> None:
    known = [key for (key,) in db.execute("SELECT key FROM sites ORDER BY key")]
    for site in sites:
        if site not in known:
            there = ", ".join(known) or "无 none"
            raise UsageError(f"数据中没有这个站点 no such site in the dataset: {site} — 已有 there are: {there}")
