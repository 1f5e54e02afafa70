"""How many articles of each month have a word: kept beside the words, so that nobody has to count millions of rows."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping

_BEFORE = """
SELECT t.month, k.word FROM tagged t JOIN keywords k ON k.article_id = t.article_id
WHERE t.article_id = ? AND t.month IS NOT NULL
"""
_COUNT = """
INSERT INTO keyword_counts (month, word, articles) VALUES (?, ?, ?)
ON CONFLICT (month, word) DO UPDATE SET articles = articles + excluded.articles
"""
_UNCOUNTED = "DELETE FROM keyword_counts WHERE month = ? AND word = ? AND articles <= 0"
_FORGET = "DELETE FROM keyword_counts"
_ALL = """
INSERT INTO keyword_counts (month, word, articles)
SELECT t.month, k.word, count(*) FROM tagged t JOIN keywords k ON k.article_id = t.article_id
WHERE t.month IS NOT NULL GROUP BY t.month, k.word
"""

Month = tuple[str, str]
"""A month and a word."""


def counted(db: sqlite3.Connection, article_id: int) -> Counter[Month]:
    """What an article that is tagged adds to the counts."""
    return Counter(tuple(row) for row in db.execute(_BEFORE, (article_id,)))


def change(db: sqlite3.Connection, changes: Mapping[Month, int]) -> None:
    """Adds to the counts, and takes from them."""
    rows = sorted((*key, number) for key, number in changes.items() if number)
    db.executemany(_COUNT, rows)
    db.executemany(_UNCOUNTED, [(month, word) for month, word, number in rows if number < 0])


def recount(db: sqlite3.Connection) -> None:
    """Counts everything anew, inside the caller's transaction."""
    db.execute(_FORGET)
    db.execute(_ALL)
