"""What replaying captures asks of a dataset: which article a capture was a visit of, and the runs that made them."""

from __future__ import annotations

import sqlite3

from ..models import Article
from . import earlier
from .captures import Place
from .memory import Work

_ARTICLE_AT = """
SELECT id FROM articles WHERE site = :site AND url = :url
UNION ALL SELECT article_id FROM entries WHERE site = :site AND url = :url AND article_id IS NOT NULL LIMIT 1
"""
_ATTEMPTS = "SELECT coalesce(max(attempts), 0) FROM entries WHERE site = ? AND url = ?"
_OF_RUN = "SELECT site FROM crawl_runs WHERE id = ?"
_BEGIN = "INSERT INTO crawl_runs (id, site, started_at, state, arguments) VALUES (?, ?, ?, 'running', ?)"

_IMPORT_BROKE_OFF = """
json_extract(r.arguments, '$.import') IS NOT NULL AND r.state IN ('running', 'failed', 'interrupted')
AND r.id = (SELECT max(id) FROM crawl_runs WHERE site = r.site)
"""
_BROKEN_IMPORTS = f"SELECT id FROM crawl_runs r WHERE {_IMPORT_BROKE_OFF}"
_LAST_OF_KILLED = f"""
SELECT c.warc_file, c.warc_offset FROM crawl_runs r JOIN captures c ON c.id = (
    SELECT max(id) FROM captures WHERE run_id = r.id AND warc_file IS NOT NULL
) WHERE r.state = 'running' OR ({_IMPORT_BROKE_OFF}) ORDER BY c.id
"""
_VISITED = "SELECT 1 FROM visits WHERE article_id = ? AND visited_at >= ?"
_SETTLED = """
SELECT 1 FROM entries WHERE site = ? AND url = ? AND state NOT IN ('pending', 'stored', 'withdrawn')
    AND coalesce(next_attempt_at > ?, 1)
"""

_HAS = "SELECT 1 FROM captures WHERE url = ? AND fetched_at = ? AND sha256 IS ? AND warc_file IS NOT NULL"
_LISTED_DATE = "SELECT max(listed_date) FROM entries WHERE site = ? AND url = ?"
_READ_AT = "SELECT fetched_at FROM articles WHERE id = ?"
_SEEN_AFTER = "SELECT 1 FROM entries WHERE site = ? AND column_id = ? AND url = ? AND last_seen_at > ?"


class Replaying:
    """Of a Store. Every method raises StoreError."""

    def __init__(self, db: sqlite3.Connection, read: Work, write: Work) -> None:
        self._db, self._read, self._write = db, read, write

    def article_at(self, site: str, url: str) -> int | None:
        """The stored article that has, or is listed under, a canonical address."""
        row = self._read(lambda: self._db.execute(_ARTICLE_AT, {"site": site, "url": url}).fetchone())
        return None if row is None else int(row[0])

    def attempts(self, site: str, url: str) -> int:
        """How often an entry was asked for in vain."""
        return self._read(lambda: int(self._db.execute(_ATTEMPTS, (site, url)).fetchone()[0]))

    def last_of_killed(self) -> list[Place]:
        """Where the last archived captures lie of runs that nobody ended, and of imports that broke off.

        An import ends between a page's capture and what the page says as soon as the disk is full or Ctrl-C comes.
        """
        return self._read(lambda: [(row[0], row[1]) for row in self._db.execute(_LAST_OF_KILLED)])

    def killed(self) -> dict[str, str]:
        """Numbers of the runs that nobody ended, and when each began."""
        query = "SELECT id, started_at FROM crawl_runs WHERE state = 'running'"
        return self._read(lambda: {str(row["id"]): row["started_at"] for row in self._db.execute(query)})

    def broken_imports(self) -> set[str]:
        """Numbers of the imports that broke off and nothing followed: what they archive was fetched long before."""
        return self._read(lambda: {str(row["id"]) for row in self._db.execute(_BROKEN_IMPORTS)})

    def is_settled(self, site: str, url: str, at: str) -> bool:
        """Whether what was asked for at an article's canonical address at that time, or later, is stored."""
        article_id = self.article_at(site, url)
        if article_id is None:
            return self._read(lambda: self._db.execute(_SETTLED, (site, url, at)).fetchone() is not None)
        return self._read(lambda: self._db.execute(_VISITED, (article_id, at)).fetchone() is not None)

    def has_capture(self, url: str, at: str, sha256: str | None) -> bool:
        """Whether this very capture is archived already."""
        return self._read(lambda: self._db.execute(_HAS, (url, at, sha256)).fetchone() is not None)

    def listed_date(self, site: str, url: str) -> str | None:
        """The date that listing pages show for a canonical address."""
        return self._read(lambda: _first(self._db.execute(_LISTED_DATE, (site, url)).fetchone()))

    def read_at(self, article_id: int) -> str:
        """When the page of an article was last read."""
        return self._read(lambda: str(self._db.execute(_READ_AT, (article_id,)).fetchone()[0]))

    def seen_after(self, site: str, column_id: int, url: str, at: str) -> bool:
        """Whether the column showed this address after `at`."""
        return self._read(lambda: self._db.execute(_SEEN_AFTER, (site, column_id, url, at)).fetchone() is not None)

    def take_earlier(
        self, article_id: int, article: Article, fingerprint: str, at: str, capture_id: int | None
    ) -> bool:
        """Notes a reading that is older than the stored one; whether the article said something else then."""
        return self._write(lambda: earlier.take(self._db, article_id, article, fingerprint, at, capture_id))

    def article_count(self) -> int:
        """How many articles of all sites there are."""
        return self._read(lambda: int(self._db.execute("SELECT count(*) FROM articles").fetchone()[0]))

    def begin_run(self, number: int | None, site: str, at: str, arguments: str) -> int:
        """A run of that number, which is made where the number is free, and taken again where it is of this site.

        Its id: another one where the number belongs to another site.
        """

        def work() -> int:
            known = None if number is None else self._db.execute(_OF_RUN, (number,)).fetchone()
            if known is not None and known["site"] == site:
                assert number is not None
                return number
            wanted = number if known is None else None
            run_id = self._db.execute(_BEGIN, (wanted, site, at, arguments)).lastrowid
            assert run_id is not None
            return run_id

        return self._write(work)


def _first(row: sqlite3.Row | None) -> str | None:
    return None if row is None else row[0]
