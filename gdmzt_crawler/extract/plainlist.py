"""The usual listing read straight: one container whose children hold one title and one date each.

It is taken only where nothing else on the page can compete with it; every other page is read by `rowlists` and `rows`,
which find the same rows in twice the time.
"""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

from gdmzt_crawler.extract.links import Links
from gdmzt_crawler.extract.owncolumn import OwnColumn
from gdmzt_crawler.extract.regions import heading_before, is_hot, place_of
from gdmzt_crawler.extract.rowdates import RowDates
from gdmzt_crawler.extract.rowfields import is_title, link_title, target_of
from gdmzt_crawler.extract.texts import raw_text
from gdmzt_crawler.models import RawEntry

LEAST = 4
_SURE = 10
"""Rows from which a list that holds most titles of the page is its content, whatever its names say."""
_MAX_TEXT = 1000
_DIGITS = re.compile(r"\d\d?[-/.年月]\d")


def plain_list(links: Links, column: OwnColumn | None = None) -> tuple[RawEntry, ...]:
    """Rows of the page's one plain list; empty where the page is not so simple."""
    if len(links.titled) < LEAST:
        return ()
    rows = _parents(links.titled)
    for _ in range(3):
        above = _parents(rows)
        container, count = Counter(above).most_common(1)[0]
        if count >= LEAST:
            containers = _parts(container, above) if 2 * count < len(rows) else [container]
            members = [number for number, node in enumerate(above) if node in containers]
            if 3 * len(members) >= len(rows) and len({rows[number] for number in members}) == len(members):
                if not _alone(links, members, rows) or (column is not None and column.is_headed_otherwise(container)):
                    return ()
                return _read(links, containers, members, rows)
        rows = above
    return ()


def _parents(elements: list[etree._Element]) -> list[etree._Element]:
    """The parent of each; the root stands for its own."""
    return [element if (parent := element.getparent()) is None else parent for element in elements]


def _parts(container: etree._Element, above: list[etree._Element]) -> list[etree._Element]:
    """A container and its siblings of the same make: a list is often split, five rows to each `ul`."""
    parent, css = container.getparent(), container.get("class")
    alike = (node for node in dict.fromkeys(above) if node.getparent() is parent and node.tag == container.tag)
    return [
        node for node in alike if node is container or (node.get("class") == css and not is_hot(heading_before(node)))
    ]


def _alone(links: Links, members: list[int], rows: list[etree._Element]) -> bool:
    """Whether a list holds most titles of the page, side by side, and does not go on in another container."""
    texts, first, last = links.texts, members[0], members[-1]
    if last - first + 1 != len(members):
        return False
    if 2 * sum(len(texts[number]) for number in members) < sum(map(len, texts)):
        return False
    tag = rows[first].tag
    if any(rows[number].tag != tag for number in members):
        return False
    for number in (first - 1, last + 1):
        if 0 <= number < len(rows):
            row = rows[number]
            if row.tag == tag and _DIGITS.search(raw_text(row)[:_MAX_TEXT]):
                return False
    return True


def _read(
    links: Links, containers: list[etree._Element], members: list[int], rows: list[etree._Element]
) -> tuple[RawEntry, ...]:
    first = containers[0]
    if len(members) < _SURE and (place_of(first) != "content" or is_hot(heading_before(first))):
        return ()
    numbers = {rows[number]: number for number in members}
    tag = rows[members[0]].tag
    reader = RowDates()
    found: list[RawEntry] = []
    undated = 0
    for child in (child for container in containers for child in container if child.tag == tag):
        number = numbers.get(child)
        if number is None:
            if _DIGITS.search(raw_text(child)):
                return ()
            continue
        link, title = links.titled[number], links.texts[number]
        date = reader.last(child)
        if date is None:
            text = raw_text(child)
            if len(text) > _MAX_TEXT:
                return ()
            date = reader.quick(text)
        if date is None:
            dates = reader.read(child)
            date = reader.choose(dates, child) if dates else None
            undated += date is None
        if not is_title(title, link):
            return ()
        found.append(RawEntry(link_title(link, title), target_of(link, child), date))
    return tuple(found) if undated * 2 < len(found) and found[0].date is not None else ()
