"""A reading of an article that is older than the one stored: it takes its place in the history, the article stays."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from ..models import Article
from . import history
from .articles import stored_time

_STORED = "SELECT fetched_at, revision, capture_id FROM articles WHERE id = ?"
_REVISIONS = """
SELECT revision, observed_at, title, published_at, source, text, fingerprint, capture_id FROM revisions
WHERE article_id = ? ORDER BY revision
"""
_EARLIER = "UPDATE revisions SET observed_at = ?, capture_id = ? WHERE article_id = ? AND revision = ?"
# in two steps: no two revisions may have one number in between
_AWAY = "UPDATE revisions SET revision = -revision - 1 WHERE article_id = ? AND revision > ?"
_BACK = "UPDATE revisions SET revision = -revision WHERE article_id = ? AND revision < 0"
_CHANGED = "UPDATE revisions SET changed = ? WHERE article_id = ? AND revision = ?"
_SEEN = "UPDATE articles SET first_seen_at = min(first_seen_at, ?), revision = ? WHERE id = ?"
_COUNT = "UPDATE articles SET view_count = ? WHERE id = ?"
_CHANGED_AT = """
UPDATE articles SET changed_at = (SELECT max(observed_at) FROM revisions WHERE article_id = :id AND revision > 1)
WHERE id = :id
"""


def take(
    db: sqlite3.Connection, article_id: int, article: Article, fingerprint: str, at: str, capture_id: int | None
) -> bool:
    """Notes what an article said at `at`, before it was last read; whether it said something else then."""
    stored = db.execute(_STORED, (article_id,)).fetchone()
    revisions = [dict(row) for row in db.execute(_REVISIONS, (article_id,))]
    now = _content(article, fingerprint)
    place = sum(row["observed_at"] <= at for row in revisions)
    before = revisions[place - 1] if place else None
    after = revisions[place] if place < len(revisions) else None
    added = 0
    if before is not None and not history.changed_fields(before, now):
        pass
    elif after is not None and not history.changed_fields(now, after):
        db.execute(_EARLIER, (at, capture_id, article_id, after["revision"]))
    else:
        if after is None:
            # it said again later what it had said before
            assert before is not None
            _insert(db, article_id, place, before, now, (stored["fetched_at"], stored["capture_id"]), before)
            added += 1
        following = after if after is not None else before
        _insert(db, article_id, place, following, before, (at, capture_id), now)
        added += 1
    history.add_reading(db, article_id, article.view_count, at)
    db.execute(_COUNT, (history.latest_reading(db, article_id), article_id))
    db.execute(_SEEN, (at, stored["revision"] + added, article_id))
    db.execute(_CHANGED_AT, {"id": article_id})
    return added > 0


def _insert(
    db: sqlite3.Connection,
    article_id: int,
    place: int,
    after: history.Content | None,
    before: history.Content | None,
    seen: tuple[str, int | None],
    now: history.Content,
) -> None:
    """Puts a content behind the first `place` revisions, between the two that it stands between."""
    db.execute(_AWAY, (article_id, place))
    db.execute(_BACK, (article_id,))
    changed = () if before is None else history.changed_fields(before, now)
    history.add_revision(db, article_id, place + 1, now, changed, at=seen[0], capture_id=seen[1])
    if after is not None:
        names = json.dumps(list(history.changed_fields(now, after)))
        db.execute(_CHANGED, (names, article_id, place + 2))


def _content(article: Article, fingerprint: str) -> dict[str, Any]:
    return {
        "title": article.title,
        "published_at": stored_time(article),
        "source": article.source,
        "text": article.text,
        "fingerprint": fingerprint,
    }
