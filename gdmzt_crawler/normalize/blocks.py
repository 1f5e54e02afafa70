"""Blocks of the body, classified: heading, caption, table row or paragraph (rules: SCHEMA.md, last section)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import unquote, urlsplit

from ..models import Attachment, Block, Image, Paragraph, RawBlock
from .text import collapse
from .text_kinds import CAPTION_LONGEST, HEADING_LONGEST, is_caption, is_heading
from .urls import absolute_url

_Open = Block | str
"""A block; a string is the text of one that is not classified yet."""


def classify_blocks(raw_blocks: Sequence[RawBlock], base_url: str) -> tuple[Block, ...]:
    """The blocks in order: texts collapsed and classified, addresses absolute. Linear in the number of characters.

    Empty texts and images without an http(s) address are dropped, attachments named once each (one whose target only a
    script knows keeps its name, `url` None). A caption stays a paragraph and is also put on the images directly before
    it. A table text is one row; line ends in it part rows.
    """
    seen: set[str] = set()
    blocks: list[_Open] = []
    centred: list[bool] = []
    images: dict[int, Image] = {}
    for raw in raw_blocks:
        kind, text, _, is_centred, _ = raw
        if kind == "text":
            if clean := collapse(text):
                blocks.append(clean)
                centred.append(is_centred)
        elif kind == "image":
            if (image := _image(raw, base_url)) is not None:
                images[len(blocks)] = image
                blocks.append(image)
                centred.append(is_centred)
        else:
            more = _rows(text) if kind == "table" else _attachments(raw, base_url, seen)
            blocks += more
            centred += [is_centred] * len(more)
    if images:
        _mark_captions(blocks, centred, images)
    return _classified(blocks)


def _rows(text: str) -> list[Block]:
    return [Paragraph(row, "table") for line in text.split("\n") if (row := collapse(line))]


def _image(raw: RawBlock, base_url: str) -> Image | None:
    url = absolute_url(raw.url or "", base_url)
    return Image(url, collapse(raw.text) or collapse(raw.title) or None) if url else None


def _attachments(raw: RawBlock, base_url: str, seen: set[str]) -> list[Block]:
    """The attachment, where it is not `seen` yet."""
    url = absolute_url(raw.url or "", base_url)
    name = collapse(raw.text) or collapse(raw.title)
    if not name and url is not None:
        name = collapse(unquote(urlsplit(url).path.rpartition("/")[2])) or url
    mark = url or name
    if not mark or mark in seen:
        return []
    seen.update((mark, name))
    return [Attachment(url, name)]


def _mark_captions(blocks: list[_Open], centred: Sequence[bool], images: Mapping[int, Image]) -> None:
    """`images`: those of the blocks by their place, in order."""
    body_is_centred: bool | None = None
    run: list[int] = []
    for at in images:
        run.append(at)
        below = at + 1
        if below in images:
            continue
        text = blocks[below] if below < len(blocks) else None
        if isinstance(text, str) and len(text) <= CAPTION_LONGEST:
            if centred[below] and body_is_centred is None:
                body_is_centred = _body_is_centred(blocks, centred)
            if is_caption(text, stands_out=centred[below] and not body_is_centred):
                blocks[below] = Paragraph(text, "caption")
                for n in run:
                    blocks[n] = Image(images[n].url, images[n].alt, text)
        run.clear()


def _body_is_centred(blocks: Sequence[_Open], centred: Sequence[bool]) -> bool:
    """Whether at least half of the characters that cannot be captions are centred."""
    total = in_centre = 0
    after_image = False
    for block, is_centred in zip(blocks, centred, strict=True):
        text = block.text if isinstance(block, Paragraph) else block
        if isinstance(text, str) and not (after_image and len(text) <= CAPTION_LONGEST):
            total += len(text)
            in_centre += len(text) if is_centred else 0
        after_image = isinstance(block, Image)
    return total > 0 and 2 * in_centre >= total


def _classified(blocks: Sequence[_Open]) -> tuple[Block, ...]:
    """From the end, because a heading needs the paragraph that follows it; images and captions between do not count."""
    following = ""
    classified: list[Block] = []
    for block in reversed(blocks):
        if not isinstance(block, str):
            if isinstance(block, Paragraph) and block.kind == "table":
                following = ""
            classified.append(block)
        elif len(block) <= HEADING_LONGEST and len(block) < len(following) and is_heading(block, following):
            classified.append(Paragraph(block, "heading"))
            following = ""
        else:
            classified.append(Paragraph(block))
            following = block
    classified.reverse()
    return tuple(classified)
