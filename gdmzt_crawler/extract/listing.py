"""The extract stage of a listing page: its rows by a definition's rules or by structure, and where it goes on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from gdmzt_crawler.errors import NotAListing
from gdmzt_crawler.extract.datastore import json_rows, stored_rows
from gdmzt_crawler.extract.document import Document
from gdmzt_crawler.extract.links import TITLE_LENGTH, Links, scan_links
from gdmzt_crawler.extract.lonerows import few_rows
from gdmzt_crawler.extract.navigation import content_links
from gdmzt_crawler.extract.otherpagers import Paging
from gdmzt_crawler.extract.pagekind import has_suspect_title, page_kind, thorough_kind
from gdmzt_crawler.extract.pagerlinks import read_pager
from gdmzt_crawler.extract.paging import read_paging
from gdmzt_crawler.extract.plainlist import LEAST, plain_list
from gdmzt_crawler.extract.row import Row, RowList
from gdmzt_crawler.extract.rowdates import dates_in
from gdmzt_crawler.extract.rowfields import is_title, link_title, target_of
from gdmzt_crawler.extract.rowlists import dated_lists
from gdmzt_crawler.extract.rows import main_rows
from gdmzt_crawler.extract.rules import ListingRules
from gdmzt_crawler.extract.scriptrows import scripted_lists
from gdmzt_crawler.extract.select import select, select_one
from gdmzt_crawler.extract.texts import raw_text, text_of, texts_in
from gdmzt_crawler.extract.undated import undated_rows
from gdmzt_crawler.models import ExtractedListing, RawEntry

_KINDS = {
    "challenge": "the page is a challenge of a firewall, not a listing",
    "soft_404": "the page says that nothing is there (soft 404)",
}
_NOTHING = re.compile(
    r"暂无(?:相关)?(?:数据|信息|内容|记录|资料|文章|公告)|没有(?:找到)?(?:相关|任何)?(?:数据|信息|内容|记录)|共\s*0\s*条"
)
_PROSE = 12
"""Full stops from which a page without dated rows is an article."""


@dataclass(slots=True)
class _Found:
    rows: Sequence[Row] = ()
    entries: tuple[RawEntry, ...] = ()
    rule: str = ""
    paging: Paging | None = None
    lists: Sequence[RowList] = ()


def extract_listing(document: Document, rules: ListingRules | None = None) -> ExtractedListing:
    """Rows and pager of a listing page. Raises NotAListing (`challenge`, `soft_404`, `navigation`) for what is none."""
    links = scan_links(document.root)
    found = _by_rules(document, rules) or _by_structure(document, links)
    if len(found.entries) < LEAST or has_suspect_title(document.head.title):
        _check_kind(document, links, found)
    paging = found.paging or _paging(document, links, rules, len(found.entries))
    return ExtractedListing(
        url=document.url,
        base_url=document.base_url,
        rows=found.entries,
        rows_rule=found.rule,
        next_href=paging.next_href,
        last_page=paging.last_page,
        paging=paging.how,
        complete=paging.complete,
        links=content_links(document, found.entries) if _is_channel(found, paging) else (),
        notes=(*document.notes, *paging.notes),
    )


def _paging(document: Document, links: Links, rules: ListingRules | None, rows: int) -> Paging:
    if rules is None:
        return read_paging(document, links, rows=rows)
    selected = tuple(select(document.root, rules.next))
    return read_paging(document, links, selected, page_cap=rules.page_cap, rows=rows)


def _by_rules(document: Document, rules: ListingRules | None) -> _Found | None:
    """Rows of a definition's selectors; None where they find none."""
    if rules is None or not rules.rows:
        return None
    entries = []
    for element in select(document.root, rules.rows):
        entry = _selected(element, rules)
        if entry is not None:
            entries.append(entry)
    return _Found(entries=tuple(entries), rule="definition") if entries else None


def _selected(row: etree._Element, rules: ListingRules) -> RawEntry | None:
    """One row of a definition's rule; what its other rules do not find is found as on any page."""
    titled = select_one(row, rules.title)
    link = _link_of(titled) if titled is not None else None
    link = _title_link(row) if link is None else link
    named = titled if titled is not None else link
    texts = texts_in(row)
    if named is not None:
        text = link_title(named, text_of(named))
    else:
        text = max((" ".join(one.split()) for one in texts if not dates_in((one,))), key=len, default="")
    if not text:
        return None
    dated = select_one(row, rules.date)
    dates = (dates_in(texts_in(dated)) if dated is not None else []) or dates_in(texts)
    return RawEntry(text, target_of(row if link is None else link, row), dates[-1] if dates else None)


def _title_link(row: etree._Element) -> etree._Element | None:
    """The link of a row that is its title: the first that is no button, else the longest."""
    links = [row] if row.tag == "a" else list(row.iter("a"))
    titles = [link for link in links if len(text := text_of(link)) >= TITLE_LENGTH and is_title(text, link)]
    return titles[0] if titles else max(links, key=lambda link: len(text_of(link)), default=None)


def _link_of(title: etree._Element) -> etree._Element | None:
    if title.tag == "a":
        return title
    inner = next(title.iter("a"), None)
    return inner if inner is not None else next(title.iterancestors("a"), None)


def _by_structure(document: Document, links: Links) -> _Found:
    entries = plain_list(links)
    if entries:
        return _Found(entries=_once(entries), rule="rows.plain")
    lists = dated_lists(links)
    rows, rule = main_rows(lists)
    if len(rows) >= 3:
        return _Found(rows, _entries(rows), rule, lists=lists)
    scripts = [text for script in document.root.iter("script") if (text := script.text)]
    store = stored_rows(scripts)
    if store is not None and len(store.rows) > len(rows):
        paging = _store_paging(len(store.rows), store.total, store.more)
        return _Found(store.rows, _entries(store.rows), "datastore", paging)
    if dates_in(texts_in(document.body)):
        lists = few_rows(links, lists)
        rows, rule = main_rows(lists)
        short = scan_links(document.root, 2)
        of_short = dated_lists(short)
        for other in (of_short, scripted_lists(document.root), () if rows else few_rows(short, of_short)):
            more, other_rule = main_rows(list(other))
            if len(more) > (2 if rows or other is of_short else 0):
                rows, rule, lists = more, other_rule, list(other)
    if rows:
        return _Found(rows, _entries(rows), rule, lists=lists)
    entries = json_rows(scripts)
    if len(entries) >= 2:
        return _Found(entries=entries, rule="json")
    if raw_text(document.body).count("。") < _PROSE:
        rows = undated_rows(links, bool(read_pager(links.pager)))
    return _Found(rows, _entries(rows), "undated" if rows else "")


def _entries(rows: Sequence[Row]) -> tuple[RawEntry, ...]:
    entries = []
    for row in rows:
        link = row.link
        title = link_title(link, row.text) if row.titled else row.text
        if title:
            entries.append(RawEntry(title, target_of(link, row.element), row.date))
    return _once(entries)


def _once(entries: Sequence[RawEntry]) -> tuple[RawEntry, ...]:
    """The entries without the repeated ones: a page may print its list twice, for the desktop and for phones."""
    if len({entry.href for entry in entries}) == len(entries):
        return tuple(entries)
    kept = dict.fromkeys(entry if entry.href is not None else (entry, at) for at, entry in enumerate(entries))
    return tuple(one if isinstance(one, RawEntry) else one[0] for one in kept)


def _store_paging(rows: int, total: int | None, more: str | None) -> Paging:
    """A datastore holds the first group of pages; the rest come by a request."""
    if more is None and (total is None or total <= rows):
        return Paging(how="jpage: all rows in the page")
    if total is not None and total <= rows:
        return Paging(how="jpage: all rows in the page")
    return Paging(how=f"jpage: {more or 'dataproxy'}", complete=False)


def _is_channel(found: _Found, paging: Paging) -> bool:
    """Whether a page has several lists side by side and no pager: a home or channel page."""
    return paging.how == "none" and found.rule != "definition" and len(found.lists) > 1


def _check_kind(document: Document, links: Links, found: _Found) -> None:
    """Raise NotAListing for a challenge, a soft 404, and a page without rows that is no column."""
    kind = page_kind(document) if found.entries else thorough_kind(document)
    if kind is not None:
        raise NotAListing(_KINDS[kind], kind=kind, url=document.url)
    if not found.entries and not _is_empty_listing(document, links):
        raise NotAListing("the page shows no list of articles", kind="navigation", url=document.url)


def _is_empty_listing(document: Document, links: Links) -> bool:
    """A column without rows: a pager with nothing above it, or words that say so."""
    pager = read_pager(links.pager)
    if pager.last or pager.next or (pager.first and (pager.numbers or pager.previous)):
        return True
    text = raw_text(document.body)
    return len(text) < 20_000 and _NOTHING.search(text) is not None
