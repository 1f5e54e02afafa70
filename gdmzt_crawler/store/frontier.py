"""Entries: what listing pages showed, and what is still to be fetched."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from . import identity
from .records import EntryRow, EntryState, SeenEntry

_FIELDS = "id, column_id, url, coalesce(linked_url, url), native_id, title, listed_date, state, attempts, article_id"
_SEE = f"""
INSERT INTO entries (site, column_id, url, linked_url, native_id, title, listed_date, state, first_seen_at,
    last_seen_at)
VALUES (:site, :column_id, :url, :linked_url, :native_id, :title, :listed_date, :state, :at, :at)
ON CONFLICT (site, column_id, url) DO UPDATE SET
    linked_url = CASE WHEN linked_url IS NULL THEN NULL ELSE excluded.linked_url END,
    native_id = coalesce(excluded.native_id, native_id),
    title = coalesce(excluded.title, title),
    listed_date = coalesce(excluded.listed_date, listed_date),
    state = CASE WHEN state = 'pending' THEN excluded.state ELSE state END,
    last_seen_at = max(last_seen_at, excluded.last_seen_at)
RETURNING {_FIELDS}
"""
_KNOWN = "SELECT 1 FROM entries WHERE site = ? AND column_id = ? AND url = ?"
_ARTICLE = """
SELECT id, native_id, url, column_id FROM articles WHERE site = :site AND native_id = :native_id
UNION ALL SELECT id, native_id, url, column_id FROM articles WHERE site = :site AND url = :url LIMIT 1
"""
_SEEN_AGAIN = "UPDATE articles SET last_seen_at = ? WHERE id = ? AND last_seen_at < ?"
_STORED = "UPDATE entries SET state = 'stored', article_id = ?, last_error = NULL WHERE id = ?"
_LISTED = """
INSERT INTO article_columns (article_id, column_id, listed_title, listed_date, first_seen_at)
SELECT article_id, column_id, title, listed_date, first_seen_at FROM entries WHERE id = ?
ON CONFLICT (article_id, column_id) DO UPDATE SET
    listed_title = coalesce(excluded.listed_title, listed_title),
    listed_date = coalesce(excluded.listed_date, listed_date),
    first_seen_at = min(first_seen_at, excluded.first_seen_at)
"""
_LEADS = "SELECT id, url, native_id, state, article_id, first_seen_at FROM entries WHERE site = :site AND {match}"
_OF_ARTICLE = " UNION ALL ".join(_LEADS.format(match=match) for match in ("native_id = :native_id", "url = :url"))
_FETCHED = " UNION ALL ".join(
    (_OF_ARTICLE, *(_LEADS.format(match=match) for match in ("url = :linked_url", "linked_url = :linked_url")))
)
# the plus keeps SQLite from looking through everything pending
_PENDING = f"""
SELECT {_FIELDS} FROM entries e WHERE site = :site AND state = 'pending' AND id > :after
    AND NOT EXISTS (
        SELECT 1 FROM entries o WHERE o.site = e.site AND o.url = e.url AND +o.state = 'pending' AND o.id < e.id
    )
    AND NOT EXISTS (
        SELECT 1 FROM entries o
        WHERE o.site = e.site AND o.native_id = e.native_id AND +o.state = 'pending' AND o.id < e.id
    )
ORDER BY id LIMIT :limit
"""
_SET_STATE = """
UPDATE entries SET state = ?, last_error = ?, attempts = attempts + ? WHERE site = ? AND url = ?
"""


def see(db: sqlite3.Connection, site: str, column_id: int, rows: Sequence[SeenEntry], at: str) -> list[EntryRow]:
    """Notes the rows of one listing page, in their order; those whose article is stored are linked to it."""
    return [_see_one(db, site, column_id, row, at) for row in rows]


def pending(db: sqlite3.Connection, site: str, limit: int | None, after: int) -> list[EntryRow]:
    """What is still to be fetched, first seen first, each article once however many columns list it."""
    values = {"site": site, "after": after, "limit": -1 if limit is None else limit}
    return [EntryRow(*row) for row in db.execute(_PENDING, values)]


def set_state(
    db: sqlite3.Connection, site: str, url: str, state: EntryState, error: str | None, attempted: bool
) -> None:
    """Sets the state of every entry of the site with this canonical URL."""
    db.execute(_SET_STATE, (state, error, int(attempted), site, url))


def listing_paths(db: sqlite3.Connection, site: str, urls: Collection[str], native_id: str) -> set[str]:
    """Paths of the columns with an entry of one of these canonical URLs, or of this id."""
    query = "SELECT c.path FROM entries e JOIN columns c ON c.id = e.column_id WHERE e.site = ? AND"
    rows = [db.execute(f"{query} e.native_id = ?", (site, native_id))]
    rows += [db.execute(f"{query} e.url = ?", (site, url)) for url in urls]
    return {row["path"] for found in rows for row in found}


def entries_of(
    db: sqlite3.Connection, site: str, native_id: str, url: str, linked_url: str | None
) -> list[sqlite3.Row]:
    """Every entry that leads to the article: by its id, its canonical URL, or what was fetched."""
    values = {"site": site, "native_id": native_id, "url": url, "linked_url": linked_url}
    rows = db.execute(_OF_ARTICLE if linked_url is None else _FETCHED, values)
    return list({row["id"]: row for row in rows if row["state"] != "external"}.values())


def known_urls(entries: Iterable[sqlite3.Row], native_id: str) -> list[str]:
    """The canonical URLs under which listing pages showed this id."""
    return [row["url"] for row in entries if row["native_id"] == native_id]


def link_entries(db: sqlite3.Connection, article_id: int, entries: Sequence[sqlite3.Row]) -> None:
    """These entries are stored, and their columns list the article."""
    for row in entries:
        if row["state"] != "stored" or row["article_id"] != article_id:
            _link(db, row["id"], article_id)


def _see_one(db: sqlite3.Connection, site: str, column_id: int, row: SeenEntry, at: str) -> EntryRow:
    fresh = db.execute(_KNOWN, (site, column_id, row.url)).fetchone() is None
    values = {
        "site": site,
        "column_id": column_id,
        "url": row.url,
        "linked_url": None if row.linked_url == row.url else row.linked_url,
        "native_id": row.native_id,
        "title": row.title,
        "listed_date": row.listed_date,
        "state": row.state,
        "at": at,
    }
    entry = replace(EntryRow(*db.execute(_SEE, values).fetchone()), fresh=fresh)
    if entry.state == "external":
        return entry
    article = db.execute(_ARTICLE, values).fetchone()
    if article is None:
        return entry
    _link(db, entry.id, article["id"])
    db.execute(_SEEN_AGAIN, (at, article["id"], at))
    if entry.url != article["url"] and entry.native_id == article["native_id"]:
        _settle_url(db, article, entry.url)
    return replace(entry, state="stored", article_id=article["id"])


def _link(db: sqlite3.Connection, entry_id: int, article_id: int) -> None:
    db.execute(_STORED, (article_id, entry_id))
    db.execute(_LISTED, (entry_id,))


def _settle_url(db: sqlite3.Connection, article: sqlite3.Row, other: str) -> None:
    column = db.execute("SELECT path FROM columns WHERE id = ?", (article["column_id"],)).fetchone()
    url = identity.best_url(db, article["url"], [other], column["path"] if column else None)
    if url != article["url"]:
        db.execute("UPDATE articles SET url = ? WHERE id = ?", (url, article["id"]))
