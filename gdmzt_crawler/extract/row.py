"""A row and a list of rows as they are found, before their fields are read."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from lxml import etree

from gdmzt_crawler.extract.rowdates import dates_in
from gdmzt_crawler.extract.rowfields import is_title
from gdmzt_crawler.extract.texts import text_of, texts_in

DATISH = re.compile(r"\d(?:[-/.年月－／．]\s*\d|月|\d{7}|\s+20\d\d)")
"""What a text looks like that may hold a date."""


@dataclass(slots=True)
class Row:
    """One row: its element, the link that is its title with its text, and the date as written."""

    element: etree._Element
    link: etree._Element
    text: str
    date: str | None
    order: float
    """Place among the titled links of the page; sorts rows in reading order."""
    titled: bool = True
    """The title is that of the link; False where it is other text of the row."""


@dataclass(slots=True)
class RowList:
    """Rows that stand side by side in one container."""

    container: etree._Element
    rows: list[Row]
    rule: str
    weight: float = 0.0


def leftovers(container: etree._Element, rows: list[Row], read: Container[etree._Element]) -> list[Row]:
    """Rows among the siblings not read yet: with a short title, or with no link at all."""
    more: list[Row] = []
    orders = {row.element: row.order for row in rows}
    before = rows[0].order - 1.0
    # Compared, not asked of lxml: a damaged page has tags that it refuses as names (a control character in them).
    for child in (one for one in container if one.tag == rows[0].element.tag):
        if child in orders or child in read:
            before = orders.get(child, before)
            continue
        texts = [" ".join(text.split()) for text in texts_in(child) if not text.isspace()]
        dates = dates_in(texts)
        if len(dates) != 1:
            continue
        link = next((one for one in child.iter("a") if is_title(text_of(one), one)), None)
        plain = [text for text in texts if not dates_in((text,))]
        text = text_of(link) if link is not None else max(plain, key=len, default="")
        if len(text) >= 2:
            before += 0.001
            more.append(Row(child, child if link is None else link, text, dates[0], before, link is not None))
    return more
