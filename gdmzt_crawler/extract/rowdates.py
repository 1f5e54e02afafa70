"""Dates in the text of a listing row, as written. A date is a text of its own, or one split over neighbouring tags.

Titles are full of dates (`2020年12月11日外交部例行记者会`), numbers of documents (`粤民发〔2020〕12号`) and of
phones: so a text counts only when nothing but a label, brackets, a clock or a counter stands beside the date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from gdmzt_crawler.extract.texts import raw_text, texts_in

_YEAR = r"(?:19|20)\d\d"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_CLOCK = r"(?:\s*[T ]?\s*\d{1,2}\s*[:：]\s*\d\d(?:\s*[:：]\s*\d\d(?:\.\d+)?)?)?"
_FULL = (
    rf"(?:{_YEAR}\s*[-/.年]\s*{_MONTH}\s*[-/.月]\s*{_DAY}(?!\d)\s*日?{_CLOCK}"
    rf"|{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![\d年号])"
    rf"|\d\d[-/.]{_MONTH}[-/.]{_DAY}(?![\d年])"
    rf"|{_MONTH}\s*-\s*{_DAY}(?![-/.%\d])|{_MONTH}\s*月\s*{_DAY}\s*日"
    r"|(?:0[1-9]|1[0-2])[/.](?:0[1-9]|[12]\d|3[01])(?![-/.%\d]))"
)
_OPEN = r"[\s\[\]()（）【】〔〕［］「」《》<>·•●|｜/\\\-—–－,，;；:：~～+]*"
_LABEL = r"(?:[^\d\s:：]{1,8}\s*[:：]\s*)?"
_DATED = re.compile(rf"{_OPEN}{_LABEL}{_OPEN}({_FULL})\s*(.*)", re.S)
_AFTER = re.compile(
    rf"(?:{_OPEN}$|\s*[,，]\s*\d{{1,7}}\s*次?{_OPEN}$|{_OPEN}(?:星期|周[一二三四五六日天]|浏览|点击|阅读|访问|人气|来源|作者|编辑|发布|更新|截止|[|｜至到]))",
    re.S,
)
_LABELLED = re.compile(rf"(?:时间|日期|发布于?|发表于)\s*[:：]?\s*({_FULL})")
_BEFORE = re.compile(rf"[^。！？，]*?[\s\[(（【|｜：:]({_FULL}){_OPEN}$", re.S)
_LABELS = re.compile(rf"([^\d\s:：，。]{{0,4}}(?:日期|时间))\s*[:：]\s*({_FULL})")
_ROW_TEXT = 2000
_NUMERIC = re.compile(r"[\d\s年月日/.\-\[\]()（）【】]{1,12}")
_DIGIT = re.compile(r"\d")
_NARROW = str.maketrans("０１２３４５６７８９－／．：", "0123456789-/.:")
"""Digits and signs of full width, in which old sites print whole dates."""
_YEAR_MONTH = rf"{_YEAR}\s*[-/.年]\s*{_MONTH}\s*月?"
_MONTH_DAY = rf"{_MONTH}\s*[-/.月]\s*{_DAY}\s*日?"
_SPLIT = re.compile(
    rf"(?:{_DAY}\s*日?\s*[-/. ]\s*{_YEAR_MONTH}|{_YEAR_MONTH}\s*[-/. ]\s*{_DAY}\s*日?"
    rf"|{_MONTH_DAY}\s*[-/. ]\s*{_YEAR}\s*年?|{_YEAR}\s*年?\s*[-/. ]\s*{_MONTH_DAY}"
    rf"|{_DAY}\s*日?\s+{_MONTH}\s*月(?:\s*{_YEAR}\s*年?)?|{_MONTH}\s*月\s*{_DAY}\s*日?|{_DAY}\s*/\s*{_MONTH}\s*月)"
)
_IN_LINK_END = re.compile(rf"(.*\S)(?:\s*[\[(（【〔［]\s*({_FULL})\s*[\])）】〕］]|\s+({_FULL}))\s*", re.S)
_IN_LINK_START = re.compile(rf"\s*(?:[\[(（【〔［]\s*({_FULL})\s*[\])）】〕］]\s*|({_FULL})\s+)(\S.*)", re.S)
DATE_EDGES = frozenset("0123456789[]()（）【】〔〕［］日")
"""Characters that a date printed inside a link begins or ends with."""
_AFTER_NUMBER = " \t\r\n\xa0\u3000])）】〕］日"
_BEFORE_NUMBER = " \t\r\n\xa0\u3000[(（【〔［"
MAX_TITLE = 400
MAX_TOKEN = 80
"""Longer texts hold prose, not the date of a row."""


_PLAIN = rf"(?:{_YEAR}[-/.]{_MONTH}[-/.]{_DAY}|{_YEAR}年{_MONTH}月{_DAY}日|\d\d-\d\d){_CLOCK}"
_AT_END = re.compile(rf"(?:^|[^\d/.年第〔号:：-])({_PLAIN})[\s\])）】]*$")
_AT_START = re.compile(rf"[\s\[(（【]*({_PLAIN})(?![\d/.日号:-])")
_ISO = re.compile(r"(?:19|20)\d\d-[01]\d-[0-3]\d")
_AROUND = " \t\r\n\xa0\u3000[]()（）【】"
_CLOSERS = " \t\r\n\xa0\u3000])）】"
_JOINERS = frozenset("0123456789/.-年第〔号")
_IN_SCRIPT = re.compile(rf"(?:^|['\"])\s*({_YEAR}[-/.]{_MONTH}[-/.]{_DAY}{_CLOCK})")
_PUBLISHED = re.compile(r"发布(?:日期|时间)?\s*[:：]\s*")


def are_labelled(dates: list[str], text: str) -> bool:
    """Whether each of some dates bears another label (成文日期, 发布日期): dates of one row, not of several."""
    labels = [(match[1], match[2].strip()) for match in _LABELS.finditer(text[:_ROW_TEXT])]
    return len(labels) == len({label for label, _ in labels}) and [date for _, date in labels] == dates


def attribute_date(link: etree._Element) -> str | None:
    """The labelled date in a link's `title` (`文章标题：… 更新时间：2011-5-20 9:05:00`), for rows that print none."""
    value = link.get("title") or ""
    match = _LABELLED.search(value) if len(value) < MAX_TITLE and ("时间" in value or "日期" in value) else None
    return match[1].strip() if match else None


class RowDates:
    """Dates of the rows of one list: where the last row ended (or began) with its date, the next is looked at first."""

    def __init__(self) -> None:
        self.usual: re.Pattern[str] | None = None
        self.in_last = False
        """The last row held its date, and nothing else, in its last element."""

    def last(self, row: etree._Element) -> str | None:
        """The date in the last element of a row, where rows have theirs there."""
        if not self.in_last or not len(row):
            return None
        element = row[-1]
        text = element.text
        if text and not len(element):
            text = text.strip(_AROUND)
            if _ISO.fullmatch(text):
                return text
        return None

    def quick(self, text: str) -> str | None:
        """The date at the usual place of a row's whole text; None where it is not there."""
        if self.usual is None:
            return None
        if self.usual is _AT_START:
            match = _AT_START.match(text)
            return match[1].strip() if match else None
        text = text.rstrip(_CLOSERS)
        if _ISO.fullmatch(text[-10:]) and text[-11:-10] not in _JOINERS:
            return text[-10:]
        match = _AT_END.search(text[-24:])
        return match[1].strip() if match else None

    def read(self, row: etree._Element) -> list[str]:
        """Dates in a row, all of its texts read."""
        texts = [text for text in texts_in(row) if not text.isspace()]
        dates = dates_in(texts) or _hidden_dates(row)
        self.usual = None
        self.in_last = False
        if len(dates) == 1 and len(texts) > 1:
            self.in_last = len(row) > 1 and (row[-1].text or "").strip(_AROUND) == dates[0] == texts[-1].strip(_AROUND)
            if _AT_END.fullmatch(texts[-1].strip()):
                self.usual = _AT_END
            elif _AT_START.fullmatch(texts[0].strip(" \r\n\t])）】")):
                self.usual = _AT_START
        return dates

    def choose(self, dates: list[str], row: etree._Element) -> str:
        """The date of publication among several: the labelled one, else the last (发布日期 stands behind 成文日期)."""
        if len(dates) > 1:
            text = raw_text(row)
            for match in _PUBLISHED.finditer(text):
                for date in dates:
                    if text.startswith(date, match.end()):
                        return date
        return dates[-1]


def _hidden_dates(row: etree._Element) -> list[str]:
    """Dates that a row does not print itself: in `<time datetime>`, or written by a script of its own."""
    for element in row.iter("time", "script"):
        text = element.get("datetime") if element.tag == "time" else element.text
        match = _IN_SCRIPT.search(text) if text and len(text) < 500 else None
        if match:
            return [match[1]]
    return []


def dates_in(texts: Iterable[str]) -> list[str]:
    """Dates among the texts of a row, in order, as written (label, brackets and counters cut off)."""
    found: list[str] = []
    run: list[str] = []
    for text in texts:
        digit = _DIGIT.search(text)
        if digit is not None and digit[0] > "9":
            text = text.translate(_NARROW)
        if digit is None:
            if run and not text.isspace():
                if text.strip() in "-/.年月日":
                    run.append(text)
                else:
                    _close(run, found)
            continue
        text = text.strip()
        if len(text) > MAX_TOKEN:
            if run:
                _close(run, found)
            continue
        if _NUMERIC.fullmatch(text):
            run.append(text)
            continue
        if run:
            _close(run, found)
        date = date_of(text)
        if date is not None:
            found.append(date)
    if run:
        _close(run, found)
    return found


def date_of(text: str) -> str | None:
    """The date that is the point of this text, as written; None where it is part of a sentence or there is none."""
    match = _DATED.match(text)
    if match and (not match[2] or _AFTER.match(match[2])):
        return match[1].strip()
    if match := _LABELLED.search(text):
        return match[1].strip()
    if len(text) <= 40 and (match := _BEFORE.fullmatch(text)):
        return match[1].strip()
    return None


def ends_in_date(text: str) -> bool:
    """Whether a text begins or ends with a number, as a date does: a quick look before `split_title`."""
    return text.rstrip(_AFTER_NUMBER)[-1:].isdigit() or text.lstrip(_BEFORE_NUMBER)[:1].isdigit()


def split_title(text: str) -> tuple[str, str] | None:
    """(title, date) of a link that prints both in one text: `关于…的通知 [2026-09-24]`; None where it does not."""
    if len(text) > MAX_TITLE:
        return None
    if text.rstrip(_AFTER_NUMBER)[-1:].isdigit() and (match := _IN_LINK_END.fullmatch(text)):
        return match[1], match[2] or match[3]
    if text.lstrip(_BEFORE_NUMBER)[:1].isdigit() and (match := _IN_LINK_START.fullmatch(text)):
        return match[3].strip(), match[1] or match[2]
    return None


def _close(run: list[str], found: list[str]) -> None:
    """Dates of neighbouring numeric texts: each its own, or one date printed in parts (`24` `2026-09`)."""
    texts = [" ".join(text.split()) for text in run if not text.isspace()]
    run.clear()
    whole = [date_of(text) for text in texts]
    if any(whole) and not (len(texts) == 2 and _SPLIT.fullmatch(" ".join(texts)) and _lacks_year(whole)):
        found.extend(date for date in whole if date is not None)
        return
    joined = re.sub(r"\s*([-/.])\s*", r"\1", " ".join(texts)).strip(" []()（）【】")
    date = joined if _SPLIT.fullmatch(joined) else date_of(joined)
    if date is not None:
        found.append(date)


def _lacks_year(dates: list[str | None]) -> bool:
    return all(date is None or not re.search(_YEAR, date) for date in dates)
