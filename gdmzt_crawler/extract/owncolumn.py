"""What a listing page says of its own column, and so which of its lists is the column's.

A page bears sidebars of other columns, often longer than its own list. Its own is the one whose rows lie in the page's
folder (`/zcfg/` and `/zcfg/202006/t1.html`), or that is headed by the name which `<title>`, `ColumnName` or the
breadcrumb give to the page.
"""

from __future__ import annotations

import re
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from lxml import etree

from gdmzt_crawler.extract.breadcrumb import find_breadcrumb, find_home
from gdmzt_crawler.extract.document import Document
from gdmzt_crawler.extract.regions import heading_before
from gdmzt_crawler.extract.rowfields import target_of

_PARTS = re.compile(r"[\s\-_–—|｜·•>＞›»/:：,，【】\[\]]+")
_OWN = 4.0
"""How much heavier a list is for being the column's by its heading, and by its rows' addresses."""
_SHARE = 0.5
_PAGES = re.compile(r"/(?:index|list|default)?_?\d*\.[a-z]+$|/[^/]*$")
_CLIMBS = re.compile(r"\.\.|^[?#/]|:")
_LOOKED_AT = 6
"""Rows whose addresses are read."""


class OwnColumn:
    """The column that a listing page is of, as its head, breadcrumb and address tell it.

    Read as far as asked: most pages need none of it.
    """

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def names(self) -> frozenset[str]:
        """Words of the names that the head gives."""
        head = self.document.head
        return frozenset(_words(head.title) | _words(head.get("ColumnName") or ""))

    @cached_property
    def last_crumb(self) -> frozenset[str]:
        """Words of the breadcrumb's last name."""
        crumbs = find_breadcrumb(None, find_home(self.document.root), None)
        return frozenset(_words(crumbs[-1]) if crumbs else ())

    @cached_property
    def folder(self) -> str:
        """Host and folder of the page's address; `''` where that is the site's root."""
        try:
            parts = urlsplit(self.document.url)
        except ValueError:
            return ""
        path = _PAGES.sub("/", parts.path)
        return f"{parts.netloc.lower()}{path}" if path not in ("", "/") else ""

    @cached_property
    def path(self) -> str:
        """The folder without its host."""
        return "/" + self.folder.partition("/")[2]

    def names_it(self, heading: str) -> bool:
        """Whether a heading holds the column's name as a word of its own."""
        words = _words(heading)
        if not words:
            return False
        return not self.names.isdisjoint(words) or not self.last_crumb.isdisjoint(words)

    def holds(self, hrefs: list[str | None]) -> bool:
        """Whether most of these addresses lie below the page's own folder."""
        if not self.folder or not hrefs:
            return False
        hrefs = hrefs[:_LOOKED_AT]
        return sum(self.within(href) for href in hrefs if href) >= _SHARE * len(hrefs)

    def within(self, href: str) -> bool:
        """Whether an address lies below the page's own folder."""
        if href.startswith(("http://", "https://")):
            host, _, path = href.partition("//")[2].partition("/")
            return f"{host.lower()}/{path}".startswith(self.folder)
        if href.startswith("/") and not href.startswith("//"):
            return href.startswith(self.path)
        if not _CLIMBS.search(href) and self.document.base_url == self.document.url:
            return True
        try:
            parts = urlsplit(urljoin(self.document.base_url, href))
        except ValueError:
            return False
        return f"{parts.netloc.lower()}{parts.path}".startswith(self.folder)

    def weight(self, container: etree._Element, hrefs: list[str | None]) -> float:
        """Factor for a list: 1 where nothing says that it is the column's."""
        named = _OWN if self.names_it(heading_before(container)) else 1.0
        return named * (_OWN if self.holds(hrefs) else 1.0)

    def is_others(self, container: etree._Element, hrefs: list[str | None]) -> bool:
        """Whether a list has a heading of its own, and neither this nor its addresses are the column's."""
        heading = heading_before(container)
        return bool(_words(heading)) and not self.names_it(heading) and not self.holds(hrefs)


def hrefs_of(links: list[etree._Element]) -> list[str | None]:
    """Where the first of these links lead."""
    return [target_of(link) for link in links[:_LOOKED_AT]]


def _words(text: str) -> set[str]:
    """The words of a title or heading, 更多 and single characters left out."""
    return {word for word in _PARTS.split(text[:200]) if len(word) > 1 and word.lower() not in ("更多", "more", "首页")}
