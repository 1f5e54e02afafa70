"""Articles that are gone from their site, and those whose last reading is not to be believed."""

from __future__ import annotations

import sqlite3

from . import visits

_MARK = "UPDATE articles SET withdrawn_at = ? WHERE id = ? AND withdrawn_at IS NULL"
_NOTE = """
INSERT INTO withdrawals (article_id, withdrawn_at, reason, run_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
"""
_ENTRIES = "UPDATE entries SET state = ?, last_error = NULL, next_attempt_at = NULL WHERE article_id = ?"
_BACK = "UPDATE articles SET withdrawn_at = NULL WHERE id = ?"
_RETURNED = "UPDATE withdrawals SET returned_at = ? WHERE article_id = ? AND returned_at IS NULL"
_SEEN = "UPDATE articles SET last_seen_at = max(last_seen_at, ?) WHERE id = ?"
_WITHDRAWN = "SELECT 1 FROM articles WHERE id = ? AND withdrawn_at IS NOT NULL"
_QUARANTINE = "UPDATE articles SET quarantined_at = ?, quarantine_reason = ? WHERE id = ?"
_DOUBT = "UPDATE visits SET doubted_fingerprint = ? WHERE article_id = ?"
_QUARANTINED = "SELECT count(*) FROM articles WHERE site = ? AND quarantined_at IS NOT NULL"


def withdraw(db: sqlite3.Connection, article_id: int, reason: str, run_id: int | None, at: str) -> bool:
    """The article is gone; it stays with its history. False where that was known."""
    visits.read(db, article_id, at, visit=True)
    fresh = db.execute(_MARK, (at, article_id)).rowcount > 0
    if fresh:
        db.execute(_NOTE, (article_id, at, reason, run_id))
        db.execute(_ENTRIES, ("withdrawn", article_id))
    return fresh


def bring_back(db: sqlite3.Connection, article_id: int, at: str) -> None:
    """A withdrawn article can be read again."""
    db.execute(_BACK, (article_id,))
    db.execute(_RETURNED, (at, article_id))
    db.execute(_ENTRIES, ("stored", article_id))


def seen(db: sqlite3.Connection, article_id: int, at: str) -> bool:
    """The article is there and as it was; whether it was withdrawn before."""
    visits.read(db, article_id, at, visit=True)
    db.execute(_SEEN, (at, article_id))
    back = db.execute(_WITHDRAWN, (article_id,)).fetchone() is not None
    if back:
        bring_back(db, article_id, at)
    return back


def quarantine(
    db: sqlite3.Connection, article_id: int, reason: str, fingerprint: str | None, at: str, due_at: str | None
) -> None:
    """A reading is not taken over: what is stored stays, and the article is asked for again."""
    visits.failed(db, article_id, at, reason, due_at)
    db.execute(_QUARANTINE, (at, reason, article_id))
    db.execute(_DOUBT, (fingerprint, article_id))


def quarantined(db: sqlite3.Connection, site: str) -> int:
    """How many articles of a site are quarantined."""
    return int(db.execute(_QUARANTINED, (site,)).fetchone()[0])
