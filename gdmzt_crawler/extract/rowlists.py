"""The rows of a listing page, found by structure: siblings that pair a link with a date.

Links part in branching elements (`links.link_tree`); the children of such an element are the rows when each holds a
date, and its own text and other children hold the dates where they stand between the links: `<a>…</a> 09-24<br>`.
"""

from __future__ import annotations

from collections import Counter

from lxml import etree

from gdmzt_crawler.extract.links import Links, LinkTree, link_tree
from gdmzt_crawler.extract.row import DATISH, Row, RowList, leftovers
from gdmzt_crawler.extract.rowdates import RowDates, are_labelled, dates_in, ends_in_date, split_title
from gdmzt_crawler.extract.rowfields import is_title
from gdmzt_crawler.extract.texts import raw_text, texts_in

MAX_ROW_LINKS = 8
"""An element with more titles than this is no row."""
MAX_ROW_TEXT = 2000
"""An element with more text than this is no row, however long its summary."""
MAX_AVERAGE = 3
"""Titles to a child, on the average of a branching element, up to which its children can be rows."""
_SILENT = frozenset(("script", "style", "select"))


def dated_lists(links: Links) -> list[RowList]:
    """Every list of dated rows on the page."""
    tree = link_tree(links.titled)
    found: list[RowList] = []
    for container, children in tree.branches.items():
        reader = _Reader(links, tree, container, children)
        rows, rule = reader.rows()
        if rows:
            found.append(RowList(container, rows, rule))
    return found


class _Reader:
    """Reads the rows of one branching element."""

    def __init__(self, links: Links, tree: LinkTree, container: etree._Element, children: list[etree._Element]) -> None:
        self.links = links
        self.tree = tree
        self.container = container
        self.children = children

    def rows(self) -> tuple[list[Row], str]:
        children, tree = self.children, self.tree
        if tree.end[children[-1]] - tree.start[children[0]] > MAX_AVERAGE * len(children):
            return [], ""
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
        start, end = self.tree.start, self.tree.end
        return any(end[child] - start[child] <= MAX_ROW_LINKS and _dated(child) for child in children)

    def child_rows(self) -> list[Row]:
        """Rows that are the children themselves."""
        rows: list[Row] = []
        reader = RowDates()
        start, end = self.tree.start, self.tree.end
        titled, texts = self.links.titled, self.links.texts
        for child in self.children:
            first, past = start[child], end[child]
            if past - first > MAX_ROW_LINKS:
                continue
            text = raw_text(child)
            if len(text) > MAX_ROW_TEXT:
                continue
            if past - first == 1 and is_title(texts[first], titled[first]):
                date = reader.quick(text)
                if date is not None:
                    rows.append(Row(child, titled[first], texts[first], date, first))
                    continue
            dates = reader.read(child)
            number = self.title(range(first, past))
            if number is not None and (
                len(dates) < 2 or self.single(range(first, past), number) or are_labelled(dates, text)
            ):
                date = reader.choose(dates, child) if dates else None
                rows.append(Row(child, titled[number], texts[number], date, number))
        rows = _of_one_kind(rows)
        return rows + leftovers(self.container, rows, self.tree.start) if len(rows) > 1 else rows

    def in_link_rows(self) -> list[Row]:
        """Rows whose links print title and date in one text."""
        rows: list[Row] = []
        if not any(ends_in_date(self.links.texts[self.tree.start[child]]) for child in self.children[:3]):
            return rows
        for child in self.children:
            for number in self.span(child)[:3]:
                parted = split_title(self.links.texts[number])
                if parted:
                    rows.append(self.row(child, number, parted[1]))
                    break
        return rows if len(rows) >= 2 and len(rows) * 3 >= len(self.children) * 2 else []

    def text_rows(self) -> list[Row]:
        """Rows that share one container, their dates standing between the links."""
        members = set(self.children)
        between = [self.container.text or ""]
        for child in self.container:
            if child not in members and child.tag not in _SILENT:
                between.append(raw_text(child)[:MAX_ROW_TEXT])
            between.append(child.tail or "")
        if not DATISH.search(" ".join(between)):
            return []
        gaps: list[list[str]] = [[self.container.text or ""]]
        for child in self.container:
            if child in members:
                gaps.append([])
            elif child.tag not in _SILENT:
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
    return len(text) <= MAX_ROW_TEXT and DATISH.search(text) is not None and bool(RowDates().read(child))


def _of_one_kind(rows: list[Row]) -> list[Row]:
    """The rows with the tag that most dated ones have; those without a date only where most have one (pinned rows)."""
    dated = [row for row in rows if row.date is not None]
    if len(dated) < 2:
        return dated
    tag = Counter(row.element.tag for row in dated).most_common(1)[0][0]
    kind = [row for row in rows if row.element.tag == tag]
    of_kind = [row for row in kind if row.date is not None]
    if len(of_kind) == len(kind) or len(of_kind) * 2 < len(kind):
        return of_kind
    depths = {_depth(row) for row in of_kind}
    return [row for row in kind if row.date is not None or _depth(row) in depths]


def _depth(row: Row) -> tuple[str, ...]:
    """Tags from the link up to the row: rows of a list are alike in them."""
    tags: list[str] = []
    node: etree._Element | None = row.link
    while node is not None and node is not row.element and len(tags) < 8:
        tags.append(node.tag)
        node = node.getparent()
    return tuple(tags)
