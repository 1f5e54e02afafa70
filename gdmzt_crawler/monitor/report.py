"""The report of a run, gathered from a dataset."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

from gdmzt_crawler.errors import UsageError
from gdmzt_crawler.monitor import reading
from gdmzt_crawler.monitor.advice import next_steps
from gdmzt_crawler.monitor.findings import RunReport
from gdmzt_crawler.store.connection import connect_readonly, translated
from gdmzt_crawler.store.migrations import check_version


def report(path: Path, *, run: int | None = None, site: str | None = None) -> tuple[RunReport, ...]:
    """Tell of one run, or of the newest (of a site) and those that `gdmzt crawl all` began together with it.

    Raises StoreError, or UsageError where there is no such run.
    """
    db = connect_readonly(path)
    try:
        with translated(path):
            check_version(db, path)
            rows = reading.find_run(db, run, site)
            if not rows:
                raise UsageError(f"没有这个批次 no such run in {path} — `gdmzt runs` 列出全部 lists them.", field="run")
            return tuple(_told(db, row, path) for row in rows)
    finally:
        db.close()


def _told(db: sqlite3.Connection, row: sqlite3.Row, path: Path) -> RunReport:
    summary = json.loads(row["summary"])
    counted = reading.counters(db, row, summary)
    found = RunReport(
        run=row["id"],
        site=row["site"],
        name=row["name"],
        state=row["state"],
        started_at=row["started_at"],
        finished_at=row["finished_at"],
        arguments=json.loads(row["arguments"]),
        message=summary.get("message", ""),
        suspicions=tuple(summary.get("suspicions", ())),
        counters=counted,
        new=reading.articles_read(db, row["id"], new=True),
        revised=reading.articles_read(db, row["id"], new=False),
        withdrawn=reading.articles_withdrawn(db, row["id"]),
        columns=reading.columns(db, row, summary),
        coverage=reading.coverage(db, row),
        requests=reading.requests(db, row, counted),
        issues=reading.issues(db, row["id"]),
        stored=reading.stored(db, row["site"]),
        pending=reading.pending(db, row["site"]),
    )
    return replace(found, next=next_steps(found, path))
