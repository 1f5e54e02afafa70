"""The parts of an article that are rows of their own: paragraphs, images, attachments, evidence."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from ..models import Article, Attachment, Image, Paragraph

Row = tuple[str | int | None, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A table whose rows begin with article_id and the second half of their key."""

    select: str
    insert: str
    delete: str


def _part(table: str, key: str, *columns: str) -> _Part:
    names = ", ".join((key, *columns))
    marks = ", ".join("?" for _ in range(len(columns) + 2))
    updates = ", ".join(f"{name} = excluded.{name}" for name in columns)
    return _Part(
        f"SELECT {names} FROM {table} WHERE article_id = ? ORDER BY {key}",
        f"INSERT INTO {table} (article_id, {names}) VALUES ({marks})"
        f" ON CONFLICT (article_id, {key}) DO UPDATE SET {updates}",
        f"DELETE FROM {table} WHERE article_id = ? AND {key} = ?",
    )


_PARTS = (
    _part("paragraphs", "position", "kind", "text"),
    _part("images", "position", "after_paragraph", "url", "alt", "caption"),
    _part("attachments", "position", "url", "name"),
    _part("evidence", "field", "rule", "agrees"),
)


def insert_parts(db: sqlite3.Connection, article_id: int, article: Article) -> None:
    """Writes the parts of a new article."""
    for part, rows in zip(_PARTS, _rows(article), strict=True):
        if rows:
            db.executemany(part.insert, [(article_id, *row) for row in rows])


def update_parts(db: sqlite3.Connection, article_id: int, article: Article) -> None:
    """Brings the parts of a stored article to what was read; rows that are the same are not touched."""
    for part, rows in zip(_PARTS, _rows(article), strict=True):
        _update(db, article_id, part, rows)


def copy_parts(source: sqlite3.Connection, source_id: int, db: sqlite3.Connection, article_id: int) -> None:
    """Brings the parts of a stored article to those that one in another dataset has."""
    for part in _PARTS:
        _update(db, article_id, part, [tuple(row) for row in source.execute(part.select, (source_id,))])


def _update(db: sqlite3.Connection, article_id: int, part: _Part, rows: Sequence[Row]) -> None:
    stored = {row[0]: tuple(row) for row in db.execute(part.select, (article_id,))}
    changed = [(article_id, *row) for row in rows if stored.get(row[0]) != row]
    gone = stored.keys() - {row[0] for row in rows}
    if changed:
        db.executemany(part.insert, changed)
    if gone:
        db.executemany(part.delete, [(article_id, key) for key in gone])


def _rows(article: Article) -> tuple[Sequence[Row], ...]:
    paragraphs: list[Row] = []
    images: list[Row] = []
    attachments: list[Row] = []
    for block in article.blocks:
        match block:
            case Paragraph():
                paragraphs.append((len(paragraphs) + 1, block.kind, block.text))
            case Image():
                images.append((len(images) + 1, len(paragraphs), block.url, block.alt, block.caption))
            case Attachment():
                attachments.append((len(attachments) + 1, block.url, block.name))
    evidence: dict[str, Row] = {
        found.field: (found.field, found.rule, None if found.agrees is None else int(found.agrees))
        for found in article.evidence
    }
    return paragraphs, images, attachments, list(evidence.values())
