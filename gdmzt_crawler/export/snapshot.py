"""One moment of a dataset, whatever a crawl writes meanwhile."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..store.connection import connect_readonly, translated
from ..store.digest import digest_of
from ..store.migrations import check_version

_LAST_RUNS = """
SELECT id, site, started_at, finished_at, state FROM crawl_runs
WHERE id IN (SELECT max(id) FROM crawl_runs WHERE site IN (SELECT DISTINCT site FROM articles a JOIN chosen USING (id))
    GROUP BY site)
ORDER BY site
"""
_SITES = """
SELECT key, name, home_url FROM sites
WHERE key IN (SELECT DISTINCT site FROM articles a JOIN chosen USING (id)) ORDER BY key
"""
_COUNTS = """
SELECT count(*), sum(a.duplicate_of IS NULL), min(substr(a.published_at, 1, 10)), max(substr(a.published_at, 1, 10)),
    sum(a.withdrawn_at IS NOT NULL)
FROM chosen h JOIN articles a ON a.id = h.id
"""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an export comes from, in plain JSON types."""

    sites: list[dict[str, str]]
    """Of the chosen articles: key, name, home page."""
    runs: list[dict[str, object]]
    """The last crawl run of each of them."""
    counts: dict[str, object]
    dataset_digest: str
    """Of the whole dataset at that moment."""


@contextlib.contextmanager
def snapshot(path: Path, before: Callable[[sqlite3.Connection], None] | None = None) -> Iterator[sqlite3.Connection]:
    """A connection that sees one state of the dataset, and may have temporary tables. Raises StoreError.

    `before`: what must be done to the connection before its transaction begins.
    """
    db = connect_readonly(path)
    try:
        with translated(path):
            check_version(db, path)
            db.execute("PRAGMA temp_store = FILE")
            if before is not None:
                before(db)
            db.execute("BEGIN")
            yield db
    finally:
        db.close()


def provenance(db: sqlite3.Connection) -> Provenance:
    """What must be known of the chosen articles besides themselves."""
    names = ("articles", "unique_articles", "first_day", "last_day", "withdrawn")
    counts = dict(zip(names, db.execute(_COUNTS).fetchone(), strict=True))
    return Provenance(
        sites=[dict(row) for row in db.execute(_SITES)],
        runs=[dict(row) for row in db.execute(_LAST_RUNS)],
        counts={name: value or 0 if name not in ("first_day", "last_day") else value for name, value in counts.items()},
        dataset_digest=digest_of(db),
    )
