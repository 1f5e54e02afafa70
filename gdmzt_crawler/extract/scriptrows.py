"""Rows whose title is no link: their address stands in `onclick` or a data attribute, or behind a button (查看)."""

from __future__ import annotations

from itertools import islice
from typing import cast

from lxml import etree

from gdmzt_crawler.extract.row import Row, RowList
from gdmzt_crawler.extract.rowdates import dates_in
from gdmzt_crawler.extract.rowfields import MORE, target_of
from gdmzt_crawler.extract.texts import texts_in

_CLICKABLE = etree.XPath("//*[@onclick or @data-url or @data-href or @data-link][not(self::a)]")

MOST_ELEMENTS = 120
"""Elements from which on an element holds more than a row."""


def scripted_lists(root: etree._Element) -> list[RowList]:
    """Lists of dated elements that lead somewhere by a script, or by a button (查看) instead of their title."""
    clickable = cast("list[etree._Element]", _CLICKABLE(root))
    return _lists(clickable, "rows.script") or _lists(_buttons(root), "rows.button")


def _buttons(root: etree._Element) -> list[etree._Element]:
    """The rows around links that say 查看 or the like."""
    rows = []
    for link in root.iter("a"):
        text = (link.text or "").strip()
        if text and len(text) <= 8 and MORE.fullmatch(text) and target_of(link):
            row = next((one for one in link.iterancestors("tr", "li", "dl", "div")), None)
            if row is not None:
                rows.append(row)
    return rows


def _lists(elements: list[etree._Element], rule: str) -> list[RowList]:
    lists: dict[etree._Element, RowList] = {}
    for order, element in enumerate(elements):
        row = _row(element, order)
        parent = element.getparent()
        if row is not None and parent is not None:
            lists.setdefault(parent, RowList(parent, [], rule)).rows.append(row)
    return [listed for listed in lists.values() if len(listed.rows) >= 2]


def _row(element: etree._Element, order: int) -> Row | None:
    """The row of a clickable element or of the row around it: its longest text that is no date, and its date."""
    row = element
    for _ in range(3):
        if next(islice(row.iter(), MOST_ELEMENTS, None), None) is not None:
            return None
        texts = [" ".join(text.split()) for text in texts_in(row) if not text.isspace()]
        if len(texts) > 20:
            return None
        dates = dates_in(texts)
        if dates:
            title = max(
                (text for text in texts if not dates_in((text,)) and not MORE.fullmatch(text)), key=len, default=""
            )
            link = element if target_of(element) else _button(element)
            return Row(row, link, title, dates[-1], order, titled=False) if len(title) >= 4 else None
        above = row.getparent()
        if above is None or above.tag == "body":
            return None
        row = above
    return None


def _button(row: etree._Element) -> etree._Element:
    return next((link for link in row.iter("a") if target_of(link)), row)
