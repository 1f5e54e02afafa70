"""The title among the lines: the chosen heading with its further lines, or what stands where a title stands."""

from __future__ import annotations

import itertools
import re

from lxml import etree

from gdmzt_crawler.extract.byline import looks_like_byline
from gdmzt_crawler.extract.furniture import is_furniture
from gdmzt_crawler.extract.line import Line
from gdmzt_crawler.extract.page import Page
from gdmzt_crawler.extract.texts import raw_text
from gdmzt_crawler.extract.title import set_as_title, squash
from gdmzt_crawler.models import Candidate, Found

FAR = 5
"""Lines between a title and its byline from which on the heading is doubted."""
_DOCUMENT = re.compile(r"(?:通知|公告|公示|通报|通告|办法|意见|决定|批复|函|方案|规定|细则)$")
_DATE_BEHIND = re.compile(r"\s*[（(]\s*(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s*[)）]$")
_FIELD = re.compile(r"^[^：:，。]{1,9}[：:].{0,60}$")
"""A line of an information table: `索 引 号：2021-000418`."""


def find_title(page: Page) -> tuple[Found | None, int]:
    """The title and the index of the first line behind it."""
    element = page.anchors.title
    choice = page.anchors.choice
    if element is None or (choice is not None and choice.agrees is not True):
        # The head is silent: what stands directly before the byline says more than any heading.
        found, end = _title_before_byline(page)
        if found is not None and (element is None or not found.rule.startswith(("meta", "head"))):
            return _verdicts(page, found), end
    if element is None:
        return _verdicts(page, None), 0
    text = _as_the_head_spells(page, element, " ".join(raw_text(element).split()))
    start, end = _title_lines(page, element, squash(text))
    for cut in range(start + 1, end):
        if looks_like_byline(page.lines[cut]):
            text, end = " ".join(line.text for line in page.lines[start:cut]), cut
            break
    text, end = _joined(page, text, end)
    if text.endswith((")", "）")):
        text = _DATE_BEHIND.sub("", text) or text
    if choice is not None and _heads_something_else(page, end):
        found, index = _title_before_byline(page)
        if found is not None and not found.rule.startswith(("meta", "head")):
            return _verdicts(page, found), index
        if choice.agrees is not True and (first := _title_in_body(page)) is not None:
            return _verdicts(page, Found(page.lines[first].text, "page.body_line")), first
    return _verdicts(page, Found(text, page.anchors.title_rule)), end


def _title_in_body(page: Page) -> int | None:
    """Index of the body's first line where it is set like a title; it stays a line of the body."""
    index = next((i for i, line in enumerate(page.lines) if line.inside and line.kind == "text"), None)
    if index is None:
        return None
    line = page.lines[index]
    flat = line.flat
    return index if 6 <= len(flat) <= 80 and (line.centred or _DOCUMENT.search(flat)) and "。" not in flat else None


def _heads_something_else(page: Page, end: int) -> bool:
    """Whether the heading belongs to a banner or a list: links, or many lines, part it from the byline."""
    if not end:
        return False
    behind = page.lines[end : end + 2]
    if len(behind) == 2 and all(line.kind == "text" and line.links > len(line.text) * 0.8 for line in behind):
        return True
    between = 0
    for line in page.lines[end:80]:
        if looks_like_byline(line):
            return between > FAR
        if line.kind == "text" and not line.inside:
            between += 1
    return False


def _as_the_head_spells(page: Page, element: etree._Element, text: str) -> str:
    """A title broken by <br>: whether the break stands for a blank is seen in the head's title."""
    if not len(element) or next(element.iter("br"), None) is None:
        return text
    spelled = " ".join((page.head.tag or "").split())
    return spelled if squash(spelled) == squash(text) else text


def _title_lines(page: Page, element: etree._Element, flat: str) -> tuple[int, int]:
    """Indices of the first line of the title element's text and of the line behind it; 0, 0 outside the frame."""
    near = {element, *itertools.islice(element.iterancestors(), 4)}
    if len(element):
        near.update(element.iterdescendants())
    for start, line in enumerate(page.lines):
        if line.element not in near:
            continue
        gathered = line.flat
        if line.kind == "row" and flat in gathered:
            return start, start + 1
        end = start + 1
        while gathered != flat and end < len(page.lines) and flat.startswith(gathered + page.lines[end].flat):
            gathered += page.lines[end].flat
            end += 1
        if gathered == flat:
            return start, end
    return 0, 0


def _joined(page: Page, text: str, end: int) -> tuple[str, int]:
    """The title with the lines behind it that the head's title goes on with."""
    while end and end < len(page.lines):
        line = page.lines[end]
        flat = line.flat
        together = squash(text) + flat
        if line.kind != "text" or len(flat) < 2 or together not in page.head.squashed:
            break
        if flat in squash(text):
            break
        text = text + line.text if text + line.text in page.document.head.title else f"{text} {line.text}"
        if line.text.startswith("—"):
            text = text.replace(f" {line.text}", line.text)
        end += 1
    return text, end


def _title_before_byline(page: Page) -> tuple[Found | None, int]:
    """Without a heading that can be told: the lines directly before the first byline line, else the head's title."""
    said = [text for text in (page.head.flat_tag, page.head.flat_guess) if text]
    for place, line in enumerate(page.lines[:80]):
        if line.kind == "text" and line.flat in said and _leads_to_text(page, place):
            return Found(line.text, "page.as_in_head"), place + 1
    inside = 0
    for first, line in enumerate(page.lines[:80]):
        inside += line.inside
        if inside > 8 or (line.inside and len(line.text) > 120):
            break
        if looks_like_byline(line) and not _is_crumb(line):
            index = _heading_above(page, first)
            if index is None:
                index = _heading_below(page, first)
            if index is not None:
                return Found(_with_lines_above(page, index), "page.before_byline"), index + 1
            break
    if page.head.tag:
        return Found(page.head.tag, "meta.ArticleTitle"), 0
    if page.head.guess:
        return Found(page.head.guess, "head.title"), 0
    return None, 0


def _leads_to_text(page: Page, index: int) -> bool:
    """Whether a byline or the body follows within six lines."""
    return any(line.inside or looks_like_byline(line) for line in page.lines[index + 1 : index + 7])


def _with_lines_above(page: Page, index: int) -> str:
    """A title over several lines of one element."""
    first = index
    while first and page.lines[first - 1].element is page.lines[index].element:
        first -= 1
    if index - first > 2 or page.lines[index].tag in ("body", "div", "form"):
        first = index
    return " ".join(line.text for line in page.lines[first : index + 1])


def _heading_above(page: Page, byline: int) -> int | None:
    """Index of the heading, or else the nearest line that may be a title, within six lines above the byline."""
    best = None
    for index in range(byline - 1, max(-1, byline - 7), -1):
        line = page.lines[index]
        flat = line.flat
        if line.kind != "text" or not 5 <= len(flat) <= 120 or line.links > len(flat) * 0.5:
            continue
        if is_furniture(flat) or looks_like_byline(line) or _is_crumb(line) or _FIELD.match(line.text):
            continue
        if set_as_title(line.element) and not line.text.startswith("—"):
            return index
        if best is None or page.lines[best].text.startswith("—"):
            # A line behind a dash is the second one of a title.
            best = index
    return best


def _heading_below(page: Page, byline: int) -> int | None:
    """Index of the first line behind a table of information that is no field, byline or furniture, before the body."""
    for index in range(byline + 1, min(len(page.lines), byline + 16)):
        line = page.lines[index]
        flat = line.flat
        if line.kind not in ("text", "row"):
            return None
        if line.inside:
            if line.kind == "text" and 5 <= len(flat) <= 80 and set_as_title(line.element):
                return index
            if len(flat) > 60 or index > byline + 5:
                return None
            continue
        if line.kind == "row" or is_furniture(flat) or looks_like_byline(line) or _FIELD.match(line.text):
            continue
        return index if 8 <= len(flat) <= 120 and not line.links else None
    return None


def _is_crumb(line: Line) -> bool:
    return "位置" in line.text[:14] or line.text.startswith(("首页", "网站首页")) or line.links > len(line.flat) * 0.6


def _verdicts(page: Page, found: Found | None) -> Found | None:
    flat = squash(found.value) if found else ""
    head = page.head
    for value, said, rule in (
        (head.tag, head.flat_tag, "meta.ArticleTitle"),
        (head.guess, head.flat_guess, "head.title"),
    ):
        if value and (found is None or rule != found.rule):
            verdict = "agrees" if said == flat else "与可见标题不同 differs from the visible title"
            page.candidates.append(Candidate("title", value, rule, verdict))
    if found is not None:
        page.candidates.insert(0, Candidate("title", found.value, found.rule, "chosen"))
    return found
