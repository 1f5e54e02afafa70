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
    broken_at: str | None = None
    """Since when rows may have been missed; None where a walk has reached the end since."""


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
    changed: bool = False
    """Its title or date differ from what the column showed before, or it is back where it had vanished."""


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
    warc_file: str | None = None
    warc_offset: int | None = None
    """Where it lies in the archive; None where it was not archived."""


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
    visit: bool = False
    """The page was asked for just now: the article is there, and needs no other visit for now."""
    near_keys: frozenset[int] | None = None
    """What near-duplicates are looked up by, where another process has worked it out."""


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
    returned: bool = False
    """It was withdrawn before."""
    fell_from: int | None = None
    """The view count read before, where this one is lower."""


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A stored article that is to be asked for again."""

    article_id: int
    url: str
    """Canonical."""
    native_id: str
    title: str
    addresses: tuple[str, ...]
    """Where it can be asked for: where it was read last, then its other addresses."""
    listed_title: str | None
    listed_date: str | None
    """Of its listing rows."""
    char_count: int
    parts: int
    """Images and attachments."""
    parser_version: str
    etag: str | None
    last_modified: str | None
    """Validators of the last reading, at the first of the addresses."""
    withdrawn: bool
    quarantined: bool
    doubted_fingerprint: str | None
    failures: int


@dataclass(frozen=True, slots=True)
class DueRule:
    """Which articles are due for a visit."""

    bands: tuple[tuple[int, int], ...] = ()
    """(age in days up to which it holds, days between visits), youngest first; older articles are not visited."""
    everything: bool = False
    """All of them, whatever the bands say."""
    columns: tuple[str, ...] = ()
    """Only those that these columns (paths) listed; empty for all."""
    since: str | None = None
    """Only those published on this day or later."""
