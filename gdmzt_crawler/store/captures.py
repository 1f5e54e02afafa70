"""Captures: one row for each fetch of a URL."""

from __future__ import annotations

import sqlite3

from .records import CaptureRecord

_SAME = "SELECT 1 FROM captures WHERE id = ? AND url = ? AND fetched_at = ? AND sha256 IS ?"
_ADD = """
INSERT INTO captures (url, fetched_at, status, content_type, sha256, bytes, etag, last_modified, run_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def add_capture(db: sqlite3.Connection, capture: CaptureRecord, run_id: int | None, *, last: int | None) -> int:
    """The id of the capture; it is `last` again when the same fetch is handed in twice."""
    if last is not None:
        same = db.execute(_SAME, (last, capture.url, capture.fetched_at, capture.sha256)).fetchone()
        if same is not None:
            return last
    validators = (capture.etag, capture.last_modified)
    values = (capture.status, capture.content_type, capture.sha256, capture.bytes, *validators, run_id)
    capture_id = db.execute(_ADD, (capture.url, capture.fetched_at, *values)).lastrowid
    assert capture_id is not None
    return capture_id
