"""Which articles a search is restricted to: a site, a column, days."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta

from ...errors import UsageError

Parameters = dict[str, str | int]
_COLUMN = """
(a.column_id IN (SELECT id FROM columns WHERE :column IN (path, name))
    OR a.id IN (SELECT article_id FROM article_columns JOIN columns c ON c.id = column_id
        WHERE :column IN (c.path, c.name)))
"""


@dataclass(frozen=True, slots=True)
class Where:
    """What an article must be, beside holding what is searched for; None: anything."""

    site: str | None = None
    """Key."""
    column: str | None = None
    """Path (`/mzzx/mzyw/`) or name; its own column, or one that listed it."""
    since: date | None = None
    """Published on this day or later; with a day given, articles of unknown date are left out."""
    until: date | None = None
    """Published on this day or before."""


def condition(where: Where) -> tuple[str, Parameters]:
    """SQL over `articles a`, and its parameters; '' where everything is allowed."""
    parts: list[str] = []
    parameters: Parameters = {}
    if where.site is not None:
        parts.append("a.site = :site")
        parameters["site"] = where.site
    if where.column is not None:
        parts.append(_COLUMN.strip())
        parameters["column"] = where.column
    if where.since is not None:
        parts.append("a.published_at >= :since")
        parameters["since"] = where.since.isoformat()
    if where.until is not None and where.until < date.max:
        parts.append("a.published_at < :before")
        parameters["before"] = (where.until + timedelta(days=1)).isoformat()
    return " AND ".join(parts), parameters


def check(db: sqlite3.Connection, where: Where) -> None:
    """Raises UsageError where the dataset has no such site or column, naming those it has."""
    for value, query, what in ((where.site, _KEYS, _NO_SITE), (where.column, _NAMES, _NO_COLUMN)):
        if value is None:
            continue
        known = [row[0] for row in db.execute(query)]
        if value not in {name for names in known for name in names.split("\t")}:
            raise _unknown(what, value, known)


def check_below(db: sqlite3.Connection, column: str) -> None:
    """Raises UsageError where no column has this name, or a path that begins so."""
    known = [row[0] for row in db.execute(_NAMES)]
    pairs = [names.partition("\t") for names in known]
    if not any(path.startswith(column) or name == column for path, _, name in pairs):
        raise _unknown(_NO_COLUMN, column, known)


def _unknown(what: str, value: str, known: list[str]) -> UsageError:
    listed = ", ".join(names.replace("\t", " ") for names in known[:_LISTED]) or "无 none"
    return UsageError(f"{what}: {value} — 有 there are: {listed}{' …' if len(known) > _LISTED else ''}")


_NO_SITE = "没有这个站点 no such site in the dataset"
_NO_COLUMN = "没有这个栏目 no such column in the dataset"
_KEYS = "SELECT key FROM sites ORDER BY key"
_NAMES = "SELECT path || coalesce(char(9) || name, '') FROM columns GROUP BY path, name ORDER BY path"
_LISTED = 12
