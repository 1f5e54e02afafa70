"""Keeps duplicates right as articles come, change and go: exact ones by fingerprint here, near ones in `near`.

`exact_duplicate_of` points at the root of the exact duplicates. `duplicate_of` points there too, unless that root is a
near-duplicate itself: then all of them point at what it points at.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from ..dedupe.decide import Candidate, Group, choose_root
from . import near

_WHOLE = "fingerprint = :fingerprint AND char_count > 0"
_EMPTY = (
    "fingerprint = :fingerprint AND char_count = 0 AND site = :site AND image_count = :image_count"
    # the day alone, or any time on it: 'T' sorts before 'U'
    " AND published_at >= :day AND published_at < :day || 'U'"
)
_MEMBERS = "SELECT id, site, native_id, published_at FROM articles WHERE {group} AND id <> :id"
_ROOT = _MEMBERS + " AND exact_duplicate_of IS NULL"
_REPOINT = """
UPDATE articles SET exact_duplicate_of = :root WHERE {group} AND id <> :root AND exact_duplicate_of IS NOT :root
"""
_POINT = "UPDATE articles SET exact_duplicate_of = ? WHERE id = ?"
_UNLINK = "UPDATE articles SET duplicate_of = NULL, duplicate_kind = NULL, duplicate_share = NULL WHERE id = ?"
_FREE = """
UPDATE articles
SET exact_duplicate_of = NULL, duplicate_of = NULL, duplicate_kind = NULL, duplicate_share = NULL
WHERE id = ? AND (exact_duplicate_of NOT NULL OR duplicate_of NOT NULL)
"""
_DUPLICATE_OF = "SELECT duplicate_of FROM articles WHERE id = ?"
_TEXT = "SELECT text FROM articles WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stood among its duplicates before it changed."""

    group: Group | None
    root: int | None
    """Of its exact duplicates; None when it was that itself, or alone."""
    text: str


def leave(db: sqlite3.Connection, article_id: int, was: Place) -> None:
    """Takes an article out of the group it was in; those it was the root of get a new one."""
    if was.root is not None:
        db.execute(_POINT, (None, article_id))
        db.execute(_UNLINK, (article_id,))
        return
    near.drop(db, article_id, was.text)
    rest = [] if was.group is None else _candidates(db, _MEMBERS, was.group, article_id)
    if rest:
        _lead(db, choose_root(rest).id, was.group)


def join(
    db: sqlite3.Connection, article: Candidate, group: Group | None, keys: frozenset[int] | None = None
) -> int | None:
    """Puts an article into its group; what it is a duplicate of now, None when it is a root or alone.

    `keys`: what near-duplicates are looked up by, where that is known already.
    """
    roots = [] if group is None else _candidates(db, _ROOT, group, article.id)
    root = choose_root([article, *roots])
    if root.id == article.id:
        for other in roots:
            near.drop(db, other.id, db.execute(_TEXT, (other.id,)).fetchone()[0])
        _lead(db, article.id, group if roots else None, keys)
    else:
        db.execute(_POINT, (root.id, article.id))
        near.follow(db, root.id, article.id)
    found: int | None = db.execute(_DUPLICATE_OF, (article.id,)).fetchone()[0]
    return found


def _lead(db: sqlite3.Connection, root: int, group: Group | None, keys: frozenset[int] | None = None) -> None:
    """Makes an article the root of its group, and looks for what is almost the same."""
    db.execute(_FREE, (root,))
    if group is not None:
        db.execute(_REPOINT.format(group=_where(group)), {**_values(group), "root": root})
    near.add(db, root, keys)


def _candidates(db: sqlite3.Connection, query: str, group: Group, besides: int) -> list[Candidate]:
    rows = db.execute(query.format(group=_where(group)), {**_values(group), "id": besides})
    return [Candidate(*row) for row in rows]


def _where(group: Group) -> str:
    return _WHOLE if group.site is None else _EMPTY


def _values(group: Group) -> dict[str, str | int | None]:
    return {
        "fingerprint": group.fingerprint,
        "site": group.site,
        "day": group.day,
        "image_count": group.image_count,
    }
