"""A dataset brought to what was made anew from its archive: compared first, then written in one transaction.

Readers see the old dataset or the new one, and so does whoever kills the program. Articles keep their ids; runs, issues
and what is still to be fetched stay as they are.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import runs
from .clock import utc_now
from .comparing import Change, Comparison
from .connection import connect, connect_readonly, transaction, translated
from .merging import Merge
from .migrations import check_version, migrate
from .records import IssueRecord

EXAMPLES = 3
_UNREAD = "新版读不出文章，旧文保留 this version finds no article on the archived page: what was stored stays"
_SITES = "SELECT * FROM sites"
_ADD_SITE = "INSERT INTO sites ({names}) VALUES ({marks}) ON CONFLICT (key) DO NOTHING"
_CAPTURES = """
SELECT url, fetched_at, status, content_type, sha256, bytes, etag, last_modified, warc_file, warc_offset FROM captures
ORDER BY id
"""
_TAKE_IN = """
INSERT INTO captures (url, fetched_at, status, content_type, sha256, bytes, etag, last_modified, warc_file, warc_offset)
SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10
WHERE NOT EXISTS (SELECT 1 FROM captures WHERE warc_file = ?9 AND warc_offset = ?10)
"""
_ENTRIES = """
SELECT e.site, c.path, c.name, c.url AS column_url, e.url, e.linked_url, e.native_id, e.title, e.listed_date, e.state,
    e.attempts, e.first_seen_at, e.last_seen_at, a.native_id AS article
FROM entries e JOIN columns c ON c.id = e.column_id LEFT JOIN articles a ON a.id = e.article_id ORDER BY e.id
"""
_ENTRY_AT = """
SELECT 1 FROM entries e JOIN columns c ON c.id = e.column_id WHERE e.site = ? AND c.path = ? AND e.url = ?
"""
_ADD_ENTRY = """
INSERT INTO entries (site, column_id, url, linked_url, native_id, title, listed_date, state, attempts, first_seen_at,
    last_seen_at, article_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT id FROM articles WHERE site = ? AND native_id = ?))
"""

_NOTED = "SELECT 1 FROM issues WHERE kind = ? AND url IS ? AND value IS ? LIMIT 1"
_DAMAGE = "SELECT site, url, field, kind, value, message FROM issues WHERE run_id IS NULL"


@dataclass
class Differences:
    """What would change, in numbers and with a few examples."""

    articles: Counter[str] = field(default_factory=Counter)
    """`new`, `changed`, `same`, `left` (a reading is not in the archive), `unread`."""
    fields: Counter[str] = field(default_factory=Counter)
    """By field, articles in which it changes."""
    examples: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """By field: `url`, `before`, `after`."""
    kept_readings: int = 0
    """View counts whose page is not in the archive: they stay."""

    def add(self, change: Change) -> None:
        """Count one article."""
        self.articles[change.kind] += 1
        self.kept_readings += change.kept_readings
        self.fields.update(change.fields.keys())
        for name, (before, after) in change.fields.items():
            shown = self.examples.setdefault(name, [])
            if len(shown) < EXAMPLES:
                shown.append({"url": change.url, "before": before, "after": after})


def is_blank(path: Path, *, upgrade: bool = True) -> bool:
    """Whether there is no dataset, or one that no crawl has written to; an older one is brought to this schema.

    Without `upgrade` nothing is written. Raises StoreError (ForeignDatabase …), then for an older schema too.
    """
    if not path.exists() or (path.is_file() and path.stat().st_size == 0):
        return True
    if not upgrade:
        with _reading(path) as stored:
            return stored.execute("SELECT 1 FROM sites LIMIT 1").fetchone() is None
    db = connect(path, create=False)
    try:
        with translated(path):
            migrate(db, path)
            return db.execute("SELECT 1 FROM sites LIMIT 1").fetchone() is None
    finally:
        db.close()


def compare(path: Path, made: Path, site: str | None) -> Differences:
    """What would change. Raises StoreError."""
    with _reading(path) as stored, _reading(made) as other:
        return _counted(path, stored, other, site)


def renew(path: Path, made: Path, site: str | None) -> None:
    """Writes what is different, in one transaction. Raises StoreError; nothing is changed then."""
    db = connect(path, create=False)
    try:
        with translated(path):
            migrate(db, path)
        # what is compared stands still while it is changed
        with _reading(made) as other, _reading(path) as stored, transaction(db, path):
            _add_missing_sites(db, other)
            merge = Merge(db, other)
            for change in Comparison(stored, other, site).changes():
                merge.take(change)
                if change.kind == "unread":
                    unread = IssueRecord(None, change.site, change.url, None, "reparse_unread", None, _UNREAD)
                    _note(db, unread)
            db.executemany(_TAKE_IN, (tuple(row) for row in other.execute(_CAPTURES)))
            _add_missing_entries(db, other, merge)
            for row in other.execute(_DAMAGE):
                _note(db, IssueRecord(None, *row))
    finally:
        db.close()


def _counted(path: Path, stored: sqlite3.Connection, made: sqlite3.Connection, site: str | None) -> Differences:
    found = Differences()
    with translated(path):
        for change in Comparison(stored, made, site).changes():
            found.add(change)
    return found


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    db = connect_readonly(path)
    try:
        with translated(path):
            check_version(db, path)
            yield db
    finally:
        db.close()


def _add_missing_sites(db: sqlite3.Connection, made: sqlite3.Connection) -> None:
    for row in made.execute(_SITES):
        names = [name for name in row.keys() if name != "discovered_at"]  # noqa: SIM118
        query = _ADD_SITE.format(names=", ".join(names), marks=", ".join("?" * len(names)))
        db.execute(query, [row[name] for name in names])


def _add_missing_entries(db: sqlite3.Connection, made: sqlite3.Connection, merge: Merge) -> None:
    """What listing pages showed and the dataset forgot (it was restored from an older backup)."""
    for row in made.execute(_ENTRIES):
        if db.execute(_ENTRY_AT, (row["site"], row["path"], row["url"])).fetchone() is None:
            column = merge.column(row["site"], row["path"], row["name"], row["column_url"])
            shown = (row["url"], row["linked_url"], row["native_id"], row["title"], row["listed_date"], row["state"])
            seen = (row["attempts"], row["first_seen_at"], row["last_seen_at"])
            db.execute(_ADD_ENTRY, (row["site"], column, *shown, *seen, row["site"], row["article"]))


def _note(db: sqlite3.Connection, issue: IssueRecord) -> None:
    """An issue, unless an earlier reparse has noted it."""
    if db.execute(_NOTED, (issue.kind, issue.url, issue.value)).fetchone() is None:
        runs.add_issue(db, issue, utc_now())
