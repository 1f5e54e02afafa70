"""Which rows and links of a page become entries."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gdmzt_crawler.crawl.addresses import Addresses
from gdmzt_crawler.extract.navigation import NavLink
from gdmzt_crawler.models import Listing
from gdmzt_crawler.store.records import SeenEntry

_IN_CONTENT = ("content", "sidebar")
"""Headers and footers link to pages about the site, and to friends."""
_MORE = re.compile(r"更多|查看|详[细情]|点击|\bmore\b", re.I)


def seen_rows(listing: Listing, addresses: Addresses) -> list[SeenEntry]:
    """The rows of a listing page that lead to an article or off site, each address once.

    A row that leads to a column of the site is navigation; one without a link is counted elsewhere.
    """
    found: dict[str, SeenEntry] = {}
    for row in listing.entries:
        if row.url is None or addresses.column(row.url) is not None:
            continue
        day = row.date.isoformat() if row.date else None
        entry = _entry(row.url, row.title, day, addresses)
        known = found.get(entry.url)
        # A pinned copy of a row may lack its date.
        if known is None or (known.listed_date is None and day is not None):
            found[entry.url] = entry
    return list(found.values())


def seen_links(links: Iterable[NavLink], addresses: Addresses, *, besides: Iterable[SeenEntry]) -> list[SeenEntry]:
    """The undated article links in the content of a home or channel page, each address once, rows left out.

    Several links may lead to one article (a picture, a summary, 详细): the longest text is its title.
    """
    taken = {entry.url for entry in besides}
    found: dict[str, SeenEntry] = {}
    for link in links:
        if link.place not in _IN_CONTENT or not addresses.is_article(link.url):
            continue
        entry = _entry(link.url, link.text, None, addresses)
        known = found.get(entry.url)
        if entry.url not in taken and (known is None or len(entry.title or "") > len(known.title or "")):
            found[entry.url] = entry
    return list(found.values())


def column_name(text: str) -> str | None:
    """The name that a link to a column shows; None for 更多, arrows and sentences."""
    name = text.strip(" \t\r\n\u3000\xa0>》»›+·.…[]【】-|")
    return name if 2 <= len(name) <= 20 and not _MORE.search(name) else None


def _entry(url: str, title: str, listed_date: str | None, addresses: Addresses) -> SeenEntry:
    canonical, own = addresses.canonical(url), addresses.site.is_own(url)
    return SeenEntry(
        url=canonical,
        title=title.strip() or None,
        listed_date=listed_date,
        state="pending" if own else "external",
        native_id=addresses.native_id(canonical) if own else None,
        linked_url=url if own and url != canonical else None,
    )
