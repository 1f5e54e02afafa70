"""What travels from the spider through the pipelines: the type changes at each stage, so none can be skipped.

Fetched -> extract -> Extracted -> normalize -> Normalized -> dedupe -> Identified -> store -> Kept
"""

from __future__ import annotations

from dataclasses import dataclass

from gdmzt_crawler.models import Article, ExtractedArticle, RawPage
from gdmzt_crawler.store.records import VisitRow


@dataclass(frozen=True, slots=True)
class Target:
    """A pending entry, or an article due to be read again, frozen when it was asked for."""

    url: str
    """Canonical, as in `entries`."""
    linked_url: str
    """As linked: what is fetched."""
    title: str | None = None
    listed_date: str | None = None
    """ISO date of the listing row."""
    attempts: int = 0
    """How often it failed before."""
    visit: VisitRow | None = None
    """The stored article that is read again; None for one that is not stored yet."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The page of a target, as it came."""

    target: Target
    page: RawPage


@dataclass(frozen=True, slots=True)
class Extracted:
    """Raw strings found on the page."""

    target: Target
    page: RawPage
    extracted: ExtractedArticle


@dataclass(frozen=True, slots=True)
class Normalized:
    """The article of the page."""

    target: Target
    page: RawPage
    article: Article


@dataclass(frozen=True, slots=True)
class Identified:
    """The article with what tells it from others."""

    target: Target
    page: RawPage
    article: Article
    url: str
    """Canonical."""
    native_id: str
    fingerprint: str
    column_path: str | None
    """Of its breadcrumb's column, `/mzzx/mzyw/`."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of it."""

    title: str
    outcome: str
    """`new`, `revised` or `unchanged`."""
