"""Reading a listing page: from its bytes, or from what another process made of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from gdmzt_crawler.crawl.listed import CHINA
from gdmzt_crawler.errors import NotAListing
from gdmzt_crawler.extract.navigation import NavLink
from gdmzt_crawler.models import Listing, RawPage
from gdmzt_crawler.sites.definition import SiteDefinition
from gdmzt_crawler.sites.pages import read_listing, read_navigation, read_own_name

T = TypeVar("T")


class Reader(Protocol):
    """What a page is read with; every method raises NotAListing but the last."""

    def listing(self, page: RawPage) -> Listing:
        """Its rows."""

    def navigation(self, page: RawPage) -> tuple[NavLink, ...]:
        """Its links."""

    def own_name(self, page: RawPage) -> str | None:
        """What it calls its column."""


class LiveReader:
    """Reads pages of a site from their bytes."""

    def __init__(self, site: SiteDefinition) -> None:
        self._site = site

    def listing(self, page: RawPage) -> Listing:
        """Its rows."""
        return read_listing(page, self._site, now=fetched(page))

    def navigation(self, page: RawPage) -> tuple[NavLink, ...]:
        """Its links."""
        return read_navigation(page)

    def own_name(self, page: RawPage) -> str | None:
        """What it calls its column."""
        return read_own_name(page)


@dataclass(frozen=True, slots=True)
class ListingRead:
    """A listing page that was read already."""

    rows: Listing | NotAListing
    links: tuple[NavLink, ...] | NotAListing = ()
    """Of first pages only: what follows shows the same."""
    name: str | None = None

    def listing(self, page: RawPage) -> Listing:
        """Its rows."""
        return _given(self.rows)

    def navigation(self, page: RawPage) -> tuple[NavLink, ...]:
        """Its links."""
        return _given(self.links)

    def own_name(self, page: RawPage) -> str | None:
        """What it calls its column."""
        return self.name


def read_whole(page: RawPage, site: SiteDefinition, *, first: bool) -> ListingRead:
    """Everything that a walk may ask of a page; `first`: it is the first of its column."""
    reader = LiveReader(site)
    rows: Listing | NotAListing
    links: tuple[NavLink, ...] | NotAListing = ()
    try:
        rows = reader.listing(page)
    except NotAListing as error:
        rows = error
    if first:
        try:
            links = reader.navigation(page)
        except NotAListing as error:
            links = error
    return ListingRead(rows, links, reader.own_name(page))


def fetched(page: RawPage) -> datetime:
    """When the page came, in China: what it prints is to be understood as of then."""
    return datetime.fromisoformat(page.fetched_at).astimezone(CHINA) if page.fetched_at else datetime.now(CHINA)


def _given(found: T | NotAListing) -> T:
    if isinstance(found, NotAListing):
        raise found
    return found
