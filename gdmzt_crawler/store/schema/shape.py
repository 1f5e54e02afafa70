"""What a table, a column and a view are made of: one description serves SQL, data dictionary and datasette."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Literal

Type = Literal["INTEGER", "REAL", "TEXT"]


@dataclass(frozen=True, slots=True)
class Words:
    """A title and one or two sentences, in Chinese and in English."""

    zh_title: str
    en_title: str
    zh: str
    en: str

    @property
    def title(self) -> str:
        """Both titles on one line: `标题 Title`."""
        return f"{self.zh_title} {self.en_title}"

    @property
    def description(self) -> str:
        """Both descriptions on one line."""
        return f"{self.zh} {self.en}"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table or view; `since` is the schema version that brought it."""

    name: str
    type: Type
    words: Words
    required: bool = False
    default: str | None = None
    """SQL literal."""
    check: str | None = None
    """SQL condition on the column."""
    references: str | None = None
    """`table.column` that the value points at."""
    unit: str | None = None
    """`次 readings`, `字 characters`, `bytes` …"""
    generated: str | None = None
    """SQL expression that the value is computed from when read."""
    since: int = 1


@dataclass(frozen=True, slots=True)
class Index:
    """An index beside the keys; `where` makes it partial."""

    columns: tuple[str, ...]
    where: str | None = None
    since: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A STRICT table. A key of the single column `id` is the row id."""

    name: str
    words: Words
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)
    unique: tuple[tuple[str, ...], ...] = ()
    indexes: tuple[Index, ...] = ()
    label: str | None = None
    """Column shown in place of the key where another table points here."""
    clustered: bool = False
    """WITHOUT ROWID: small rows that are always read by their key."""
    hidden: bool = False
    """A helper that nobody needs to see when browsing."""
    since: int = 1
    """Schema version that brought it; 0 is made before the first migration."""


@dataclass(frozen=True, slots=True)
class View:
    """A view for people; `sql` is its SELECT, `links` names the columns that hold keys of `articles`."""

    name: str
    words: Words
    columns: tuple[Column, ...]
    sql: str
    links: tuple[str, ...] = ()


def _column(
    kind: Type,
    name: str,
    zh: str,
    en: str,
    *,
    required: bool = False,
    default: str | None = None,
    check: str | None = None,
    references: str | None = None,
    unit: str | None = None,
    generated: str | None = None,
    since: int = 1,
) -> Column:
    zh_title, _, zh_text = zh.partition("：")
    en_title, _, en_text = en.partition(": ")
    words = Words(zh_title, en_title, zh_text, en_text)
    return Column(name, kind, words, required, default, check, references, unit, generated, since)


text = partial(_column, "TEXT")
"""A TEXT column: name, `标题：说明`, `Title: description`, then the fields of Column by name."""
integer = partial(_column, "INTEGER")
real = partial(_column, "REAL")


def one_of(name: str, values: tuple[str, ...]) -> str:
    """The SQL condition that `name` is one of `values` (or NULL)."""
    return f"{name} IN ({', '.join(repr(value) for value in values)})"
