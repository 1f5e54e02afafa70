"""Crawl runs and issues."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping

from .records import IssueRecord, RunState

COUNTERS = (
    *("requests", "articles_new", "articles_revised", "articles_unchanged", "articles_failed", "articles_withdrawn"),
)
_FINISH = f"""
UPDATE crawl_runs SET finished_at = ?, state = ?, summary = ?, {", ".join(f"{name} = ?" for name in COUNTERS)}
WHERE id = ?
"""
_ADD_ISSUE = """
INSERT INTO issues (run_id, site, url, field, kind, value, message, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""


def start(db: sqlite3.Connection, site: str, arguments: Mapping[str, object], at: str) -> int:
    """The id of a new run. A run of the site that still stands as running was killed: the lock is ours now."""
    db.execute("UPDATE crawl_runs SET state = 'interrupted' WHERE site = ? AND state = 'running'", (site,))
    run_id = db.execute(
        "INSERT INTO crawl_runs (site, started_at, state, arguments) VALUES (?, ?, 'running', ?)",
        (site, at, _json(arguments)),
    ).lastrowid
    assert run_id is not None
    return run_id


def finish(
    db: sqlite3.Connection,
    run_id: int,
    state: RunState,
    counters: Mapping[str, int],
    summary: Mapping[str, object],
    at: str,
) -> None:
    """Closes a run. Raises ValueError for a counter that has no column."""
    unknown = counters.keys() - set(COUNTERS)
    if unknown:
        raise ValueError(f"no such counter: {', '.join(sorted(unknown))}")
    counts = (counters.get(name, 0) for name in COUNTERS)
    db.execute(_FINISH, (at, state, _json(summary), *counts, run_id))


def add_issue(db: sqlite3.Connection, issue: IssueRecord, at: str) -> None:
    """Notes one odd thing."""
    place = (issue.run_id, issue.site, issue.url, issue.field)
    db.execute(_ADD_ISSUE, (*place, issue.kind, issue.value, issue.message, at))


def latest(db: sqlite3.Connection, limit: int) -> list[dict[str, object]]:
    """The last runs, newest first; `arguments` and `summary` as objects."""
    rows = db.execute("SELECT * FROM crawl_runs ORDER BY id DESC LIMIT ?", (limit,))
    return [
        dict(row) | {"arguments": json.loads(row["arguments"]), "summary": json.loads(row["summary"])} for row in rows
    ]


def _json(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
