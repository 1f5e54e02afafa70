"""Captures: one row for each fetch of a URL, with its place in the archive where it was archived."""

from __future__ import annotations

import sqlite3

from .memory import Work
from .records import CaptureRecord
from .wellformed import wellformed

_SAME = "SELECT 1 FROM captures WHERE id = ? AND url = ? AND fetched_at = ? AND sha256 IS ?"
_ARCHIVED = """
SELECT id FROM captures WHERE url = ? AND fetched_at = ? AND sha256 IS ? AND warc_file IS NOT NULL
ORDER BY id DESC LIMIT 1
"""
_ADD = """
INSERT INTO captures (url, fetched_at, status, content_type, sha256, bytes, etag, last_modified, run_id, warc_file,
    warc_offset)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_NOTE = """
INSERT INTO captures (url, fetched_at, status, content_type, sha256, bytes, etag, last_modified, run_id, warc_file,
    warc_offset)
SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11
WHERE NOT EXISTS (SELECT 1 FROM captures WHERE warc_file = ?10 AND warc_offset = ?11)
"""
_AT = "UPDATE captures SET run_id = coalesce(run_id, ?) WHERE warc_file = ? AND warc_offset = ? RETURNING id"
_LAST_OF = (
    "SELECT warc_file, warc_offset FROM captures WHERE url = ? AND warc_file IS NOT NULL ORDER BY id DESC LIMIT 1"
)
_NEWEST = "SELECT warc_file, warc_offset FROM captures WHERE warc_file IS NOT NULL ORDER BY id DESC LIMIT 1"

Place = tuple[str, int]
"""`warc_file` and `warc_offset`."""


def add_capture(db: sqlite3.Connection, capture: CaptureRecord, run_id: int | None, *, last: int | None) -> int:
    """The id of the capture; the known one when it was archived before, or when the same fetch is handed in twice."""
    same = (capture.url, capture.fetched_at, capture.sha256)
    if last is not None and db.execute(_SAME, (last, *same)).fetchone() is not None:
        return last
    archived = db.execute(_ARCHIVED, same).fetchone() if capture.warc_file is None else None
    if archived is not None:
        return int(archived["id"])
    capture_id = db.execute(_ADD, _values(capture, run_id)).lastrowid
    assert capture_id is not None
    return capture_id


class Captures:
    """Of a Store: what the archive holds, as the dataset knows it. Every method raises StoreError."""

    def __init__(self, db: sqlite3.Connection, read: Work, write: Work) -> None:
        self._db, self._read, self._write = db, read, write
        self._waiting: list[tuple[CaptureRecord, int | None]] = []

    def put(self, capture: CaptureRecord, *, run_id: int | None) -> None:
        """Notes a capture that was archived just now: in one transaction with what is written next, or by `flush`.

        The archive holds it: what a killed program had not noted is taken in when the archive is opened again.
        """
        self._waiting.append((capture if _can_be_stored(capture) else wellformed(capture), run_id))

    def write_waiting(self) -> None:
        """Inside a transaction: what was put; `forget_waiting` follows when it is committed."""
        for capture, run_id in self._waiting:
            add_capture(self._db, capture, run_id, last=None)

    def forget_waiting(self) -> None:
        """What was put is stored."""
        self._waiting.clear()

    def flush(self) -> None:
        """Stores what was put."""
        if self._waiting:
            self._write(lambda: None)

    def note(self, capture: CaptureRecord, *, run_id: int | None) -> int:
        """Notes a capture that the archive holds, once; its id."""

        def work() -> int:
            self._db.execute(_NOTE, _values(capture, run_id))
            row = self._db.execute(_AT, (run_id, capture.warc_file, capture.warc_offset)).fetchone()
            return int(row["id"])

        return self._write(work)

    def last_of(self, url: str) -> Place | None:
        """Where the last archived capture of a URL lies."""
        if any(capture.url == url for capture, _ in self._waiting):
            self.flush()
        return self._place(_LAST_OF, url)

    def newest(self) -> Place | None:
        """Where the capture lies that was archived last."""
        return self._place(_NEWEST)

    def _place(self, query: str, *values: str | int) -> Place | None:
        row = self._read(lambda: self._db.execute(query, values).fetchone())
        return None if row is None else (row["warc_file"], row["warc_offset"])


def _can_be_stored(capture: CaptureRecord) -> bool:
    """Whether SQLite can hold its texts, as it nearly always can: a copy takes ten times as long as to ask."""
    try:
        f"{capture.url}{capture.content_type}{capture.etag}{capture.last_modified}".encode()
    except UnicodeEncodeError:
        return False
    return True


def _values(capture: CaptureRecord, run_id: int | None) -> tuple[str | int | None, ...]:
    said = (capture.status, capture.content_type, capture.sha256, capture.bytes, capture.etag, capture.last_modified)
    return (capture.url, capture.fetched_at, *said, run_id, capture.warc_file, capture.warc_offset)
