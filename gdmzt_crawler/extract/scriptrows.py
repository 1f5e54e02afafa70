"""Rows whose title is no link: their address stands in `onclick` or a data attribute, or behind a button (查看)."""

from __future__ import annotations

from typing import cast

from lxml import etree

from gdmzt_crawler.extract.rowdates import dates_in
from gdmzt_crawler.extract.rowfields import MORE, target_of
from gdmzt_crawler.extract.rowlists import Row, RowList
from gdmzt_crawler.extract.texts import texts_in

_CLICKABLE = etree.XPath("//*[@onclick or @data-url or @data-href or @data-link][not(self::a)]")
_BUTTONS = etree.XPath("//tr[.//a] | //li[.//a] | //dl[.//a]")


def scripted_lists(root: etree._Element) -> list[RowList]:
    """Lists of dated elements that lead somewhere by a script, or by a button (查看) instead of their title."""
    lists: dict[etree._Element, RowList] = {}
    for finder, rule in ((_CLICKABLE, "rows.script"), (_BUTTONS, "rows.button")):
        for order, element in enumerate(cast("list[etree._Element]", finder(root))):
            row = _row(element, order)
            parent = element.getparent()
            if row is not None and parent is not None:
                lists.setdefault(parent, RowList(parent, [], rule)).rows.append(row)
        if any(len(listed.rows) >= 2 for listed in lists.values()):
            break
    return [listed for listed in lists.values() if len(listed.rows) >= 2]


def _row(element: etree._Element, order: int) -> Row | None:
    """The row of a clickable element or of the row around it: its longest text that is no date, and its date."""
    row = element
    for _ in range(3):
        texts = [" ".join(text.split()) for text in texts_in(row) if not text.isspace()]
        if len(texts) > 20:
            return None
        dates = dates_in(texts)
        if dates:
            title = max(
                (text for text in texts if not dates_in((text,)) and not MORE.fullmatch(text)), key=len, default=""
            )
            link = element if element.tag not in ("tr", "li", "dl") or target_of(element) else _button(element)
            return Row(row, link, title, dates[-1], order, titled=False) if len(title) >= 4 else None
        above = row.getparent()
        if above is None or above.tag == "body":
            return None
        row = above
    return None


def _button(row: etree._Element) -> etree._Element:
    return next((link for link in row.iter("a") if target_of(link)), row)
