"""A dataset beside one that was made anew from its archive: what would change, article by article."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from . import identity
from .documents import Document, differing, document

Kind = Literal["new", "changed", "same", "left", "unread"]
_MADE = "SELECT id, site, native_id, url, title FROM articles ORDER BY id"
_STORED = "SELECT id, site, native_id, url, title FROM articles WHERE :site IS NULL OR site = :site ORDER BY id"
_PLACES = """
SELECT warc_file, warc_offset FROM articles a LEFT JOIN captures c ON c.id = a.capture_id WHERE a.id = :id
UNION SELECT warc_file, warc_offset FROM revisions r LEFT JOIN captures c ON c.id = r.capture_id
    WHERE r.article_id = :id
"""
_KNOWN = "SELECT 1 FROM captures WHERE warc_file = ? AND warc_offset = ?"
_UNARCHIVED = "json_extract(r.arguments, '$.archive') = 0"
_WITHDRAWN_UNARCHIVED = f"""
SELECT 1 FROM withdrawals w JOIN crawl_runs r ON r.id = w.run_id WHERE w.article_id = ? AND {_UNARCHIVED} LIMIT 1
"""
_LISTED_UNARCHIVED = f"""
SELECT DISTINCT c.path FROM entries e JOIN columns c ON c.id = e.column_id JOIN crawl_runs r ON r.id = e.last_seen_run
WHERE e.article_id = ? AND {_UNARCHIVED}
"""
_TIMES = "CREATE TEMP TABLE replayed (at TEXT PRIMARY KEY) WITHOUT ROWID"
_FILL = "INSERT OR IGNORE INTO replayed SELECT fetched_at FROM captures"
_REPLAYED = "SELECT 1 FROM replayed WHERE at = ?"


@dataclass(frozen=True)
class Change:
    """One article: what becomes of it."""

    kind: Kind
    """`left`: a reading of it is not in the archive; `unread`: its page holds no article for this version."""
    site: str
    native_id: str
    url: str
    title: str
    stored_id: int | None
    made_id: int | None
    fields: dict[str, tuple[object, object]] = field(default_factory=dict)
    """By field: before and after."""
    now: dict[str, Any] = field(default_factory=dict)
    """All that is to be said of it; of `new` and `changed` only."""
    kept_readings: int = 0
    """View counts whose capture is not in the archive."""


class Comparison:
    """Both datasets, open."""

    def __init__(self, stored: sqlite3.Connection, made: sqlite3.Connection, site: str | None) -> None:
        self._stored, self._made, self._site = stored, made, site
        made.execute("DROP TABLE IF EXISTS temp.replayed")
        made.execute(_TIMES)
        made.execute(_FILL)

    def changes(self) -> Iterator[Change]:
        """Every article of either, each once."""
        for row in self._made.execute(_MADE):
            stored = identity.find(self._stored, row["site"], row["native_id"], row["url"])
            yield self._change(row, None if stored is None else int(stored["id"]))
        for row in self._stored.execute(_STORED, {"site": self._site}):
            if identity.find(self._made, row["site"], row["native_id"], row["url"]) is None:
                kind: Kind = "unread" if self._is_archived(row["id"]) else "left"
                yield Change(kind, row["site"], row["native_id"], row["url"], row["title"], row["id"], None)

    def _change(self, row: sqlite3.Row, stored_id: int | None) -> Change:
        who = (row["site"], row["native_id"], row["url"], row["title"], stored_id, row["id"])
        if stored_id is None:
            return Change("new", *who, now=document(self._made, row["id"]))
        if not self._is_archived(stored_id):
            return Change("left", *who)
        before, now = document(self._stored, stored_id), document(self._made, row["id"])
        kept = self._keep_readings(before, now)
        self._keep_columns(stored_id, before, now)
        fields = differing(before, now)
        return Change("changed" if fields else "same", *who, fields=fields, now=now, kept_readings=kept)

    def _is_archived(self, stored_id: int) -> bool:
        """Whether every reading that made the article what it is was played."""
        places = self._stored.execute(_PLACES, {"id": stored_id}).fetchall()
        if any(place["warc_file"] is None for place in places):
            return False
        if any(self._made.execute(_KNOWN, tuple(place)).fetchone() is None for place in places):
            return False
        return self._stored.execute(_WITHDRAWN_UNARCHIVED, (stored_id,)).fetchone() is None

    def _keep_readings(self, before: Document, now: Document) -> int:
        """View counts that were read from a page which is not in the archive stay."""
        stored, made = before["view_counts"], now["view_counts"]
        kept = [
            reading
            for reading in stored
            if reading not in made and self._made.execute(_REPLAYED, (reading[0],)).fetchone() is None
        ]
        if kept:
            now["view_counts"] = sorted([*made, *kept])
            now["view_count"] = sorted([*made, *kept])[-1][1]
        return len(kept)

    def _keep_columns(self, stored_id: int, before: Document, now: Document) -> None:
        """What a listing page showed that is not in the archive stays."""
        stored, made = before["columns"], now["columns"]
        if stored == made:
            return
        unarchived = {row[0] for row in self._stored.execute(_LISTED_UNARCHIVED, (stored_id,))}
        listed = {row[0]: row for row in made}
        kept = {row[0]: row for row in stored if row[0] not in listed or row[0] in unarchived}
        now["columns"] = sorted({**listed, **kept}.values())
