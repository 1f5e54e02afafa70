"""Duplicates after articles were left out: whose root is gone, the earliest of those that are left leads."""

from __future__ import annotations

import sqlite3
from itertools import groupby
from operator import itemgetter

from ..dedupe.decide import Candidate, choose_root
from ..store import near

_EXACT = """
SELECT exact_duplicate_of, id, site, native_id, published_at FROM articles
WHERE exact_duplicate_of IS NOT NULL AND exact_duplicate_of NOT IN (SELECT id FROM articles) ORDER BY 1
"""
_FREE = """
UPDATE articles
SET exact_duplicate_of = NULL, duplicate_of = NULL, duplicate_kind = NULL, duplicate_share = NULL WHERE id = ?
"""
_POINT = "UPDATE articles SET exact_duplicate_of = ? WHERE id = ?"
_NEAR = """
SELECT id FROM articles
WHERE exact_duplicate_of IS NULL AND duplicate_of IS NOT NULL AND duplicate_of NOT IN (SELECT id FROM articles)
"""


def relink(db: sqlite3.Connection) -> None:
    """Has every duplicate point at an article that is there, or at none; inside a transaction of the caller."""
    for _, rows in groupby(db.execute(_EXACT).fetchall(), itemgetter(0)):
        members = [Candidate(*row[1:]) for row in rows]
        root = choose_root(members).id
        db.execute(_FREE, (root,))
        db.executemany(_POINT, [(root, member.id) for member in members if member.id != root])
        near.add(db, root)
    orphans = [row[0] for row in db.execute(_NEAR)]
    near.settle(db, orphans)
