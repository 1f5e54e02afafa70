"""The breadcrumb (当前位置): the names from 首页 to the column."""

from __future__ import annotations

import re

from lxml import etree

from gdmzt_crawler.extract.texts import raw_text

_LABEL = re.compile(r"^.{0,12}?(?:位置|栏目)\s*(?:是|为)?\s*[:：]?\s*")
_SEPARATOR = re.compile(r"\s*(?:-+>|=+>|>+|＞+|›|»|→|▶|/|\\|\||｜|(?<=\s)[-—–]\s|·{2,})\s*")
_HOME = ("首页", "网站首页", "主页", "本站首页", "首 页")
_NO_NAMES = frozenset(("正文", "内容", "详情", "文章内容", "信息内容", "当前位置"))
MAX_NAMES = 8


def read_breadcrumb(element: etree._Element, title: str | None) -> tuple[str, ...]:
    """Names in `element`, label, separators, the title and 正文 removed; empty when it is no breadcrumb."""
    text = " ".join(raw_text(element).split())
    if not text or len(text) > 300:
        return ()
    label = _LABEL.match(text)
    if label is not None:
        text = text[label.end() :]
    parted = (name.strip(" ：:·") for name in _SEPARATOR.split(text))
    squashed_title = "".join((title or "").split())
    names = [name for name in parted if name and name not in _NO_NAMES]
    if names and squashed_title and "".join(names[-1].split())[:20] == squashed_title[:20]:
        names.pop()
    if not names or len(names) > MAX_NAMES or any(len(name) > 30 for name in names):
        return ()
    return tuple(names)


def find_home(root: etree._Element) -> etree._Element | None:
    """The first link that reads 首页 and is followed by a separator."""
    for link in root.iter("a"):
        text = link.text
        if text and "页" in text and text.strip() in _HOME and _SEPARATOR.match(link.tail or "") is not None:
            return link
    return None


def find_breadcrumb(place: etree._Element | None, home: etree._Element | None, title: str | None) -> tuple[str, ...]:
    """From the element that says 当前位置 or, without one, from the link 首页 that a separator follows."""
    for start in (place, home):
        node = start
        for _ in range(4):
            if node is None or node.tag in ("body", "html"):
                break
            # The link 首页 alone is no breadcrumb.
            names = read_breadcrumb(node, title) if node is not home or len(node) else ()
            if len(names) > 1:
                return names
            node = node.getparent()
    return ()
