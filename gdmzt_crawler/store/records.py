"""What goes into the store and comes out of it: frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..models import Article

EntryState = Literal["pending", "stored", "external", "rejected", "disallowed", "failed", "withdrawn"]
RunState = Literal["running", "ok", "suspect", "blocked", "failed", "interrupted"]
Outcome = Literal["new", "revised", "unchanged"]


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A column as stored."""

    id: int
    site: str
    path: str
    name: str | None
    url: str
    parent_path: str | None
    complete: bool
    last_full_walk_at: str | None


@dataclass(frozen=True, slots=True)
class SeenEntry:
    """A row of a listing page that leads somewhere."""

    url: str
    """Canonical."""
    title: str | None
    listed_date: str | None = None
    """ISO 8601."""
    state: EntryState = "pending"
    """`pending`, or `external` for a row that leads off site."""
    native_id: str | None = None
    """The platform's id in the URL."""
    linked_url: str | None = None
    """What the page links to and is to be fetched; None when it is the canonical URL."""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry as stored."""

    id: int
    column_id: int
    url: str
    linked_url: str
    """What is to be fetched."""
    native_id: str | None
    title: str | None
    listed_date: str | None
    state: EntryState
    attempts: int
    article_id: int | None
    fresh: bool = False
    """First seen now."""


@dataclass(frozen=True, slots=True)
class CaptureRecord:
    """One fetch of one URL."""

    url: str
    fetched_at: str
    """UTC, `…Z`."""
    status: int | None = None
    content_type: str | None = None
    sha256: str | None = None
    bytes: int | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """One reading of one article, ready to be stored."""

    site: str
    native_id: str
    url: str
    """Canonical."""
    article: Article
    fingerprint: str
    """`dedupe.fingerprint` of the title and all paragraphs."""
    fetched_at: str
    """UTC, `…Z`."""
    parser_version: str
    source_canonical: str | None = None
    """The proper name of the printed source where the site definition knows an alias."""
    column_path: str | None = None
    """Path of the column that the breadcrumb names, `/mzzx/mzyw/`."""
    capture: CaptureRecord | None = None
    linked_url: str | None = None
    """What was fetched, where it is not the canonical URL."""
    views_at: str | None = None
    """When the view count was read; None: at `fetched_at`."""


@dataclass(frozen=True, slots=True)
class IssueRecord:
    """One odd thing met during a crawl."""

    run_id: int | None
    site: str | None
    url: str | None
    field: str | None
    kind: str
    value: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving an article did."""

    article_id: int
    outcome: Outcome
    changed: tuple[str, ...] = ()
    """Of `title`, `published_at`, `source`, `text`."""
    duplicate_of: int | None = None
