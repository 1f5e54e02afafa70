"""The title: candidates from the page and from its head, and the choice between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from lxml import etree

from gdmzt_crawler.extract.head import Head
from gdmzt_crawler.extract.mass import Survey
from gdmzt_crawler.extract.texts import short_text, text_of

_SEPARATOR = re.compile(r"\s*(?:[_|｜–]+|-{2,}|\s[-—]+\s|-(?=[^-]*$)|——(?=[^—]*(?:网|政府|厅|局|委|部|站)$)|>>|»|<)\s*")
_SITE = tuple(
    "网 站 门户 政府 办公室 委员会 厅 局 部 中心 频道 首页 在线 日报 晚报 数字报 电子报 电子版 网络版".split()
)
_HOST = (".cn", ".com", ".org", ".net")
_CLASS = re.compile(r"tit|biaoti|\bbt\b|headline|h1|wzbt|xl_bt|arc")
_NOT_CLASS = re.compile(r"sub|nav|menu|list|crumb|logo|foot|side|right|left|rela|more|column|site|head(?!line)")
_COLUMN = tuple(
    "动态 公告 公示 文件 新闻 信息 要闻 通知 公开 专栏 资讯 解读 法规 图片 视频 简介 概况 列表 正文 详情 之窗 "
    "天地".split()
)
_BOXES = frozenset("联系我们 联系方式 友情链接 网站地图 网站导航 快速通道 便民服务".split())
"""Headings of boxes beside the text."""
_TAGS = re.compile(r"<[^>]{1,200}>")
_LOGO = re.compile(r"(?:^|[\s_-])(?:logo|brand)")
_LEVEL = {"h1": 5.0, "h2": 4.0, "h3": 3.0, "h4": 2.0, "h5": 1.0}
MAX_TITLE = 200
NEAR = 6
"""Elements behind a title among which its byline begins."""


def squash(text: str) -> str:
    """Without white space."""
    return "".join(text.split())


@dataclass(slots=True)
class HeadTitle:
    """What the head says the title is, and the squashed texts that a visible title may stand in."""

    tag: str | None
    """ArticleTitle or og:title, markup removed."""
    guess: str | None
    """`<title>` without site and column names; None when it is only the site's name."""
    squashed: str
    """`<title>` and tags, white space removed: a visible title stands in it."""
    flat_tag: str
    flat_guess: str
    """`tag` and `guess` without white space, `''` where there is none."""


def head_title(head: Head) -> HeadTitle:
    """The head's idea of the title."""
    tag = head.get("articletitle", "og:title", "article_title", "title", "contenttitle", "doctitle")
    if tag:
        tag = " ".join(_TAGS.sub(" ", tag).split()) or None
    names = {squash(n) for n in (head.get("sitename"), head.get("columnname"), head.get("og:site_name")) if n}
    if tag and squash(tag) in names:
        tag = None
    guess = _guess(head.title, names)
    flat = squash(tag or "")
    return HeadTitle(tag, guess, f"{squash(head.title)}\n{flat}", flat, squash(guess or ""))


def _guess(title: str, names: set[str]) -> str | None:
    parts = [p.strip() for p in _SEPARATOR.split(title) if p and p.strip()]
    parts = [p for p in parts if squash(p) not in names]
    if len(parts) > 1:
        parts = [p for p in parts if not (len(p) <= 24 and names_a_site(p))]
    if not parts:
        return None
    best = max(parts, key=len)
    if squash(best) in names or (len(parts) == 1 and len(best) <= 24 and "关于" not in best and names_a_site(best)):
        return None
    # Separators inside the title itself belong to it.
    return best if len(best) >= 4 and not names_a_column(best) else None


def names_a_site(text: str) -> bool:
    """Whether a text ends like the name of a site or an office."""
    return text.endswith(_SITE) or text.lower().endswith(_HOST)


def hint_of(element: etree._Element) -> str:
    """Class and id of an element in lower case, a blank between them; a blank where it has neither."""
    css, ident = element.get("class"), element.get("id")
    if css is None and ident is None:
        return " "
    return f"{css or ''} {ident or ''}".lower()


def set_as_title(element: etree._Element) -> bool:
    """Whether an element's tag or class says title."""
    if element.tag in _LEVEL:
        return True
    hint = hint_of(element)
    return len(hint) > 1 and _named(hint) == (True, False)


def names_a_column(text: str) -> bool:
    """Whether a short text reads like the name of a column (通知公告) rather than a title."""
    return len(text) <= 8 and text.endswith(_COLUMN)


@dataclass(slots=True)
class Choice:
    """The element chosen, its text, and how well the head agrees (0..1; None: the head says nothing)."""

    element: etree._Element
    text: str
    score: float
    agrees: bool | None


def choose_title(survey: Survey, head: HeadTitle, start: int | None) -> Choice | None:
    """The visible title: scored by heading level, agreement with the head, class, length and nearness to the text."""
    best: Choice | None = None
    seen: set[etree._Element] = set()
    for element in survey.titles:
        if element in seen or element.tag in ("title", "option"):
            continue
        seen.add(element)
        choice = _score(element, survey, head, start)
        if choice is not None and (best is None or choice.score > best.score) and not _in_logo(element):
            best = choice
    return best if best is not None or not survey.bylines else _over_byline(survey, head)


def _over_byline(survey: Survey, head: HeadTitle) -> Choice | None:
    """A title that reads like a column's name (停电通知): `<title>` begins with it, and a byline follows directly.

    The names of columns are links in menus and breadcrumbs; such a title is none.
    """
    for element in survey.titles:
        text = " ".join((short_text(element) or "").split())
        flat = squash(text)
        if len(flat) < 4 or not names_a_column(flat) or not head.squashed.startswith(flat):
            continue
        if _text_behind(element) in survey.bylines:
            links = element.getroottree().getroot().iter("a")
            return None if any(squash(text_of(link)) == flat for link in links) else Choice(element, text, 1.0, True)
    return None


def _text_behind(element: etree._Element) -> etree._Element | None:
    """The element whose text comes next behind `element`, where it stands in the next few elements."""
    node: etree._Element | None = element
    for _ in range(3):
        if node is None or (node.tail and not node.tail.isspace()):
            return None
        following = node.getnext()
        if following is not None:
            return next((n for n in islice(following.iter(), NEAR) if n.text and not n.text.isspace()), None)
        node = node.getparent()
    return None


def _score(element: etree._Element, survey: Survey, head: HeadTitle, start: int | None) -> Choice | None:
    found = short_text(element)
    if found is None:
        return None
    text = " ".join(found.split())
    flat = squash(text)
    if not 4 <= len(flat) <= MAX_TITLE or flat in _BOXES:
        return None
    matches = flat in head.squashed and not names_a_column(flat) and _is_the_title(flat, head)
    if matches and len(flat) < len(head.flat_guess) * 0.5 and flat != head.flat_tag:
        # A part of the head's title: a site's name, or the first line of two.
        matches = head.squashed.startswith(flat) and not names_a_site(flat)
    exactly = flat in (head.flat_tag, head.flat_guess)
    if matches and not exactly and (names_a_site(flat) or _is_late(element, survey, start)):
        # The site's own name in the head is no evidence, nor is a signature under the text.
        matches = False
    score = _LEVEL.get(str(element.tag), 0.0)
    if matches:
        score += 8 + min(len(flat), 60) / 15
        if exactly:
            score += 4
    elif score == 0:
        return None
    if (head.guess is None and len(flat) <= 20 and names_a_site(flat)) or (not matches and names_a_column(flat)):
        score -= 6
    score += _place(element, survey, start) + _looks(element)
    if score <= 0:
        return None
    said = head.tag or head.guess
    return Choice(element, text, score, matches if said else None)


def _is_late(element: etree._Element, survey: Survey, start: int | None) -> bool:
    """Whether an element stands behind the beginning of the running text."""
    position = survey.order.get(element)
    return start is not None and position is not None and position > start


def _in_logo(element: etree._Element) -> bool:
    """Whether an element is, or stands in, what its name calls a logo."""
    node: etree._Element | None = element
    for _ in range(3):
        if node is None:
            return False
        hint = hint_of(node)
        if len(hint) > 1 and _names_logo(hint):
            return True
        node = node.getparent()
    return False


# A site has few classes and ids, and every page asks for them again.
@lru_cache(maxsize=4096)
def _names_logo(hint: str) -> bool:
    return _LOGO.search(hint) is not None


@lru_cache(maxsize=4096)
def _named(hint: str) -> tuple[bool, bool]:
    """Whether a class or id says title, and whether it says something else."""
    return _CLASS.search(hint) is not None, _NOT_CLASS.search(hint) is not None


def _is_the_title(flat: str, head: HeadTitle) -> bool:
    """Whether a text that the head holds belongs to its title, not to the site's or column's name behind it."""
    said = [text for text in (head.flat_tag, head.flat_guess) if text]
    return not said or any(flat in text or text in flat for text in said)


def _place(element: etree._Element, survey: Survey, start: int | None) -> float:
    """Nearer before the text is better; behind it is bad."""
    position = survey.order.get(element)
    if start is None or position is None:
        return 0.0
    if position > start:
        return -7.0
    return 2.5 if start - position < 40 else 1.0 if start - position < 120 else 0.0


def _looks(element: etree._Element) -> float:
    hint = hint_of(element)
    score = 0.0
    if len(hint) > 1:
        title, other = _named(hint)
        score += 1.5 * (title - other)
    if _label_before(element):
        score -= 9.0
    parent = element.getparent()
    if next(element.iter("a"), None) is not None or (parent is not None and parent.tag == "a"):
        score -= 4.0
    for node in (element, parent):
        style = node.get("style") if node is not None else None
        if style is not None and "display:none" in style.replace(" ", "").lower():
            score -= 9.0
    return score


def _label_before(element: etree._Element) -> bool:
    """Whether a label stands directly before (`来源：<span>某局</span>`): then this is its value."""
    previous = element.getprevious()
    parent = element.getparent()
    before = previous.tail if previous is not None else parent.text if parent is not None else None
    return before is not None and before.rstrip()[-1:] in (":", "：")
