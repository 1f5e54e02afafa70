"""The byline: which lines are one, and all that lines say about time, source, view count, author and editor."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gdmzt_crawler.extract.furniture import DISCLAIMER
from gdmzt_crawler.extract.labelled import DATE, Asked, Byline, Key, read_line
from gdmzt_crawler.extract.line import Line
from gdmzt_crawler.extract.prepared import LABELS

_LABEL_WORD = re.compile(
    r"来\s*源|稿\s*源|出\s*处|时\s*间|日\s*期|发\s*布|作\s*者|浏\s*览|阅\s*读|点\s*击|访\s*问|人\s*气|编\s*辑|字\s*[体号]|供\s*稿|更\s*新"
)
_TELLING = re.compile(
    r"[来源稿出发布时日作编浏阅点访人记者撰供转录12２１](?:(?<![12２１])|(?<=2)0|(?<=1)9|(?<=２)０|(?<=１)９)"
)
"""What any line with a value holds (`20` of a year): the dozen patterns below need not see the others.

It begins with one set of characters, so that a search runs through a line as fast as it can.
"""
_WORDS_BEFORE = re.compile(r"[\u4e00-\u9fff]{4}$")
_WORDS_BEHIND = re.compile(r"[\u4e00-\u9fff\d]{6}")
MAX_BYLINE = 260
_REPORTER = re.compile(
    r"^[□◇■●○◆]?\s*(?:本报|本网|本台)?\s*(?:特约|实习)?\s*(?:记者|通讯员|撰稿人?)[\s:：][^，。！？]{0,30}$"
)
_LABEL_LINE = re.compile(rf"^\s*({LABELS})\s*[:：]?\s*$")
_LABEL_LONGEST = 16


def looks_like_byline(line: Line) -> bool:
    """A short line that holds a date or two labels, or one label and little else."""
    if line.byline is None:
        line.byline = _is_byline(line)
    return line.byline


def _is_byline(line: Line) -> bool:
    text = line.text
    if len(text) > MAX_BYLINE or line.kind not in ("text", "row") or "。" in text:
        return False
    labels = len(_LABEL_WORD.findall(text))
    if labels >= 2:
        return True
    if (labels and _label_alone(text)) or _REPORTER.match(text):
        return True
    if labels == 1 and (":" in text or "：" in text):
        return len(text) <= 60 and "，" not in text and not _amid_words(text, DATE.search(text))
    found = DATE.search(text)
    if found is None or len(text) - (found.end() - found.start()) > 24 or "，" in text:
        return False
    # Said in passing, as where a speech was given: ——2022年1月10日在县第十七届人民代表大会第二次会议上
    return text[0] not in "—－" and text[-1] not in "：:上" and not _amid_words(text, found)


def _amid_words(text: str, date: re.Match[str] | None) -> bool:
    """Whether a date stands in a sentence: 县气象台2018年7月21日16时35分发布雷电黄色预警信号"""
    if date is None or "年" not in date.group(0) or _WORDS_BEFORE.search(text[: date.start()]) is None:
        return False
    return _WORDS_BEHIND.match(text, date.end()) is not None


def read_byline(
    lines: Iterable[Line],
    zone: str,
    into: Byline | None = None,
    *,
    bare_dates: bool = True,
    asked: Asked = "all",
) -> Byline:
    """Gather every labelled value of `lines`; `zone` becomes the first part of each hit's rule."""
    result = Byline() if into is None else into
    label = ""
    for line in lines:
        text = line.text
        if not label and _TELLING.search(text) is None:
            continue
        if line.kind not in ("text", "row"):
            label = ""
            continue
        # A line is often met twice: where a definition names it, and between title and body.
        read = None if label else result.known.get((line.marked, bare_dates, asked))
        if read is None:
            if not _is_read(text):
                label = ""
                continue
            alone = _label_alone(text)
            if alone is not None:
                # <dt>来源</dt><dd>某报</dd>: a label on a line of its own belongs to the next line.
                label = f"{alone}："
                continue
            read = _said((label + line.marked, bare_dates, asked), None if label else result.known)
        result.add(read, zone)
        label = ""
    return result


def _is_read(text: str) -> bool:
    """Whether a line can say anything: a short one that is no notice of the site's."""
    return len(text) <= MAX_BYLINE * 2 and DISCLAIMER.search(text) is None


def said_by(line: Line, byline: Byline) -> Byline | None:
    """What one line says, without a zone; None where `read_byline` would not read it."""
    if line.kind not in ("text", "row") or not _is_read(line.text) or _label_alone(line.text):
        return None
    return _said((line.marked, True, "all"), byline.known)


def _said(key: Key, known: dict[Key, Byline] | None) -> Byline:
    """What a line says; `known` holds lines that were found to be worth reading."""
    if known is None:
        return read_line(*key)
    read = known.get(key)
    if read is None:
        read = known[key] = read_line(*key)
    return read


def _label_alone(text: str) -> str | None:
    """The label that a line consists of."""
    found = _LABEL_LINE.match(text) if len(text) <= _LABEL_LONGEST else None
    return found.group(1) if found is not None else None
