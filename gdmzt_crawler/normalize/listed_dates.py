"""Dates of listing rows, among them those that are printed without a year.

The rule:
1. A row that shows a year, or whose own address does (`hints`), is an anchor.
2. Listings run from new to old. A year-less row below an anchor takes the latest year that leaves it no more than a
   week after the row above it (rows stand a few days out of order; 01-03 followed by 12-30 goes back a year); a row
   above an anchor takes the earliest year that leaves it no more than a week before the row below it.
3. Between two anchors both ways must give the same year, else the row has no date. An anchor older than the next one
   below is a pinned row and says nothing of the rows between them.
4. Without any anchor the first year-less row takes the latest of the page's years (`page_years`), else the latest
   year that is not after the day which the page prints as today's (`today`), else, where `now` is given, the latest
   that is not in the future; the rest follow by 2. Else none of them has a date.
5. 26-09-24 is read year first where the page, or a row's own address, shows 2026 elsewhere and neither shows 2024;
   else the row has no date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from .row_dates import Short, Yearless, read_row_date
from .written_dates import EARLIEST_YEAR, LATEST_YEAR

_DAY, _WEEK, _MONTH = timedelta(days=1), timedelta(days=7), timedelta(days=31)
_LEAP_SPAN = 9  # two leap years can lie eight years apart (1896 and 1904)


def resolve_listed_dates(
    raws: Sequence[str | None],
    *,
    now: date | None = None,
    page_years: Sequence[int] = (),
    hints: Sequence[date | None] = (),
    today: date | None = None,
) -> tuple[date | None, ...]:
    """The date of each listing row, in the order of the rows; years by the rule at the top of this module.

    `hints` are the dates that the rows' own addresses show (None where none); they settle a year, never a day.
    Nothing before 1990 and, where `now` is given, nothing more than a day after it.
    """
    read = [read_row_date(raw) for raw in raws]
    dates = [r if isinstance(r, date) and _possible(r, now) else None for r in read]
    _settle_short(read, dates, [*page_years, *(day.year for day in hints if day is not None)], now)
    open_rows: dict[int, Yearless] = {}
    for i, row in enumerate(read):
        if isinstance(row, Yearless):
            dates[i] = _by_hint(row, hints[i] if i < len(hints) else None)
            if dates[i] is None:
                open_rows[i] = row
    if open_rows and not any(dates):
        first = next(iter(open_rows))
        dates[first] = _seed(open_rows.pop(first), page_years, now, today)
    _spread(open_rows, dates)
    return tuple(d if d is not None and _possible(d, now) else None for d in dates)


def _possible(day: date, now: date | None) -> bool:
    return EARLIEST_YEAR <= day.year <= LATEST_YEAR and (now is None or day <= now + _DAY)


def _years_near(row: Yearless, year: int) -> list[date]:
    """The row's day in the years around `year`, from late to early."""
    years = range(year + _LEAP_SPAN, year - _LEAP_SPAN - 1, -1)
    return [d for y in years if (d := row.in_year(y)) is not None]


def _settle_short(
    read: Sequence[object], dates: list[date | None], page_years: Iterable[int], now: date | None
) -> None:
    known = {d.year for d in dates if d is not None} | set(page_years)
    if not known and now is not None:
        known = {now.year, now.year - 1}
    for i, row in enumerate(read):
        if isinstance(row, Short):
            first, last = (
                d if d is not None and d.year in known else None for d in (row.year_first(), row.year_last())
            )
            dates[i] = first if last is None or last == first else None


def _by_hint(row: Yearless, hint: date | None) -> date | None:
    """The year in which the day lies within a month of the date in the row's address."""
    if hint is None or not _possible(hint, None):
        return None
    near = min(_years_near(row, hint.year), key=lambda d: abs(d - hint))
    return near if abs(near - hint) <= _MONTH else None


def _seed(row: Yearless, page_years: Iterable[int], now: date | None, today: date | None) -> date | None:
    years: Iterable[int] = sorted(page_years, reverse=True)
    candidates = [d for y in years if (d := row.in_year(y)) is not None and _possible(d, now)]
    for day in (today, now):
        if not candidates and day is not None and _possible(day, now):
            candidates = [d for d in _years_near(row, day.year) if _possible(d, day)]
    return candidates[0] if candidates else None


def _spread(rows: Mapping[int, Yearless], dates: list[date | None]) -> None:
    """Dates the year-less rows, stretch by stretch between two anchors."""
    anchors = [i for i, d in enumerate(dates) if d is not None]
    for above, below in pairwise([-1, *anchors, len(dates)]):
        stretch = {i: rows[i] for i in range(above + 1, below) if i in rows}
        newer = dates[above] if above >= 0 else None
        older = dates[below] if below < len(dates) else None
        if newer is not None and older is not None and newer + _WEEK < older:
            newer = None
        down = _walk(stretch, newer, downwards=True)
        up = _walk(dict(reversed(stretch.items())), older, downwards=False)
        for i in stretch:
            years = {walk[i] for walk in (down, up) if walk}
            dates[i] = years.pop() if len(years) == 1 else None


def _walk(stretch: Mapping[int, Yearless], start: date | None, *, downwards: bool) -> dict[int, date]:
    """The rows dated one after the other, away from the anchor `start`; empty without one."""
    dated: dict[int, date] = {}
    last = start
    for i, row in stretch.items():
        if last is None:
            break
        near = _years_near(row, last.year)
        if downwards:
            last = dated[i] = max(d for d in near if d <= last + _WEEK)
        else:
            last = dated[i] = min(d for d in near if d >= last - _WEEK)
    return dated
