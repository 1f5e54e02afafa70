"""How often an article was read, as the page prints it."""

from __future__ import annotations

import re

from .text import collapse

_MOST = 10**11  # more than anybody can have read: an id or a time stamp
_LONGEST = 80
_HALF_WIDTH = str.maketrans("０１２３４５６７８９，．：＋（）［］", "0123456789,.:+()[]")
_LABEL = (
    r"(?:(?:阅\s?读|浏\s?览|点\s?击|访\s?问|查\s?看|点\s?阅|播\s?放|人\s?气|热\s?度|pv|views?|hits?|reads?)"
    r"(?:人?\s?次\s?数|人\s?数|人\s?次|总?\s?数|总?\s?量|指\s?数|值|率)?|次\s?数)"
)
_NUMBER = r"(\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.(\d{1,4}))?\s?([万萬wW千kK亿])?\s?\+?"
_UNIT = r"(?:\s?(?:人次|次|人|遍|回|℃|°))?"
_NOT_MORE = r"(?!\d|[.,:]\d|\s?-\s?\d|\s?[/年月日分秒])"  # a date, a clock, minutes of reading
_LABELLED = re.compile(rf"{_LABEL}\s?(?:了|为)?\s?[:|]?\s?[\[(【]?\s?{_NUMBER}{_UNIT}{_NOT_MORE}", re.IGNORECASE)
_BARE = re.compile(rf"(?:已|共|被)?\s?(?:{_LABEL}\s?)?{_NUMBER}{_UNIT}(?:\s?{_LABEL})?", re.IGNORECASE)
_SCALE = {"万": 10**4, "萬": 10**4, "w": 10**4, "千": 10**3, "k": 10**3, "亿": 10**8}


def parse_view_count(raw: str | None) -> int | None:
    """`532`, `阅读次数：532`, `3,456 次`, `1.2万` (12000), `10万+` (100000); a printed `0` is 0.

    None where no number is printed (empty, `-`, `null`, a template's `${views}`), for a decimal that is no whole
    number, for more than 10^11, and for numbers that are something else (`23:00 浏览`).
    """
    if not raw:
        return None
    text = collapse(raw.translate(_HALF_WIDTH)).strip("()[]【】|,;。 ")
    if len(text) > _LONGEST:
        return None
    found = _LABELLED.search(text) or _BARE.fullmatch(text)
    return _value(*found.groups()) if found else None


def _value(whole: str, decimals: str | None, scale: str | None) -> int | None:
    factor = _SCALE[scale.lower()] if scale else 1
    digits = decimals or ""
    scaled = int(whole.replace(",", "") + digits) * factor
    parts: int = 10 ** len(digits)
    count, rest = divmod(scaled, parts)
    if rest or (digits and scale is None) or count > _MOST:
        return None
    return count
