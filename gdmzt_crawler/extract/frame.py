"""The frame (lowest node that holds title and text) and the body container inside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from gdmzt_crawler.extract.labelled import DATE
from gdmzt_crawler.extract.media import image_url, is_attachment
from gdmzt_crawler.extract.texts import raw_text, text_of
from gdmzt_crawler.extract.title import squash

KNOWN_BODIES = frozenset(
    "zoom zoomcon ucap-content trs_editor trs_ueditor newscontent articlecontent article-content article_content"
    " vsb_content v_news_content newsbody mainbody zw art_con artcontent content_body news_content detail-content"
    " detail_content con_text pages_content custom_unionstyle view-content cas_content ewb-article-info".split()
)
"""Class and id words (lower case) that CMSs give to bodies: a hint where the text itself does not tell."""

KEEP = 0.92
"""A child that keeps this share of the text may stand for its parent, when only furniture goes."""

_LABELS = re.compile(
    r"来\s*源\s*[:：]|发布(?:时间|日期|机构|单位)|时\s*间\s*[:：]|日\s*期\s*[:：]|浏览(?:次数|量)|阅读次数|点击"
)


def common_ancestor(first: etree._Element, second: etree._Element) -> etree._Element:
    """The lowest element that holds both (possibly one of them)."""
    above = {first, *first.iterancestors()}
    if second in above:
        return second
    for node in second.iterancestors():
        if node in above:
            return node
    return first.getroottree().getroot()


def frame_without_title(densest: etree._Element) -> etree._Element:
    """Climb from the text until what stands before it holds a date or a byline label."""
    node = densest
    for _ in range(6):
        parent = node.getparent()
        if parent is None or parent.tag == "html":
            return node
        before = "".join(_texts_before(node))
        if before and (DATE.search(before) or _LABELS.search(before)):
            above = parent.getparent()
            # The title may stand one step further up when only the byline shares this parent.
            if len(squash(before)) < 60 and above is not None and above.tag not in ("body", "html"):
                return above
            return parent
        if parent.tag == "body":
            return node
        node = parent
    return node


def _texts_before(node: etree._Element) -> Iterator[str]:
    for sibling in node.itersiblings(preceding=True):
        if sibling.tag not in ("script", "style"):
            text = raw_text(sibling)
            if len(text) < 3000:
                yield text


def container_in(frame: etree._Element, densest: etree._Element, mass: dict[etree._Element, int]) -> etree._Element:
    """The frame's child that holds the text, narrowed while a child keeps nearly all of it and only furniture goes."""
    if densest is frame:
        return frame
    node = densest
    while True:
        parent = node.getparent()
        if parent is None or parent is frame:
            break
        node = parent
    while node is not densest:
        limit = mass.get(node, 0) * KEEP
        child = next((c for c in node if mass.get(c, 0) >= limit), None)
        if child is None or any(matters(other) for other in node if other is not child) or matters_text(node, child):
            break
        node = child
    return node


def matters(element: etree._Element) -> bool:
    """Whether dropping `element` would lose a part of the body: text outside links, or a picture."""
    if element.tag in ("script", "style", "br", "hr", "input", "select", "button"):
        return False
    plain = len(squash(raw_text(element)))
    linked = sum(len(squash(text_of(a))) for a in element.iter("a"))
    if plain and linked < plain * 0.5 and plain - linked > 1:
        return True
    return any(_own(image) and image_url(image) is not None for image in element.iter("img"))


def _own(image: etree._Element) -> bool:
    parent = image.getparent()
    return parent is None or parent.tag != "a"


def matters_text(node: etree._Element, child: etree._Element) -> bool:
    """Whether `node` holds text of its own beside `child`."""
    if node.text and node.text.strip():
        return True
    return any(other.tail and other.tail.strip() for other in node if other is not child) or bool(
        child.tail and child.tail.strip()
    )


def known_body(root: etree._Element) -> etree._Element | None:
    """The first element with a known body's id or class that is not empty; the outermost where they nest."""
    for element in root.iter("div", "td", "article", "section", "ucapcontent"):
        names = f"{element.get('id') or ''} {element.get('class') or ''}".lower().split()
        if any(name in KNOWN_BODIES for name in names) and (
            element.find(".//img") is not None or element.find(".//a") is not None or squash(raw_text(element))
        ):
            return element
    return None


def climb_to_content(title: etree._Element) -> etree._Element:
    """For a page without running text: climb from the title to the first node that holds more than a byline."""
    node = title
    own = len(squash(raw_text(title)))
    for _ in range(6):
        parent = node.getparent()
        if parent is None or parent.tag == "html":
            return node
        node = parent
        text = raw_text(node)
        if _shows_something(node) or len(squash(DATE.sub("", _LABELS.sub("", text)))) > own + 40:
            return node
    return node


def _shows_something(node: etree._Element) -> bool:
    """Whether an element holds a picture or offers a file: what a page without text is about."""
    return any(image_url(image) is not None for image in node.iter("img")) or any(
        is_attachment(link.get("href") or "", "", link) for link in node.iter("a")
    )
