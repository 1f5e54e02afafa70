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
    for value, query, zh, en in (
        (where.site, "SELECT key FROM sites ORDER BY key", "没有这个站点", "no such site in the dataset"),
        (where.column, _NAMES, "没有这个栏目", "no such column in the dataset"),
    ):
        if value is None:
            continue
        known = [row[0] for row in db.execute(query)]
        if value not in {name for names in known for name in names.split("\t")}:
            listed = ", ".join(names.replace("\t", " ") for names in known[:_LISTED])
            raise UsageError(f"{zh} {en}: {value} — 有 there are: {listed}{' …' if len(known) > _LISTED else ''}")


_NAMES = "SELECT path || coalesce(char(9) || name, '') FROM columns GROUP BY path, name ORDER BY path"
_LISTED = 12
