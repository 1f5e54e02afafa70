"""The pager of a listing page as its links show it: words (下一页), signs (»), numbers, and 共67页 beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from gdmzt_crawler.extract.rowfields import script_target, usable
from gdmzt_crawler.extract.texts import raw_text, texts_in

_TRIM = " \t\r\n\xa0\u3000<>＜＞«»‹›→←[]【】|.…·"
_WORDS = {
    "next": "下一页 下页 后一页 后页 下一頁 下頁 后一頁 下一页next next nextpage 下1页"
    " 较早的文章 较早文章 较旧的文章 较旧文章".split(),
    "previous": "上一页 上页 前一页 前页 上一頁 上頁 previous prev previouspage pre 上1页 较新的文章 较新文章".split(),
    "first": "首页 第一页 第1页 首頁 第一頁 最前页 最前一页 first firstpage".split(),
    "last": "尾页 末页 最后一页 最后页 最末页 尾頁 末頁 最後一頁 最后1页 最末一页 last lastpage".split(),
    "more": "加载更多 点击加载更多 点击加载 查看更多 显示更多 加载更多内容 更多加载".split(),
}
_KIND = {word: kind for kind, words in _WORDS.items() for word in words}
_SIGNS = {">": "next", "›": "next", "→": "next", "＞": "next", "»": "next", ">>": "next", "＞＞": "next", ">|": "last",
          "<": "previous", "‹": "previous", "←": "previous", "«": "previous", "<<": "first", "|<": "first"}  # fmt: skip
_NUMBER = re.compile(r"[\[(（【]?\s*(?:第\s*)?(\d{1,4})\s*(?:页)?\s*[\])）】]?")
_CURRENT = re.compile(
    r"(?<![a-z])(?:on|now|this|thisclass|sel|hover|focus|disabled)(?![a-z])|cur|active|selected", re.I
)
_DISABLED = re.compile(r"disabled|no-?next|_d(?![a-z])|unable|forbid|nolink|gray(?![a-z])", re.I)
_PAGER_NAME = re.compile(r"pag(?:e|ing|ination)|fenye|(?<![a-z])(?:fy|pg)(?![a-z])", re.I)
_CALLS = re.compile(r"\w\s*\((?!\s*0?\s*\))|(?<!void)\(\s*\)")
_TURNS = re.compile(r"page|postback|turn|goto", re.I)
_COUNTS = re.compile(r"(?:[共总计/]|每页|转到第?|跳至第?)\s*[:：]?\s*$")
"""What stands in front of a number that is a sum or an input, not the current page."""
_DOTS = re.compile(r"(?:\.{2,}|…|··)\s*\d+\s*\D*$")
_OF = re.compile(r"(?:^|[^\d年月/.-])(\d{1,4}) ?页? ?/ ?(?:共|总)? ?(\d{1,5})(?![\d/-])")
_TOTAL = re.compile(
    r"(?:共计?|总共?|总页数|页数|总计)\s*[:：]?\s*(\d[\d,]{0,6})\s*页|总页数\s*[:：]?\s*(\d{1,5})|页\s*/\s*(?:共|总)\s*(\d{1,5})\s*页?"
)
_AT = re.compile(r"(?:当前(?:是|为)?(?:第)?|第|页次)\s*[:：]?\s*(\d{1,4})\s*(?:页|/)")


@dataclass(slots=True)
class PagerLink:
    """One link of the pager. `href` is usable or None; `needs` is the script it would run, `''` where it runs none."""

    element: etree._Element
    text: str
    href: str | None
    needs: str

    @property
    def inert(self) -> bool:
        """A script that does nothing by itself: disabled, or handled by a listener that the page does not show."""
        return self.href is None and not _CALLS.search(self.needs)

    @property
    def dead(self) -> bool:
        """Nothing happens on a click: no address, no script, or marked as disabled."""
        if self.href is None and not self.needs:
            return True
        marks = "disabled " if self.element.get("disabled") is not None else ""
        marks += self.element.get("class") or ""
        parent = self.element.getparent()
        if parent is not None and parent.tag in ("li", "span"):
            marks += f" {parent.get('class') or ''}"
        return _DISABLED.search(marks) is not None


@dataclass(slots=True)
class PagerLinks:
    """What the pager links say; numbers are those printed, 1-based."""

    next: PagerLink | None = None
    previous: PagerLink | None = None
    first: PagerLink | None = None
    last: PagerLink | None = None
    more: PagerLink | None = None
    numbers: dict[int, PagerLink] = field(default_factory=dict)
    current: int | None = None
    total: int | None = None

    def __bool__(self) -> bool:
        return bool(self.next or self.previous or self.last or self.numbers or self.more)


def pager_word(text: str) -> str | None:
    """What a link's text says in a pager: `next`, `previous`, `first`, `last`, `more`; None for anything else."""
    bare = text.strip(_TRIM).replace(" ", "").replace("\xa0", "")
    return _KIND.get(bare.lower()) or _SIGNS.get(text)


def read_pager(candidates: list[tuple[etree._Element, str]]) -> PagerLinks:
    """Sort the pager-like links of a page. Numbers count only where they stand together and beside the other links."""
    pager = PagerLinks()
    firsts: list[tuple[etree._Element, str]] = []
    numbers: list[tuple[int, etree._Element, str]] = []
    signs: list[tuple[str, etree._Element, str]] = []
    for element, text in candidates:
        if text.isdecimal():
            if len(text) <= 4:
                numbers.append((int(text), element, text))
            continue
        kind = _KIND.get(text) or _KIND.get(text.strip(_TRIM).replace(" ", "").replace("\xa0", "").lower())
        if kind is None and (match := _NUMBER.fullmatch(text)):
            numbers.append((int(match[1]), element, text))
        elif kind == "first":
            firsts.append((element, text))
        elif kind is not None:
            _take(pager, kind, element, text)
        elif (kind := _SIGNS.get(text)) is not None:
            signs.append((kind, element, text))
    zone = _zone(pager, numbers)
    if zone is None:
        zone = _named_zone(signs)
    if zone is None:
        return PagerLinks(more=pager.more)
    members = set(zone.iter("a"))
    for element, text in firsts:
        # 首页 is in every menu and breadcrumb.
        if element in members:
            _take(pager, "first", element, text)
    for number, element, text in numbers:
        if element in members and number not in pager.numbers:
            pager.numbers[number] = _link(element, text)
    for kind, element, text in signs:
        if element in members:
            _take(pager, kind, element, text)
    _read_zone(pager, zone)
    return pager


def _take(pager: PagerLinks, kind: str, element: etree._Element, text: str) -> None:
    known: PagerLink | None = getattr(pager, kind)
    if known is None or known.href is None:
        link = _link(element, text)
        if known is None or link.href is not None:
            setattr(pager, kind, link)


def _link(element: etree._Element, text: str) -> PagerLink:
    href = (element.get("href") or "").strip()
    if usable(href):
        return PagerLink(element, text, href, "")
    click = (element.get("onclick") or "").strip()
    target = script_target(click) or script_target(href)
    if target:
        return PagerLink(element, text, target, "")
    if not click and (not href or href == "#") and not _bound(element):
        return PagerLink(element, text, None, "")
    return PagerLink(element, text, None, click or href or "script")


def _bound(element: etree._Element) -> bool:
    """Whether attributes betray a script that handles the click."""
    return any(str(name).startswith(("data-", "@", "v-on", "ng-")) for name in element.attrib)


def _zone(pager: PagerLinks, numbers: list[tuple[int, etree._Element, str]]) -> etree._Element | None:
    """The element that holds the pager: around 下一页 or 尾页, else around the longest run of neighbouring numbers."""
    anchor = pager.next or pager.last or pager.previous
    if anchor is not None:
        return _around(anchor.element, [link.element for link in (pager.last, pager.previous, pager.next) if link])
    groups: dict[etree._Element, list[int]] = {}
    for number, element, _ in numbers:
        parent = element.getparent()
        # Whether it stands alone is asked of its neighbours: a block of many links would be counted for each of them.
        alone = element.getprevious() is None and element.getnext() is None
        if alone and parent is not None and parent.tag in ("li", "span", "b", "em", "strong", "td"):
            parent = parent.getparent()
        if parent is not None:
            groups.setdefault(parent, []).append(number)
    leading = {node for _, element, _ in numbers if _leads(element) for node in _near(element)}
    runs = [
        parent for parent, group in groups.items() if _is_run(group) and (parent in leading or _names_pages(parent))
    ]
    return max(runs, key=lambda parent: len(groups[parent])) if runs else None


def _named_zone(signs: list[tuple[str, etree._Element, str]]) -> etree._Element | None:
    """The block named as a pager around a sign that leads on and stands alone: `<div class="pg"><a>></a>`."""
    for kind, element, _ in signs:
        parent = element.getparent()
        if kind != "next" or parent is None or not usable((element.get("href") or "").strip()):
            continue
        for node in (parent, *islice(parent.iterancestors(), 1)):
            if _PAGER_NAME.search(f"{node.get('class') or ''} {node.get('id') or ''}"):
                return node
    return None


def _leads(number: etree._Element) -> bool:
    """Whether a number by itself turns pages and not pictures: it leads to an address, or its script says so."""
    href = (number.get("href") or "").strip()
    return usable(href) or any(_TURNS.search(script) for script in (href, number.get("onclick") or ""))


def _names_pages(zone: etree._Element) -> bool:
    return _PAGER_NAME.search(f"{zone.get('class') or ''} {zone.get('id') or ''}") is not None or "页" in raw_text(zone)


def _is_run(group: list[int]) -> bool:
    """Whether numbers can be those of pages: ascending, near 1 or one another, and no calendar."""
    return 1 <= len(group) <= 25 and group == sorted(set(group)) and (group[0] <= 2 or len(group) >= 3)


def _around(element: etree._Element, others: Iterable[etree._Element]) -> etree._Element:
    """Lowest ancestor with the other pager links in it, at most four levels up; two levels where it stands alone."""
    wanted = [other for other in others if other is not element]
    node = element
    for level in range(4):
        above = node.getparent()
        if above is None or above.tag in ("body", "html"):
            break
        node = above
        if wanted and all(_inside(other, node) for other in wanted):
            break
        if not wanted and ((level and node.tag in ("div", "ul", "td", "p", "table")) or len(node) > 2):
            break
    return node


def _inside(element: etree._Element, zone: etree._Element) -> bool:
    return zone in _near(element)


def _near(element: etree._Element) -> Iterator[etree._Element]:
    """An element and its nearest ancestors."""
    yield element
    yield from islice(element.iterancestors(), 5)


def _read_zone(pager: PagerLinks, zone: etree._Element) -> None:
    """Current page and total as printed in and around the pager."""
    text = " ".join(texts_in(zone))
    pager.total, pager.current = page_counts(text)
    above = zone.getparent() if pager.total is None else None
    if above is not None and above.tag not in ("body", "html") and len(raw_text(above)) < len(text) + 200:
        pager.total, pager.current = page_counts(" ".join(texts_in(above)))
    if pager.current is None:
        pager.current = _marked(zone, pager)
    if pager.total is None and pager.numbers and _DOTS.search(text):
        pager.total = max(pager.numbers)


def page_counts(text: str) -> tuple[int | None, int | None]:
    """(total, current) of a text such as `共67页`, `1/60`, `第3页/共60页`; None where it does not say."""
    text = " ".join(text[:3000].split())[:400]
    total = current = None
    if "页" not in text and "/" not in text:
        return None, None
    match = _TOTAL.search(text)
    if match:
        total = int(next(group for group in match.groups() if group).replace(",", ""))
    of = _OF.search(text)
    if of and 0 < int(of[1]) <= int(of[2]) and total in (None, int(of[2])):
        return int(of[2]), int(of[1])
    at = _AT.search(text)
    if at and (total is not None and 0 < int(at[1]) <= total):
        current = int(at[1])
    return total, current


def _marked(zone: etree._Element, pager: PagerLinks) -> int | None:
    """The page whose number is marked as the current one, or is no link."""
    for number, link in pager.numbers.items():
        parent = link.element.getparent()
        marks = f"{link.element.get('class') or ''} {link.element.get('id') or ''}"
        if parent is not None and parent.tag == "li":
            marks += f" {parent.get('class') or ''}"
        if _CURRENT.search(marks) or (link.dead and link.href is None):
            return number
    for element in zone.iter("span", "b", "strong", "em", "font", "li", "i", "label"):
        text = (element.text or "").strip(_TRIM)
        if not text.isdecimal() or len(text) > 4 or len(element) or int(text) == 0 or _in_link(element):
            continue
        if not _COUNTS.search(_text_before(element)):
            return int(text)
    if pager.numbers:
        least, most = min(pager.numbers), max(pager.numbers)
        missing = [number for number in range(max(1, least - 1), most) if number not in pager.numbers]
        if len(missing) == 1:
            return missing[0]
    return None


def _text_before(element: etree._Element) -> str:
    """The text right in front of an element: 共 in front of `<b>41</b> 页`."""
    before = element.getprevious()
    if before is not None:
        return before.tail or ""
    parent = element.getparent()
    return "" if parent is None else parent.text or ""


def _in_link(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and (parent.tag == "a" or element.tag == "a")
