"""The rows of a listing page: of all its lists of dated links the one that is the column's."""

from __future__ import annotations

import re

from lxml import etree

from gdmzt_crawler.extract.owncolumn import OwnColumn, hrefs_of
from gdmzt_crawler.extract.regions import heading_before, is_hot, place_of
from gdmzt_crawler.extract.row import Row, RowList

_PLACE_WEIGHT = {"content": 1.0, "header": 0.3, "sidebar": 0.25, "footer": 0.05}
_DIGITS = re.compile(r"\d+")
_LOOKED_AT = 12
"""Lists, the heaviest first, whose places and headings are looked at."""
_BY_PAGER = 3.0
_LIGHTEST = 4.0
"""Weight below which a list is none of the content."""


def main_rows(lists: list[RowList], column: OwnColumn | None = None) -> tuple[list[Row], str]:
    """Rows of the heaviest list and of its equals beside it, in reading order, and the rule that found them.

    A list that `column` tells to be the page's own is heavier than its rows.
    """
    if not lists:
        return [], ""
    for listed in lists:
        listed.weight = sum(min(len(row.text) + 2, 25) for row in listed.rows)
    lists.sort(key=lambda one: -one.weight)
    best = lists[0]
    if len(lists) > 1 or len(best.rows) < 4:
        for listed in lists[:_LOOKED_AT]:
            listed.weight *= _PLACE_WEIGHT[place_of(listed.container if len(listed.rows) > 1 else listed.rows[0].link)]
            if is_hot(heading_before(listed.container)):
                listed.weight *= 0.3
            if column is not None:
                listed.weight *= column.weight(listed.container, _hrefs(listed))
        if column is not None:
            _weigh_by_pager(lists[:_LOOKED_AT], column)
        best = max(lists[:_LOOKED_AT], key=lambda one: one.weight)
        if best.weight < _LIGHTEST:
            return [], ""
    rows = {row.order: row for row in _equals(best, lists, column)}
    return [rows[order] for order in sorted(rows)], best.rule


def _weigh_by_pager(lists: list[RowList], column: OwnColumn) -> None:
    """Make the list heavier that shares the smallest block with the pager."""
    levels = [column.levels_to_pager(listed.container) for listed in lists]
    least = min((level for level in levels if level is not None), default=None)
    for listed, level in zip(lists, levels, strict=True):
        if level is not None and level == least:
            listed.weight *= _BY_PAGER


def _hrefs(listed: RowList) -> list[str | None]:
    return hrefs_of([row.link for row in listed.rows])


def _equals(best: RowList, lists: list[RowList], column: OwnColumn | None) -> list[Row]:
    """Rows of the best list and of those that are parts of it: split over sibling containers, or by tables closed too
    often."""
    rows = list(best.rows)
    if len(lists) == 1:
        return rows
    key = _make(best.container)
    others = [listed for listed in lists if listed is not best]
    if column is not None and column.weight(best.container, _hrefs(best)) > 1:
        others = [listed for listed in others if not column.is_others(listed.container, _hrefs(listed))]
    for listed in others:
        beside = _make(listed.container) == key and not is_hot(heading_before(listed.container))
        if beside or _in_next_column(best, listed):
            rows.extend(listed.rows)
        elif listed.container is key[0]:
            rows.extend(row for row in listed.rows if _make(row.element) == key)
    parts = [listed for listed in others if _nested(best, listed) and _alike(best.rows[0], listed.rows[0])]
    first, last = best.rows[0].order, best.rows[-1].order
    for listed in sorted(parts, key=lambda one: -one.rows[0].order):
        if listed.rows[-1].order + 1 == first:
            first = listed.rows[0].order
            rows.extend(listed.rows)
    for listed in sorted(parts, key=lambda one: one.rows[0].order):
        if listed.rows[0].order == last + 1:
            last = listed.rows[-1].order
            rows.extend(listed.rows)
    return rows


def _in_next_column(best: RowList, listed: RowList) -> bool:
    """Whether a list is split over columns: the same make in a cell or block beside, no heading, addresses alike."""
    mine, its = best.container.getparent(), listed.container.getparent()
    if mine is None or its is None or mine is its or _make(mine) != _make(its):
        return False
    if _make(best.container)[1:] != _make(listed.container)[1:] or heading_before(listed.container):
        return False
    return bool(_shapes(best) & _shapes(listed))


def _shapes(listed: RowList) -> set[str]:
    """Addresses of a list's rows without their digits."""
    return {_DIGITS.sub("0", href) for href in _hrefs(listed) if href}


def _make(element: etree._Element) -> tuple[etree._Element | None, str, str | None, str]:
    """What parts of one list have in common; their ids differ in digits at most (`list1`, `list2`)."""
    return element.getparent(), element.tag, element.get("class"), _DIGITS.sub("", element.get("id") or "")


def _nested(one: RowList, other: RowList) -> bool:
    """Whether one container holds the other, as closing tags too many make them."""
    return one.container in other.container.iterancestors() or other.container in one.container.iterancestors()


def _alike(one: Row, other: Row) -> bool:
    return one.element.tag == other.element.tag and one.link.get("class") == other.link.get("class")
