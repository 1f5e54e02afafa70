"""Which articles a search finds: the seam between exports and the dataset's search."""

from __future__ import annotations

import sqlite3

from ..errors import UsageError
from ..store.search.folding import fold

_MATCHING = "CREATE TEMP TABLE matching (id INTEGER PRIMARY KEY)"
_ADD = "INSERT INTO temp.matching (id) SELECT id FROM articles WHERE gdmzt_finds(title, text)"


def matching(db: sqlite3.Connection, query: str) -> None:
    """Fills the temporary table `matching` with the ids of what is found: every word inside a paragraph or the title.

    Raises UsageError for a query without any letter or digit.
    """
    words = [folded for folded in map(fold, query.split()) if folded]
    if not words:
        raise UsageError(
            "查询里没有字词 the query has no letter or digit — 请给出要找的字词 name what to look for: --query 养老"
        )

    def finds(title: str, text: str) -> bool:
        lines = [fold(line) for line in (title, *text.split("\n"))]
        return all(any(word in line for line in lines) for word in words)

    db.create_function("gdmzt_finds", 2, finds, deterministic=True)
    db.execute(_MATCHING)
    db.execute(_ADD)
