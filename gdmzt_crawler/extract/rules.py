"""Where a site keeps its values: CSS selectors, in the order in which they are tried.

Platforms and site definitions build these, the extractors read them. A rule that finds nothing
falls through to the next one, and behind the last stand the generic rules.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ArticleRules:
    """Selectors for the elements of an article page; an empty tuple leaves the field to the generic rules."""

    title: tuple[str, ...] = ()
    subtitle: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    """The line with time, source and views, read by its labels."""
    published: tuple[str, ...] = ()
    """An element whose text is the time alone (a label in front of it does no harm)."""
    source: tuple[str, ...] = ()
    """An element whose text is the source alone (a label in front of it does no harm)."""
    views: tuple[str, ...] = ()
    """An element whose text is the view count alone (a label in front of it does no harm)."""
    body: tuple[str, ...] = ()
    breadcrumb: tuple[str, ...] = ()

    def selectors(self) -> tuple[str, ...]:
        """All selectors."""
        return (
            self.title
            + self.subtitle
            + self.byline
            + self.published
            + self.source
            + self.views
            + self.body
            + self.breadcrumb
        )


NamedRules = tuple[str, ArticleRules]
"""Who gave the rules (`site`, `nfcms`), and the rules."""


@dataclass(frozen=True, slots=True)
class ListingRules:
    """Selectors for a listing page; an empty tuple leaves the part to the generic rules."""

    rows: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    """Relative to a row; the row's first link where empty."""
    date: tuple[str, ...] = ()
    """Relative to a row."""
    next: tuple[str, ...] = ()
    """Links of the pager."""
    page_cap: int | None = None
    """Page number at which the platform stops paging; a column whose last page is the cap is incomplete."""
