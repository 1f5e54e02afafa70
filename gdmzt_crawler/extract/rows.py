"""The rows of a listing page, found by structure: siblings that pair a link with a date.

Links part in branching elements (`links.link_tree`); the children of such an element are the rows when each holds a
date, and its own text and other children hold the dates where they stand between the links (`<a>…</a> 09-24<br>`, dt/dd).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from gdmzt_crawler.extract.links import Links, LinkTree, link_tree
from gdmzt_crawler.extract.regions import heading_before, is_hot, place_of
from gdmzt_crawler.extract.rowdates import RowDates, dates_in, split_title
from gdmzt_crawler.extract.rowfields import is_title
from gdmzt_crawler.extract.texts import raw_text, texts_in

MAX_ROW_LINKS = 8
"""An element with more titles than this is no row."""
MAX_ROW_TEXT = 2000
"""An element with more text than this is no row, however long its summary."""
_DATISH = re.compile(r"\d[-/.年月]\s*\d|\d月|[12]\d{7}|\d\s+20\d\d")
_PLACE_WEIGHT = {"content": 1.0, "header": 0.3, "sidebar": 0.25, "footer": 0.1}


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


def dated_lists(links: Links) -> list[RowList]:
    """Every list of dated rows on the page."""
    tree = link_tree(links.titled)
    found: list[RowList] = []
    for container, children in tree.branches.items():
        reader = _Reader(links, tree, container, children)
        rows, rule = reader.rows()
        if rows:
            found.append(RowList(container, rows, rule))
    if not found and len(links.titled) == 1:
        found.extend(_lone(links))
    return found


class _Reader:
    """Reads the rows of one branching element."""

    def __init__(self, links: Links, tree: LinkTree, container: etree._Element, children: list[etree._Element]) -> None:
        self.links = links
        self.tree = tree
        self.container = container
        self.children = children

    def rows(self) -> tuple[list[Row], str]:
        if self.has_dates():
            rows = self.child_rows()
            if rows:
                return rows, "rows"
        rows = self.in_link_rows()
        if rows:
            return rows, "rows.in_link"
        return self.text_rows(), "rows.text"

    def span(self, child: etree._Element) -> range:
        return range(self.tree.start[child], self.tree.end[child])

    def has_dates(self) -> bool:
        """Whether any of some children holds a date: menus are passed over without reading all of them."""
        children = self.children
        if len(children) > 6:
            children = [children[at] for at in (0, 1, len(children) // 2, -2, -1)]
        return any(len(self.span(child)) <= MAX_ROW_LINKS and _dated(child) for child in children)

    def child_rows(self) -> list[Row]:
        """Rows that are the children themselves."""
        rows: list[Row] = []
        reader = RowDates()
        for child in self.children:
            span = self.span(child)
            if len(span) > MAX_ROW_LINKS:
                continue
            dates = reader.read(child, alone=len(span) == 1)
            if not dates:
                continue
            number = self.title(span)
            if number is not None and (len(dates) == 1 or self.single(span, number)):
                rows.append(self.row(child, number, reader.choose(dates, child)))
        return _of_one_tag(rows)

    def in_link_rows(self) -> list[Row]:
        """Rows whose links print title and date in one text."""
        rows: list[Row] = []
        for child in self.children:
            span = self.span(child)
            for number in span[:3]:
                parted = split_title(self.links.texts[number])
                if parted:
                    rows.append(self.row(child, number, parted[1]))
                    break
        return rows if len(rows) >= 2 and len(rows) * 3 >= len(self.children) * 2 else []

    def text_rows(self) -> list[Row]:
        """Rows that share one container, their dates standing between the links."""
        children = self.children
        if self.tree.end[children[-1]] - self.tree.start[children[0]] > 2 * len(children):
            return []
        members = set(self.children)
        gaps: list[list[str]] = [[self.container.text or ""]]
        for child in self.container:
            if child in members:
                gaps.append([])
            elif child.tag not in ("script", "style", "select"):
                texts = texts_in(child)
                gaps[-1].extend(texts if len(texts) <= 20 else ())
            gaps[-1].append(child.tail or "")
        dates = [dates_in(gap) for gap in gaps]
        return self.paired(dates) if any(dates) else []

    def paired(self, dates: list[list[str]]) -> list[Row]:
        """Links with the dates after them, or with those before them where that is how the page goes."""
        after = sum(1 for gap in dates[1:] if gap)
        before = sum(1 for gap in dates[:-1] if gap)
        behind = after > before or (after == before and not dates[0])
        rows: list[Row] = []
        waiting: list[Row] = []
        order = list(zip(self.children, dates[1:] if behind else dates[:-1], strict=True))
        for child, gap in order if behind else reversed(order):
            span = self.span(child)
            number = self.title(span) if len(span) <= MAX_ROW_LINKS else None
            if number is not None:
                waiting.append(self.row(child, number, None))
            if gap:
                if waiting:
                    row = max(waiting, key=lambda one: len(one.text))
                    row.date = gap[0] if behind else gap[-1]
                    rows.append(row)
                waiting = []
        return rows

    def title(self, span: range) -> int | None:
        """Number of the first link that can be a title."""
        texts, titled = self.links.texts, self.links.titled
        return next((number for number in span if is_title(texts[number], titled[number])), None)

    def single(self, span: range, chosen: int) -> bool:
        """Whether a row with several dates has one title only (成文日期 beside 发布日期); else it is several rows."""
        texts = self.links.texts
        return all(number == chosen or texts[number] == texts[chosen] or not texts[number] for number in span)

    def row(self, child: etree._Element, number: int, date: str | None) -> Row:
        return Row(child, self.links.titled[number], self.links.texts[number], date, number)


def _dated(child: etree._Element) -> bool:
    text = raw_text(child)
    return len(text) <= MAX_ROW_TEXT and _DATISH.search(text) is not None and bool(dates_in(texts_in(child)))


def _of_one_tag(rows: list[Row]) -> list[Row]:
    if len(rows) < 2:
        return rows
    tag = Counter(row.element.tag for row in rows).most_common(1)[0][0]
    return [row for row in rows if row.element.tag == tag]


def _lone(links: Links) -> Iterator[RowList]:
    """The list of a page that has one titled link at all: the nearest ancestor with a date is its row."""
    link = links.titled[0]
    node = link
    for _ in range(4):
        above = node.getparent()
        if above is None or above.tag == "body":
            return
        dates = dates_in(texts_in(node)) or dates_in([node.tail or ""])
        if dates:
            yield RowList(above, [Row(node, link, links.texts[0], dates[-1], 0)], "rows.lone")
            return
        node = above


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
            listed.weight *= _PLACE_WEIGHT[place_of(listed.container)]
            if is_hot(heading_before(listed.container)):
                listed.weight *= 0.3
        best = max(lists[:6], key=lambda one: one.weight)
    rows = {row.order: row for row in _equals(best, lists)}
    return [rows[order] for order in sorted(rows)], best.rule


def _equals(best: RowList, lists: list[RowList]) -> Iterator[Row]:
    """Rows of lists that are split over sibling containers of the same make (five rows to each `ul`)."""
    yield from best.rows
    if len(lists) == 1:
        return
    key = _make(best.container)
    for listed in lists:
        if listed is best:
            continue
        if _make(listed.container) == key and not is_hot(heading_before(listed.container)):
            yield from listed.rows
        elif listed.container is key[0]:
            yield from (row for row in listed.rows if _make(row.element) == key)


def _make(element: etree._Element) -> tuple[etree._Element | None, str, str | None]:
    return element.getparent(), element.tag, element.get("class")
