"""Where bylines stand: between title and body, around the frame, and behind the body."""

from __future__ import annotations

import re

from lxml import etree

from gdmzt_crawler.extract.body import Body, skip_byline
from gdmzt_crawler.extract.byline import read_byline, said_by
from gdmzt_crawler.extract.furniture import editor_of
from gdmzt_crawler.extract.labelled import UPDATED, VIEW_SIGN, Asked, Byline, Hit
from gdmzt_crawler.extract.line import Line
from gdmzt_crawler.extract.lines import read_lines
from gdmzt_crawler.extract.page import Page
from gdmzt_crawler.extract.rules import ArticleRules
from gdmzt_crawler.extract.texts import raw_text
from gdmzt_crawler.extract.title import squash

OWN = -1
"""Rank of a value from an element that the definition names for it."""
BEHIND = 14
"""Lines behind the body that may still name its source or editor."""
_SOURCE_SIGN = re.compile("[源处處载載发發供信]")
_DATE_SIGN = re.compile("年|20|19|２０|１９")
_SIGNED = re.compile(r"^[（(【\[]?\s*(?:本文来源|来源|稿源|信息来源|文章来源)\s*[:：][^，。]{2,40}$")
"""A last line of the body that names the source."""


def read_around(page: Page, after_title: int) -> tuple[Byline, int]:
    """Everything labelled around the title, and the index of the body's first line."""
    byline = Byline()
    zone, lines = _named_byline(page)
    said = said_by(lines[0], byline) if len(lines) == 1 else None
    for name, rule in page.rules:
        _read_fields(page, name, rule, byline, said)
    read_byline(lines, zone, byline)
    first_inside = _first_inside(page)
    if first_inside > after_title:
        most = 60 if page.anchors.container is not None else 12
        read_byline(page.lines[after_title : min(first_inside, after_title + most)], "byline", byline)
    if page.anchors.container is None or first_inside <= after_title:
        begin, lenient = after_title, True
    else:
        begin, lenient = first_inside, not byline.found
    start = skip_byline(page.lines, begin, lenient=lenient)
    if start > begin:
        read_byline(page.lines[begin:start], "byline", byline)
    if not byline.dates:
        read_byline(page.lines[max(0, after_title - 8) : after_title], "byline", byline)
    if not byline.dates or not byline.sources:
        _widen(page, byline)
    return byline, start


def _first_inside(page: Page) -> int:
    """Index of the first line in the container, or behind the last line where there is none."""
    if page.anchors.container is not None:
        for index, line in enumerate(page.lines):
            if line.inside:
                return index
    return len(page.lines)


def _named_byline(page: Page) -> tuple[str, list[Line]]:
    """The zone and the lines of the byline that a definition names."""
    for name, rule in page.rules:
        element = page.selected.one(rule.byline)
        if element is not None:
            # The page's own line, where that holds all of its text.
            for line in page.lines:
                if line.element is element:
                    whole = line.flat == squash(raw_text(element))
                    return f"{name}.byline", [line] if whole else read_lines(element)
            return f"{name}.byline", read_lines(element)
    return "", []


def _read_fields(page: Page, name: str, rule: ArticleRules, byline: Byline, said: Byline | None) -> None:
    """Elements that a definition names for one field: their text is the value, a label in front of it does no harm.

    `said` is what the line of the byline says, which holds most of these elements.
    """
    if (element := page.selected.one(rule.published)) is not None:
        byline.dates += _owned(_read_field(element, _text(element), f"{name}.published", "dates", said).dates)
    if (element := page.selected.one(rule.source)) is not None and (text := _text(element)):
        zone = f"{name}.source"
        sources = _owned(_read_field(element, text, zone, "sources", said).sources)
        byline.sources += sources or [Hit(text, zone, OWN, text)]
    if (element := page.selected.one(rule.views)) is not None and (text := _text(element)):
        zone = f"{name}.views"
        byline.views += _read_field(element, text, zone, "views", said).views or [Hit(text, zone, OWN)]


def _read_field(element: etree._Element, text: str, zone: str, asked: Asked, said: Byline | None) -> Byline:
    told = _told(text, asked, said)
    if told is None:
        return read_byline(read_lines(element), zone, asked=asked)
    read = Byline()
    read.add(told, zone)
    return read


def _owned(hits: list[Hit]) -> list[Hit]:
    for hit in hits:
        hit.rank = OWN
    return hits


def _text(element: etree._Element) -> str:
    return " ".join(raw_text(element).split())


def _told(text: str, asked: Asked, said: Byline | None) -> Byline | None:
    """What `said` says of a part of its line with this text; None where the part must be read by itself."""
    if said is None:
        return None
    if asked == "dates" and len(said.dates) == 1 and said.dates[0].value in text:
        hit = said.dates[0]
        # A label in front of the part is none of the part's own.
        bare = hit.rule != "chinese" and text.startswith(hit.value)
        return Byline(dates=[Hit(hit.value, "bare", hit.rank, hit.raw)] if bare else [hit])
    if asked == "sources" and len(said.sources) == 1 and squash(said.sources[0].raw) == squash(text):
        return Byline(sources=said.sources)
    return None


def _widen(page: Page, byline: Byline) -> None:
    """Labelled values around the frame, two steps up."""
    node = page.anchors.frame
    for _ in range(2):
        parent = node.getparent()
        if parent is None or parent.tag == "html":
            return
        wider = Byline()
        for sibling in parent:
            if sibling is node or sibling.tag in ("script", "style"):
                continue
            text = raw_text(sibling)
            if len(text) < 1500 and _may_tell(text, byline):
                read_byline(read_lines(sibling), "page", wider, bare_dates=False)
        # A page's 更新时间 is the site's, not the article's.
        byline.dates = byline.dates or [hit for hit in wider.dates if hit.rank < UPDATED]
        byline.sources = byline.sources or [hit for hit in wider.sources if hit.rank == 0]
        byline.views = byline.views or wider.views
        node = parent


def _may_tell(text: str, byline: Byline) -> bool:
    """Whether a text holds the characters of what is still missing: most of what stands around a frame does not."""
    return (
        (not byline.sources and _SOURCE_SIGN.search(text) is not None)
        or (not byline.dates and _DATE_SIGN.search(text) is not None)
        or (not byline.views and VIEW_SIGN.search(text) is not None)
    )


def read_tail(page: Page, byline: Byline, body: Body) -> None:
    """Add what stands behind the body, or signs its last line: a source, a date where none was found, an editor."""
    tail = Byline()
    if all(hit.rank > 1 for hit in byline.sources):
        last = [line for line in body.lines if line.kind == "text"][-3:]
        read_byline([line for line in last if _SIGNED.match(line.text)], "tail", tail, bare_dates=False)
    read_byline(body.after[:BEHIND], "tail", tail, bare_dates=False)
    if not byline.dates:
        byline.dates.extend(tail.dates)
    byline.sources.extend(tail.sources)
    byline.views = byline.views or tail.views
    if body.editor is None:
        for line in body.after[:BEHIND]:
            editor = editor_of(line.text)
            if editor is not None and editor[1]:
                body.editor = editor[1]
                break
    if not byline.editors and body.editor is None:
        byline.editors.extend(tail.editors)
