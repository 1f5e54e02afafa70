"""The extract stage of a listing page: its rows by a definition's rules or by structure, and where it goes on."""

from __future__ import annotations

import re

from gdmzt_crawler.errors import NotAListing
from gdmzt_crawler.extract.definedrows import defined_rows
from gdmzt_crawler.extract.document import Document
from gdmzt_crawler.extract.foundrows import Found, find_rows
from gdmzt_crawler.extract.links import Links, scan_links
from gdmzt_crawler.extract.navigation import content_links
from gdmzt_crawler.extract.otherpagers import Paging
from gdmzt_crawler.extract.pagekind import WORDS, has_suspect_title, page_kind, thorough_kind
from gdmzt_crawler.extract.pagerlinks import read_pager
from gdmzt_crawler.extract.paging import read_paging
from gdmzt_crawler.extract.plainlist import LEAST
from gdmzt_crawler.extract.printedday import printed_day
from gdmzt_crawler.extract.rules import ListingRules
from gdmzt_crawler.extract.scriptfilled import script_filled
from gdmzt_crawler.extract.select import select
from gdmzt_crawler.extract.texts import raw_text
from gdmzt_crawler.models import ExtractedListing

_NOTHING = re.compile(
    r"暂无(?:相关)?(?:数据|信息|内容|记录|资料|文章|公告)|没有(?:找到)?(?:相关|任何)?(?:数据|信息|内容|记录)|共\s*0\s*条"
)


def extract_listing(document: Document, rules: ListingRules | None = None) -> ExtractedListing:
    """Rows and pager of a listing page. Raises NotAListing (`challenge`, `soft_404`, `navigation`) for what is none."""
    links = scan_links(document.root)
    entries = defined_rows(document.root, rules) if rules is not None and rules.rows else ()
    found = Found(entries, "definition") if entries else find_rows(document, links)
    filled = None
    if len(found.entries) < LEAST or has_suspect_title(document.head.title):
        filled = _check_kind(document, links, found)
    paging = filled or found.paging or _paging(document, links, rules, len(found.entries))
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
        printed_day=printed_day(document, found.entries),
    )


def _paging(document: Document, links: Links, rules: ListingRules | None, rows: int) -> Paging:
    if rules is None:
        return read_paging(document, links, rows=rows)
    selected = tuple(select(document.root, rules.next))
    return read_paging(document, links, selected, page_cap=rules.page_cap, rows=rows)


def _is_channel(found: Found, paging: Paging) -> bool:
    """Whether a page has several lists side by side and no pager: a home or channel page."""
    return paging.how == "none" and found.lists > 1


def _check_kind(document: Document, links: Links, found: Found) -> Paging | None:
    """Raise NotAListing for a challenge, a soft 404, and a page without rows that is no column.

    Returns what a page without rows needs whose rows come by a script.
    """
    kind = page_kind(document) if found.entries else thorough_kind(document)
    if kind is not None:
        raise NotAListing(WORDS[kind], kind=kind, url=document.url)
    if found.entries:
        return None
    filled = script_filled(document)
    if filled is None and not _is_empty_listing(document, links):
        message = "没有文章列表 the page shows no list of articles"
        raise NotAListing(message, kind="navigation", url=document.url)
    return filled


def _is_empty_listing(document: Document, links: Links) -> bool:
    """A column without rows: a pager with nothing above it, or words that say so."""
    pager = read_pager(links.pager)
    if pager.last or pager.next or (pager.first and (pager.numbers or pager.previous)):
        return True
    text = raw_text(document.body)
    return len(text) < 20_000 and _NOTHING.search(text) is not None
