"""The rows of a listing page: of all its lists of dated links the one that is the column's."""

from __future__ import annotations

from lxml import etree

from gdmzt_crawler.extract.regions import heading_before, is_hot, place_of
from gdmzt_crawler.extract.row import Row, RowList

_PLACE_WEIGHT = {"content": 1.0, "header": 0.3, "sidebar": 0.25, "footer": 0.05}
_LIGHTEST = 4.0
"""Weight below which a list is none of the content."""


def main_rows(lists: list[RowList]) -> tuple[list[Row], str]:
    """Rows of the heaviest list and of its equals beside it, in reading order, and the rule that found them."""
    if not lists:
        return [], ""
    for listed in lists:
        listed.weight = sum(min(len(row.text) + 2, 25) for row in listed.rows)
    lists.sort(key=lambda one: -one.weight)
    best = lists[0]
    if len(lists) > 1 or len(best.rows) < 4:
        for listed in lists[:6]:
            listed.weight *= _PLACE_WEIGHT[place_of(listed.container if len(listed.rows) > 1 else listed.rows[0].link)]
            if is_hot(heading_before(listed.container)):
                listed.weight *= 0.3
        best = max(lists[:6], key=lambda one: one.weight)
        if best.weight < _LIGHTEST:
            return [], ""
    rows = {row.order: row for row in _equals(best, lists)}
    return [rows[order] for order in sorted(rows)], best.rule


def _equals(best: RowList, lists: list[RowList]) -> list[Row]:
    """Rows of the best list and of those that are parts of it: split over sibling containers, or by tables closed too
    often."""
    rows = list(best.rows)
    if len(lists) == 1:
        return rows
    key = _make(best.container)
    others = [listed for listed in lists if listed is not best]
    for listed in others:
        if _make(listed.container) == key and not is_hot(heading_before(listed.container)):
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


def _make(element: etree._Element) -> tuple[etree._Element | None, str, str | None]:
    return element.getparent(), element.tag, element.get("class")


def _nested(one: RowList, other: RowList) -> bool:
    """Whether one container holds the other, as closing tags too many make them."""
    return one.container in other.container.iterancestors() or other.container in one.container.iterancestors()


def _alike(one: Row, other: Row) -> bool:
    return one.element.tag == other.element.tag and one.link.get("class") == other.link.get("class")
