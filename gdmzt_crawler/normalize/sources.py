"""来源: who wrote an article, as the page prints it."""

from __future__ import annotations

import re
from functools import lru_cache

from .labels import COLON, cut_value, fold_label, spaced
from .text import squash

_LONGEST = 60  # a longer one is a sentence; head tags hold nothing else and may be longer
_LONGEST_RAW = 2000
_SHORT = 80  # what is remembered
_NOT_OF_A_PICTURE = "".join(
    f"(?<!{kind})" for kind in ("图片", "视频", "数据", "资料", "图文", "素材", "照片", "音频", "资金")
)
_SOURCE = (
    rf"{_NOT_OF_A_PICTURE}(?:(?:信\s?息|文\s?章|稿\s?件|新\s?[闻聞]|内\s?容|原\s?文|消\s?息|转\s?载)\s?)?[来來]\s?源"
    r"(?:单位|处室|部门|媒体|网站|渠道|于)?|"
    + spaced("稿源 供稿 供稿单位 供稿部门 来稿单位 信息提供 信息提供单位 转载自 转自 摘自 文章出处 出处")
)
_PUBLISHER = spaced("发布机构 发布单位 发布部门 发布机关 信息发布单位 信息发布机构")
_LAST = spaced("作品来源 资料来源 数据来源 发布人 发布者")  # only where the extractor took the line for the source
_LABELS = tuple(  # in order of preference: with a colon anywhere, or opening the string
    re.compile(pattern)
    for pattern in (
        rf"(?:{_SOURCE}){COLON}\s?",
        rf"^[(\[【<\s]*(?:{_SOURCE})\s?",
        rf"(?:{_PUBLISHER}){COLON}\s?",
        rf"^[(\[【<\s]*(?:{_PUBLISHER})\s?",
        rf"^[(\[【<\s]*(?:{_LAST}){COLON}\s?",
    )
)
_LABEL_SIGN = re.compile("[源稿提自处布]")
"""What every label holds; names hold it rarely."""
_SUFFIX = re.compile(r"(?<=.)\s?供稿$")
_EDGES = " :丨|([【<"


def clean_source(raw: str | None, *, meta: bool = False) -> str | None:
    """The source as printed: label removed, NFKC, white space collapsed; it may hold blanks (`河源乡情报记者 蓝山`).

    Ends before the next label, furniture word, date or 【. None for nothing, `-`, `未知`, marks and digits only, labels
    that name no source (发文机关), and, unless it is the content of a head tag (`meta`), more than 60 characters.
    """
    value = source_parts(raw)[1]
    return value if value is None or meta or len(value) <= _LONGEST else None


def source_parts(raw: str | None) -> tuple[str | None, str | None]:
    """(label, value) of what a byline or a head tag says; a label without a value gives (label, None).

    来源-type labels beat 发布机构 wherever they stand, unless nothing stands behind them.
    """
    if not raw:
        return None, None
    return _parts_of_short(raw) if len(raw) <= _SHORT else _parts(raw[:_LONGEST_RAW])


def _parts(raw: str) -> tuple[str | None, str | None]:
    folded = fold_label(raw)
    empty: str | None = None
    for pattern in _LABELS if _LABEL_SIGN.search(folded) else ():
        found = pattern.search(folded)
        if found is None:
            continue
        label = squash(found[0]).strip(_EDGES)
        end = found.end()
        while again := _LABELS[0].match(folded, end):  # 来源：来源：X
            end = again.end()
        value = cut_value(folded[end:])
        if value is not None:
            return label, value
        empty = empty or label
    if empty is not None:
        return empty, None
    value = cut_value(folded)
    return None, _SUFFIX.sub("", value) if value else None


# The pages of a site name a few sources over and over, each page several times.
_parts_of_short = lru_cache(maxsize=1024)(_parts)
