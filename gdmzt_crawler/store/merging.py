"""Bringing a dataset to what was made anew from its archive, inside one transaction of the caller."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from . import duplicates, parts, visits
from .articles import candidate, group
from .comparing import Change
from .documents import NATURAL
from .names import Names
from .search import upkeep

_ARTICLE = "SELECT * FROM articles WHERE id = ?"
_SOURCE = "SELECT name FROM sources WHERE id = ?"
_COLUMN = "SELECT site, path, name, url FROM columns WHERE id = ?"
_COLUMN_AT = "SELECT id FROM columns WHERE site = ? AND path = ?"
_CAPTURE = "SELECT * FROM captures WHERE id = ?"
_CAPTURE_AT = "SELECT id FROM captures WHERE warc_file = ? AND warc_offset = ?"
_RUN = "SELECT 1 FROM crawl_runs a WHERE id = ? AND site = ?"
_ENTRIES = """
UPDATE entries SET state = CASE WHEN :gone THEN 'withdrawn' ELSE 'stored' END, article_id = :id, last_error = NULL,
    next_attempt_at = NULL
WHERE site = :site AND (native_id = :native_id OR url = :url) AND state <> 'external'
"""
_TIMES = ("fetched_at", "changed_at", "parser_version", "quarantined_at", "quarantine_reason", "withdrawn_at")
_REVISIONS = """
SELECT revision, observed_at, title, published_at, source, fingerprint, changed, capture_id, text FROM revisions
WHERE article_id = ? ORDER BY revision
"""
_ADD_REVISION = """
INSERT INTO revisions (article_id, revision, observed_at, title, published_at, source, fingerprint, changed, capture_id,
    text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_LISTED = (
    "SELECT first_seen_at FROM article_columns l JOIN columns c ON c.id = l.column_id WHERE article_id = ? AND path = ?"
)
_LIST = """
INSERT INTO article_columns (article_id, column_id, listed_title, listed_date, first_seen_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (article_id, column_id) DO UPDATE SET listed_title = excluded.listed_title,
    listed_date = excluded.listed_date
"""
_WITHDRAWALS = "SELECT withdrawn_at, reason, run_id, returned_at FROM withdrawals WHERE article_id = ?"
_WITHDRAW = "INSERT INTO withdrawals (article_id, withdrawn_at, reason, run_id, returned_at) VALUES (?, ?, ?, ?, ?)"
_READING = "INSERT INTO view_counts (article_id, observed_at, view_count) VALUES (?, ?, ?)"
_PARSER = "UPDATE articles SET parser_version = ? WHERE id = ? AND parser_version <> ?"
Row = dict[str, Any]


class Merge:
    """Writes changes into `db` out of `made`."""

    def __init__(self, db: sqlite3.Connection, made: sqlite3.Connection) -> None:
        self._db, self._made, self._names = db, made, Names(db)

    def take(self, change: Change) -> None:
        """One article becomes what it is in the other dataset."""
        if change.made_id is None or change.kind in ("left", "unread"):
            return
        made: Row = dict(self._made.execute(_ARTICLE, (change.made_id,)).fetchone())
        if change.kind == "same":
            self._db.execute(_PARSER, (made["parser_version"], change.stored_id, made["parser_version"]))
            return
        values = self._values(made, change)
        article_id = self._update(change, values) if change.stored_id is not None else self._insert(values)
        self._fill(article_id, made, change)

    def column(self, site: str, path: str, name: str | None, url: str) -> int:
        """The id of a column, which is added where it is not known."""
        known = self._db.execute(_COLUMN_AT, (site, path)).fetchone()
        return int(known["id"]) if known is not None else self._names.put_column(site, path, name, url)

    def _values(self, made: Row, change: Change) -> Row:
        site = made["site"]
        values = {name: made[name] for name in (*NATURAL, *_TIMES, "first_seen_at", "last_seen_at")}
        values["view_count"] = change.now["view_count"]
        for name in ("source_id", "canonical_source_id"):
            row = self._made.execute(_SOURCE, (made[name],)).fetchone()
            values[name] = None if row is None else self._names.source_id(row["name"])
        if values["source_id"] and values["canonical_source_id"]:
            self._names.alias(values["source_id"], values["canonical_source_id"])
        values["column_id"] = None if made["column_id"] is None else self._column(made["column_id"])
        values["capture_id"] = self._capture(made["capture_id"], site)
        return values

    def _update(self, change: Change, values: Row) -> int:
        article_id = change.stored_id
        assert article_id is not None
        stored: Row = dict(self._db.execute(_ARTICLE, (article_id,)).fetchone())
        if not self._is_free(values["url"], article_id):
            values["url"] = stored["url"]
        values["first_seen_at"] = min(stored["first_seen_at"], values["first_seen_at"])
        values["last_seen_at"] = max(stored["last_seen_at"], values["last_seen_at"])
        for name in ("withdrawn_at", "quarantined_at"):
            # the moment at which it was written down, a second later than the page came, stays
            if stored[name] is not None and values[name] is not None:
                values[name] = stored[name]
        names = [name for name, value in values.items() if stored[name] != value]
        assignments = ", ".join(f"{name} = ?" for name in names)
        if names:
            query = f"UPDATE articles SET {assignments} WHERE id = ?"
            self._db.execute(query, (*(values[name] for name in names), article_id))
        now = {**stored, **values}
        upkeep.replace(self._db, article_id, (stored["title"], stored["text"]), (now["title"], now["text"]))
        if _place(stored) != _place(now):
            was = duplicates.Place(group(stored), stored["exact_duplicate_of"], stored["text"])
            duplicates.leave(self._db, article_id, was)
            duplicates.join(self._db, candidate(article_id, now), group(now))
        return article_id

    def _insert(self, values: Row) -> int:
        marks = ", ".join("?" * len(values))
        query = f"INSERT INTO articles ({', '.join(values)}) VALUES ({marks})"
        article_id = self._db.execute(query, tuple(values.values())).lastrowid
        assert article_id is not None
        upkeep.add(self._db, article_id, values["title"], values["text"])
        visits.read(self._db, article_id, values["fetched_at"], visit=False)
        duplicates.join(self._db, candidate(article_id, values), group(values))
        return article_id

    def _fill(self, article_id: int, made: Row, change: Change) -> None:
        """Everything of the article that has rows of its own."""
        made_id, site = made["id"], made["site"]
        parts.copy_parts(self._made, made_id, self._db, article_id)
        captures = {row["capture_id"]: self._capture(row["capture_id"], site) for row in self._revisions(made_id)}
        revisions = [
            (article_id, *(captures[value] if name == "capture_id" else value for name, value in row.items()))
            for row in self._revisions(made_id)
        ]
        self._anew("revisions", article_id, _ADD_REVISION, revisions)
        readings = change.now["view_counts"]
        self._anew("view_counts", article_id, _READING, [(article_id, *reading) for reading in readings])
        self._list(article_id, made_id, site, change)
        self._withdraw(article_id, made_id, site, change)
        marks = {"id": article_id, "site": site, "native_id": made["native_id"], "url": made["url"]}
        self._db.execute(_ENTRIES, {**marks, "gone": made["withdrawn_at"] is not None})

    def _list(self, article_id: int, made_id: int, site: str, change: Change) -> None:
        columns = change.now["columns"]
        for path, title, day in columns:
            seen = self._made.execute(_LISTED, (made_id, path)).fetchone()
            column = self._made.execute(_COLUMN_AT, (site, path)).fetchone()
            if seen is not None and column is not None:
                column_id = self._column(column["id"])
                self._db.execute(_LIST, (article_id, column_id, title, day, seen["first_seen_at"]))

    def _withdraw(self, article_id: int, made_id: int, site: str, change: Change) -> None:
        if change.stored_id is not None and "withdrawals" not in change.fields:
            return
        rows = [
            (article_id, row["withdrawn_at"], row["reason"], self._run(row["run_id"], site), row["returned_at"])
            for row in self._made.execute(_WITHDRAWALS, (made_id,))
        ]
        self._anew("withdrawals", article_id, _WITHDRAW, rows)

    def _anew(self, table: str, article_id: int, query: str, rows: Sequence[tuple[Any, ...]]) -> None:
        self._db.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))
        self._db.executemany(query, rows)

    def _revisions(self, made_id: int) -> list[Row]:
        return [dict(row) for row in self._made.execute(_REVISIONS, (made_id,))]

    def _column(self, made_id: int) -> int:
        row = self._made.execute(_COLUMN, (made_id,)).fetchone()
        return self.column(row["site"], row["path"], row["name"], row["url"])

    def _capture(self, made_id: int | None, site: str) -> int | None:
        """The id of a capture here; one that is not known is noted."""
        if made_id is None:
            return None
        row: Row = dict(self._made.execute(_CAPTURE, (made_id,)).fetchone())
        known = self._db.execute(_CAPTURE_AT, (row["warc_file"], row["warc_offset"])).fetchone()
        if known is not None:
            return int(known["id"])
        row["run_id"] = self._run(row["run_id"], site)
        del row["id"]
        query = f"INSERT INTO captures ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
        return self._db.execute(query, tuple(row.values())).lastrowid

    def _run(self, number: int | None, site: str) -> int | None:
        return number if self._db.execute(_RUN, (number, site)).fetchone() else None

    def _is_free(self, url: str, article_id: int) -> bool:
        row = self._db.execute("SELECT id FROM articles WHERE url = ?", (url,)).fetchone()
        return row is None or row["id"] == article_id


def _place(row: Row) -> tuple[object, ...]:
    """What its duplicates depend on."""
    return (*(row[name] for name in ("fingerprint", "site", "published_at", "image_count", "text", "title")),)
