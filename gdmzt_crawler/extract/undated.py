"""Lists without dates, used only where a page shows none with them and one list is clearly its content."""

from __future__ import annotations

from lxml import etree

from gdmzt_crawler.extract.links import Links, LinkTree, link_tree
from gdmzt_crawler.extract.regions import Place, heading_before, is_hot, place_of
from gdmzt_crawler.extract.row import Row
from gdmzt_crawler.extract.rowfields import is_title

_SHARE = 0.6
"""Share of the text of the content's links that a list needs to be the page's content."""


def undated_rows(links: Links, has_pager: bool) -> list[Row]:
    """Rows of the one list that holds most of the link text in the content, else nothing (a home or channel page)."""
    tree = link_tree(links.titled)
    lists: list[tuple[int, list[Row]]] = []
    places: dict[etree._Element, Place] = {}
    for container, children in tree.branches.items():
        rows = _rows(links, tree, children)
        if rows and not is_hot(heading_before(container)):
            rows = [row for row in rows if place_of(row.link, places) == "content"]
            if len(rows) >= (1 if has_pager else 3):
                lists.append((sum(len(row.text) for row in rows), rows))
    if not lists:
        return []
    total = sum(weight for weight, _ in lists)
    weight, rows = max(lists, key=lambda one: one[0])
    return rows if weight >= _SHARE * total and weight >= 9 * len(rows) else []


def _rows(links: Links, tree: LinkTree, children: list[etree._Element]) -> list[Row]:
    """The children of one kind that hold one title each."""
    tags = [child.tag for child in children]
    tag = max(set(tags), key=tags.count)
    rows = []
    for child in children:
        first, last = tree.start[child], tree.end[child]
        if child.tag == tag and last - first <= 2 and is_title(links.texts[first], links.titled[first]):
            rows.append(Row(child, links.titled[first], links.texts[first], None, first))
    return rows if len(rows) * 2 >= len(children) else []
