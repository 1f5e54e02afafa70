"""What the date cell of one listing row says; the rows around it are not looked at here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from .written_dates import calendar_day, find_written, fold_date

_PLAIN = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")
_BEFORE = re.compile(r"^[^\d]*")
_CLOCK = re.compile(r"\s*\d{1,2}:\d{2}(?::\d{2})?$")
_Y, _N, _SEP = r"((?:19|20)\d\d)", r"(\d{1,2})", r"\s?[-/.]\s?"
_SPLIT_FULL = (  # a date set in two or three lines; the letters name the order of its parts
    (re.compile(rf"{_N}日?[\s/]{_Y}(?:{_SEP}|年\s?){_N}月?"), "dym"),  # 24 | 2026-09
    (re.compile(rf"{_Y}(?:{_SEP}|年\s?){_N}月?\s{_N}日?"), "ymd"),  # 2026-09 | 24
    (re.compile(rf"{_N}(?:{_SEP}|月\s?){_N}日?\s{_Y}年?"), "mdy"),  # 09-24 | 2026
    (re.compile(rf"{_Y}年?\s{_N}(?:{_SEP}|月\s?){_N}日?"), "ymd"),  # 2026 | 09-24
    (re.compile(rf"{_N}日?\s{_N}月\s{_Y}年?"), "dmy"),  # 24 | 9月 | 2026
)
_YEARLESS = (
    (re.compile(rf"{_N}(?:{_SEP}|月\s?){_N}[日号]?"), "md"),  # 09-24, 9月24日
    (re.compile(rf"{_N}日?\s{_N}月"), "dm"),  # 24 | 9月
)
_SHORT = re.compile(rf"(\d\d)(?:{_SEP}|年){_N}(?:{_SEP}|月){_N}日?")


@dataclass(frozen=True, slots=True)
class Yearless:
    """A month and a day; some year has them."""

    month: int
    day: int

    def in_year(self, year: int) -> date | None:
        """The day in that year, None where the year has none (29 February)."""
        return calendar_day(year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Short:
    """Three numbers of which the first or the last is a year: 26-09-24."""

    first: int
    month: int
    last: int

    def year_first(self) -> date | None:
        """26-09-24 as 24 September 2026, the Chinese order."""
        return calendar_day(2000 + self.first, self.month, self.last)

    def year_last(self) -> date | None:
        """26-09-24 as 26 September 2024."""
        return calendar_day(2000 + self.last, self.month, self.first)


def read_row_date(raw: str | None) -> date | Yearless | Short | None:
    """A full date, a year-less or a short one, with or without brackets, label, clock; None where none is written."""
    if not raw or not raw.strip():
        return None
    if _PLAIN.fullmatch(raw):
        return calendar_day(int(raw[:4]), int(raw[5:7]), int(raw[8:]))
    folded = fold_date(raw)
    written = find_written(folded)
    if written is not None:
        return calendar_day(written.year, written.month, written.day)
    bare = _CLOCK.sub("", _BEFORE.sub("", folded).rstrip(" ])】〕>|,;"))
    for pattern, order in _SPLIT_FULL:
        if found := pattern.fullmatch(bare):
            parts = dict(zip(order, map(int, found.groups()), strict=True))
            return calendar_day(parts["y"], parts["m"], parts["d"])
    for pattern, order in _YEARLESS:
        if found := pattern.fullmatch(bare):
            parts = dict(zip(order, map(int, found.groups()), strict=True))
            return Yearless(parts["m"], parts["d"]) if calendar_day(2000, parts["m"], parts["d"]) else None
    short = _SHORT.fullmatch(bare)
    return Short(int(short[1]), int(short[2]), int(short[3])) if short else None
