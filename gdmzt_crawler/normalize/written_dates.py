"""What a string says of a day and a time of day, before anybody judges whether it can be true."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from .text import collapse, fold_nfkc

EARLIEST_YEAR, LATEST_YEAR = 1990, 2099  # before 1990 there were no such sites
_LONGEST = 400  # characters looked at: a byline is shorter, and hostile input stays cheap
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−─", "-") | {"∶": ":", "﹕": ":", "⁄": "/"})

_DAY = re.compile(
    r"""(?<!\d)((?:19|20)\d\d)\s*(?:
        [-/]\s*(\d{1,2})\s*[-/]\s*(\d\d(?=\d\d:\d\d)|\d{1,2}(?!\d))      # 2023-06-17, 2023/6/17, 2023-06-1718:40
      | \.\s*(\d{1,2})\s*\.\s*(\d\d(?=\d\d:\d\d)|\d{1,2}(?!\.?\d))       # 2023.06.17, and not 2023.6.1.7
      | 年\s*(\d{1,2})\s*月\s*(\d{1,2})(?!\d)\s*[日号]?
      | (0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])
        (?=(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?(?!\d)|(?!\d))              # 20230617, 20230617184033
    )""",
    re.VERBOSE,
)
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})([-/])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
_TIME = re.compile(
    r"""[\s,;|()_-]*(T)?
        (?:(?:星期|周|礼拜)[一二三四五六日天]|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?)?[\s,;|()_-]*
        (上午|早上|早晨|清晨|凌晨|中午|下午|傍晚|晚上|晚间|[ap]\.?m\.?)?\s*
        (?:(\d{1,2})(?:
              \s*:\s*(\d{1,2})(?:\s*:\s*(\d{1,2})(?:[.,]\d+)?)?
            | \s*[时点]\s*(\d{1,2})(?:\s*分(?:\s*(\d{1,2})\s*秒)?)?)
          | (?:(?<=\d)|(?<=T))(\d\d)(\d\d)(\d\d)?)     # only next to a compact date or behind T
        (?!\d)
        \s*([ap]\.?m\.?(?![a-z]))?
        \s*(Z\b|(?:GMT|UTC)(?:[+-]\d{1,2}(?::?\d\d)?)?|[+-]\d\d:?\d\d(?![\d:]))?""",
    re.VERBOSE | re.IGNORECASE,
)
_HAN = {c: i % 10 for i, c in enumerate("零一二三四五六七八九")} | dict.fromkeys("〇○OoО0", 0) | {"两": 2}
_HAN_YEAR = re.compile(r"[零〇○OoО0一二三四五六七八九]{4}(?=\s*年)")
_HAN_NUMBER = re.compile(r"[一二三四五六七八九十廿卅零〇○]{1,4}(?=\s*[月日号时点分秒])")


@dataclass(frozen=True, slots=True)
class Written:
    """A day as written (perhaps no day of the calendar) and what stands behind it as time of day and offset."""

    year: int
    month: int
    day: int
    time: tuple[int, int, int | None] | None = None
    """Hour, minute, second (None: not written) on the 24-hour clock; None where none is written or it is no time."""
    offset: timedelta | None = None


def calendar_day(year: int, month: int, day: int) -> date | None:
    """The day, None where no calendar has it."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def fold_date(raw: str) -> str:
    """NFKC, one kind of dash and colon, Chinese numerals to digits; the first 400 characters."""
    if raw.isascii():
        return collapse(raw[:_LONGEST])
    text = fold_nfkc(raw[:_LONGEST]).translate(_DASHES)
    if "年" in text or "月" in text:
        text = _HAN_YEAR.sub(lambda m: "".join(str(_HAN[c]) for c in m[0]), text)
        text = _HAN_NUMBER.sub(lambda m: _han_number(m[0]), text)
    return text


def find_written(folded: str, start: int = 0) -> Written | None:
    """The first full date at or after `start` of a string that `fold_date` made; None without a four-digit year."""
    found = _DAY.search(folded, start)
    if found is not None:
        month, day = (int(g) for g in found.groups()[1:] if g is not None)
        return _with_time(folded, found.end(), int(found[1]), month, day)
    found = _YEAR_LAST.search(folded, start)
    if found is None:
        return None
    first, second = int(found[1]), int(found[3])
    if first <= 12 and second <= 12 and first != second:
        return None  # 5/6/2023: nobody can tell the day from the month
    month, day = (first, second) if first <= 12 else (second, first)
    return _with_time(folded, found.end(), int(found[4]), month, day)


def _with_time(folded: str, end: int, year: int, month: int, day: int) -> Written:
    found = _TIME.match(folded, end)
    if found is None:
        return Written(year, month, day)
    iso, before, hour, minute, second, minute_han, second_han, *compact, after, zone = found.groups()
    hour, minute, second = hour or compact[0], minute or minute_han or compact[1], second or second_han or compact[2]
    time = _clock(int(hour), int(minute), None if second is None else int(second), before or after)
    # 09:00-11:30 is a span of time, 09:00:00-11:30 an offset.
    offset = _offset(zone) if time and zone and (second or iso or zone[0] not in "+-") else None
    return Written(year, month, day, time, offset)


def _clock(hour: int, minute: int, second: int | None, half: str | None) -> tuple[int, int, int | None] | None:
    """The 24-hour clock; None for no time of a day and where 12 o'clock may be noon or midnight (上午12:30)."""
    if hour > 23 or minute > 59 or (second or 0) > 59:
        return None
    half = half.lower().replace(".", "") if half else None
    if half is None or hour > 12 or half in ("早上", "早晨", "清晨"):
        return hour, minute, second
    if half in ("am", "凌晨"):
        return hour % 12, minute, second
    if half == "上午":
        return (hour, minute, second) if hour < 12 else None
    if half == "中午":
        return (hour if hour > 9 else hour + 12), minute, second
    if half in ("pm", "下午"):
        return hour % 12 + 12, minute, second
    return (hour + 12, minute, second) if 5 <= hour < 12 else None  # 晚上12点 and 晚上1点 lie in the next day


def _offset(zone: str) -> timedelta | None:
    digits = re.sub(r"[^\d]", "", zone)
    if not digits:
        return timedelta(0)
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    if hours > 14 or minutes not in (0, 30, 45):
        return None
    offset = timedelta(hours=hours, minutes=minutes)
    return -offset if "-" in zone else offset


def _han_number(han: str) -> str:
    """十七 → 17, 二十 → 20, 廿七 → 27, 〇六 → 06; as it was where it is no number below 100."""
    spread = han.replace("廿", "二十").replace("卅", "三十")
    if "十" not in spread:
        return "".join(str(_HAN[c]) for c in spread) if len(spread) <= 2 else han
    tens, _, ones = spread.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return han
    return str((_HAN[tens] if tens else 1) * 10 + (_HAN[ones] if ones else 0))
