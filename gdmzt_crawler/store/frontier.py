"""Entries: what listing pages showed, and what is still to be fetched."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from . import identity, visits
from .records import EntryRow, EntryState, SeenEntry

_FIELDS = "id, column_id, url, coalesce(linked_url, url), native_id, title, listed_date, state, attempts, article_id"
_SEE = f"""
INSERT INTO entries (site, column_id, url, linked_url, native_id, title, listed_date, state, first_seen_at,
    last_seen_at, last_seen_run)
VALUES (:site, :column_id, :url, :linked_url, :native_id, :title, :listed_date, :state, :at, :at, :run_id)
ON CONFLICT (site, column_id, url) DO UPDATE SET
    linked_url = CASE WHEN linked_url IS NULL THEN NULL ELSE excluded.linked_url END,
    native_id = coalesce(excluded.native_id, native_id),
    title = coalesce(excluded.title, title),
    listed_date = coalesce(excluded.listed_date, listed_date),
    state = CASE WHEN state = 'pending' THEN excluded.state ELSE state END,
    last_seen_at = max(last_seen_at, excluded.last_seen_at),
    last_seen_run = coalesce(excluded.last_seen_run, last_seen_run),
    vanished_at = NULL
RETURNING {_FIELDS}
"""
_KNOWN = """
SELECT title, listed_date, state, last_seen_run, vanished_at FROM entries WHERE site = ? AND column_id = ? AND url = ?
"""
_ANEW = """
UPDATE entries SET state = 'pending', attempts = 0, last_error = NULL, next_attempt_at = NULL
WHERE site = ? AND url = ? AND state IN ('failed', 'rejected')
"""
_ARTICLE = """
SELECT id, native_id, url, column_id, withdrawn_at FROM articles WHERE site = :site AND native_id = :native_id
UNION ALL SELECT id, native_id, url, column_id, withdrawn_at FROM articles WHERE site = :site AND url = :url LIMIT 1
"""
_SEEN_AGAIN = "UPDATE articles SET last_seen_at = ? WHERE id = ? AND last_seen_at < ?"
_STORED = "UPDATE entries SET state = ?, article_id = ?, last_error = NULL, next_attempt_at = NULL WHERE id = ?"
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
_CHOSEN = """(:columns IS NULL OR +{}.column_id IN (
    SELECT c.id FROM columns c JOIN json_each(:columns) j ON j.value = c.path WHERE c.site = :site
))"""
# the column that dates an article need not be the one that showed it first
_DATED = _FIELDS.replace(
    "listed_date",
    "coalesce(listed_date, (SELECT max(o.listed_date) FROM entries o WHERE o.site = e.site AND o.url = e.url))",
)
# the plus keeps SQLite from looking through everything pending
_PENDING = f"""
SELECT {_DATED} FROM entries e
WHERE site = :site AND state = 'pending' AND id > :after AND next_attempt_at IS NULL AND {_CHOSEN.format("e")}
    AND NOT EXISTS (
        SELECT 1 FROM entries o WHERE o.site = e.site AND o.url = e.url AND o.id < e.id
            AND +o.state = 'pending' AND +o.next_attempt_at IS NULL AND {_CHOSEN.format("o")}
    )
    AND NOT EXISTS (
        SELECT 1 FROM entries o WHERE o.site = e.site AND o.native_id = e.native_id AND o.id < e.id
            AND +o.state = 'pending' AND +o.next_attempt_at IS NULL AND {_CHOSEN.format("o")}
    )
ORDER BY id LIMIT :limit
"""
# a time that lies too far ahead was written under a wrong clock
_PUT_OFF = f"""
SELECT {_DATED} FROM entries e
WHERE site = :site AND next_attempt_at IS NOT NULL AND (next_attempt_at <= :now OR next_attempt_at > :horizon)
    AND {_CHOSEN.format("e")}
    AND state IN ('pending', 'failed', 'rejected', 'disallowed')
    AND NOT EXISTS (
        SELECT 1 FROM entries o
        WHERE o.site = e.site AND o.url = e.url AND o.id < e.id AND +o.next_attempt_at IS NOT NULL
            AND {_CHOSEN.format("o")}
    )
ORDER BY next_attempt_at, id
"""
WALKING = "UPDATE columns SET complete = 0, broken_at = coalesce(broken_at, ?) WHERE id = ?"
_SET_STATE = """
UPDATE entries SET state = ?, last_error = ?, attempts = attempts + ?, next_attempt_at = ? WHERE site = ? AND url = ?
"""


def see(
    db: sqlite3.Connection,
    site: str,
    column_id: int,
    rows: Sequence[SeenEntry],
    at: str,
    run_id: int | None,
    *,
    walking: bool = False,
) -> list[EntryRow]:
    """Notes the rows of one listing page, in their order; those whose article is stored are linked to it."""
    entries = [_see_one(db, site, column_id, row, at, run_id) for row in rows]
    if walking and any(entry.fresh or entry.changed for entry in entries):
        db.execute(WALKING, (at, column_id))
    return entries


def pending(
    db: sqlite3.Connection, site: str, limit: int | None, after: int, columns: Collection[str]
) -> list[EntryRow]:
    """What is still to be fetched, first seen first, each article once however many columns list it.

    `columns`: paths of the only columns that count; empty for all.
    """
    values = {"site": site, "after": after, "limit": -1 if limit is None else limit, "columns": _paths(columns)}
    return [EntryRow(*row) for row in db.execute(_PENDING, values)]


def put_off(db: sqlite3.Connection, site: str, now: str, horizon: str, columns: Collection[str]) -> list[EntryRow]:
    """What failed before and may be tried again by now, the longest waiting first, each address once."""
    values = {"site": site, "now": now, "horizon": horizon, "columns": _paths(columns)}
    return [EntryRow(*row) for row in db.execute(_PUT_OFF, values)]


def set_state(
    db: sqlite3.Connection,
    site: str,
    url: str,
    state: EntryState,
    error: str | None,
    attempted: bool,
    next_attempt_at: str | None,
) -> None:
    """Sets the state of every entry of the site with this canonical URL."""
    db.execute(_SET_STATE, (state, error, int(attempted), next_attempt_at, site, url))


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
        if row["state"] not in ("stored", "withdrawn") or row["article_id"] != article_id:
            _link(db, row["id"], article_id, "stored")


def _paths(columns: Collection[str]) -> str | None:
    return json.dumps(sorted(columns)) if columns else None


def _see_one(
    db: sqlite3.Connection, site: str, column_id: int, row: SeenEntry, at: str, run_id: int | None
) -> EntryRow:
    known = db.execute(_KNOWN, (site, column_id, row.url)).fetchone()
    if known is not None and run_id is not None and known["last_seen_run"] == run_id:
        # A second row of the same walk, pinned or shifted: the first one counts, or the two would change each other.
        row = replace(row, title=known["title"] or row.title, listed_date=known["listed_date"] or row.listed_date)
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
        "run_id": run_id,
    }
    entry = EntryRow(*db.execute(_SEE, values).fetchone())
    changed = known is not None and _differs(known, row)
    entry = replace(entry, fresh=known is None, changed=changed)
    if entry.state == "external":
        return entry
    article = db.execute(_ARTICLE, values).fetchone()
    if article is not None:
        return _see_stored(db, entry, article, at, back=known is not None and known["vanished_at"] is not None)
    if changed and entry.state in ("failed", "rejected"):
        db.execute(_ANEW, (site, entry.url))
        entry = replace(entry, state="pending", attempts=0)
    return entry


def _differs(known: sqlite3.Row, row: SeenEntry) -> bool:
    """Whether the row says something else than before; what either does not say is no difference."""
    pairs = ((known["title"], row.title), (known["listed_date"], row.listed_date))
    return any(before is not None and now is not None and before != now for before, now in pairs)


def _see_stored(db: sqlite3.Connection, entry: EntryRow, article: sqlite3.Row, at: str, *, back: bool) -> EntryRow:
    article_id, withdrawn = article["id"], article["withdrawn_at"] is not None
    _link(db, entry.id, article_id, "withdrawn" if withdrawn else "stored")
    db.execute(_SEEN_AGAIN, (at, article_id, at))
    entry = replace(entry, changed=entry.changed or (withdrawn and (back or entry.fresh)))
    if entry.changed:
        visits.make_due(db, article_id, at)
    if entry.url != article["url"] and entry.native_id == article["native_id"]:
        _settle_url(db, article, entry.url)
    return replace(entry, state="withdrawn" if withdrawn else "stored", article_id=article_id)


def _link(db: sqlite3.Connection, entry_id: int, article_id: int, state: EntryState) -> None:
    db.execute(_STORED, (state, article_id, entry_id))
    db.execute(_LISTED, (entry_id,))


def _settle_url(db: sqlite3.Connection, article: sqlite3.Row, other: str) -> None:
    column = db.execute("SELECT path FROM columns WHERE id = ?", (article["column_id"],)).fetchone()
    url = identity.best_url(db, article["url"], [other], column["path"] if column else None)
    if url != article["url"]:
        db.execute("UPDATE articles SET url = ? WHERE id = ?", (url, article["id"]))
