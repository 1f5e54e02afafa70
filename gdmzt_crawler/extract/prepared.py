"""A marked line made ready for the patterns of `labelled`: white space, split dates, labels without a colon."""

from __future__ import annotations

import re

from gdmzt_crawler.extract.line import BOUNDARY

_SPACES = re.compile(r"\s{2,}|[^\S \u3000]")
"""White space that is not one blank already."""
_GAP_SIGN = re.compile("[\xa0\u3000\u2002\u2003]")
"""White space that gaps are made of on purpose."""
_SPLIT_DATE = re.compile(r"((?:19|20)\d{2})[\s\x02]+(\d{1,2})[\s\x02]*([/-])[\s\x02]*(\d{1,2})(?=[\s\x02])")
LABELS = (
    r"(?:信息|文章|稿件|新闻)?来\s*源|稿\s*源|作\s*者|发布(?:机构|单位|部门|日期|时间)|日\s*期|时\s*间|浏览(?:次数|量)?|阅读(?:次数|量)?|点击(?:次数|率|量)?|访问(?:次数|量)?"
    r"|人\s*气|编\s*辑|责任编辑|成文日期|生成日期|公开日期|公开时间|更新时间|更新日期"
)
_LABEL_CELL = re.compile(rf"(?:^|(?<=\x02))[\s\x02]*({LABELS})[\s\x02]*\x02")
_BRACKETED = re.compile(rf"[\[［【〔(（]\s*({LABELS})\s*[\]］】〕)）]")
_LABEL_BLANK = re.compile(
    r"((?:^|(?<=\x02))\s*(?:(?:信息|文章|稿件)?来源|稿源|作者|时间|日期|发布时间|发布日期|责任编辑))"
    r"[ \u3000]+(?=[^\s\x02:：])"
)
_LABEL_ENDS = frozenset("源者构位门期间数量览读击率问气辑")
"""Characters that those labels end in, and those that a label before a blank begins with (it has up to four)."""
_LABEL_STARTS = frozenset("信文稿来作时日发责")


def _labelled(found: re.Match[str]) -> str:
    return f"{found.group(1)}："


def _bracketed(found: re.Match[str]) -> str:
    return f"{BOUNDARY}{found.group(1)}："


def _one_blank(run: re.Match[str]) -> str:
    """White space as HTML means it: one blank, but a gap made on purpose separates values."""
    text = run.group(0)
    if len(text) < 2:
        return " "
    return BOUNDARY if sum(map(text.count, "\xa0\u3000\u2002\u2003")) > 1 else " "


def prepared(marked: str) -> str:
    """One mark between two texts is enough: long runs of empty elements would cost the patterns behind this one.

    A label in a cell of its own, in brackets or before a blank becomes a label with a colon.
    """
    blanks = _SPACES.sub(_one_blank, marked) if _GAP_SIGN.search(marked) else " ".join(marked.split())
    parts = []
    cell = blank = False
    for part in blanks.split(BOUNDARY):
        word = part.strip()
        if word:
            parts.append(part)
            cell = cell or word[-1] in _LABEL_ENDS
            blank = blank or (word[0] in _LABEL_STARTS and (" " in word[:5] or "\u3000" in word[:5]))
    marked = BOUNDARY.join(parts) + BOUNDARY
    if _SPLIT_DATE.search(marked) is not None:
        marked = _SPLIT_DATE.sub(r"\1\3\2\3\4", marked)
    if _BRACKETED.search(marked) is not None:
        marked = _BRACKETED.sub(_bracketed, marked)
    if cell:
        marked = _LABEL_CELL.sub(_labelled, marked)
    if blank:
        marked = _LABEL_BLANK.sub(_labelled, marked)
    return marked
