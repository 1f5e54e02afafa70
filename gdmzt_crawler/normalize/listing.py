"""The normalize stage of a listing page: absolute addresses, dates with their years, each row once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from ..models import Entry, ExtractedListing, Listing, RawEntry
from .dates import resolve_listed_dates
from .text import collapse, scrub
from .urls import absolute_url, canonical_url
from .written_dates import calendar_day

_URL_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?=\D|\d{6,11}(?!\d)|$)")
_URL_MONTH = re.compile(r"/((?:19|20)\d\d)[-/]?(0[1-9]|1[0-2])/")


def normalize_listing(extracted: ExtractedListing, *, now: date | None = None) -> Listing:
    """A listing with its entries in the order of the page, equal (url, title) once.

    Years that rows do not show come from their neighbours and addresses (`resolve_listed_dates`), else from the day
    that the page prints as today's, else from `now` where it is given. A row without a usable link keeps its title with
    `url` None; a title cut with `...` stays as printed.
    Notes: `no_link` and `bad_date`, at most one each a page.
    """
    urls = [absolute_url(row.href, extracted.base_url) if row.href else None for row in extracted.rows]
    hints = [_day_in(url) for url in urls]
    dates = resolve_listed_dates([row.date for row in extracted.rows], now=now, hints=hints, today=_printed(extracted))
    entries = _entries(extracted.rows, urls, dates)
    next_url = absolute_url(extracted.next_href, extracted.base_url) if extracted.next_href else None
    # A next page without an address (a saved page, read without its own) is one that nobody will reach.
    lost = bool(extracted.next_href) and next_url is None
    if next_url is not None and canonical_url(next_url) == canonical_url(extracted.url):
        next_url = None
    return Listing(
        url=scrub(extracted.url),
        entries=entries,
        next_url=next_url,
        last_page=extracted.last_page,
        paging=extracted.paging,
        complete=extracted.complete and not lost,
        notes=(*extracted.notes, *_notes(extracted, entries, dates)),
    )


def _entries(rows: Sequence[RawEntry], urls: Sequence[str | None], dates: Sequence[date | None]) -> tuple[Entry, ...]:
    kept: dict[object, Entry] = {}
    for i, (row, url, day) in enumerate(zip(rows, urls, dates, strict=True)):
        title = collapse(row.title)
        if not title and url is None:
            continue
        key: object = (url, title) if url is not None else i
        if key not in kept:
            kept[key] = Entry(url, title, day)
        elif kept[key].date is None:
            kept[key] = replace(kept[key], date=day)
    return tuple(kept.values())


def _day_in(url: str | None) -> date | None:
    """The day in an address: `/202009/t20200924_62586962.html`, `/2023-12/01/content_1.html`; the middle of its month
    where it shows only that (`/202009/62586962.html`)."""
    if not url:
        return None
    if found := _URL_DAY.search(url):
        return calendar_day(int(found[1]), int(found[2]), int(found[3]))
    months = set(_URL_MONTH.findall(url))
    if len(months) != 1:
        return None
    year, month = months.pop()
    return calendar_day(int(year), int(month), 15)


def _printed(extracted: ExtractedListing) -> date | None:
    """The day that the page prints as today's."""
    numbers = [int(part) for part in extracted.printed_day.split("-")] if extracted.printed_day else []
    return calendar_day(numbers[0], numbers[1], numbers[2]) if len(numbers) == 3 else None


def _notes(
    extracted: ExtractedListing, entries: Sequence[Entry], dates: Iterable[date | None]
) -> list[tuple[str, str]]:
    notes = []
    unlinked = sum(entry.url is None for entry in entries)
    if unlinked:
        notes.append(("no_link", f"没有可用链接 {unlinked} of {len(entries)} rows show no usable link"))
    unread = [
        row.date for row, day in zip(extracted.rows, dates, strict=True) if day is None and collapse(row.date or "")
    ]
    if unread:
        notes.append(
            (
                "bad_date",
                f"日期无法识别 {len(unread)} dates cannot be read, the first {collapse(unread[0] or '')[:40]}",
            )
        )
    return notes
