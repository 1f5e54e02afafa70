"""The day that a page prints as today's (`今天是2024年2月6日 星期二`): it tells the years of rows that show none."""

from __future__ import annotations

import re

from gdmzt_crawler.extract.document import Document
from gdmzt_crawler.extract.texts import texts_in
from gdmzt_crawler.models import RawEntry

_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = r"((?:19|20)\d\d)\s*[年/.-]\s*(\d{1,2})\s*[月/.-]\s*(\d{1,2})\s*日?"
_TODAY = re.compile(rf"(?:今天是?|今日是?|现在是|当前(?:日期|时间))\s*(?:公元)?\s*[:：]?\s*{_DAY}")
_WITH_WEEKDAY = re.compile(rf"\W*{_DAY}\W*星期[一二三四五六日天].{{0,20}}", re.S)
_LONGEST = 60


def printed_day(document: Document, rows: tuple[RawEntry, ...]) -> str | None:
    """`2024-2-6` where a page prints it as today's and some of its rows show no year; None else."""
    if all(row.date is None or _YEAR.search(row.date) for row in rows):
        return None
    for text in texts_in(document.body):
        if len(text) <= _LONGEST and (match := _TODAY.search(text) or _WITH_WEEKDAY.fullmatch(text)):
            return f"{match[1]}-{match[2]}-{match[3]}"
    return None
