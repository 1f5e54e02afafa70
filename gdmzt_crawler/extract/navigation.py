"""Every link of a page and the part of the page where it stands: content, header, footer or sidebar.

The part comes from names (`<nav>`, class `foot`), else from words: what lies around 版权所有 or 网站标识码, in a block
headed 友情链接 and in everything behind it is footer; a menu that precedes the breadcrumb is header, and so are the
buttons in front of the first header block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import etree

from gdmzt_crawler.extract.document import Document
from gdmzt_crawler.extract.links import TITLE_LENGTH
from gdmzt_crawler.extract.regions import FOOTER_PHRASES, Place, named_place
from gdmzt_crawler.extract.rowfields import link_title, target_of
from gdmzt_crawler.extract.texts import text_of
from gdmzt_crawler.models import RawEntry

_FRIENDS = re.compile(
    r"\s*(?:友情链接|相关链接|网站链接|链接导航|常用链接|快速链接|政府网站|相关网站|网站导航|网站群|部门网站)\s*[:：>]*\s*"
)
_CRUMBS = re.compile(r"(?:当前|您(?:现在)?的?|现在|所在)(?:所在)?(?:的)?位置|您(?:当前)?(?:现在)?(?:所)?在")
_BUTTONS = 20
_WITHIN = 4
"""Levels from a footer phrase to the block it stands in."""


@dataclass(frozen=True, slots=True)
class NavLink:
    """A link with its absolute address."""

    url: str
    text: str
    """As a reader sees it, or the whole title where the text is cut; `''` for an image without alt."""
    place: Place


def extract_navigation(document: Document) -> tuple[NavLink, ...]:
    """Links in document order, scripts and fragments left out; nothing is left out for being elsewhere."""
    places = _places(document.body)
    found = []
    for link in document.root.iter("a"):
        href = target_of(link)
        url = _absolute(document.base_url, href) if href else None
        if url is not None:
            found.append(NavLink(url, _label(link), places.get(link, "content")))
    return tuple(found)


def content_links(document: Document, rows: Iterable[RawEntry]) -> tuple[tuple[str, str], ...]:
    """(href, text) of the same-site links in the content that are no rows."""
    taken = {url for row in rows if row.href and (url := _absolute(document.base_url, row.href))}
    own = _absolute(document.url, "")
    host = urlsplit(own).netloc if own is not None else None
    kept = dict.fromkeys(
        (link.url, link.text)
        for link in extract_navigation(document)
        if link.place == "content" and link.text and link.url not in taken and urlsplit(link.url).netloc == host
    )
    return tuple(kept)


def _absolute(base: str, href: str) -> str | None:
    try:
        url = urljoin(base, href.strip())
        return url.split("#")[0] if urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


def _label(link: etree._Element) -> str:
    text = link_title(link, text_of(link))
    if text:
        return text
    image = next(link.iter("img"), None)
    return (image.get("alt") or image.get("title") or "").strip() if image is not None else ""


def _places(body: etree._Element) -> dict[etree._Element, Place]:
    """Place of every element, inherited from its parent; one walk in document order."""
    order = list(body.iter(etree.Element))
    positions = {element: at for at, element in enumerate(order)}
    tail = _footer_start(order, positions)
    crumbs = _crumbs(order)
    places: dict[etree._Element, Place] = {body: "content"}
    headed = False
    for at, element in enumerate(order):
        parent = element.getparent()
        inherited: Place = places.get(parent, "content") if parent is not None else "content"
        if at >= tail:
            places[element] = "footer"
        elif inherited != "content":
            places[element] = inherited
        elif element is not body:
            place = named_place(element) or "content"
            if place == "header" and not headed and at * 3 < len(order):
                headed = True
                _top_bar(order[:at], places)
            places[element] = "header" if at < crumbs and place == "content" and element.tag == "a" else place
    return places


def _top_bar(before: list[etree._Element], places: dict[etree._Element, Place]) -> None:
    """Buttons that stand in front of the page's first header block belong to it, unless titles are among them."""
    links = [element for element in before if element.tag == "a" and places.get(element) == "content"]
    if len(links) <= _BUTTONS and all(len(text_of(link)) < TITLE_LENGTH for link in links):
        for link in links:
            places[link] = "header"


def _footer_start(order: list[etree._Element], positions: dict[etree._Element, int]) -> int:
    """Position from which everything is footer: the first late block with a footer phrase or headed 友情链接."""
    half = len(order) // 2
    start = len(order)
    for at in range(len(order) - 1, half, -1):
        element = order[at]
        if element.tag in ("script", "style", "option"):
            continue
        for text in (element.text, element.tail):
            if text and (FOOTER_PHRASES.search(text) or _FRIENDS.fullmatch(text)):
                start = min(start, _block_start(element, positions, half))
    return start


def _block_start(element: etree._Element, positions: dict[etree._Element, int], half: int) -> int:
    """Position of the block around an element: up while the block lies wholly in the second half of the page."""
    node = element
    for _ in range(_WITHIN):
        parent = node.getparent()
        if parent is None or parent.tag in ("body", "html") or positions.get(parent, 0) <= half:
            break
        node = parent
    return positions.get(node, len(positions))


def _crumbs(order: list[etree._Element]) -> int:
    """Position of the breadcrumb (当前位置), 0 where there is none: links before it belong to the header."""
    for at, element in enumerate(order[: len(order) * 2 // 3]):
        if element.tag in ("script", "style"):
            continue
        for text in (element.text, element.tail):
            if text and "位置" in text and _CRUMBS.search(text):
                return at
    return 0
