"""The words before a colon in a byline (来源：, 作者：, 阅读次数：) and where the value behind one ends."""

from __future__ import annotations

import re

from .text import collapse, fold_nfkc

COLON = r"\s?[:丨|]"


def spaced(words: str) -> str:
    """A pattern for any of the words, longer ones first, also set with a blank between their characters (`来 源`)."""
    return "|".join(r"\s?".join(map(re.escape, w)) for w in sorted(words.split(), key=len, reverse=True))


# A label with its colon ends the value before it, even without a blank between them.
_LABELS = spaced(
    "作者 撰文 撰稿 撰稿人 编辑 责任编辑 责编 编审 美编 审核 审核人 审签 初审 复审 终审 校对 核稿 签发 录入 录入人 "
    "供稿 摄影 供图 制图 记者 通讯员 时间 日期 发布 发布时间 发布日期 发布人 发布者 发布机构 发布单位 发布部门 更新 "
    "更新时间 更新日期 发表时间 成文日期 生成日期 发文日期 发文机关 发文单位 发文字号 索引号 主题分类 主办 主办单位 "
    "承办单位 浏览 浏览量 浏览次数 浏览数 阅读 阅读量 阅读次数 阅读数 点击 点击量 点击数 点击次数 点击率 访问 访问量 "
    "访问次数 人气 查看次数 字体 字号 字体大小 分享 分享到 打印 关键词 关键字 图片来源 视频来源 数据来源 资料来源 "
    "图文来源 素材来源 照片来源 音频来源 来源 信息来源 文章来源 稿件来源 稿源 "
    "來源 新聞來源 發佈時間 發布時間 時間 瀏覽 閱讀"
)
# These words are too short to be looked for inside others.
_SHORT_LABELS = _LABELS + "|[文图摄]|文字|图片|视频|分类|栏目|文号"
# Furniture ends it without a colon too, but as a word of its own only: 广州发布, 编辑部, 悦读 are parts of names.
_FURNITURE = spaced(
    "浏览 浏览次数 浏览字号 阅读 阅读次数 点击 点击数 点击次数 访问量 字体 字号 字体大小 大中小 分享 分享到 打印 "
    "打印页面 打印本页 收藏 关闭 关闭窗口 纠错 我要纠错 语音播报 朗读 扫一扫 视力保护色 保护视力色 背景色 作者 编辑 "
    "责任编辑 责编"
)
_BOUNDARY = r"(?:^|(?<=[\s,;|丨、()\[\]】]))"
_END = re.compile(
    rf"(?:{_LABELS})\s?:"
    rf"|{_BOUNDARY}(?:{_SHORT_LABELS})\s?[:/丨|]"
    rf"|{_BOUNDARY}(?:{_FURNITURE})(?=$|[\s\d()\[\]【】:|,;-])"
    r"|(?<!^)【"
    r"|(?<!\d)(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d"
    r"|(?:^|\s)\d{1,2}:\d\d"
)
_FURNITURE_STARTS = frozenset("浏阅点访字大分打收关纠我语朗扫视保背作编责")
_PAIRS = {")": "(", "]": "[", "】": "【", "〕": "〔", "》": "《", "〉": "〈", "”": "“", "」": "「"}
_OPENING = frozenset(_PAIRS.values())
_WRAPPING = (("(", ")"), ("[", "]"), ("【", "】"))
_EDGES = " ,;:|丨/、·-–—_~=*#>.。"
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_NOTHING = frozenset(("无", "未知", "不详", "暂无", "空", "未填写", "null", "none", "undefined", "nan", "n/a", "na"))
_TEMPLATE = ("{{", "}}", "${", "<%", "<$", "%>")


def fold_label(raw: str) -> str:
    """NFKC and collapsed, without markup that was written into the value."""
    folded = fold_nfkc(raw)
    return collapse(_MARKUP.sub(" ", folded)) if "<" in folded else folded


def cut_value(value: str) -> str | None:
    """The value up to the next label, furniture, date, or closing bracket of what was opened before it.

    Edges trimmed, wrapping brackets taken off. None where nothing is said: no letter at all, `未知`, `-`, `null`,
    a template that was not filled in.
    """
    value = value.strip(_EDGES)
    if value.isalpha() and value[0] not in _FURNITURE_STARTS and "丨" not in value:
        # Letters only, the common case: nothing in them can end the value or wrap it.
        return None if value.lower() in _NOTHING else value
    value = _unwrapped(value)
    end = _END.search(value)
    value = _balanced(value[: end.start()] if end else value)
    value = _unwrapped(value.strip(_EDGES).rstrip("([【〔《〈“「" + _EDGES))
    if value.lower() in _NOTHING or not any(map(str.isalpha, value)) or any(mark in value for mark in _TEMPLATE):
        return None
    return value


def _unwrapped(value: str) -> str:
    for opening, closing in _WRAPPING:
        if value.startswith(opening) and value.find(closing) == len(value) - 1:
            return value[1:-1].strip(_EDGES)
    return value


def _balanced(value: str) -> str:
    """Up to the first closing bracket that nothing opened."""
    opened: list[str] = []
    for i, char in enumerate(value):
        if char in _OPENING:
            opened.append(char)
        elif char in _PAIRS and (not opened or opened.pop() != _PAIRS[char]):
            return value[:i]
    return value
