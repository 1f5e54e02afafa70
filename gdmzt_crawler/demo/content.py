"""The hand-written content of the demo site, read from the TOML files beside this module."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Byline = Literal["half", "full", "spaced"]
Markup = Literal["plain", "spans", "office", "airy", "noise"]
Href = Literal["absolute", "root", "relative", "scheme", "https", "mobile", "mobile-relative", "other-path"]
RowState = Literal["external", "failed", "rejected", "disallowed", "unlinked"]


@dataclass(frozen=True, slots=True)
class DemoArticle:
    """One article as written in `articles/*.toml`."""

    id: int
    path: str
    """Path of its own column, with both slashes."""
    title_lines: tuple[str, ...]
    published: str
    """As printed on the page; as precise as the page is."""
    body: str
    """In the notation of `notation.py`."""
    pub_date: str = ""
    """PubDate tag; the printed time where the TOML says nothing."""
    modified: str = ""
    """When the page was last made, for Last-Modified; PubDate where nothing is said."""
    source: str | None = None
    source_url: str | None = None
    content_source: str = ""
    """ContentSource tag; the printed source where the TOML says nothing."""
    views: str | None = None
    """As printed; None where the page has no 阅读次数 at all."""
    view_script: bool = False
    subtitle: str | None = None
    editor: str | None = None
    byline: Byline = "half"
    markup: Markup = "plain"
    video: str | None = None
    related: tuple[int, ...] = ()
    duplicate_of: int | None = None
    """Same title and body as this one."""
    near_duplicate_of: int | None = None
    """Same body as this one under another title."""
    traps: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Lines joined, white space collapsed: as a reader reads it."""
        return " ".join("".join(self.title_lines).split())

    @property
    def day(self) -> str:
        """Day of publication, `2025-06-18`."""
        return self.published[:10]


@dataclass(frozen=True, slots=True)
class DemoRow:
    """One row of a listing page: an article's, or one that leads elsewhere."""

    article: int | None = None
    href: Href = "absolute"
    date: str | None = None
    """None: the article's day; '' prints no date."""
    cut: Literal["with-title", "bare"] | None = None
    pinned: bool = False
    url: str | None = None
    title: str = ""
    state: RowState | None = None
    trap: str | None = None


@dataclass(frozen=True, slots=True)
class DemoColumn:
    """One column with its rows in the order in which they stand there."""

    path: str
    name: str
    parents: tuple[tuple[str, str], ...]
    per_page: int
    dates: Literal["plain", "brackets"]
    rows: tuple[DemoRow, ...]
    walked: bool = True
    """False for a column that the demo's site definition neither names nor discovers."""
    trap: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that the TOML files say."""

    articles: Mapping[int, DemoArticle]
    columns: tuple[DemoColumn, ...]
    home: tuple[int, ...]
    channel: tuple[int, ...]

    def column(self, path: str) -> DemoColumn:
        """The column of this path; KeyError where there is none."""
        return {column.path: column for column in self.columns}[path]


@cache
def load_content() -> Content:
    """Read the bundled TOML files, once."""
    folder = files(__package__)
    raw: list[dict[str, Any]] = []
    for name in ("mzyw.toml", "jcdt.toml", "tzgg.toml"):
        raw += tomllib.loads((folder / "articles" / name).read_text("utf-8"))["article"]
    bodies = {entry["id"]: entry.get("body", "") for entry in raw}
    listings = tomllib.loads((folder / "columns.toml").read_text("utf-8"))
    return Content(
        articles={entry["id"]: _article(entry, bodies) for entry in raw},
        columns=tuple(_column(entry) for entry in listings["columns"]),
        home=tuple(listings["undated"]["home"]),
        channel=tuple(listings["undated"]["channel"]),
    )


def _article(entry: dict[str, Any], bodies: Mapping[int, str]) -> DemoArticle:
    values = dict(entry)
    title = values.pop("title")
    same = values.pop("same_body_as", None)
    values["title_lines"] = (title,) if isinstance(title, str) else tuple(title)
    values["body"] = bodies[same] if same is not None else values["body"]
    values.setdefault("pub_date", values["published"])
    values.setdefault("content_source", values.get("source") or "")
    values["related"] = tuple(values.get("related", ()))
    values["traps"] = tuple(values.get("traps", ()))
    return DemoArticle(**values)


def _column(entry: dict[str, Any]) -> DemoColumn:
    values = dict(entry)
    values["parents"] = tuple((name, path) for name, path in values["parents"])
    values["rows"] = tuple(DemoRow(**row) for row in values["rows"])
    return DemoColumn(**values)
