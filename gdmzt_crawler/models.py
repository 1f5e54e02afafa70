"""The vocabulary: frozen values that the stages hand to one another. Standard library only.

The flow changes the type at each arrow, so no stage can be skipped or run twice unseen:
    RawPage -> extract -> ExtractedArticle -> normalize -> Article -> store
                       -> ExtractedListing -> normalize -> Listing -> entries
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple

BlockKind = Literal["paragraph", "heading", "caption", "table"]
Precision = Literal["day", "minute", "second"]


@dataclass(frozen=True, slots=True)
class RawPage:
    """One fetched page: the bytes as they came, and what the server said of them."""

    url: str
    """Address that was fetched (after redirects)."""
    body: bytes
    status: int = 200
    content_type: str | None = None
    """Value of the Content-Type header."""
    fetched_at: str | None = None
    """UTC, `2026-11-24T03:15:00Z`; None when unknown (a file)."""
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A raw string and the name of the rule that found it (`byline.label`, `meta.PubDate`, `site.title` …)."""

    value: str
    rule: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One piece of evidence for a field, with the verdict on it (for `extract --explain`)."""

    field: str
    value: str
    rule: str
    verdict: str
    """`chosen`, `agrees`, or why it lost (for people, in both languages)."""


class RawBlock(NamedTuple):
    """A block of the body as found: text with its markup's hints, not yet classified."""

    kind: Literal["text", "table", "image", "attachment"]
    text: str = ""
    """Text, or the name of an attachment, or an image's alt."""
    url: str | None = None
    """Image or attachment target as written (unresolved)."""
    centred: bool = False
    title: str = ""
    """title= of an image."""


@dataclass(frozen=True, slots=True)
class ExtractedArticle:
    """Raw strings of one article page, each with its rule; `None` where nothing was found."""

    url: str
    base_url: str
    title: Found | None = None
    subtitle: Found | None = None
    published: Found | None = None
    source: Found | None = None
    view_count: Found | None = None
    author: Found | None = None
    editor: Found | None = None
    breadcrumb: tuple[str, ...] = ()
    blocks: tuple[RawBlock, ...] = ()
    body_rule: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)
    candidates: tuple[Candidate, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    """(kind, message) of whatever was odd: becomes `issues` rows during a crawl."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of text as a reader sees it; a table row is one line, its cells joined by a space."""

    text: str
    kind: BlockKind = "paragraph"


@dataclass(frozen=True, slots=True)
class Image:
    """An image of the body."""

    url: str
    """Absolute."""
    alt: str | None = None
    caption: str | None = None
    """The caption paragraph that follows it (which stays a paragraph too)."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file offered by the article; `url` is None where only a script knows the target."""

    url: str | None
    name: str


Block = Paragraph | Image | Attachment


@dataclass(frozen=True, slots=True)
class Evidence:
    """Which rule found a field's value, and whether independent rules agree (None: only one spoke)."""

    field: str
    rule: str
    agrees: bool | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One article, normalized. Absent is None; a view count is None and never 0 where none is shown."""

    url: str
    """As given to the extractor; the store keeps the canonical form."""
    title: str
    subtitle: str | None = None
    published_at: datetime | None = None
    """Aware, +08:00; midnight where the precision is `day`."""
    published_at_raw: str | None = None
    published_at_precision: Precision | None = None
    published_at_from: str | None = None
    """`byline`, `meta`, `listing`, `jsonld`, `opengraph` or `url`."""
    source: str | None = None
    """The printed value: label removed, NFKC, white space collapsed."""
    source_raw: str | None = None
    """As printed, with its label."""
    view_count: int | None = None
    author: str | None = None
    editor: str | None = None
    breadcrumb: tuple[str, ...] = ()
    """Names from 首页 to the column, without the title."""
    blocks: tuple[Block, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    """Head tags, names as written."""
    evidence: tuple[Evidence, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    """(kind, message) of whatever was odd."""

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Every text block, in order."""
        return tuple(b for b in self.blocks if isinstance(b, Paragraph))

    @property
    def images(self) -> tuple[Image, ...]:
        """Every image, in order."""
        return tuple(b for b in self.blocks if isinstance(b, Image))

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """Every attachment, in order."""
        return tuple(b for b in self.blocks if isinstance(b, Attachment))

    @property
    def text(self) -> str:
        """Paragraphs of every kind joined by a newline; `''` when there is none."""
        return "\n".join(p.text for p in self.paragraphs)

    @property
    def published(self) -> str | None:
        """ISO 8601, as precise as known: `2020-11-27`, `2023-06-17T18:40+08:00` or `2023-06-17T18:40:33+08:00`."""
        if self.published_at is None:
            return None
        if self.published_at_precision == "day":
            return self.published_at.date().isoformat()
        if self.published_at_precision == "minute":
            return self.published_at.isoformat(timespec="minutes")
        return self.published_at.isoformat(timespec="seconds")

    def to_dict(self) -> dict[str, object]:
        """Plain JSON types."""
        return {
            "url": self.url,
            "title": self.title,
            "subtitle": self.subtitle,
            "published": self.published,
            "published_at_raw": self.published_at_raw,
            "published_at_precision": self.published_at_precision,
            "published_at_from": self.published_at_from,
            "source": self.source,
            "source_raw": self.source_raw,
            "views": self.view_count,
            "author": self.author,
            "editor": self.editor,
            "breadcrumb": list(self.breadcrumb),
            "paragraphs": [p.text for p in self.paragraphs],
            "images": [i.url for i in self.images],
            "attachments": [a.url for a in self.attachments if a.url is not None],
            "text": self.text,
            "blocks": [_block_dict(b) for b in self.blocks],
            "meta": dict(self.meta),
            "evidence": {e.field: {"rule": e.rule, "agrees": e.agrees} for e in self.evidence},
            "notes": [{"kind": kind, "message": message} for kind, message in self.notes],
        }


def _block_dict(block: Block) -> dict[str, object]:
    if isinstance(block, Paragraph):
        return {"kind": block.kind, "text": block.text}
    if isinstance(block, Image):
        return {"kind": "image", "url": block.url, "alt": block.alt, "caption": block.caption}
    return {"kind": "attachment", "url": block.url, "name": block.name}


@dataclass(frozen=True, slots=True)
class RawEntry:
    """A listing row as found: title as printed (or from `title=`), target and date as written."""

    title: str
    href: str | None
    """None where the row shows no usable link."""
    date: str | None


@dataclass(frozen=True, slots=True)
class ExtractedListing:
    """Raw rows of one listing page and what its pager says."""

    url: str
    base_url: str
    rows: tuple[RawEntry, ...] = ()
    rows_rule: str = ""
    next_href: str | None = None
    last_page: int | None = None
    paging: str = "none"
    """How the pager was found, or what it would need (`javascript:goToPageURL(2)`)."""
    complete: bool = True
    links: tuple[tuple[str, str], ...] = ()
    """(href, text) of undated same-site links in the content, for home and channel pages."""
    notes: tuple[tuple[str, str], ...] = ()
    printed_day: str | None = None
    """The day that the page prints as today's, where rows show no year."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a listing page."""

    url: str | None
    """Absolute; None for a row without a usable link (counted, never stored)."""
    title: str
    date: date | None


@dataclass(frozen=True, slots=True)
class Listing:
    """One listing page."""

    url: str
    entries: tuple[Entry, ...] = ()
    next_url: str | None = None
    last_page: int | None = None
    """Number of the last page that the pager offers, 1-based; None when it does not say."""
    paging: str = "none"
    """How the pager was found; for a pager that needs a script, what it would need."""
    complete: bool = True
    """False where rows exist that following `next_url` will not reach (capped, script-only pager)."""
    notes: tuple[tuple[str, str], ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Plain JSON types."""
        return {
            "url": self.url,
            "entries": [
                {"url": e.url, "title": e.title, "date": e.date.isoformat() if e.date else None} for e in self.entries
            ],
            "next_url": self.next_url,
            "last_page": self.last_page,
            "paging": self.paging,
            "complete": self.complete,
            "notes": [{"kind": kind, "message": message} for kind, message in self.notes],
        }
