"""A trimmed copy of the dataset: the chosen articles with all that belongs to them, in the same schema.

How they were crawled stays behind: entries, visits, captures, runs and issues. Duplicates are linked among the articles
of the copy, as if there had never been others.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote as quoted

from ..errors import ExportError
from ..store.connection import connect, transaction, translated
from ..store.keywords import counting
from ..store.migrations import migrate
from ..store.schema import TABLES, Table
from ..store.schema.ddl import quote
from ..store.search import building, upkeep
from ..store.search.tokens import Mode
from .relinking import relink

LEFT_BEHIND = frozenset(
    {
        "captures",
        "crawl_runs",
        "entries",
        "issues",
        "keyword_counts",
        "search_state",
        "visits",
        "_sqlite_migrations",
    }
)
_BATCH = 1_000
_SITES = "SELECT DISTINCT site FROM main.articles JOIN temp.chosen USING (id)"
_COLUMNS = """
WITH RECURSIVE used (id) AS (
    SELECT column_id FROM main.articles JOIN temp.chosen USING (id) WHERE column_id IS NOT NULL
    UNION SELECT l.column_id FROM main.article_columns l JOIN temp.chosen h ON h.id = l.article_id
    UNION SELECT c.parent_id FROM main.columns c JOIN used USING (id) WHERE c.parent_id IS NOT NULL
) SELECT id FROM used"""
_SOURCES = """
WITH RECURSIVE used (id) AS (
    SELECT source_id FROM main.articles JOIN temp.chosen USING (id) WHERE source_id IS NOT NULL
    UNION
    SELECT canonical_source_id FROM main.articles JOIN temp.chosen USING (id) WHERE canonical_source_id IS NOT NULL
    UNION SELECT s.canonical_id FROM main.sources s JOIN used USING (id) WHERE s.canonical_id IS NOT NULL
) SELECT id FROM used"""
_TOPICS = "SELECT t.topic_id FROM main.article_topics t JOIN temp.chosen h ON h.id = t.article_id"
_PLACES = """
WITH RECURSIVE used (code) AS (
    SELECT p.place_code FROM main.article_places p JOIN temp.chosen h ON h.id = p.article_id
    UNION SELECT p.parent_code FROM main.places p JOIN used USING (code) WHERE p.parent_code IS NOT NULL
) SELECT code FROM used"""
_CHOSEN = "SELECT id FROM temp.chosen"
KEPT = {
    "sites": ("key", _SITES),
    "columns": ("id", _COLUMNS),
    "sources": ("id", _SOURCES),
    "articles": ("id", _CHOSEN),
    "topics": ("id", _TOPICS),
    "places": ("code", _PLACES),
}
"""By table that others point at: its key, and which rows belong to the chosen articles."""


def make_copy(path: Path) -> None:
    """An empty dataset at `path`, one file, of the schema of this program."""
    with closing(connect(path, create=True)) as db, translated(path):
        migrate(db, path)
        db.execute("PRAGMA journal_mode = DELETE")


def attach(db: sqlite3.Connection, path: Path) -> None:
    """Makes the copy reachable as `copy`: before the transaction of the snapshot begins."""
    db.execute("ATTACH ? AS copy", (f"file:{quoted(path.resolve().as_posix())}?mode=rw",))
    # a copy that breaks off is thrown away: nothing of it needs to be restored
    db.execute("PRAGMA copy.journal_mode = OFF")
    db.execute("PRAGMA copy.synchronous = OFF")


def fill(db: sqlite3.Connection, tell: Callable[[str], None]) -> None:
    """Copies what belongs to the articles of `temp.chosen`, inside the transaction of the snapshot."""
    for table in _copied():
        tell(table.name)
        names = [column.name for column in table.columns if column.generated is None]
        into = ", ".join(map(quote, names))
        values = ", ".join("NULL" if _is_left_behind(table, name) else quote(name) for name in names)
        name = quote(table.name)
        db.execute(f"INSERT INTO copy.{name} ({into}) SELECT {values} FROM main.{name}{_where(table)}")


def finish(path: Path, mode: Mode, tell: Callable[[str], None]) -> None:
    """Links duplicates, builds the search index and checks the copy. Raises StoreError or ExportError."""
    with closing(connect(path, create=False)) as db:
        with translated(path):
            db.execute("PRAGMA journal_mode = DELETE")
            # roots that were left out are still pointed at; what is left of that is found by the check
            db.execute("PRAGMA foreign_keys = OFF")
        with transaction(db, path):
            tell("duplicates")
            relink(db)
            tell("keyword_counts")
            counting.recount(db)
            tell("articles_fts")
            upkeep.empty(db, mode)
            while building.step(db, _BATCH):
                pass
        with translated(path):
            tell("integrity_check")
            _check(db, path)


def _check(db: sqlite3.Connection, path: Path) -> None:
    problems = [str(row[0]) for row in db.execute("PRAGMA integrity_check") if row[0] != "ok"]
    problems += [f"{row[0]} → {row[2]}" for row in db.execute("PRAGMA foreign_key_check")]
    if problems:
        raise ExportError(
            f"副本有误，未采用 the copy is not sound and was not kept: {'; '.join(problems[:3])} — "
            "请检查数据文件 check the dataset: PRAGMA integrity_check"
        )


def _copied() -> Iterator[Table]:
    """Tables in the order of the schema, in which those that others point at come first."""
    return (table for table in TABLES if table.name not in LEFT_BEHIND)


def _is_left_behind(table: Table, name: str) -> bool:
    references = next(column.references for column in table.columns if column.name == name)
    return references is not None and references.partition(".")[0] in LEFT_BEHIND


def _where(table: Table) -> str:
    if table.name in KEPT:
        key, query = KEPT[table.name]
        return f" WHERE {quote(key)} IN ({query})"
    # a pair belongs to the articles at both its ends
    ends = ends_of(table)
    return " WHERE " + " AND ".join(f"{quote(end)} IN ({_CHOSEN})" for end in ends)


def ends_of(table: Table) -> list[str]:
    """The columns by which the rows of a table belong to articles."""
    return [column.name for column in table.columns if column.references == "articles.id"]
