"""The dataset digest: one line that is equal for two datasets that say the same, whenever and however each was made.

What counts: articles with their duplicates, paragraphs, images, attachments, revisions, the view counts in the order
they were read in, and the columns that listed them; by natural keys. What does not: ids, our own clock, runs, captures,
entries, issues, evidence, and which version of the program read a page.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from .connection import connect_readonly, translated
from .migrations import check_version
from .schema.articles import ARTICLES

VERSION = 1
"""Raised when what counts is another."""
_IDS = ("id", "source_id", "canonical_source_id", "column_id", "duplicate_of", "exact_duplicate_of", "capture_id")
_OURS = (
    *("first_seen_at", "last_seen_at", "fetched_at", "changed_at", "parser_version"),
    *("quarantined_at", "quarantine_reason"),
)
_FLAGS = ("withdrawn_at",)
"""Times of our own clock of which only counts that there is one."""


def _own() -> Iterator[str]:
    for column in ARTICLES.columns:
        if column.name in _FLAGS:
            yield f"a.{column.name} IS NOT NULL"
        elif column.name not in (*_IDS, *_OURS):
            yield f"a.{column.name}"


_ARTICLES = f"""
SELECT a.id, {", ".join(_own())}, s.name, k.name, c.path, r.site, r.native_id
FROM articles a LEFT JOIN sources s ON s.id = a.source_id LEFT JOIN sources k ON k.id = a.canonical_source_id
    LEFT JOIN columns c ON c.id = a.column_id LEFT JOIN articles r ON r.id = a.duplicate_of
ORDER BY a.site, a.native_id
"""
_PARTS = (
    "SELECT position, kind, text FROM paragraphs WHERE article_id = ? ORDER BY position",
    "SELECT position, after_paragraph, url, alt, caption FROM images WHERE article_id = ? ORDER BY position",
    "SELECT position, url, name FROM attachments WHERE article_id = ? ORDER BY position",
    "SELECT revision, title, published_at, source, fingerprint, changed, text FROM revisions"
    " WHERE article_id = ? ORDER BY revision",
    "SELECT view_count FROM view_counts WHERE article_id = ? ORDER BY observed_at",
    "SELECT c.path, l.listed_title, l.listed_date FROM article_columns l JOIN columns c ON c.id = l.column_id"
    " WHERE l.article_id = ? ORDER BY c.path",
)


def dataset_digest(path: Path) -> str:
    """`gdmzt1:` and 64 hexadecimal digits, of one moment of the dataset, in flat memory. Raises StoreError."""
    db = connect_readonly(path)
    try:
        with translated(path):
            check_version(db, path)
            # one transaction sees one state, while a crawl goes on writing
            db.execute("BEGIN")
            return digest_of(db)
    finally:
        db.close()


def digest_of(db: sqlite3.Connection) -> str:
    """The same over an open connection: of one moment where it is inside a transaction."""
    digest = hashlib.sha256()
    for article_id, *values in db.execute(_ARTICLES):
        parts = [[list(row) for row in db.execute(query, (article_id,))] for query in _PARTS]
        digest.update(json.dumps([values, *parts], separators=(",", ":")).encode("ascii") + b"\n")
    return f"gdmzt{VERSION}:{digest.hexdigest()}"
