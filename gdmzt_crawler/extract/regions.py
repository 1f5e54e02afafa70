"""Which part of a page an element lies in, by tag, class, id and the words that head a block."""

from __future__ import annotations

import re
from typing import Literal

from lxml import etree

from gdmzt_crawler.extract.texts import raw_text

Place = Literal["content", "header", "footer", "sidebar"]

_NAMES: tuple[tuple[Place, re.Pattern[str]], ...] = (
    (
        "footer",
        re.compile(
            r"foot|copyright|(?<![a-z])(?:bottom|friend|yqlj|blogroll|dibu|banquan|links|link-?(?:con|box|list))(?![a-z])"
        ),
    ),
    (
        "sidebar",
        re.compile(
            r"left-?(?:nav|menu)|side-?(?:bar|nav|menu|list)|aside|"
            r"(?<![a-z])(?:side|hot|rank|ranking|paihang|phb|recommend|related?|tuijian)(?![a-z])"
        ),
    ),
    (
        "header",
        re.compile(
            r"(?<![a-z])(?:head|header|headnav|nav|navbar|navmenu|navlist|navbox|navigation|menu|topbar|topnav|daohang|"
            r"breadcrumb)(?![a-z])"
        ),
    ),
)
_TAGS: dict[str, Place] = {"footer": "footer", "nav": "header", "aside": "sidebar"}
_HOT = re.compile(
    r"热点|热门|热文|热图|热搜|排行|推荐|点击率|点击量|阅读榜|相关(?:新闻|链接|文章|阅读|信息|报道|稿件|内容|导读)|延伸阅读|猜你|"
    r"最新(?:文章|更新|发布|资讯|动态|信息)?$|图片新闻|友情链接|HOT|TOP\d*"
)
HEADING_LENGTH = 24
FOOTER_PHRASES = re.compile(r"版权所有|主办单位|主办[:：]|承办单位|网站标识码|ICP备|公网安备|copyright|技术支持", re.I)


def named_place(element: etree._Element) -> Place | None:
    """What an element's tag, class or id call it; None where they say nothing."""
    place = _TAGS.get(element.tag)
    if place is not None:
        return place
    css, ident = element.get("class"), element.get("id")
    if css is None and ident is None:
        return None
    name = f"{css or ''} {ident or ''}".lower()
    for place, pattern in _NAMES:
        if pattern.search(name):
            return place
    return None


def place_of(element: etree._Element, known: dict[etree._Element, Place] | None = None) -> Place:
    """The innermost named place among an element (unless it is a link) and its ancestors.

    `known` holds places found before, for many elements of one page.
    """
    known = {} if known is None else known
    climbed: list[etree._Element] = []
    node: etree._Element | None = element.getparent() if element.tag == "a" else element
    place: Place | None = None
    while node is not None and place is None and node.tag not in ("body", "html"):
        place = known.get(node) or named_place(node)
        climbed.append(node)
        node = node.getparent()
    for one in climbed:
        known[one] = place or "content"
    return place or "content"


def block_before(element: etree._Element) -> etree._Element | None:
    """The block in front of a list, on its own level or the two above; None if there is none."""
    node: etree._Element | None = element
    for _ in range(3):
        if node is None or node.tag == "body":
            return None
        before = node.getprevious()
        while before is not None and before.tag in ("script", "style"):
            before = before.getprevious()
        if before is not None:
            return before
        node = node.getparent()
    return None


def heading_before(element: etree._Element) -> str:
    """Text of the short block in front of a list (`热点排行`); `''` if there is none, or a longer one."""
    before = block_before(element)
    text = " ".join(raw_text(before).split()) if before is not None else ""
    return text if len(text) <= HEADING_LENGTH else ""


def is_hot(heading: str) -> bool:
    """Whether a heading announces something else than the column's own list."""
    return bool(_HOT.search(heading))
