"""Rows told by themselves, for pages whose list has one or two: the nearest block around a link that holds one date."""

from __future__ import annotations

import re

from lxml import etree

from gdmzt_crawler.extract.links import TITLE_LENGTH, Links
from gdmzt_crawler.extract.row import DATISH, Row, RowList, leftovers
from gdmzt_crawler.extract.rowdates import RowDates, dates_in
from gdmzt_crawler.extract.rowfields import is_title
from gdmzt_crawler.extract.texts import raw_text, text_of, texts_in

_NO_ROW = re.compile(
    r"\W*(?:首\s*页|网站首页|主页|返回.*)\W*|来\s*源.*|附件.*|.*\.(?:pdf|docx?|xlsx?|wps|et|rar|zip|ofd|jpe?g|png)\W*",
    re.I | re.S,
)
MAX_LINKS = 300
MAX_TEXT = 500
"""Characters of a block with a summary."""


def few_rows(links: Links, found: list[RowList]) -> list[RowList]:
    """The lists of a page on which none has three rows: rows told by themselves take the place of doubtful pairs."""
    return [listed for listed in found if listed.rule != "rows"] + lone_rows(links)


def lone_rows(links: Links) -> list[RowList]:
    """Rows told by themselves, for lists of one or two: the nearest block around a link that holds one date."""
    lists: dict[etree._Element, RowList] = {}
    dates: dict[etree._Element, list[str] | None] = {}
    taken: set[etree._Element] = set()
    for number, link in enumerate(links.titled[:MAX_LINKS]):
        block = _block_of(link, dates)
        if block is None or block in taken or not _can_stand_alone(links.texts[number], link):
            continue
        taken.add(block)
        parent = block.getparent()
        container = block if parent is None else parent
        row = Row(block, link, links.texts[number], RowDates().choose(dates[block] or [], block), number)
        lists.setdefault(container, RowList(container, [], "rows.lone")).rows.append(row)
    for listed in lists.values():
        listed.rows.extend(leftovers(listed.container, listed.rows, ()))
    return list(lists.values())


def _can_stand_alone(text: str, link: etree._Element) -> bool:
    """Whether a link by itself can be a row: no button, no 首页 of a breadcrumb, no source, no file of an article."""
    return is_title(text, link) and not _NO_ROW.fullmatch(text)


def _block_of(link: etree._Element, known: dict[etree._Element, list[str] | None]) -> etree._Element | None:
    """The block around a link that holds one date, not looked for outside the list that the link stands in.

    `known` keeps the dates of the elements looked at: several links climb through the same ones.
    """
    node: etree._Element | None = link
    for _ in range(5):
        if node is None or node.tag in ("body", "html"):
            return None
        if node not in known:
            known[node] = _short_dates(node)
        dates = known[node]
        if dates is None:
            return None
        if dates:
            alone = len(dates) == 1 or sum(1 for one in node.iter("a") if len(text_of(one)) >= TITLE_LENGTH) == 1
            return node if alone else None
        if node.tag in ("ul", "ol", "nav", "table", "menu"):
            return None
        node = node.getparent()
    return None


def _short_dates(node: etree._Element) -> list[str] | None:
    """Dates in an element; None where it holds more text than a row does, or a breadcrumb."""
    text = raw_text(node)
    if len(text) > MAX_TEXT or "首页" in text:
        return None
    return dates_in(texts_in(node)) if DATISH.search(text) else []
