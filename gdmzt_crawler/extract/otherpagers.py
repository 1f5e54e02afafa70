"""Pagers that are no links: a `<select>` of pages, a button 下一页, an element that a script is to fill."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from gdmzt_crawler.extract.pageaddress import Addresses
from gdmzt_crawler.extract.rowfields import script_target, usable
from gdmzt_crawler.extract.texts import raw_text

_PAGE_OPTION = re.compile(r"(?:第\s*)?(\d{1,4})\s*(?:页|/\s*\d+\s*页?)?")
_LABELS = frozenset("下一页 下页 后一页 加载更多 点击加载更多 查看更多".split())
_LOADERS = frozenset("加载更多 点击加载更多 点击加载 上拉加载更多 加载更多内容 更多加载".split())
_PAGER_NAME = re.compile(
    r"(?<![a-z])(?:page|pages|pager|pageing|paging|pagination|pagebar|page[-_]?(?:div|box|nav|list)|fenye)(?![a-z])",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Paging:
    """What a page's pager says; `how` names the rule, or what a script-only pager would need."""

    next_href: str | None = None
    last_page: int | None = None
    how: str = "none"
    complete: bool = True
    notes: tuple[tuple[str, str], ...] = ()


def options(root: etree._Element, addresses: Addresses, forward: Callable[[str], bool]) -> Paging | None:
    """A `<select>` of all pages. Its values are their addresses, else its script is needed."""
    for select in root.iter("select"):
        pages = _pages(select)
        if pages is None:
            continue
        chosen = next((at for at, page in enumerate(pages) if page.get("selected") is not None), None)
        if chosen is None:
            values = [addresses.key(page.get("value") or "") for page in pages]
            chosen = values.index(addresses.own) if addresses.own in values else 0
        if chosen + 1 >= len(pages):
            return Paging(None, len(pages), "select")
        target = (pages[chosen + 1].get("value") or "").strip()
        if usable(target) and not target.isdecimal() and forward(target):
            return Paging(target, len(pages), "select")
        return Paging(None, len(pages), f"select: {select.get('onchange') or target}", complete=False)
    return None


def _pages(select: etree._Element) -> list[etree._Element] | None:
    """Options of a select that lists the pages from 1; None for any other (years, months, friends)."""
    pages = list(select.iter("option"))
    if len(pages) < 2:
        return None
    for number, page in enumerate(pages, 1):
        match = _PAGE_OPTION.fullmatch(" ".join((page.text or "").split()))
        if match is None or int(match[1]) != number:
            return None
    parent = select.getparent()
    about_pages = "页" in raw_text(select) or (parent is not None and "页" in raw_text(parent)[-400:])
    addressed = not (pages[-1].get("value") or "").strip().isdecimal() and pages[-1].get("value") is not None
    return pages if addressed or about_pages else None


def buttons(root: etree._Element, forward: Callable[[str], bool]) -> Paging | None:
    """下一页 on a button or another element with a script."""
    for element in root.iter("button", "input", "span", "li", "em", "i"):
        click = element.get("onclick")
        if not click and element.tag not in ("button", "input"):
            continue
        label = (element.get("value") or element.text or element.get("title") or "").strip(" <>＞»›")
        if label not in _LABELS or element.get("disabled") is not None:
            continue
        target = script_target(click)
        if target is not None and forward(target):
            return Paging(target, None, f"button: {label}")
        return Paging(None, None, click or f"form: {label}", complete=False)
    return loaders(root)


def loaders(root: etree._Element) -> Paging | None:
    """加载更多 on a block that a listener handles."""
    for element in root.iter("div", "p", "span", "li"):
        if not len(element) and (element.text or "").strip() in _LOADERS:
            return Paging(None, None, f"block: {(element.text or '').strip()}", complete=False)
    return None


def related(root: etree._Element, forward: Callable[[str], bool]) -> Paging | None:
    """`<link rel="next">` in the head."""
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "next":
            href = (link.get("href") or "").strip()
            if usable(href) and forward(href):
                return Paging(href, None, "rel=next")
    return None


def empty_pager(root: etree._Element) -> Paging | None:
    """An element named as a pager with nothing in it."""
    for element in root.iter("div", "ul", "nav", "span"):
        if len(element) or (element.text and not element.text.isspace()):
            continue
        name = f"{element.get('id') or ''} {element.get('class') or ''}".strip()
        if _PAGER_NAME.search(name):
            return Paging(None, None, f"empty pager element: {name}", complete=False)
    return None
