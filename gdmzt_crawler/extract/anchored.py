"""The body as what follows the title: the first running text behind it, not the heaviest on the page.

Sidebars with summaries and lists of related articles outweigh many a body. So where a title or a byline is known, the
tree is climbed from it until running text follows, and the body is chosen there; lists of other articles are told by
their links and names.
"""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree

from gdmzt_crawler.extract.frame import matters, matters_text
from gdmzt_crawler.extract.mass import Survey
from gdmzt_crawler.extract.texts import FEW
from gdmzt_crawler.extract.title import hint_of, squash

LEAST = 18
"""Characters of running text that make an element worth a look."""
LINK_SHARE = 0.07
"""Share of links in the running text from which on an element lists other articles, each with an excerpt."""
_HINT = re.compile(
    r"(?:^|[\s_-])(?:aside|side-?bar|side-?box|sidel?r?|rela|related?|recomm?e?n?d?|tuijian|xgyd|xgwz|xgxw|hot|rank|paihang|phb|comment"
    r"|foot|footer|friend|nav|menu|guess|carousel)(?:$|[\s_\d-])|rela(?:ted|tion|news)|recommend|sidebar|hotnews|ranklist"
)
_HEADING = re.compile(
    r"^(?:相关|推荐|延伸|热门|热点|更多|为你|为您|猜你|最新|排行|点击排行|阅读排行|精彩|往期|专题|栏目)[^，。]{0,10}$|^[^，。]{0,8}(?:推荐|排行榜?|关注|回顾)$"
    # what a machine made of the article stands in front of it on newer sites
    r"|^(?:AI|智能)[^，。]{0,4}(?:摘要|导读|总结|速览)"
)
_PARAGRAPHS = frozenset("p span font strong b em i u h2 h3 h4 h5 blockquote pre".split())


def body_after(anchor: etree._Element, found: Survey) -> etree._Element | None:
    """The element that holds the body behind `anchor`; None where nothing follows it."""
    node = anchor
    while True:
        parent = node.getparent()
        if parent is None or parent.tag == "html":
            return None
        following = [s for s in node.itersiblings() if found.mass.get(s, 0) >= LEAST]
        if following or found.own.get(parent, 0) >= LEAST:
            chosen = _pick(parent, following, found)
            if chosen is not None:
                return chosen
        if parent.tag == "body":
            return None
        node = parent


def _pick(parent: etree._Element, following: list[etree._Element], found: Survey) -> etree._Element | None:
    own = found.own.get(parent, 0)
    if len(following) == 1 and own < LEAST and following[0].tag not in _PARAGRAPHS:
        return None if lists_others(following[0], found) else _narrowed(following[0], found)
    total = own + sum(found.mass[s] for s in following)
    direct = own + sum(found.mass[s] for s in following if _is_paragraph(s, found))
    if direct >= total * 0.5 and total:
        return parent
    blocks = [s for s in following if not _is_paragraph(s, found) and not lists_others(s, found)]
    if not blocks:
        return parent if direct >= LEAST else None
    first = blocks[0]
    ahead = following[: following.index(first)]
    if any(_is_paragraph(s, found) and not lists_others(s, found) for s in ahead):
        return parent
    if any(s.tag == "p" and found.mass[s] >= LEAST for s in first.itersiblings() if s in found.mass):
        # Broken nesting: the body's block was closed early, and its last paragraphs follow it.
        return parent
    return _narrowed(first, found)


LEVELS = 60
"""Levels down which a body is narrowed: every level is read again."""


def _narrowed(node: etree._Element, found: Survey) -> etree._Element:
    """Down to the densest part, past columns that list other articles."""
    for _ in range(LEVELS):
        children = [c for c in node if found.mass.get(c, 0) >= LEAST]
        if found.own.get(node, 0) >= LEAST or not children:
            return node
        if any(_is_paragraph(c, found) for c in children):
            return node
        kept = [c for c in children if not lists_others(c, found)]
        if len(kept) != 1:
            return node
        others = (c for c in node if c is not kept[0] and c not in children)
        if any(map(matters, others)) or matters_text(node, kept[0]):
            return node
        node = kept[0]
    return node


def _is_paragraph(element: etree._Element, found: Survey) -> bool:
    """Whether an element is a paragraph rather than a container: its text is its own, or its only child's."""
    if element.tag in _PARAGRAPHS:
        return True
    node = element
    for _ in range(4):
        if found.own.get(node, 0) >= found.mass.get(node, 0) * 0.8:
            return True
        heavy = [c for c in node if found.mass.get(c, 0)]
        if len(heavy) != 1:
            return all(c.tag in ("span", "font", "strong", "b", "em", "a") for c in heavy) and bool(heavy)
        node = heavy[0]
    return False


def lists_others(element: etree._Element, found: Survey) -> bool:
    """Whether an element lists other articles: by its name, its heading, or a link beside every excerpt."""
    if stands_aside(element):
        return True
    links = [found.link_length(link) for link in element.iter("a")]
    titles = [length for length in links if length >= 6]
    return len(titles) >= 2 and sum(titles) >= found.mass.get(element, 0) * LINK_SHARE


def stands_aside(element: etree._Element) -> bool:
    """Whether an element says itself that it is no body: by its name or its heading."""
    if element.tag in ("aside", "nav", "footer"):
        return True
    hint = hint_of(element)
    if len(hint) > 1 and _HINT.search(hint) is not None:
        return True
    return _HEADING.match(_first_text(element)) is not None


def _first_text(element: etree._Element) -> str:
    for node in islice(element.iter(), FEW):
        text = node.text
        if isinstance(node.tag, str) and node.tag not in ("script", "style") and text and not text.isspace():
            return squash(text)[:40]
        # <i></i>智能摘要: what an icon stands in front of
        tail = node.tail if node is not element and not len(node) else None
        if tail and not tail.isspace():
            return squash(tail)[:40]
    return ""
