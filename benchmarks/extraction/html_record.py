"""A peer's answer in the gold's terms: lines split at block elements and `<br>`, a table row one line, and images."""

from __future__ import annotations

import re
from typing import Any

import lxml.html
from lxml import etree

_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hr li main nav ol p pre section table tbody tfoot thead tr ul"
    # trafilatura's own names
    " head list item row quote lb br".split()
)
_ROWS = frozenset(("tr", "row"))
_CELLS = frozenset(("td", "th", "cell"))
_SKIPPED = frozenset(("script", "style", "noscript", "head-title"))
_DATE = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})日?(?:\D*?(\d{1,2})[:：时](\d{1,2})(?:[:：分](\d{1,2}))?)?")


def tree_of(body: Any) -> etree._Element | None:
    """The answer's body as a tree, whatever form it came in."""
    if body is None or isinstance(body, etree._Element):
        return body
    text = body.strip()
    return lxml.html.fragment_fromstring(text, create_parent="div") if text else None


def html_paragraphs(body: Any) -> list[str]:
    """The lines of a body as a reader sees them."""
    root = tree_of(body)
    if root is None:
        return []
    lines = [""]
    row = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi") or element.tag in _SKIPPED:
            if event != "start":
                lines[-1] += element.tail or ""
            continue
        row += (event == "start") - (event == "end") if element.tag in _ROWS else 0
        if element.tag in _ROWS or (element.tag in _BLOCKS and not row):
            lines.append("")
        elif element.tag in _BLOCKS or element.tag in _CELLS:
            lines[-1] += " "
        lines[-1] += (element.text if event == "start" else element.tail if element is not root else "") or ""
    return [line for line in (" ".join(line.split()) for line in lines) if line]


def image_sources(body: Any) -> list[str]:
    """Addresses of a body's images as written."""
    root = tree_of(body)
    if root is None:
        return []
    images = (image.get("src") or image.get("data-src") for image in root.iter("img", "graphic", "image"))
    return [source for source in images if source]


def date_as_iso(text: str | None) -> str | None:
    """A date as printed (`2020年12月4日 09:10`) in ISO form; None where there is none."""
    found = _DATE.search(text or "")
    if found is None:
        return None
    year, month, day, hour, minute, second = found.groups()
    clock = "".join(f":{part:0>2}" for part in (minute, second) if part)
    return f"{year}-{month:0>2}-{day:0>2}" + (f"T{hour:0>2}{clock}" if hour else "")
