"""What a listing page says of its own column, and so which of its lists is the column's.

A page bears sidebars of other columns, often longer than its own list. Its own is the one whose rows lie in the page's
folder (`/zcfg/` and `/zcfg/202006/t1.html`), that is headed by the name which `<title>`, `ColumnName` or the breadcrumb
give to the page, or that has the pager below it.
"""

from __future__ import annotations

import re
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from lxml import etree

from gdmzt_crawler.extract.breadcrumb import find_breadcrumb, find_home
from gdmzt_crawler.extract.document import Document
from gdmzt_crawler.extract.links import Links
from gdmzt_crawler.extract.pagerlinks import read_pager
from gdmzt_crawler.extract.regions import HEADING_LENGTH, block_before
from gdmzt_crawler.extract.rowfields import target_of
from gdmzt_crawler.extract.texts import short_text, texts_in

_PARTS = re.compile(r"[\s\-_–—|｜·•>＞›»/:：,，【】\[\]]+")
_OWN = 4.0
"""How much heavier a list is for being the column's by its heading, and by its rows' addresses."""
_MENU = 2
"""Links up to which a block is a heading (with 更多) and no menu or breadcrumb."""
_SHARE = 0.5
_PAGES = re.compile(r"/(?:index|list|default)?_?\d*\.[a-z]+$|/[^/]*$")
_CLIMBS = re.compile(r"\.\.|^[?#/]|:")
_LOOKED_AT = 6
"""Rows whose addresses are read."""


class OwnColumn:
    """The column that a listing page is of, as its head, breadcrumb and address tell it.

    Read as far as asked: most pages need none of it.
    """

    def __init__(self, document: Document, links: Links) -> None:
        self.document = document
        self.links = links

    @cached_property
    def pager(self) -> tuple[etree._Element, ...]:
        """A link of the pager and the elements around it, from within; empty without a pager of links."""
        pager = read_pager(self.links.pager)
        link = pager.next or pager.last or pager.previous or next(iter(pager.numbers.values()), None)
        return (link.element, *link.element.iterancestors()) if link is not None else ()

    @cached_property
    def names(self) -> frozenset[str]:
        """Words of the names that the head gives."""
        head = self.document.head
        return frozenset(_words(head.title) | _words(head.get("columnname") or ""))

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

    def levels_to_pager(self, container: etree._Element) -> int | None:
        """Levels from the pager up to the block that holds it and this list; None without a pager, or behind one."""
        if not self.pager:
            return None
        around = {container, *container.iterancestors()}
        return next((level for level, node in enumerate(self.pager) if node in around), None)

    def weight(self, container: etree._Element, hrefs: list[str | None]) -> float:
        """Factor for a list: 1 where nothing says that it is the column's."""
        named = _OWN if self.names_it(_heading(container)[0]) else 1.0
        return named * (_OWN if self.holds(hrefs) else 1.0)

    def is_headed_otherwise(self, container: etree._Element) -> bool:
        """Whether a list has a heading and this does not name the column."""
        heading, links = _heading(container)
        return links <= _MENU and bool(_words(heading)) and not self.names_it(heading)

    def is_others(self, container: etree._Element, hrefs: list[str | None]) -> bool:
        """Whether neither the heading that a list has nor its addresses are the column's."""
        return self.is_headed_otherwise(container) and not self.holds(hrefs)


def hrefs_of(links: list[etree._Element]) -> list[str | None]:
    """Where the first of these links lead."""
    return [target_of(link) for link in links[:_LOOKED_AT]]


def _heading(container: etree._Element) -> tuple[str, int]:
    """Text of the short block in front of a list, its parts parted by spaces, and the number of links in it."""
    before = block_before(container)
    text = short_text(before) if before is not None else None
    if before is None or text is None or len(" ".join(text.split())) > HEADING_LENGTH:
        return "", 0
    return " ".join(texts_in(before)), sum(1 for _ in before.iter("a"))


def _words(text: str) -> set[str]:
    """The words of a title or heading, 更多 and single characters left out."""
    return {word for word in _PARTS.split(text[:200]) if len(word) > 1 and word.lower() not in ("更多", "more", "首页")}
