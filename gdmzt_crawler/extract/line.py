"""One line of a page as a reader sees it, or an image or a file between two lines."""

from __future__ import annotations

from typing import Literal

from lxml import etree

BOUNDARY = "\x02"
"""Stands in `Line.marked` where an inline element begins or ends: `来源：A</span><span>B` is two values."""


class Line:
    """One line, image or file, in reading order.

    `kind` is `text`, `row` (a table row), `image` or `file`; `flat` the text without white space; `element` the
    innermost block element; `inside` whether it lies in the body container.
    """

    # Not in __slots__: these are what nearly every line leaves as it is.
    centred = False
    links = 0
    """Characters inside links; of an image: links around it."""
    files = 0
    """Characters inside attachment links."""
    names: list[str] | None = None
    """Texts of a line's links, where it has attachment links."""
    url: str | None = None
    byline: bool | None = None
    """Whether it looks like a byline, once somebody asked."""

    def __init__(
        self,
        kind: Literal["text", "row", "image", "file"],
        text: str,
        flat: str,
        marked: str,
        element: etree._Element,
        inside: bool,
    ) -> None:
        self.kind = kind
        self.text = text
        self.flat = flat
        self.marked = marked
        self.element = element
        self.inside = inside

    @property
    def tag(self) -> str:
        """Tag of the innermost block element."""
        return str(self.element.tag)

    def __repr__(self) -> str:
        return f"<{self.kind} {self.tag} {'in' if self.inside else 'out'} {self.text[:40]!r} {self.url or ''}>"
