"""Where the running text of a page is: one flat walk over its elements, no XPath, no recursion.

Running text is text with a Chinese comma or full stop in it that is not inside a link. What an element holds is
summed up its ancestors; the densest node is reached from the top by going into a child as long as that child holds
at least half.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from gdmzt_crawler.extract.furniture import DISCLAIMER
from gdmzt_crawler.extract.texts import text_of

SHARE = 0.5
"""A child that holds this share of its parent's mass is where the text is."""

_TEXT_TAGS = tuple(
    (
        "p div span td font section strong b a li br h1 h2 h3 h4 h5 article main center em i u dd dt th tr "
        "tbody table ul ol dl blockquote pre form img label small o:p st1:chsdate header footer nav aside "
        "figure figcaption body fieldset title sup sub thead tfoot time hr input big"
    ).split()
)
_WALKED = frozenset(_TEXT_TAGS)
"""Tags of the elements that are looked at; the text of all others is none."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5")
_LABEL = re.compile(r"(?:来\s*源|稿\s*源|发布时间|发布日期|时\s*间|日\s*期|发\s*布)\s*[:：]")
_FOOTER_SIGN = re.compile("foot|bottom|copyright|friend|yqlj")
_FOOTER = re.compile(r"(?:^|[\s_-])(?:foot|footer|bottom|copyright|friend|yqlj)")
_CUT = frozenset(("a", "footer"))
"""What an element of these tags holds is no running text."""
_LISTS = frozenset(("ul", "ol", "dl", "nav"))
MENU_LINKS = 10
"""Links from which on a list may be a menu."""
_SEPARATORS = (">", "＞", "›", "»", "/", "→", "-", "—")
_HOME = ("首页", "网站首页", "主页", "首 页")
MIN_TITLE = 4
NOTICED = 120
"""Length below which a text may be a title, a byline or a breadcrumb."""
MIN_TEXT = 12
"""Shorter texts with a comma are buttons (扫一扫，手机打开当前页) as often as sentences."""


@dataclass(slots=True)
class Survey:
    """What one walk over the page found."""

    mass: dict[etree._Element, int]
    """Characters of running text below each element that holds any."""
    own: dict[etree._Element, int]
    """Characters of running text that stand in an element itself, not in its children."""
    texts: dict[etree._Element, int]
    """Position of each element's first running text, in document order."""
    order: dict[etree._Element, int]
    """Position in the document of title candidates and of the breadcrumb's mark."""
    densest: etree._Element | None
    titles: list[etree._Element] = field(default_factory=list)
    """Elements that may be the title: headings, and short texts that the head names."""
    bylines: list[etree._Element] = field(default_factory=list)
    """Elements whose text begins a byline: a label of time or source."""
    place: etree._Element | None = None
    """The element whose text says 当前位置."""
    home: etree._Element | None = None
    """A link that reads 首页 and is followed by a separator."""
    links: dict[etree._Element, int] = field(default_factory=dict)
    """Lengths of the texts of links, of those that were asked for."""

    def link_length(self, link: etree._Element) -> int:
        """Length of a link's text without white space; read once, however often a block around it is judged."""
        length = self.links.get(link)
        if length is None:
            length = self.links[link] = len("".join(text_of(link).split()))
        return length


def survey(body: etree._Element, head_title: str) -> Survey:
    """Walk the page once. `head_title` is the squashed text of `<title>` and ArticleTitle, for title candidates."""
    own: dict[etree._Element, int] = {}
    texts: dict[etree._Element, int] = {}
    result = Survey({}, own, texts, {}, None)
    # The tags are told apart in C; one is asked for here only where an element begins with a text.
    walked = list(body.iter(*_TEXT_TAGS))
    headings = frozenset(body.iter(*_HEADINGS))
    for position, element in enumerate(walked, 1):
        text = element.text
        if text and not text.isspace():
            if element.tag == "a":
                if "页" in text and result.home is None:
                    _notice_home(result, element, text)
            elif len(text) < MIN_TITLE or (
                len(text) < NOTICED and _notice(result, element, text.strip(), head_title, position)
            ):
                pass
            elif len(text) >= MIN_TEXT and ("，" in text or "。" in text) and _runs(text):
                own[element] = own.get(element, 0) + len(text)
                texts.setdefault(element, position)
        if element in headings:
            result.titles.append(element)
            result.order[element] = position
        tail = element.tail
        if tail and len(tail) >= MIN_TEXT and ("，" in tail or "。" in tail) and not DISCLAIMER.search(tail, 0, 90):
            parent = element.getparent()
            if parent is not None:
                texts.setdefault(parent, position)
                own[parent] = own.get(parent, 0) + len(tail)
    result.mass = _sum_up(walked, own)
    result.densest = _descend(body, result.mass)
    if result.densest is not None and result.densest is not body:
        known = next((n for n in (result.densest, *result.densest.iterancestors()) if n.tag in _WALKED), body)
        first = walked.index(known) + 1 if known.tag in _WALKED else 1
        # Where its text begins, not where it begins: a heading at its top stands before the text.
        result.order[result.densest] = next((start for start in texts.values() if start >= first), first)
    return result


def _runs(text: str) -> bool:
    """Whether a text of some length, with a comma or full stop, is running text: no button, no disclaimer."""
    return text.lstrip()[:1] != "扫" and DISCLAIMER.search(text, 0, 90) is None


def _notice(result: Survey, element: etree._Element, text: str, head_title: str, position: int) -> bool:
    """Note a text that may be the title or the breadcrumb's label; true for the former."""
    if len(text) < MIN_TITLE:
        return False
    if text[:MIN_TITLE] in head_title and head_title and "".join(text.split()) in head_title:
        result.titles.append(element)
        result.order[element] = position
        return True
    if (":" in text or "：" in text) and _LABEL.search(text) is not None:
        result.bylines.append(element)
        result.order.setdefault(element, position)
    if "位置" in text and result.place is None and len(text) < 80:
        result.place = element
    return False


def _notice_home(result: Survey, element: etree._Element, text: str) -> None:
    if "页" in text and text.strip() in _HOME:
        tail = element.tail
        if tail and tail.strip()[:1] in _SEPARATORS:
            result.home = element


def _sum_up(walked: list[etree._Element], own: dict[etree._Element, int]) -> dict[etree._Element, int]:
    """Mass of every element: document order reversed reaches children before their parents."""
    total = dict(own)
    for element, weight in own.items():
        # Elements that no list of tags knows (<ucapcontent>, <founder-content>) are not walked: pass their mass on.
        if element.tag not in _WALKED:
            _add(total, element.getparent(), weight)
    menus = _Menus(walked)
    for element in reversed(walked):
        mass = total.get(element)
        if mass is None:
            continue
        tag = element.tag
        if tag in _CUT or _dropped(element) or (tag in _LISTS and menus.has(element, mass)):
            del total[element]
            continue
        parent = element.getparent()
        if parent is not None and parent.tag in _WALKED:
            total[parent] = total.get(parent, 0) + mass
        else:
            _add(total, parent, mass)
    return total


class _Menus:
    """Tells menus among the lists of a page; the page's links are counted when the first list asks, once."""

    def __init__(self, walked: list[etree._Element]) -> None:
        self._walked = walked
        self._links: dict[etree._Element, tuple[int, int]] | None = None

    def has(self, element: etree._Element, mass: int) -> bool:
        """Whether a list is one of many links that hold more text than stands beside them: menus explain theirs."""
        if self._links is None:
            self._links = self._counted()
        count, length = self._links.get(element, (0, 0))
        return count >= MENU_LINKS and length > mass

    def _counted(self) -> dict[etree._Element, tuple[int, int]]:
        """Number and length of the links inside each element: lists nest, and each link is read only once."""
        found: dict[etree._Element, tuple[int, int]] = {}
        for element in reversed(self._walked):
            own = (1, len("".join(text_of(element).split()))) if element.tag == "a" else found.get(element)
            parent = element.getparent() if own is not None else None
            if parent is not None and parent.tag not in _WALKED:
                parent = next(parent.iterancestors(*_TEXT_TAGS), None)
            if own is not None and parent is not None:
                count, length = found.get(parent, (0, 0))
                found[parent] = (count + own[0], length + own[1])
        return found


def _add(total: dict[etree._Element, int], parent: etree._Element | None, mass: int) -> None:
    while parent is not None:
        total[parent] = total.get(parent, 0) + mass
        if parent.tag in _WALKED:
            return
        parent = parent.getparent()


def _dropped(element: etree._Element) -> bool:
    style = element.get("style")
    if style is not None and "none" in style and "display:none" in style.replace(" ", "").lower():
        return True
    hint = element.get("class") or element.get("id")
    return hint is not None and _names_footer(hint)


@lru_cache(maxsize=4096)
def _names_footer(hint: str) -> bool:
    """Whether a class or id is that of a footer: a site has few of them, and every page asks again."""
    lower = hint.lower()
    return _FOOTER_SIGN.search(lower) is not None and _FOOTER.search(lower) is not None


def _descend(body: etree._Element, mass: dict[etree._Element, int]) -> etree._Element | None:
    node = body
    if not mass.get(node):
        return None
    while True:
        limit = mass[node] * SHARE
        heavier = next(
            (child for child in node if mass.get(child, 0) >= limit and child.tag not in ("p", "span", "font")), None
        )
        if heavier is None:
            return node
        node = heavier
