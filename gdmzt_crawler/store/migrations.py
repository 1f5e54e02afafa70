"""Schema changes: numbered, each in a transaction, recorded in `_sqlite_migrations` and in the file's user_version.

A new version is a new column, table or index with `since=N` in the schema, and a function here that brings it.
Views hold nothing: every migration makes them all anew, so a changed view needs a step too, if an empty one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import NewerDatabase, StoreError
from . import near
from .connection import APPLICATION_ID, is_new, pragma, transaction
from .keywords import counting
from .schema.ddl import statements, view_statements
from .schema.search import CREATE_FTS
from .schema.versions import ARCHIVE, KEYWORD_COUNTS, KEYWORDS, MEMORY, NEAR, SEARCH
from .search import building

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

_SET = "gdmzt_crawler"
_RECORD = "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, ?, ?)"


def _first(db: sqlite3.Connection) -> None:
    _run(db, statements(1))


def _memory(db: sqlite3.Connection) -> None:
    _run(db, statements(MEMORY))
    # What is stored was visited when it was read; a column that was walked to its end and is not complete broke off.
    _run(
        db,
        (
            "INSERT INTO visits (article_id, visited_at) SELECT id, fetched_at FROM articles",
            "UPDATE columns SET broken_at = last_full_walk_at WHERE complete = 0 AND last_full_walk_at IS NOT NULL",
        ),
    )


def _near(db: sqlite3.Connection) -> None:
    _run(db, statements(NEAR))
    _run(
        db,
        (
            "UPDATE articles SET exact_duplicate_of = duplicate_of WHERE duplicate_of IS NOT NULL",
            "DROP INDEX IF EXISTS articles_fingerprint_duplicate_of",
        ),
    )
    roots = db.execute("SELECT id FROM articles WHERE exact_duplicate_of IS NULL ORDER BY id").fetchall()
    for (article_id,) in roots:
        near.add(db, article_id)


def _archive(db: sqlite3.Connection) -> None:
    _run(db, statements(ARCHIVE))


def _search(db: sqlite3.Connection) -> None:
    _run(db, (*statements(SEARCH), CREATE_FTS))
    building.first(db)


def _keywords(db: sqlite3.Connection) -> None:
    # articles are tagged later, by whoever has a segmenter at hand
    _run(db, statements(KEYWORDS))


def _keyword_counts(db: sqlite3.Connection) -> None:
    _run(db, statements(KEYWORD_COUNTS))
    counting.recount(db)


STEPS: tuple[tuple[str, Callable[[sqlite3.Connection], None]], ...] = (
    ("0001_dataset", _first),
    ("0002_memory", _memory),
    ("0003_near", _near),
    ("0004_archive", _archive),
    ("0005_search", _search),
    ("0006_keywords", _keywords),
    ("0007_keyword_counts", _keyword_counts),
)
SCHEMA_VERSION = len(STEPS)


def migrate(db: sqlite3.Connection, path: Path) -> bool:
    """Brings the dataset to this program's schema; True when anything was done.

    All pending steps are one transaction, each a savepoint in it, so that whoever kills the program finds the old
    dataset or the new one. Raises NewerDatabase, leaving the file as it is.
    """
    if not _behind(db, path):
        return False
    with transaction(db, path):
        if not _behind(db, path):
            return False
        if is_new(db):
            _found(db)
        else:
            _bring_up(db)
        _run(db, view_statements())
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    return True


def check_version(db: sqlite3.Connection, path: Path) -> None:
    """For readers: raises NewerDatabase, or StoreError when the dataset must be migrated first."""
    if _behind(db, path):
        raise StoreError(
            f"数据文件的结构较旧 the dataset has an older schema: {path} — 请先运行 run: gdmzt migrate --db {path}"
        )


def _behind(db: sqlite3.Connection, path: Path) -> bool:
    version = pragma(db, "user_version")
    if version > SCHEMA_VERSION:
        raise NewerDatabase(
            f"数据文件由更新的程序写成 the dataset was written by a newer program (schema {version}, here "
            f"{SCHEMA_VERSION}): {path} — 请升级本程序 upgrade gdmzt-crawler"
        )
    return version < SCHEMA_VERSION


def _found(db: sqlite3.Connection) -> None:
    """All steps in a file that holds nothing, recorded as sqlite-utils does.

    That takes 0.3 s to load (it loads pandas where there is one), which a first crawl should not pay.
    """
    _run(db, statements(0))
    for name, step in STEPS:
        step(db)
        db.execute(_RECORD, (_SET, name, str(datetime.now(UTC))))


def _bring_up(db: sqlite3.Connection) -> None:
    from sqlite_utils import Database

    _steps().apply(Database(db, recursive_triggers=False, execute_plugins=False))


def _steps() -> Migrations:
    from sqlite_utils import Migrations

    steps = Migrations(_SET)
    for name, step in STEPS:
        steps(name=name)(_taken(step))
    return steps


def _taken(step: Callable[[sqlite3.Connection], None]) -> Callable[[Database], None]:
    return lambda db: step(db.conn)


def _run(db: sqlite3.Connection, script: Iterable[str]) -> None:
    for statement in script:
        db.execute(statement)
