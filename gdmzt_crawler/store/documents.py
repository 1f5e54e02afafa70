"""Everything that a dataset says of one article, by field and natural keys: what two datasets are compared by."""

from __future__ import annotations

import sqlite3
from typing import Any

from .schema.articles import ARTICLES

_LINKS = ("id", "source_id", "canonical_source_id", "column_id", "capture_id")
_DUPLICATES = ("duplicate_of", "exact_duplicate_of", "duplicate_kind", "duplicate_share")
"""They follow from all articles together."""
_OURS = (
    *("first_seen_at", "last_seen_at", "fetched_at", "changed_at", "parser_version"),
    *("quarantined_at", "quarantine_reason", "withdrawn_at"),
)
"""Times of our own clock, and who read the page."""
NATURAL = tuple(column.name for column in ARTICLES.columns if column.name not in (*_LINKS, *_DUPLICATES, *_OURS))
"""Columns of `articles` that say something of the article itself."""

Document = dict[str, Any]
"""By field: a plain value, or a list of rows."""
_ARTICLE = f"""
SELECT {", ".join(f"a.{name}" for name in NATURAL)}, s.name AS source, k.name AS canonical_source,
    c.path AS column_path, a.withdrawn_at IS NOT NULL AS withdrawn, a.quarantined_at IS NOT NULL AS quarantined
FROM articles a LEFT JOIN sources s ON s.id = a.source_id LEFT JOIN sources k ON k.id = a.canonical_source_id
    LEFT JOIN columns c ON c.id = a.column_id
WHERE a.id = ?
"""
_ROWS = {
    "paragraphs": "SELECT position, kind, text FROM paragraphs WHERE article_id = ? ORDER BY position",
    "images": "SELECT position, after_paragraph, url, alt, caption FROM images WHERE article_id = ? ORDER BY position",
    "attachments": "SELECT position, url, name FROM attachments WHERE article_id = ? ORDER BY position",
    "evidence": "SELECT field, rule, agrees FROM evidence WHERE article_id = ? ORDER BY field",
    "revisions": "SELECT revision, title, published_at, source, fingerprint, changed, text FROM revisions"
    " WHERE article_id = ? ORDER BY revision",
    "view_counts": "SELECT observed_at, view_count FROM view_counts WHERE article_id = ? ORDER BY observed_at",
    "columns": "SELECT c.path, l.listed_title, l.listed_date FROM article_columns l JOIN columns c"
    " ON c.id = l.column_id WHERE l.article_id = ? ORDER BY c.path",
    "withdrawals": "SELECT reason, returned_at IS NOT NULL FROM withdrawals WHERE article_id = ? ORDER BY withdrawn_at",
}


def document(db: sqlite3.Connection, article_id: int) -> Document:
    """What is said of an article."""
    found: Document = dict(db.execute(_ARTICLE, (article_id,)).fetchone())
    for name, query in _ROWS.items():
        found[name] = [tuple(row) for row in db.execute(query, (article_id,))]
    return found


def differing(before: Document, now: Document) -> dict[str, tuple[Any, Any]]:
    """The fields that differ, with both values."""
    return {name: (before[name], value) for name, value in now.items() if before[name] != value}
