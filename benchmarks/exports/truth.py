"""What the database says of each article, asked for by hand: what every export must say too."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

Article = dict[str, Any]
ORDER = "a.published_at IS NULL, a.published_at DESC, a.site, a.native_id"
_ARTICLES = """
SELECT a.*, s.name AS site_name, o.name AS source, coalesce(k.name, o.name) AS canonical_source, r.url AS root_url,
    c.path AS own_path, c.label AS own_label
FROM articles a JOIN sites s ON s.key = a.site LEFT JOIN sources o ON o.id = a.source_id
    LEFT JOIN sources k ON k.id = a.canonical_source_id LEFT JOIN articles r ON r.id = a.duplicate_of
    LEFT JOIN columns c ON c.id = a.column_id
WHERE {where} ORDER BY {order}
"""
_LISTS = {
    "paragraphs": "SELECT position, kind, text FROM paragraphs WHERE article_id = ? ORDER BY position",
    "images": """SELECT position, after_paragraph, url, alt, caption FROM images
        WHERE article_id = ? ORDER BY position""",
    "attachments": "SELECT position, url, name FROM attachments WHERE article_id = ? ORDER BY position",
    "columns": """SELECT c.path, c.label AS name, l.listed_title, l.listed_date, l.first_seen_at
        FROM article_columns l JOIN columns c ON c.id = l.column_id WHERE l.article_id = ? ORDER BY c.path""",
    "evidence": "SELECT field, rule, agrees FROM evidence WHERE article_id = ? ORDER BY field",
    "view_counts": "SELECT observed_at, view_count FROM view_counts WHERE article_id = ? ORDER BY observed_at",
    "withdrawals": """SELECT withdrawn_at, reason, returned_at FROM withdrawals
        WHERE article_id = ? ORDER BY withdrawn_at""",
    "keywords": "SELECT word, weight, rank FROM keywords WHERE article_id = ? ORDER BY rank",
    "topics": """SELECT t.name, l.mentions, l.in_title FROM article_topics l JOIN topics t ON t.id = l.topic_id
        WHERE l.article_id = ? ORDER BY l.mentions DESC, t.name""",
    "places": """SELECT p.code, p.name, p.level, l.mentions FROM article_places l JOIN places p ON p.code = l.place_code
        WHERE l.article_id = ? ORDER BY l.mentions DESC, p.code""",
}
WIDE = ("paragraphs", "evidence", "view_counts", "withdrawals")
"""Lists that a CSV leaves out."""
_KEYS = ("source_id", "canonical_source_id", "column_id", "capture_id")


def articles(path: Path, where: str = "TRUE", order: str = ORDER) -> Iterator[Article]:
    """Each article as a whole, in the order of an export."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        db.row_factory = sqlite3.Row
        for row in db.execute(_ARTICLES.format(where=where, order=order)):
            yield _whole(db, dict(row))


def _whole(db: sqlite3.Connection, row: Article) -> Article:
    lists = {name: [dict(part) for part in db.execute(query, (row["id"],))] for name, query in _LISTS.items()}
    own_path, own_label = row.pop("own_path"), row.pop("own_label")
    if own_label is None:
        first = db.execute(
            "SELECT c.label FROM article_columns l JOIN columns c ON c.id = l.column_id"
            " WHERE l.article_id = ? AND c.path <> '/' ORDER BY c.id",
            (row["id"],),
        ).fetchone()
        own_label = first and first[0]
    row |= {
        "column": own_label,
        "column_path": own_path,
        "published_on": row["published_at"] and row["published_at"][:10],
        "duplicate_of_url": row.pop("root_url"),
    }
    return {name: value for name, value in row.items() if name not in _KEYS} | lists
