"""The fields of one row: which of its links is the title, the whole title, and where it leads."""

from __future__ import annotations

import re

from lxml import etree

from gdmzt_crawler.extract.rowdates import DATE_EDGES, MAX_TITLE, dates_in, split_title
from gdmzt_crawler.extract.texts import raw_text, texts_in

MORE = re.compile(
    r"[\s\[\]【】（）()<>《》«»›…・.·+]*(?:(?:查看|阅读|浏览|点击|了解|显示)?(?:更多|全文|详情|详细(?:内容|信息)?|原文)|more|查看|点击查看|阅读|下载|附件"
    r"(?:下载)?|返回|收藏|预览|打印(?:本页|页面|文档|文章)?|分享|在线(?:申请|办理|咨询))?[\s\[\]【】（）()<>《》«»›…・.·+]*",
    re.I,
)
_BRACKETED = re.compile(r"[\[【（(〔［].{1,12}[\])】）〕］]|.{1,12}[|｜:：]")
_CUT = re.compile(r"\s*(?:\.{2,}|…+|。。+|··+)\s*$")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "dt"))
_TITLE_CLASS = re.compile(r"tit(?!.*tag)|(?<![a-z])(?:bt|subject|biaoti)(?![a-z])", re.I)
_LABELLED = re.compile(
    r"(?:文章|新闻|信息)?标\s*题\s*[:：]\s*(.+?)\s*"
    r"(?:(?:作\s*者|来\s*源|点击|浏览|阅读|更新|发布|发表|时间|日期)\S{0,4}?[:：].*)?$"
)
_DATA = ("data-url", "data-href", "data-link", "data-src-url", "dataurl", "url")
_TARGET = re.compile(
    r"""['"]\s*("""
    r"""(?:https?:)?//[^'"\s]+"""
    r"""|[^'"\s()]*?[\w-]+\.(?:s?html?|jspx?|aspx?|php|do|pdf|docx?)(?:[?#][^'"\s]*)?"""
    r"""|[./][^'"\s()]*/[^'"\s()]*"""
    r"""|[^'"\s()]*\?[^'"\s()]*=[^'"\s()]*"""
    r""")\s*['"]""",
    re.I,
)
_PLAIN_STARTS = frozenset("./?0123456789h")
"""No scheme but http begins with these."""
_GOES = re.compile(r"location|open|href|go|show|jump|url|link|detail|view|to", re.I)


def is_title(text: str, link: etree._Element) -> bool:
    """Whether a link can be the title of its row: no button (查看全文), no label ([通知公告])."""
    if not text:
        return not MORE.fullmatch(link.get("title") or "")
    return not (len(text) < 16 and (MORE.fullmatch(text) or _BRACKETED.fullmatch(text)))


def link_title(link: etree._Element, text: str) -> str:
    """The whole title of a link: without a date printed inside it, and from `title=` where the text is cut."""
    if len(link) and next(link.iterdescendants("a"), None) is None:
        text = _inner_title(link, text) or text
        whole = next((value for child in link.iter() if (value := child.get("title") or child.get("alt"))), None)
    else:
        whole = link.get("title")
    if whole and whole != text:
        whole = _labelled(" ".join(whole.split()))
        if _is_whole(whole, text):
            return whole
    if text and text[-1] not in DATE_EDGES and text[0] not in DATE_EDGES:
        return text
    parted = split_title(text)
    return parted[0] if parted else text


def target_of(link: etree._Element, row: etree._Element | None = None) -> str | None:
    """Where a link leads, as written: `href`, else a data attribute, else an address in `onclick`; None if nowhere."""
    href = link.get("href") or ""
    if href[:1] not in _PLAIN_STARTS:
        href = href.strip()
    if usable(href):
        return href
    for element in (link,) if row is None or row is link else (link, row):
        target = _data_target(element) or script_target(element.get("onclick"))
        if target:
            return target
    return script_target(href)


def usable(href: str) -> bool:
    """Whether an href is an address and not a script, a fragment or nothing."""
    if not href or href[0] == "#":
        return False
    if href[0] in _PLAIN_STARTS:
        return True
    head = href[:12].lower().lstrip()
    return not head.startswith(("javascript", "mailto:", "tel:", "void(", "about:", "vbscript", "data:"))


def script_target(script: str | None) -> str | None:
    """The address in a script such as `window.open('/a/1.html')`; None where there is none to be sure of."""
    if not script or ("'" not in script and '"' not in script) or not _GOES.search(script):
        return None
    match = _TARGET.search(script)
    return match[1] if match and usable(match[1]) else None


def _data_target(element: etree._Element) -> str | None:
    for name in _DATA:
        value = element.get(name)
        if value and usable(value.strip()) and ("/" in value or "." in value or "?" in value):
            return str(value).strip()
    return None


def _labelled(whole: str) -> str:
    """The title in an attribute such as `文章标题：关于… 作者：… 更新时间：…`; any other attribute as it is."""
    match = _LABELLED.match(whole[:MAX_TITLE])
    return match[1] if match else whole


def _is_whole(whole: str, text: str) -> bool:
    """Whether an attribute holds the title of which the text is the beginning (or all there is)."""
    if not text:
        return not MORE.fullmatch(whole)
    stem = _CUT.sub("", text) if text[-1] in ".…。·" else text
    if stem != text:
        return len(whole) >= len(stem) and (whole.startswith(stem[:12]) or _bare(whole).startswith(_bare(stem)[:12]))
    return len(whole) > len(text) and (whole.startswith(text) or _bare(whole).startswith(_bare(text)))


def _bare(text: str) -> str:
    return re.sub(r"[\s·•【】\[\]]+", "", text)


def _inner_title(link: etree._Element, text: str) -> str:
    """Title of a link around other elements: its heading or title class, else what is no date; `''` for all of it."""
    for child in link.iterdescendants():
        if child.tag in _HEADINGS or ((css := child.get("class")) and _TITLE_CLASS.search(css)):
            inner = " ".join(raw_text(child).split())
            if len(inner) >= 4 and not dates_in((inner,)) and not _BRACKETED.fullmatch(inner):
                return inner
    texts = [part for part in texts_in(link) if not part.isspace()]
    if len(texts) < 2:
        return ""
    kept = [part for part in texts if not dates_in((part,))]
    if len(kept) > 1 and any(child.tag in ("p", "div") for child in link):
        return " ".join(kept[0].split())
    return " ".join("".join(kept).split()) if len(kept) < len(texts) else ""
