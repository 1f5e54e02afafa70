"""What changed between two revisions, for a page."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ...store.difference import Line, compare_strings, compare_texts
from ..reading import Row, row, rows

if TYPE_CHECKING:
    from datasette.app import Datasette

FIELDS = {"title": "标题 Title", "published_at": "发布时间 Published", "source": "来源 Source"}
FIELD_NAMES = {**FIELDS, "text": "正文 Text"}
_LIST = """
SELECT r.revision, r.observed_at, r.title, r.changed, r.capture_id, c.warc_file FROM revisions r
LEFT JOIN captures c ON c.id = r.capture_id WHERE r.article_id = :id ORDER BY r.revision
"""
_ONE = """
SELECT revision, observed_at, title, published_at, source, text FROM revisions
WHERE article_id = :id AND revision = :revision
"""
_AROUND = 1
"""Unchanged paragraphs shown before and after a changed one."""


@dataclass(slots=True)
class Passage:
    """Paragraphs that follow one another: changed ones with their surroundings, or unchanged ones that are folded."""

    folded: bool
    lines: list[Line] = field(default_factory=list)


async def list_revisions(datasette: Datasette, number: int) -> list[Row]:
    """Every revision of an article, the first one first; `changed` as names for people."""
    found = await rows(datasette, _LIST, {"id": number})
    return [
        {**each, "changed": [FIELD_NAMES.get(name, name) for name in json.loads(each["changed"])]} for each in found
    ]


async def compare(datasette: Datasette, number: int, first: int, last: int) -> dict[str, Any] | None:
    """Two revisions and what differs; None where one of them does not exist.

    Long texts take a while, therefore on another thread: the server goes on answering.
    """
    before, after = [await row(datasette, _ONE, {"id": number, "revision": revision}) for revision in (first, last)]
    if before is None or after is None:
        return None
    fields, passages = await asyncio.to_thread(_compared, _values(before), _values(after))
    return {"before": before, "after": after, "fields": fields, "passages": passages}


def _values(revision: Row) -> tuple[str, ...]:
    return tuple(revision[name] or "" for name in (*FIELDS, "text"))


@lru_cache(maxsize=32)
def _compared(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[list[tuple[str, Line]], list[Passage]]:
    fields = [
        (title, compare_strings(old, new))
        for title, old, new in zip(FIELDS.values(), before, after, strict=False)
        if old != new
    ]
    return fields, passages_of(compare_texts(before[-1], after[-1])) if before[-1] != after[-1] else []


def passages_of(lines: tuple[Line, ...]) -> list[Passage]:
    """The lines in their order, those far from any change folded."""
    changed = [place for place, line in enumerate(lines) if any(piece.kind != "same" for piece in line)]
    near = {place + step for place in changed for step in range(-_AROUND, _AROUND + 1)}
    found: list[Passage] = []
    for place, line in enumerate(lines):
        folded = place not in near
        if not found or found[-1].folded != folded:
            found.append(Passage(folded))
        found[-1].lines.append(line)
    return found
