"""What an export says of an article: names instead of ids, in one list that serves every format and its description.

Words, types and order come from the schema, so that a column which a later version brings is exported too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..store.schema import TABLES, VIEWS, Column, Table, Words
from ..store.schema.articles import ARTICLES
from ..store.schema.publishers import COLUMNS, SITES

Kind = Literal["text", "integer", "real", "time", "published", "day", "records"]
"""`time`: our own clock, UTC. `published`: a time in +08:00, or a day where only it is known. `records`: a list."""


@dataclass(frozen=True, slots=True)
class Field:
    """One value of an article, or of one of its records."""

    name: str
    kind: Kind
    words: Words
    sql: str
    """The expression that gives it; of records the query that gives them, for one article, in their order."""
    required: bool = False
    unit: str | None = None
    parts: tuple[Field, ...] = ()
    """What a record is made of."""
    wide: bool = False
    """Left out where every article is one row of a table (CSV), for it repeats or only supports the others."""


_TIMES = frozenset({"published_at"})
_LEFT_OUT = frozenset({"capture_id", "run_id", "article_id"})
_KINDS: dict[str, Kind] = {"INTEGER": "integer", "REAL": "real", "TEXT": "text"}
_LISTED = {column.name: column for view in VIEWS if view.name == "article_list" for column in view.columns}
_ROOT_URL = Words(
    "重复于网址",
    "Duplicate of URL",
    "最早一篇的规范网址；本身最早或无重复则空。",
    "Canonical URL of the earliest one; NULL for it, and for any without.",
)
_LABEL = (
    "coalesce(c.label, (SELECT l.label FROM article_columns ac JOIN columns l ON l.id = ac.column_id"
    " WHERE ac.article_id = a.id AND l.path <> '/' ORDER BY l.id LIMIT 1))"
)
_WIDE = frozenset({"paragraphs", "evidence", "view_counts", "withdrawals"})
_NOT_TOLD = frozenset({"revisions", "near_pairs", "visits"})


@dataclass(frozen=True, slots=True)
class _Named:
    """How the list of a table is called and ordered, and what stands in it for the key of another table."""

    name: str
    table: str = ""
    join: str = ""
    shown: tuple[tuple[str, str], ...] = ()
    """Columns of the other table, and their names in the list."""
    order: str = ""


_NAMED = {
    "article_columns": _Named(
        "columns", "columns", "JOIN columns v ON v.id = t.column_id", (("path", "path"), ("label", "name")), "v.path"
    ),
    "article_topics": _Named(
        "topics", "topics", "JOIN topics v ON v.id = t.topic_id", (("name", "name"),), "t.mentions DESC, v.name"
    ),
    "article_places": _Named(
        "places",
        "places",
        "JOIN places v ON v.code = t.place_code",
        (("code", "code"), ("name", "name"), ("level", "level")),
        "t.mentions DESC, v.code",
    ),
    "keywords": _Named("keywords", order="t.rank"),
}


def _words(table: Table, name: str) -> Words:
    return next(column.words for column in table.columns if column.name == name)


def _plain(column: Column, sql: str) -> Field:
    kind: Kind = "published" if column.name in _TIMES else _KINDS[column.type]
    if column.name.endswith("_at") and kind == "text":
        kind = "time"
    return Field(column.name, kind, column.words, sql, column.required, column.unit)


def _of_article(column: Column) -> tuple[Field, ...]:
    """The fields that stand for a column of `articles`."""
    plain = _plain(column, f"a.{column.name}")
    match column.name:
        case "site":
            return plain, Field("site_name", "text", _words(SITES, "name"), "s.name", required=True)
        case "published_at":
            return plain, Field("published_on", "day", _LISTED["published_on"].words, "substr(a.published_at, 1, 10)")
        case "source_id":
            return (Field("source", "text", column.words, "o.name"),)
        case "canonical_source_id":
            return (Field("canonical_source", "text", _LISTED["canonical_source"].words, "coalesce(k.name, o.name)"),)
        case "column_id":
            path = Field("column_path", "text", _words(COLUMNS, "path"), "c.path")
            return Field("column", "text", column.words, _LABEL), path
        case "duplicate_of":
            return plain, Field("duplicate_of_url", "text", _ROOT_URL, "r.url")
    return () if column.name in _LEFT_OUT else (plain,)


def _records(table: Table) -> Field:
    """The list of what a table holds for an article, in an order that says what comes first."""
    named = _NAMED.get(table.name, _Named(table.name))
    parts = [_part(table_of(named.table), name, shown) for name, shown in named.shown]
    hidden = {*_LEFT_OUT, *(column.name for column in table.columns if named.shown and column.name in table.key)}
    parts += [_plain(column, f"t.{column.name}") for column in table.columns if column.name not in hidden]
    told = ", ".join(f'{part.sql} AS "{part.name}"' for part in parts)
    order = named.order or ", ".join(f"t.{key}" for key in table.key[1:])
    query = f"SELECT {told} FROM {table.name} t {named.join} WHERE t.article_id = ? ORDER BY {order}"
    return Field(named.name, "records", table.words, query, parts=tuple(parts), wide=named.name in _WIDE)


def _part(table: Table, column: str, shown: str) -> Field:
    found = next(each for each in table.columns if each.name == column)
    return Field(shown, _KINDS[found.type], found.words, f"v.{column}", required=True)


def table_of(name: str) -> Table:
    """The table of that name."""
    return next(table for table in TABLES if table.name == name)


def _belongings() -> tuple[Field, ...]:
    """The lists of what belongs to an article. Revisions are in the SQLite copy; elsewhere their number is told."""
    own = (table for table in TABLES if table.key[0] == "article_id" and not table.hidden)
    return tuple(_records(table) for table in own if table.name not in _NOT_TOLD)


_OWN = [field for column in ARTICLES.columns for field in _of_article(column)]
FIELDS: tuple[Field, ...] = (*sorted(_OWN, key=lambda field: field.name == "text"), *_belongings())
"""Every field of a whole article, in the order of the exports: the long text behind the short values."""
PLAIN = tuple(field for field in FIELDS if field.kind != "records")
RECORDS = tuple(field for field in FIELDS if field.kind == "records")
FLAT = tuple(field for field in FIELDS if not field.wide)
"""The fields of a table with one row for each article."""
ARTICLE_ROWS = f"""
SELECT {", ".join(f'{field.sql} AS "{field.name}"' for field in PLAIN)}
FROM chosen h CROSS JOIN articles a ON a.id = h.id JOIN sites s ON s.key = a.site
    LEFT JOIN columns c ON c.id = a.column_id LEFT JOIN sources o ON o.id = a.source_id
    LEFT JOIN sources k ON k.id = a.canonical_source_id LEFT JOIN articles r ON r.id = a.duplicate_of
ORDER BY h.place
"""
"""The plain fields of the articles in the temporary table `chosen` (place, id)."""
