"""A part of the tree as the lines a reader sees, with the images and files between them. One walk, no recursion."""

from __future__ import annotations

from typing import Literal

from lxml import etree

from gdmzt_crawler.extract.media import attachment_target, image_url, is_attachment, is_scripted_attachment
from gdmzt_crawler.extract.texts import raw_text

BOUNDARY = "\x02"
"""Stands in `Line.marked` where an inline element begins or ends: `来源：A</span><span>B` is two values."""

_BLOCK = frozenset(
    "address article aside blockquote body br center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3"
    " h4 h5 h6 header hr legend li main nav ol p pre section summary table tbody td th tfoot thead tr ul".split()
)
_INLINE = frozenset("span a em i b strong font label small time u".split())
_SKIP = frozenset(
    "script style noscript select option textarea button iframe object embed video audio svg canvas template head"
    " map datalist input".split()
)
_CELLS = ("td", "th")


class Line:
    """One line, image or file, in reading order.

    `kind` is `text`, `row` (a table row), `image` or `file`; `tag` the innermost block element; `inside` whether it
    lies in the body container; `links` the number of characters inside links; `files` those inside attachment links.
    """

    __slots__ = ("centred", "element", "files", "inside", "kind", "links", "marked", "tag", "text", "url")

    def __init__(
        self,
        kind: Literal["text", "row", "image", "file"],
        text: str,
        marked: str,
        element: etree._Element,
        inside: bool,
    ) -> None:
        self.kind = kind
        self.text = text
        self.marked = marked
        self.element = element
        self.tag = str(element.tag)
        self.inside = inside
        self.centred = False
        self.links = 0
        self.files = 0
        self.url: str | None = None

    def __repr__(self) -> str:
        return f"<{self.kind} {self.tag} {'in' if self.inside else 'out'} {self.text[:40]!r} {self.url or ''}>"


class _Walk:
    """State of one walk: the line being gathered and what waits to follow it."""

    def __init__(self, container: etree._Element | None, keep_rows: frozenset[etree._Element]) -> None:
        self.lines: list[Line] = []
        self.container = container
        self.layout = keep_rows
        self.buffer: list[str] = []
        self.waiting: list[Line] = []
        self.links = self.files = 0
        self.inside = container is None
        self.centred = 0
        self.row: etree._Element | None = None
        self.block: etree._Element | None = None

    def flush(self, kind: Literal["text", "row"] = "text") -> None:
        if self.buffer:
            marked = "".join(self.buffer)
            self.buffer.clear()
            text = " ".join(marked.replace(BOUNDARY, "").split())
            if text and self.block is not None:
                line = Line(kind, text, marked, self.block, self.inside)
                line.centred = self.centred > 0
                line.links, line.files = self.links, self.files
                self.lines.append(line)
        self.links = self.files = 0
        if self.waiting:
            self.lines.extend(self.waiting)
            self.waiting.clear()

    def add(self, line: Line) -> None:
        """An image or file: after the text that was gathered before it."""
        line.centred = self.centred > 0
        if any(not part.isspace() and part != BOUNDARY for part in self.buffer):
            self.waiting.append(line)
        else:
            self.lines.append(line)


def read_lines(root: etree._Element, container: etree._Element | None = None) -> list[Line]:
    """Lines of `root` in reading order; `inside` is true for those in `container` (all, when it is None)."""
    layout = frozenset(container.iterancestors()) if container is not None else frozenset()
    walk = _Walk(container, layout)
    walk.block = root
    walker = etree.iterwalk(root, events=("start", "end"))
    link_starts: list[int] = []
    buffer = walk.buffer
    for event, element in walker:
        tag = element.tag
        if event == "start":
            if tag in _SKIP or _hidden(element):
                walker.skip_subtree()
                continue
            if tag in _BLOCK:
                _open_block(walk, element, tag)
            elif tag == "a":
                link_starts.append(sum(map(len, buffer)))
                buffer.append(BOUNDARY)
            elif tag == "img":
                _image(walk, element)
            elif tag in _INLINE:
                buffer.append(BOUNDARY)
            text = element.text
            if text:
                buffer.append(text)
        else:
            if tag in _SKIP or (tag != "img" and tag != "br" and _hidden(element)):
                pass
            elif tag in _BLOCK:
                _close_block(walk, element, tag)
            elif tag == "a":
                if link_starts:
                    _close_link(walk, element, link_starts.pop())
                buffer.append(BOUNDARY)
            elif tag in _INLINE:
                buffer.append(BOUNDARY)
            tail = element.tail
            if tail and element is not root:
                buffer.append(tail)
    walk.flush()
    return walk.lines


def _hidden(element: etree._Element) -> bool:
    style = element.get("style")
    if style is None:
        return element.get("hidden") is not None
    return "none" in style and "display:none" in style.replace(" ", "").lower()


def _open_block(walk: _Walk, element: etree._Element, tag: str) -> None:
    if walk.row is not None:
        if tag not in _CELLS and tag != "br":
            walk.buffer.append(" ")
        return
    walk.flush()
    walk.block = element
    if element is walk.container:
        walk.inside = True
    if tag != "br" and _centres(element, tag):
        walk.centred += 1
    if tag == "tr" and element not in walk.layout and _is_row(element):
        walk.row = element


def _close_block(walk: _Walk, element: etree._Element, tag: str) -> None:
    if walk.row is not None:
        if tag in _CELLS:
            walk.buffer.append(f"{BOUNDARY} ")
        elif tag != "tr" or element is not walk.row:
            walk.buffer.append(" ")
        if element is not walk.row:
            return
        walk.flush("row")
        walk.row = None
    else:
        walk.flush()
    if tag == "br":
        return
    if _centres(element, tag):
        walk.centred -= 1
    if element is walk.container:
        walk.inside = False
    parent = element.getparent()
    if parent is not None:
        walk.block = parent


def _centres(element: etree._Element, tag: str) -> bool:
    if tag == "center":
        return True
    style = element.get("style")
    if style is not None and "center" in style and "text-align:center" in style.replace(" ", "").lower():
        return True
    return tag != "table" and (element.get("align") or "").lower() == "center"


def _is_row(row: etree._Element) -> bool:
    """A row of a data table, not of one that lays out the page: several cells, none of them a text of its own."""
    cells = [cell for cell in row if cell.tag in _CELLS]
    if len(cells) < 2:
        return False
    for cell in cells:
        if cell.find(".//table") is not None or cell.find(".//h1") is not None:
            return False
        paragraphs = cell.findall(".//p")
        if len(paragraphs) > 3 and sum(len(raw_text(p)) for p in paragraphs) > 300:
            return False
    return True


def _image(walk: _Walk, element: etree._Element) -> None:
    url = image_url(element)
    if url is not None:
        line = Line(
            "image", (element.get("alt") or "").strip(), (element.get("title") or "").strip(), element, walk.inside
        )
        line.url = url
        walk.add(line)


def _close_link(walk: _Walk, element: etree._Element, start: int) -> None:
    name = " ".join("".join(walk.buffer)[start:].replace(BOUNDARY, "").split())
    length = len(name)
    walk.links += length
    if not name:
        return
    href = (element.get("href") or "").strip()
    if is_attachment(href, name, element) or is_scripted_attachment(element, name):
        walk.files += length
        line = Line("file", name, "", element, walk.inside)
        line.url = attachment_target(element)
        walk.waiting.append(line)
