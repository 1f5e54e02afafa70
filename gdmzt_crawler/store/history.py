"""What changed, and what was counted: revisions and view counts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping

from ..dedupe.fingerprint import essence

_REVISION = """
INSERT INTO revisions (article_id, revision, observed_at, title, published_at, source, fingerprint, changed, capture_id,
    text)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_REFRESH = "UPDATE revisions SET title = ?, text = ?, fingerprint = ? WHERE article_id = ? AND revision = ?"
_CURRENT = "SELECT title, published_at, source, text, fingerprint FROM revisions WHERE article_id = ? AND revision = ?"
_READING = "INSERT INTO view_counts (article_id, observed_at, view_count) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_LATEST = "SELECT view_count FROM view_counts WHERE article_id = ? ORDER BY observed_at DESC LIMIT 1"

Content = Mapping[str, str | None]
"""`title`, `published_at`, `source`, `text` and `fingerprint` of one revision."""


def current(db: sqlite3.Connection, article_id: int, revision: int) -> Content:
    """The content that was last noted."""
    return dict(db.execute(_CURRENT, (article_id, revision)).fetchone())


def changed_fields(before: Content, now: Content) -> tuple[str, ...]:
    """Which of title, published_at, source and text differ; white space and width alone are no difference."""
    fields = []
    same = before["fingerprint"] == now["fingerprint"]
    if not same and essence(before["title"] or "") != essence(now["title"] or ""):
        fields.append("title")
    fields += [field for field in ("published_at", "source") if before[field] != now[field]]
    if not same and essence(before["text"] or "") != essence(now["text"] or ""):
        fields.append("text")
    return tuple(fields)


def add_revision(
    db: sqlite3.Connection,
    article_id: int,
    revision: int,
    now: Content,
    changed: tuple[str, ...],
    *,
    at: str,
    capture_id: int | None,
) -> None:
    """Notes a content that was not seen before."""
    values = (now["title"], now["published_at"], now["source"], now["fingerprint"])
    names = json.dumps(list(changed))
    db.execute(_REVISION, (article_id, revision, at, *values, names, capture_id, now["text"]))


def refresh(db: sqlite3.Connection, article_id: int, revision: int, before: Content, now: Content) -> None:
    """The current revision follows its article where only white space or width is printed differently."""
    fields = ("title", "text", "fingerprint")
    if any(before[field] != now[field] for field in fields):
        db.execute(_REFRESH, (*(now[field] for field in fields), article_id, revision))


def add_reading(db: sqlite3.Connection, article_id: int, view_count: int | None, at: str) -> None:
    """One reading; none where the page shows no count, and never two of one moment."""
    if view_count is not None:
        db.execute(_READING, (article_id, at, view_count))


def latest_reading(db: sqlite3.Connection, article_id: int) -> int | None:
    """The count read last; None when there never was one."""
    row = db.execute(_LATEST, (article_id,)).fetchone()
    return None if row is None else int(row["view_count"])
