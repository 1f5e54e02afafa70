"""When the page of a stored article was last asked for, and which are to be asked for again."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable
from datetime import datetime, timedelta

from .clock import stamp
from .records import DueRule, VisitRow

_READ = """
INSERT INTO visits (article_id, visited_at) VALUES (?, ?)
ON CONFLICT (article_id) DO UPDATE SET visited_at = excluded.visited_at WHERE visited_at < excluded.visited_at
"""
_ANSWERED = """
INSERT INTO visits (article_id, visited_at) VALUES (?, ?)
ON CONFLICT (article_id) DO UPDATE SET visited_at = excluded.visited_at, due_at = NULL, failures = 0,
    last_error = NULL, doubted_fingerprint = NULL
"""
_FAILED = """
UPDATE visits SET visited_at = ?, due_at = ?, failures = failures + 1, last_error = ? WHERE article_id = ?
"""
_MAKE_DUE = "UPDATE visits SET due_at = min(coalesce(due_at, :at), :at) WHERE article_id = :article_id"
_VANISH = """
UPDATE entries SET vanished_at = :at
WHERE column_id = :column_id AND vanished_at IS NULL AND last_seen_run IS NOT :run_id AND state <> 'external'
RETURNING id, article_id
"""
_LISTED = "SELECT 1 FROM entries WHERE article_id = ? AND vanished_at IS NULL LIMIT 1"
_WITHDRAWN = "SELECT 1 FROM articles WHERE id = ? AND withdrawn_at IS NOT NULL"
_LEFT = "SELECT count(*) FROM entries WHERE column_id = ? AND vanished_at IS NULL AND state <> 'external'"

SLACK = 0.25
"""Days by which a visit may come early, so that a nightly run that starts a little sooner does not skip a night."""
_FUTURE = timedelta(days=1)
"""A publication that lies further ahead was printed in error."""
FAR = timedelta(days=31)
"""Nothing is put off longer: what is, was written under a wrong clock."""
_AGE = """(
        julianday(:now)
        - julianday(coalesce(CASE WHEN a.published_at <= :tomorrow THEN a.published_at END, a.first_seen_at))
    )"""
_SCOPE = """
    AND (:columns IS NULL OR EXISTS (
        SELECT 1 FROM article_columns l JOIN columns k ON k.id = l.column_id
        WHERE l.article_id = a.id AND k.path IN (SELECT value FROM json_each(:columns))
    ))
    AND (:since IS NULL OR a.published_at >= :since)
"""
_FLAGGED = f"""
SELECT v.article_id, v.visited_at, 0 AS turn FROM visits v JOIN articles a ON a.id = v.article_id
WHERE v.due_at IS NOT NULL AND (v.due_at <= :now OR v.due_at > :horizon) AND a.site = :site {_SCOPE}
"""
_AGED = f"""
SELECT v.article_id, v.visited_at, 1 AS turn FROM articles a JOIN visits v ON v.article_id = a.id
WHERE {{range}} AND a.site = :site AND v.due_at IS NULL {_SCOPE}
    AND abs(julianday(:now) - julianday(v.visited_at)) >= (
        CASE {{cases}} END
    ) - {SLACK}
"""
_RANGES = ("a.published_at >= :oldest", "a.published_at IS NULL AND a.first_seen_at >= :oldest")
_EVERYTHING = f"""
SELECT v.article_id, v.visited_at, v.due_at IS NULL AS turn FROM articles a JOIN visits v ON v.article_id = a.id
    LEFT JOIN captures c ON c.id = a.capture_id
WHERE a.site = :site AND c.run_id IS NOT :run_id {_SCOPE}
"""
_ROW = """
SELECT a.id, a.url, a.native_id, a.title, a.char_count, a.image_count + a.attachment_count AS parts, a.parser_version,
    a.withdrawn_at, a.quarantined_at, c.url AS read_at, c.etag, c.last_modified, v.failures, v.doubted_fingerprint
FROM articles a JOIN visits v ON v.article_id = a.id LEFT JOIN captures c ON c.id = a.capture_id WHERE a.id = ?
"""
_ENTRIES = """
SELECT coalesce(linked_url, url) AS address, title, listed_date FROM entries WHERE article_id = ?
ORDER BY vanished_at IS NOT NULL, id
"""


def read(db: sqlite3.Connection, article_id: int, at: str, *, visit: bool) -> None:
    """The article was read; `visit`: just now, from the site."""
    db.execute(_ANSWERED if visit else _READ, (article_id, at))


def failed(db: sqlite3.Connection, article_id: int, at: str, error: str, due_at: str | None) -> None:
    """No answer that says whether the article is there."""
    db.execute(_FAILED, (at, due_at, error, article_id))


def make_due(db: sqlite3.Connection, article_id: int, at: str) -> None:
    """The article is to be asked for as soon as possible."""
    db.execute(_MAKE_DUE, {"article_id": article_id, "at": at})


def vanish(db: sqlite3.Connection, column_id: int, run_id: int, at: str) -> tuple[int, int]:
    """A complete walk of a column in this run is over: what it did not show has vanished from the column.

    An article that no column shows any more is due. How many rows vanished, and how many are left.
    """
    gone = db.execute(_VANISH, {"column_id": column_id, "run_id": run_id, "at": at}).fetchall()
    for article_id in {row["article_id"] for row in gone if row["article_id"] is not None}:
        listed = db.execute(_LISTED, (article_id,)).fetchone()
        if listed is None and db.execute(_WITHDRAWN, (article_id,)).fetchone() is None:
            make_due(db, article_id, at)
    return len(gone), int(db.execute(_LEFT, (column_id,)).fetchone()[0])


def due(db: sqlite3.Connection, site: str, rule: DueRule, now: datetime, run_id: int) -> array[int]:
    """Ids of the articles that are due: those that something happened to first, then the least recently visited."""
    values = {
        "site": site,
        "run_id": run_id,
        "now": stamp(now),
        "tomorrow": stamp(now + _FUTURE),
        "horizon": stamp(now + FAR),
        "oldest": stamp(now - timedelta(days=rule.bands[-1][0] + 1)) if rule.bands else None,
        "columns": json.dumps(rule.columns) if rule.columns else None,
        "since": rule.since,
    }
    queries = [_EVERYTHING] if rule.everything else [_FLAGGED, *_aged(rule.bands)]
    union = " UNION ALL ".join(queries)
    ordered = f"SELECT article_id FROM ({union}) ORDER BY turn, visited_at, article_id"
    return array("q", (row[0] for row in db.execute(ordered, values)))


def rows(db: sqlite3.Connection, ids: Iterable[int]) -> list[VisitRow]:
    """What is known of these articles, in their order."""
    return [_row(db, article_id) for article_id in ids]


def _aged(bands: tuple[tuple[int, int], ...]) -> list[str]:
    cases = " ".join(f"WHEN {_AGE} < {int(until)} THEN {int(every)}" for until, every in bands)
    return [_AGED.format(range=each, cases=cases) for each in _RANGES] if bands else []


def _row(db: sqlite3.Connection, article_id: int) -> VisitRow:
    row = db.execute(_ROW, (article_id,)).fetchone()
    entries = db.execute(_ENTRIES, (article_id,)).fetchall()
    addresses = [row["read_at"], *(entry["address"] for entry in entries), row["url"]]
    return VisitRow(
        article_id=article_id,
        url=row["url"],
        native_id=row["native_id"],
        title=row["title"],
        addresses=tuple(dict.fromkeys(address for address in addresses if address is not None)),
        listed_title=next((entry["title"] for entry in entries if entry["title"] is not None), None),
        listed_date=next((entry["listed_date"] for entry in entries if entry["listed_date"] is not None), None),
        char_count=row["char_count"],
        parts=row["parts"],
        parser_version=row["parser_version"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        withdrawn=row["withdrawn_at"] is not None,
        quarantined=row["quarantined_at"] is not None,
        doubted_fingerprint=row["doubted_fingerprint"],
        failures=row["failures"],
    )
