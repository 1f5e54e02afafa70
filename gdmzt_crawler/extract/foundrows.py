"""Rows of a listing without a definition: the readers one after the other, from the usual page to the odd one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from gdmzt_crawler.extract.datastore import json_rows, stored_rows
from gdmzt_crawler.extract.document import Document
from gdmzt_crawler.extract.links import Links, scan_links
from gdmzt_crawler.extract.lonerows import few_rows
from gdmzt_crawler.extract.otherpagers import Paging
from gdmzt_crawler.extract.owncolumn import OwnColumn
from gdmzt_crawler.extract.pagerlinks import read_pager
from gdmzt_crawler.extract.plainlist import plain_list
from gdmzt_crawler.extract.row import Row
from gdmzt_crawler.extract.rowdates import attribute_date, dates_in
from gdmzt_crawler.extract.rowfields import link_title, target_of
from gdmzt_crawler.extract.rowlists import dated_lists
from gdmzt_crawler.extract.rows import main_rows
from gdmzt_crawler.extract.scriptrows import scripted_lists
from gdmzt_crawler.extract.texts import texts_in
from gdmzt_crawler.extract.undated import undated_rows
from gdmzt_crawler.models import RawEntry

_FEW = 3
"""Rows from which a list needs no further proof."""
_SENTENCES = 6
"""Full stops from which a page with fewer rows is an article, its rows being attachments or its breadcrumb."""
_PROSE = 12
"""Full stops from which a page without dated rows is an article."""


@dataclass(frozen=True, slots=True)
class Found:
    """Rows, the rule that found them, their own pager where they have one, and the number of lists on the page."""

    entries: tuple[RawEntry, ...] = ()
    rule: str = ""
    paging: Paging | None = None
    lists: int = 1


def find_rows(document: Document, links: Links) -> Found:
    """The column's rows on a page; none where the page shows no list."""
    stored = _stored(document.root)
    column = OwnColumn(document, links)
    plain = plain_list(links, column)
    if stored is not None and len(stored.entries) >= len(plain):
        return stored
    if plain:
        return Found(_once(plain), "rows.plain")
    lists = dated_lists(links)
    rows, rule = main_rows(lists, column)
    if len(rows) >= _FEW or (len(rows) == 2 and rule == "rows.in_link"):
        return Found(_entries(rows), rule, lists=len(lists))
    return _few(document, links, column) or _undated(document, links)


def _stored(root: etree._Element) -> Found | None:
    """Rows of a datastore in an XML script."""
    scripts = [script.text or "" for script in root.iter("script") if "xml" in (script.get("type") or "")]
    store = stored_rows(scripts) if scripts else None
    if store is None:
        return None
    everything = [text for script in root.iter("script") if (text := script.text)]
    return Found(_entries(store.rows), "datastore", store.paging(everything))


def _few(document: Document, links: Links, column: OwnColumn) -> Found | None:
    """Lists of one or two rows, of short titles, of elements with scripts; None where the page shows no dated row."""
    texts = texts_in(document.body)
    if not dates_in(texts):
        return None
    short = scan_links(document.root, 2)
    of_short = dated_lists(short)
    prose = sum(text.count("。") for text in texts) >= _SENTENCES
    for lists, least in ((of_short, _FEW), (scripted_lists(document.root), _FEW if prose else 2)):
        rows, rule = main_rows(lists, column)
        if len(rows) >= least:
            return Found(_entries(rows), rule, lists=len(lists))
    if prose:
        return None
    for scanned, found in ((links, dated_lists(links)), (short, of_short)):
        lists = few_rows(scanned, found)
        rows, rule = main_rows(lists, column)
        if rows:
            return Found(_entries(rows), rule, lists=len(lists))
    return None


def _undated(document: Document, links: Links) -> Found:
    """Rows of data in scripts, else of a list without dates that is clearly the content."""
    entries = json_rows([text for script in document.root.iter("script") if (text := script.text)])
    if len(entries) >= 2:
        return Found(entries, "json")
    if sum(text.count("。") for text in texts_in(document.body)) >= _PROSE:
        return Found()
    rows = undated_rows(links, bool(read_pager(links.pager)))
    return Found(_entries(rows), "undated" if rows else "")


def _entries(rows: Sequence[Row]) -> tuple[RawEntry, ...]:
    entries = []
    for row in rows:
        link = row.link
        title = link_title(link, row.text) if row.titled else row.text
        if title:
            entries.append(RawEntry(title, target_of(link, row.element), row.date or attribute_date(link)))
    return _once(entries)


def _once(entries: Sequence[RawEntry]) -> tuple[RawEntry, ...]:
    """The entries without the repeated ones: a page may print its list twice, for the desktop and for phones."""
    if len({entry.href for entry in entries}) == len(entries):
        return tuple(entries)
    kept = dict.fromkeys(entry if entry.href is not None else (entry, at) for at, entry in enumerate(entries))
    return tuple(one if isinstance(one, RawEntry) else one[0] for one in kept)
