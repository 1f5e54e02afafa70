"""Fixtures: saved pages beside what must be read from them (`tests/fixtures/<site>/<case>/`)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gdmzt_crawler.models import Article, Image, Listing, Paragraph

NEEDED = frozenset({"title", "published", "source", "views", "paragraphs", "images", "attachments"})
"""Fields of an article that every fixture states."""
LISTING_FIELDS = ("entries", "next_url", "last_page", "complete")
_WHERE_PRESENT = ("subtitle", "author", "editor", "breadcrumb")


def fields_of(found: Article | Listing) -> dict[str, Any]:
    """What a fixture can state: `to_dict()`, with the kind of each paragraph, and the place of each image."""
    fields: dict[str, Any] = dict(found.to_dict())
    if isinstance(found, Article):
        fields["paragraphs"] = [{"kind": each.kind, "text": each.text} for each in found.paragraphs]
        fields["images"] = _images(found)
        fields["attachments"] = [{"url": each.url, "name": each.name} for each in found.attachments]
    return fields


def expectation(found: Article | Listing) -> dict[str, Any]:
    """The content of `expected.json` for what was read."""
    fields = fields_of(found)
    if isinstance(found, Listing):
        return {name: fields[name] for name in LISTING_FIELDS}
    return {name: value for name, value in fields.items() if name in NEEDED or (name in _WHERE_PRESENT and value)}


@dataclass(frozen=True, slots=True)
class Fixture:
    """One case: the page as it was served, where it comes from, and what must be read from it."""

    body: bytes
    meta: dict[str, Any]
    expected: dict[str, Any]

    def write(self, folder: Path) -> None:
        """Make the folder with its three files. Raises FileExistsError, OSError."""
        folder.mkdir(parents=True)
        (folder / "page.html").write_bytes(self.body)
        for name, content in (("meta", self.meta), ("expected", self.expected)):
            text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
            (folder / f"{name}.json").write_text(text, encoding="utf-8")


def _images(article: Article) -> list[dict[str, object]]:
    """Images with the number of paragraphs before each."""
    found: list[dict[str, object]] = []
    paragraphs = 0
    for block in article.blocks:
        if isinstance(block, Paragraph):
            paragraphs += 1
        elif isinstance(block, Image):
            found.append({"url": block.url, "alt": block.alt, "caption": block.caption, "after": paragraphs})
    return found
