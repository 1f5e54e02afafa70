"""A part of the tree as the lines a reader sees, with the images and files between them. One walk, no recursion."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, cast

from lxml import etree

from gdmzt_crawler.extract.line import BOUNDARY, Line
from gdmzt_crawler.extract.media import attachment_target, image_url, is_attachment, is_scripted_attachment
from gdmzt_crawler.extract.texts import raw_text

_OTHER, _IMAGE, _BREAK, _SKIPPED, _LINK, _MARKED, _BLOCK, _ROW = range(8)
_STYLED = _MARKED
"""Kind from which on an element's style is looked at."""
_KIND: dict[str, int] = (
    dict.fromkeys(
        "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2"
        " h3 h4 h5 h6 header hr legend li main nav ol p pre section summary table tbody td th tfoot thead"
        " ul".split(),
        _BLOCK,
    )
    | dict.fromkeys("span em i b strong font label small time u".split(), _MARKED)
    | dict.fromkeys(
        "script style noscript select option textarea button iframe object embed video audio svg canvas template head"
        " map datalist input".split(),
        _SKIPPED,
    )
    | {"a": _LINK, "br": _BREAK, "img": _IMAGE, "tr": _ROW}
)
_CELLS = ("td", "th")
_ONLY_VERB = re.compile(r"[\[【（(]?(?:点击|立即|附件|文件)?(?:下载|查看|打开|浏览)(?:附件|文件)?[\]】）)]?")


class _Walk:
    """The line being gathered, what waits to follow it, and the block that it stands in."""

    __slots__ = (
        "around", "block", "buffer", "centred", "files", "inside", "lines", "link_starts", "links", "names", "waiting"
    )  # fmt: skip

    def __init__(self, root: etree._Element, inside: bool) -> None:
        self.lines: list[Line] = []
        self.buffer: list[str] = []
        self.waiting: list[Line] = []
        self.links = self.files = 0
        self.names: list[str] = []
        self.link_starts: list[int] = []
        self.inside = inside
        self.block = root
        self.centred = False
        self.around: list[tuple[etree._Element, bool]] = []
        """Block elements around the innermost one, each with whether it is centred."""

    def flush(self, kind: Literal["text", "row"] = "text") -> None:
        """End the line that was gathered; what waited for its end follows it."""
        buffer = self.buffer
        if buffer:
            marked = buffer[0] if len(buffer) == 1 else "".join(buffer)
            buffer.clear()
            words = marked.replace(BOUNDARY, "").split()
            if words:
                # Most lines are one word to a computer: Chinese has no blanks.
                text, flat = (words[0], words[0]) if len(words) == 1 else (" ".join(words), "".join(words))
                line = Line(kind, text, flat, marked, self.block, self.inside)
                if self.centred:
                    line.centred = True
                if self.links:
                    line.links, line.files = self.links, self.files
                    line.names = self.names if self.files else None
                self.lines.append(line)
            if self.links:
                self.links = self.files = 0
                self.names = []
        if self.waiting:
            self.lines.extend(self.waiting)
            self.waiting.clear()

    def open(self, element: etree._Element, style: str | None) -> None:
        """A block element begins."""
        centred = self.centred
        self.around.append((self.block, centred))
        self.block = element
        if not centred:
            align = element.get("align")
            if align is not None or (style is not None and "center" in style) or element.tag == "center":
                self.centred = _centres(element, style, align)

    def close(self) -> None:
        """A block element ends, its last line with it."""
        if self.around:
            self.block, self.centred = self.around.pop()

    def preformatted(self, text: str) -> None:
        """`<pre>`: every line of the source is a line."""
        *whole, last = text.split("\n")
        for line in whole:
            self.buffer.append(line)
            self.flush()
        self.buffer.append(last)

    def open_link(self) -> None:
        """A link begins: its text is told apart when it ends."""
        self.link_starts.append(len(self.buffer))
        self.buffer.append(BOUNDARY)

    def close_link(self, element: etree._Element) -> None:
        """A link ends: count its text, and note the file that it offers."""
        start = self.link_starts.pop() if self.link_starts else 0
        # A block inside the link has ended its line already; what is left of the link starts the buffer anew.
        name = " ".join("".join(self.buffer[min(start, len(self.buffer)) :]).replace(BOUNDARY, "").split())
        self.buffer.append(BOUNDARY)
        self.links += len(name)
        self.names.append(name)
        href = element.get("href") or ""
        if not name or not (is_attachment(href, name, element) or is_scripted_attachment(element, name)):
            return
        self.files += len(name)
        text = self.file_name(name, start)
        line = Line("file", text, "".join(text.split()), "", element, self.inside)
        line.url = attachment_target(element)
        self.waiting.append(line)

    def file_name(self, name: str, start: int) -> str:
        """A link that only reads 下载 takes the text before it on its line, where the name of the file stands."""
        if len(name) > 6 or _ONLY_VERB.fullmatch(name) is None:
            return name
        before = " ".join("".join(self.buffer[:start]).replace(BOUNDARY, "").split())
        return before[-120:] or name

    def image(self, element: etree._Element) -> None:
        """An image: after the text that was gathered before it."""
        url = image_url(element)
        if url is None:
            return
        title = (element.get("title") or "").strip()
        text = (element.get("alt") or "").strip()
        line = Line("image", text, "".join(text.split()), title, element, self.inside)
        line.url = url
        line.centred = self.centred
        line.links = len(self.link_starts)
        if any(part != BOUNDARY and not part.isspace() for part in self.buffer):
            self.waiting.append(line)
        else:
            self.lines.append(line)


def read_lines(root: etree._Element, container: etree._Element | None = None) -> list[Line]:
    """Lines of `root` in reading order; `inside` is true for those in `container` (all, when it is None)."""
    if container is None and not len(root) and _KIND.get(str(root.tag)) == _MARKED and root.get("style") is None:
        return _of_leaf(root)
    layout = frozenset(container.iterancestors()) if container is not None else frozenset()
    walk = _Walk(root, container is None)
    buffer, waiting, flush = walk.buffer, walk.waiting, walk.flush
    add = buffer.append
    kind_of = cast("Callable[[object, int], int]", _KIND.get)
    # The one hot loop of extraction. An element ends when as many children as it has have ended: counting them is
    # far cheaper than the end events of iterwalk.
    above: list[tuple[etree._Element, int, int]] = []
    left = 0
    hidden = 0
    row: etree._Element | None = None
    for element in root.iter():
        children = len(element)
        if hidden:
            hidden += children - 1
            if hidden:
                continue
            element, kind, left = above.pop()
        else:
            kind = kind_of(element.tag, _OTHER)
            style = None
            if kind >= _STYLED or (kind == _OTHER and element is container):
                # <ucapcontent>, <founder-content>: a body in an element that HTML does not know
                kind = kind or _BLOCK
                style = element.get("style")
                if style is not None and "none" in style and _hides(style):
                    kind = _SKIPPED
            if kind == _SKIPPED:
                if children:
                    above.append((element, kind, left))
                    hidden = children
                    continue
            else:
                if kind == _MARKED:
                    add(BOUNDARY)
                elif kind >= _BLOCK:
                    if row is None:
                        if buffer or waiting:
                            flush()
                        walk.open(element, style)
                        if element is container:
                            walk.inside = True
                        if kind == _ROW and element not in layout and _is_row(element):
                            row = element
                    elif element.tag not in _CELLS:
                        # In a table row a block only parts words.
                        add(" ")
                elif kind == _LINK:
                    walk.open_link()
                elif kind == _BREAK and row is None:
                    flush()
                elif kind == _BREAK:
                    add(" ")
                elif kind == _IMAGE:
                    walk.image(element)
                text = element.text
                if text and (buffer or not text.isspace()):
                    if element.tag == "pre":
                        walk.preformatted(text)
                    else:
                        add(text)
                if children:
                    above.append((element, kind, left))
                    left = children
                    continue
        while True:
            if kind == _MARKED:
                add(BOUNDARY)
            elif kind >= _BLOCK:
                if row is None:
                    if buffer or waiting:
                        flush()
                    walk.close()
                elif element is row:
                    flush("row")
                    walk.close()
                    row = None
                else:
                    add(f"{BOUNDARY} " if element.tag in _CELLS else " ")
                if element is container:
                    walk.inside = False
            elif kind == _LINK:
                walk.close_link(element)
            tail = element.tail
            if tail and (buffer or not tail.isspace()) and element is not root:
                add(tail)
            left -= 1
            if left > 0 or not above:
                break
            element, kind, left = above.pop()
    walk.flush()
    return walk.lines


def _of_leaf(element: etree._Element) -> list[Line]:
    """The line of an inline element that holds a text alone: what most definitions name for a field."""
    words = (element.text or "").replace(BOUNDARY, "").split()
    marked = f"{BOUNDARY}{element.text}{BOUNDARY}"
    return [Line("text", " ".join(words), "".join(words), marked, element, True)] if words else []


def _hides(style: str) -> bool:
    return "none" in style and "display:none" in style.replace(" ", "").lower()


def _centres(element: etree._Element, style: str | None, align: str | None) -> bool:
    if style is not None and "center" in style and "text-align:center" in style.replace(" ", "").lower():
        return True
    if element.tag == "center":
        return True
    return align is not None and align.lower() == "center" and element.tag != "table"


def _is_row(row: etree._Element) -> bool:
    """A row of a data table, not of one that lays out the page: several cells, none of them a text of its own."""
    cells = [cell for cell in row if cell.tag in _CELLS]
    # A row inside it (markup without tables nests them) is read for itself: or each would be read at every level.
    if len(cells) < 2 or next(row.iterdescendants("table", "h1", "tr"), None) is not None:
        return False
    if sum(1 for _ in row.iter("p")) <= 3:
        return True
    for cell in cells:
        paragraphs = list(cell.iter("p"))
        if len(paragraphs) > 3 and sum(len(raw_text(p)) for p in paragraphs) > 300:
            return False
    return True
