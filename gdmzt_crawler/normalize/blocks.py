"""Blocks of the body, classified: heading, caption, table row or paragraph (rules: SCHEMA.md, last section)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeGuard
from urllib.parse import unquote, urlsplit

from ..models import Attachment, Block, Image, Paragraph, RawBlock
from .text import collapse
from .text_kinds import CAPTION_LONGEST, HEADING_LONGEST, is_caption, is_heading
from .urls import absolute_url


def classify_blocks(raw_blocks: Sequence[RawBlock], base_url: str) -> tuple[Block, ...]:
    """The blocks in order: texts collapsed and classified, addresses absolute. Linear in the number of characters.

    Empty texts and images without an http(s) address are dropped, attachments named once each (one whose target only a
    script knows keeps its name, `url` None). A caption stays a paragraph and is also put on the images directly before
    it. A table text is one row; line ends in it part rows.
    """
    seen: set[str] = set()
    blocks: list[Block] = []
    centred: list[bool] = []
    pictures = False
    for raw in raw_blocks:
        if raw.kind == "text":
            if text := collapse(raw.text):
                blocks.append(Paragraph(text))
                centred.append(raw.centred)
            continue
        pictures = pictures or raw.kind == "image"
        for block in _others(raw, base_url, seen):
            blocks.append(block)
            centred.append(raw.centred)
    if pictures:
        _mark_captions(blocks, centred)
    _mark_headings(blocks)
    return tuple(blocks)


def _others(raw: RawBlock, base_url: str, seen: set[str]) -> Iterator[Block]:
    if raw.kind == "table":
        yield from (Paragraph(row, "table") for line in raw.text.split("\n") if (row := collapse(line)))
    elif raw.kind == "image":
        if url := absolute_url(raw.url or "", base_url):
            yield Image(url, collapse(raw.text) or collapse(raw.title) or None)
    else:
        attachment = _attachment(raw, base_url)
        mark = attachment.url or attachment.name
        if mark and mark not in seen:
            seen.update((mark, attachment.name))
            yield attachment


def _attachment(raw: RawBlock, base_url: str) -> Attachment:
    url = absolute_url(raw.url or "", base_url)
    name = collapse(raw.text) or collapse(raw.title)
    if not name and url is not None:
        name = collapse(unquote(urlsplit(url).path.rpartition("/")[2])) or url
    return Attachment(url, name)


def _mark_captions(blocks: list[Block], centred: Sequence[bool]) -> None:
    body_is_centred = _body_is_centred(blocks, centred)
    images: list[tuple[int, Image]] = []
    for i, block in enumerate(blocks):
        if isinstance(block, Image):
            images.append((i, block))
            continue
        stands_out = centred[i] and not body_is_centred
        if images and _is_text(block) and is_caption(block.text, stands_out=stands_out):
            blocks[i] = Paragraph(block.text, "caption")
            for n, image in images:
                blocks[n] = replace(image, caption=block.text)
        images.clear()


def _is_text(block: Block) -> TypeGuard[Paragraph]:
    return isinstance(block, Paragraph) and block.kind == "paragraph"


def _body_is_centred(blocks: Sequence[Block], centred: Sequence[bool]) -> bool:
    """Whether at least half of the characters that cannot be captions are centred."""
    total = in_centre = 0
    after_image = False
    for block, is_centred in zip(blocks, centred, strict=True):
        if isinstance(block, Paragraph) and not (after_image and len(block.text) <= CAPTION_LONGEST):
            total += len(block.text)
            in_centre += len(block.text) if is_centred else 0
        after_image = isinstance(block, Image)
    return total > 0 and 2 * in_centre >= total


def _mark_headings(blocks: list[Block]) -> None:
    """From the end, because a heading needs the paragraph that follows it; images and captions between do not count."""
    following = ""
    for i in range(len(blocks) - 1, -1, -1):
        block = blocks[i]
        if not isinstance(block, Paragraph) or block.kind == "caption":
            continue
        text = block.text
        if block.kind != "paragraph":
            following = ""
        elif len(text) < len(following) and len(text) <= HEADING_LONGEST and is_heading(text, following):
            blocks[i] = Paragraph(text, "heading")
            following = ""
        else:
            following = text
