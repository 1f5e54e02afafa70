"""The links of a page, scanned once: those that could be titles, and those that could belong to a pager."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from gdmzt_crawler.extract.texts import text_of

TITLE_LENGTH = 7
"""Links with shorter texts are columns and buttons; a list of short titles is looked for only where nothing else is."""
_PAGER_SIGNS = frozenset("> >> » › → ▶ < << « ‹ ← >| |< ＞ ＞＞ next prev last first pre".split())
_LOAD = frozenset("加载更多 点击加载更多 点击加载 查看更多 显示更多 点击查看更多 加载更多内容 更多加载".split())
_POSTS = frozenset("较早的文章 较早文章 较旧的文章 较旧文章 较新的文章 较新文章".split())
"""What WordPress calls the next and the previous page."""
_PAGER_STARTS = frozenset("0123456789[(（>»›→<«‹←|＞npflNPFL加点查显更较")


@dataclass(slots=True)
class Links:
    """Links in document order; texts with white space collapsed."""

    titled: list[etree._Element] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    """Of `titled`."""
    pager: list[tuple[etree._Element, str]] = field(default_factory=list)
    """Links that are a number, a sign such as `>`, or name a page (下一页)."""


def scan_links(root: etree._Element, least: int = TITLE_LENGTH) -> Links:
    """Sort the page's links by their texts. `least` is the length from which a text can be a title."""
    found = Links()
    titled, texts, pager = found.titled, found.texts, found.pager
    for link in root.iter("a"):
        text = link.text
        if len(link):
            text = text_of(link)
        elif text:
            text = text.strip()
        if text:
            if len(text) >= least:
                titled.append(link)
                texts.append(text)
            if (text[0] in _PAGER_STARTS or "页" in text or "頁" in text) and len(text) <= 12 and _pages(text):
                pager.append((link, text))
        else:
            label = link.get("title") or ""
            if len(label) >= TITLE_LENGTH:
                titled.append(link)
                texts.append("")
            elif pictured := _pictured(link):
                pager.append((link, pictured))
            elif "next" in (link.get("class") or "") or "下一页" in label:
                pager.append((link, ">"))
    return found


def _pictured(link: etree._Element) -> str:
    """The page that a link's picture stands for (上一页, 下一页, 尾页); empty where it stands for none."""
    said = (link[0].get("alt") or link[0].get("title") or "").strip() if len(link) == 1 else ""
    return said if len(said) <= 4 and said[-1:] in ("页", "頁") else ""


def _pages(text: str) -> bool:
    if text.isdecimal() or "页" in text or "頁" in text or text in _LOAD or text.lower() in _PAGER_SIGNS:
        return True
    if text[1:-1].isdecimal() and text[0] in "[(（":
        return True
    return text[-1] in "章»→›" and text.strip(" ←→«»‹›") in _POSTS


@dataclass(slots=True)
class LinkTree:
    """Where links part: for every element that holds links in several children, those children."""

    start: dict[etree._Element, int] = field(default_factory=dict)
    """Number of the first link in an element (links themselves included)."""
    end: dict[etree._Element, int] = field(default_factory=dict)
    """Number after its last link."""
    branches: dict[etree._Element, list[etree._Element]] = field(default_factory=dict)

    def within(self, element: etree._Element) -> range:
        """Numbers of the links in an element."""
        first = self.start.get(element)
        return range(0) if first is None else range(first, self.end[element])


def link_tree(links: Iterable[etree._Element]) -> LinkTree:
    """Where these links (in document order) part. Linear: every ancestor is visited once."""
    tree = LinkTree()
    start, end, branches = tree.start, tree.end, tree.branches
    path: list[etree._Element] = []
    place: dict[etree._Element, int] = {}
    number = -1
    for number, link in enumerate(links):
        climbed: list[etree._Element] = []
        node: etree._Element | None = link
        while node is not None and node not in place:
            climbed.append(node)
            start[node] = number
            node = node.getparent()
        if node is not None:
            depth = place[node] + 1
            if climbed and depth < len(path):
                branches.setdefault(node, [path[depth]]).append(climbed[-1])
            for element in path[depth:]:
                end[element] = number
                del place[element]
            del path[depth:]
        for element in reversed(climbed):
            place[element] = len(path)
            path.append(element)
    for element in path:
        end[element] = number + 1
    return tree
