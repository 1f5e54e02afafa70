"""Reading what a run left in the dataset."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gdmzt_crawler.monitor.findings import Coverage, Example, IssueGroup, Requests, WalkedColumn

EXAMPLES = 5
"""Articles named of each kind of change."""
ISSUE_EXAMPLES = 3

_READ = """
SELECT r.title, r.published_at, a.url, r.changed FROM captures c JOIN revisions r ON r.capture_id = c.id
JOIN articles a ON a.id = r.article_id WHERE c.run_id = ? AND (r.revision = 1) = ? ORDER BY r.rowid LIMIT ?
"""
_COUNT_READ = """
SELECT sum(r.revision = 1), sum(r.revision > 1) FROM captures c JOIN revisions r ON r.capture_id = c.id
WHERE c.run_id = ?
"""
_WITHDRAWN = """
SELECT a.title, a.published_at, a.url, '[]' FROM withdrawals w JOIN articles a ON a.id = w.article_id
WHERE w.run_id = ? ORDER BY a.id LIMIT ?
"""
_COVERAGE = """
WITH counted AS (
    SELECT field, run_id IS :run AS own, sum(articles) AS articles, sum(present) AS present FROM field_coverage
    WHERE site = :name GROUP BY 1, 2
)
SELECT o.field, o.articles, o.present, 1.0 * e.present / e.articles
FROM counted o LEFT JOIN counted e ON e.field = o.field AND NOT e.own WHERE o.own ORDER BY o.present DESC, o.field
"""
_STATUSES = "SELECT status, count(*), coalesce(sum(bytes), 0) FROM captures WHERE run_id = ? GROUP BY 1 ORDER BY 2 DESC"
_ISSUES = "SELECT kind, count(*) FROM issues WHERE run_id = ? GROUP BY 1 ORDER BY 2 DESC, 1"
_ISSUE = "SELECT url, message FROM issues WHERE run_id = ? AND kind = ? ORDER BY id LIMIT ?"
_PENDING = "SELECT count(DISTINCT url) FROM entries WHERE site = ? AND state = 'pending'"
_LAST_SIGN = "SELECT max(fetched_at) FROM captures WHERE run_id = ?"


def find_run(db: sqlite3.Connection, number: int | None, site: str | None) -> list[sqlite3.Row]:
    """The run of that number; else the newest (of a site), with those that `gdmzt crawl all` began together with it."""
    select = "SELECT c.*, s.name FROM crawl_runs c JOIN sites s ON s.key = c.site"
    if number is not None:
        return db.execute(f"{select} WHERE c.id = ? AND c.site = coalesce(?, c.site)", (number, site)).fetchall()
    newest = db.execute(f"{select} WHERE c.site = coalesce(?, c.site) ORDER BY c.id DESC LIMIT 1", (site,)).fetchall()
    together = json.loads(newest[0]["arguments"]).get("together") if newest else None
    if together is None or site is not None:
        return newest
    return db.execute(
        f"{select} WHERE json_extract(c.arguments, '$.together') = ? ORDER BY c.id", (together,)
    ).fetchall()


def counters(db: sqlite3.Connection, run: sqlite3.Row, summary: Mapping[str, Any]) -> dict[str, int]:
    """What the run counted; where it was killed, what can be told from the articles."""
    if "counters" in summary:
        return {name: int(count) for name, count in summary["counters"].items()}
    new, revised = db.execute(_COUNT_READ, (run["id"],)).fetchone()
    return {"articles_new": new or 0, "articles_revised": revised or 0}


def articles_read(db: sqlite3.Connection, run: int, *, new: bool) -> tuple[Example, ...]:
    """The first articles that are new, or changed."""
    return tuple(_example(row) for row in db.execute(_READ, (run, int(new), EXAMPLES)))


def articles_withdrawn(db: sqlite3.Connection, run: int) -> tuple[Example, ...]:
    """The first articles that were found gone from the site."""
    if db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'withdrawals'").fetchone() is None:
        return ()
    return tuple(_example(row) for row in db.execute(_WITHDRAWN, (run, EXAMPLES)))


def columns(db: sqlite3.Connection, run: sqlite3.Row, summary: Mapping[str, Any]) -> tuple[WalkedColumn, ...]:
    """The columns that the run walked, by path; none where it was killed."""
    known = dict(db.execute("SELECT path, last_full_walk_at FROM columns WHERE site = ?", (run["site"],)).fetchall())
    return tuple(
        WalkedColumn(
            path=walked["path"],
            name=walked["name"],
            pages=walked["pages"],
            rows=walked["rows"],
            end=walked["end"],
            complete=walked["complete"],
            last_full_walk_at=known.get(walked["path"]),
        )
        for walked in summary.get("columns", ())
    )


def coverage(db: sqlite3.Connection, run: sqlite3.Row) -> tuple[Coverage, ...]:
    """The fields of the articles that this run was the last to read."""
    return tuple(Coverage(*row) for row in db.execute(_COVERAGE, {"run": run["id"], "name": run["name"]}))


def requests(db: sqlite3.Connection, run: sqlite3.Row, counted: Mapping[str, int]) -> Requests:
    """How many, how fast, and what came back."""
    rows = db.execute(_STATUSES, (run["id"],)).fetchall()
    end = run["finished_at"] or db.execute(_LAST_SIGN, (run["id"],)).fetchone()[0]
    return Requests(
        sent=counted.get("requests", 0),
        listing_pages=counted.get("listing_pages", 0),
        seconds=_seconds(run["started_at"], end) if end else None,
        statuses={str(status): count for status, count, _ in rows},
        bytes=sum(size for _, _, size in rows),
    )


def issues(db: sqlite3.Connection, run: int) -> tuple[IssueGroup, ...]:
    """By kind, the most frequent first."""
    return tuple(
        IssueGroup(kind, count, tuple(map(tuple, db.execute(_ISSUE, (run, kind, ISSUE_EXAMPLES)))))
        for kind, count in db.execute(_ISSUES, (run,)).fetchall()
    )


def stored(db: sqlite3.Connection, site: str) -> int:
    """Articles of the site."""
    return int(db.execute("SELECT count(*) FROM articles WHERE site = ?", (site,)).fetchone()[0])


def pending(db: sqlite3.Connection, site: str) -> int:
    """Articles of the site that are known and not fetched yet."""
    return int(db.execute(_PENDING, (site,)).fetchone()[0])


def _example(row: sqlite3.Row) -> Example:
    title, published_at, url, changed = row
    return Example(title, published_at, url, tuple(json.loads(changed)))


def _seconds(start: str, end: str) -> float:
    return max(0.0, (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds())
