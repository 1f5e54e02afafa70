"""The body of an article in the order of its page: blocks of text with images between them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from ..shown import web_address

Kind = Literal["paragraph", "heading", "caption", "rows", "figure"]
_FILE_NAME = re.compile(r".*\.(?:png|jpe?g|gif|bmp|webp|tiff?|svg)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Picture:
    """One image of the body."""

    position: int
    url: str
    name: str
    """The last part of its address."""
    alt: str
    """Words for who does not see it; never a file name."""
    stored: bool
    """Whether its file was downloaded."""

    @property
    def href(self) -> str | None:
        """Its address where it is one that a browser may follow."""
        return web_address(self.url)


@dataclass(slots=True)
class Block:
    """What stands at one place of the body."""

    kind: Kind
    text: str = ""
    """Of a figure: its caption, '' without."""
    rows: list[str] = field(default_factory=list)
    """Of a table, each as the line that was stored."""
    picture: Picture | None = None


def blocks_of(paragraphs: Sequence[Mapping[str, Any]], images: Sequence[Mapping[str, Any]]) -> list[Block]:
    """Rows of `paragraphs` and `images`, each in order, as one list; a caption goes into the figure it follows."""
    found: list[Block] = []
    waiting = list(images)
    for paragraph in ({"position": 0}, *paragraphs):
        if paragraph["position"]:
            _put(found, paragraph["kind"], paragraph["text"])
        while waiting and waiting[0]["after_paragraph"] <= paragraph["position"]:
            found.append(Block("figure", picture=picture_of(waiting.pop(0))))
    return found + [Block("figure", picture=picture_of(image)) for image in waiting]


def _put(found: list[Block], kind: str, text: str) -> None:
    last = found[-1] if found else None
    if kind == "caption" and last is not None and last.kind == "figure" and not last.text:
        last.text = text
    elif kind == "table":
        if last is None or last.kind != "rows":
            found.append(Block("rows"))
        found[-1].rows.append(text)
    else:
        found.append(Block("heading" if kind == "heading" else "caption" if kind == "caption" else "paragraph", text))


def picture_of(image: Mapping[str, Any]) -> Picture:
    """A row of `images`; its `path` is missing in datasets whose images were never asked for."""
    url, position = str(image["url"]), int(image["position"])
    return Picture(position, url, _name(url), _alt(image), bool(image.get("path")))


def _alt(image: Mapping[str, Any]) -> str:
    alt = (image["alt"] or "").strip()
    if alt and not _FILE_NAME.fullmatch(alt):
        return str(alt)
    return str(image["caption"] or f"图 {image['position']}，原文没有文字说明 image {image['position']}, not described")


def _name(url: str) -> str:
    try:
        path = urlsplit(url).path
    except ValueError:
        return url
    return unquote(posixpath.basename(path.rstrip("/"))) or url
