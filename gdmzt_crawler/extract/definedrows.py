"""Rows of a listing by a definition's selectors, the generic reading behind them field by field."""

from __future__ import annotations

from lxml import etree

from gdmzt_crawler.extract.links import TITLE_LENGTH
from gdmzt_crawler.extract.rowdates import dates_in
from gdmzt_crawler.extract.rowfields import is_title, link_title, target_of
from gdmzt_crawler.extract.rules import ListingRules
from gdmzt_crawler.extract.select import select, select_one
from gdmzt_crawler.extract.texts import text_of, texts_in
from gdmzt_crawler.models import RawEntry


def defined_rows(root: etree._Element, rules: ListingRules) -> tuple[RawEntry, ...]:
    """Rows that the first of the definition's rules finds that finds any; empty where none does."""
    entries = (_selected(element, rules) for element in select(root, rules.rows))
    return tuple(entry for entry in entries if entry is not None)


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
