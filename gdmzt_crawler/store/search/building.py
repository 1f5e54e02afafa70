"""Builds the search index of articles that are stored already: in batches, each a step that stays."""

from __future__ import annotations

import sqlite3

from . import upkeep

AT_ONCE = 5_000
"""Articles that a migration indexes by itself, in a few seconds; more are left to `gdmzt index`."""
BATCH = 1_000
_NEXT = "SELECT id, title, text FROM articles WHERE id > ? ORDER BY id LIMIT ?"
_COUNT = "SELECT count(*) FROM articles"
_REACHED = "UPDATE search_state SET indexed_to = ?"


def first(db: sqlite3.Connection) -> None:
    """The index of a dataset that never had one: built at once where that does not take long."""
    upkeep.found(db)
    if db.execute(_COUNT).fetchone()[0] <= AT_ONCE:
        while step(db, BATCH):
            pass


def step(db: sqlite3.Connection, size: int) -> int:
    """Indexes the next articles, at most `size`, inside a transaction of the caller; how many: 0 when all are in."""
    now = upkeep.state(db)
    if now.indexed_to is None:
        return 0
    rows = db.execute(_NEXT, (now.indexed_to, size)).fetchall()
    for row in rows:
        upkeep.put(db, *_parts(row), now.mode)
    # a short batch was the last one: articles that come now are indexed as they are saved
    db.execute(_REACHED, (rows[-1][0] if len(rows) == size else None,))
    return len(rows)


def _parts(row: sqlite3.Row) -> tuple[int, str, str]:
    article_id, title, text = row
    return article_id, title, text
