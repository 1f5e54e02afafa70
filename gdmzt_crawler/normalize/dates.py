"""Published times and the dates of listing rows. A wrong date is worse than none."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from ..models import Precision
from .listed_dates import resolve_listed_dates
from .text import collapse
from .written_dates import EARLIEST_YEAR, Written, find_written, fold_date

__all__ = ["CHINA", "Published", "parse_published", "resolve_listed_dates"]

CHINA = timezone(timedelta(hours=8))
_BEGUN = datetime.now(CHINA)
_SOONEST = timedelta(days=1)  # clocks and time zones differ; more is a false date
_PLAIN_LENGTHS: dict[int, Precision] = {10: "day", 16: "minute", 19: "second"}
_PLAIN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T](?!24)[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?")
_PUBLISHED_LABEL = re.compile(r"发\s?[布表稿](?:\s?[时日]\s?[间期])?\s?[:]?")
_NAMED_MONTH = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*", re.IGNORECASE)
_FOUR_DIGITS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CLOCK = re.compile(r"\d{1,2}:\d\d(:\d\d)?")
_CHINA_TIME = re.compile(r"\b(?:CST|BJT)\b")


class Published(NamedTuple):
    """A published time: aware, +08:00; midnight where only the day was written."""

    at: datetime
    precision: Precision


def parse_published(raw: str, *, now: datetime | None = None) -> Published | None:
    """The published time that a byline, a meta tag or an address shows, as precise as it is written.

    Behind a 发布 label the date next to it, else the first date. None without a full date (no year is ever guessed),
    for days no calendar has, before 1990, and more than a day after `now` (default: the clock; naive means +08:00).
    A time of day that cannot be is dropped and the day kept; an hour without minutes is no precision of ours and gives
    the day. Other offsets are converted. About 2 µs for `2023-06-17 18:40:33`; dateparser is asked only about named
    months.
    """
    found = _plain(raw) or _written(raw)
    if found is None or found.at.year < EARLIEST_YEAR:
        return None
    if now is None:
        if found.at <= _BEGUN:  # asking the clock is dear, and nearly every date lies before this program began
            return found
        now = datetime.now(CHINA)
    elif now.tzinfo is None:
        now = now.replace(tzinfo=CHINA)
    return found if found.at - now <= _SOONEST else None


def _plain(raw: str) -> Published | None:
    """`2023-06-17`, `2023-06-17 18:40`, `2023-06-17T18:40:33`: the forms that ISO 8601 and nearly all sites share."""
    precision = _PLAIN_LENGTHS.get(len(raw))
    if precision is None or not _PLAIN.fullmatch(raw):
        return None
    try:
        at = datetime.fromisoformat(raw)
        return Published(datetime.combine(at, at.time(), CHINA), precision)  # in half the time of `replace`
    except ValueError:
        return None


def _written(raw: str) -> Published | None:
    folded = fold_date(raw)
    label = _PUBLISHED_LABEL.search(folded)
    written = find_written(folded, label.end()) if label else None
    written = written or find_written(folded)
    return _moment(written) if written is not None else _named_month(folded)


def _moment(written: Written) -> Published | None:
    hour, minute, second = written.time or (0, 0, None)
    try:
        at = datetime(written.year, written.month, written.day, hour, minute, second or 0, tzinfo=CHINA)
        if written.offset is not None:
            at = at.replace(tzinfo=timezone(written.offset)).astimezone(CHINA)
    except (ValueError, OverflowError):
        return None
    if written.time is None:
        return Published(at, "day")
    return Published(at, "minute" if second is None else "second")


def _named_month(folded: str) -> Published | None:
    """`Jun 17, 2023 6:40 PM`, `Sat Jun 17 18:40:33 CST 2023`: left to dateparser: 1–2 ms, 100 ms once."""
    if len(folded) > 60 or not _FOUR_DIGITS.search(folded) or not _NAMED_MONTH.search(folded):
        return None
    import dateparser

    settings = {
        "TIMEZONE": "Asia/Shanghai",
        "RETURN_AS_TIMEZONE_AWARE": True,
        "REQUIRE_PARTS": ["day", "month", "year"],
        "STRICT_PARSING": True,
    }
    text = collapse(_CHINA_TIME.sub(" ", folded))  # CST is China's time here; dateparser takes it for Chicago's
    try:
        at = dateparser.parse(text, languages=["zh", "en"], settings=settings)
    except (ValueError, OverflowError, TypeError):
        return None
    if at is None or str(at.year) not in text:
        return None
    at = at.astimezone(CHINA).replace(microsecond=0)
    clock = _CLOCK.search(text)
    if clock is None:
        return Published(at.replace(hour=0, minute=0, second=0), "day")
    return Published(at, "second" if clock[1] else "minute")
