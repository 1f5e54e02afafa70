"""Keeps `duplicate_of` right as articles come, change and go: exact duplicates, by fingerprint."""

from __future__ import annotations

import sqlite3

from ..dedupe.decide import Candidate, Group, choose_root, links

_WHOLE = "fingerprint = :fingerprint AND char_count > 0"
_EMPTY = (
    "fingerprint = :fingerprint AND char_count = 0 AND site = :site AND image_count = :image_count"
    # the day alone, or any time on it: 'T' sorts before 'U'
    " AND published_at >= :day AND published_at < :day || 'U'"
)
_MEMBERS = "SELECT id, site, native_id, published_at FROM articles WHERE {group} AND id <> :id"
_ROOT = _MEMBERS + " AND duplicate_of IS NULL"
_REPOINT = """
UPDATE articles SET duplicate_of = :root, duplicate_kind = 'exact', duplicate_share = 1.0
WHERE {group} AND id <> :root AND duplicate_of IS NOT :root
"""
_LINK = "UPDATE articles SET duplicate_of = ?, duplicate_kind = 'exact', duplicate_share = 1.0 WHERE id = ?"
_UNLINK = "UPDATE articles SET duplicate_of = NULL, duplicate_kind = NULL, duplicate_share = NULL WHERE id = ?"


def leave(db: sqlite3.Connection, article_id: int, group: Group | None, duplicate_of: int | None) -> None:
    """Takes an article out of the group it was in; those it was the root of get a new one."""
    if duplicate_of is not None:
        db.execute(_UNLINK, (article_id,))
    elif group is not None:
        rest = _candidates(db, _MEMBERS, group, article_id)
        if rest:
            _point(db, links(rest))


def join(db: sqlite3.Connection, article: Candidate, group: Group | None) -> int | None:
    """Puts an article into its group; the root it points at now, None when it is the root or alone."""
    if group is None:
        return None
    roots = _candidates(db, _ROOT, group, article.id)
    if not roots:
        return None
    root = choose_root([article, *roots])
    if root.id != article.id:
        db.execute(_LINK, (root.id, article.id))
        return root.id
    db.execute(_REPOINT.format(group=_where(group)), {**_values(group), "root": root.id})
    return None


def _point(db: sqlite3.Connection, targets: dict[int, int | None]) -> None:
    db.executemany(_LINK, [(root, article_id) for article_id, root in targets.items() if root is not None])
    db.executemany(_UNLINK, [(article_id,) for article_id, root in targets.items() if root is None])


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
