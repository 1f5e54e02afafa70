"""Schema changes: numbered, each in a transaction, recorded in `_sqlite_migrations` and in the file's user_version.

A new version is a new column, table or index with `since=N` in the schema, and a function here that brings it.
Views hold nothing: every migration makes them all anew, so a changed view needs a step too, if an empty one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import NewerDatabase, StoreError
from . import near
from .connection import APPLICATION_ID, pragma, transaction
from .schema.ddl import statements, view_statements
from .schema.search import CREATE_FTS
from .schema.versions import ARCHIVE, KEYWORDS, MEMORY, NEAR, SEARCH
from .search import building

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations


def _first(db: Database) -> None:
    _run(db.conn, statements(1))


def _memory(db: Database) -> None:
    _run(db.conn, statements(MEMORY))
    # What is stored was visited when it was read; a column that was walked to its end and is not complete broke off.
    _run(
        db.conn,
        (
            "INSERT INTO visits (article_id, visited_at) SELECT id, fetched_at FROM articles",
            "UPDATE columns SET broken_at = last_full_walk_at WHERE complete = 0 AND last_full_walk_at IS NOT NULL",
        ),
    )


def _near(db: Database) -> None:
    _run(db.conn, statements(NEAR))
    _run(
        db.conn,
        (
            "UPDATE articles SET exact_duplicate_of = duplicate_of WHERE duplicate_of IS NOT NULL",
            "DROP INDEX IF EXISTS articles_fingerprint_duplicate_of",
        ),
    )
    roots = db.conn.execute("SELECT id FROM articles WHERE exact_duplicate_of IS NULL ORDER BY id").fetchall()
    for (article_id,) in roots:
        near.add(db.conn, article_id)


def _archive(db: Database) -> None:
    _run(db.conn, statements(ARCHIVE))


def _search(db: Database) -> None:
    _run(db.conn, (*statements(SEARCH), CREATE_FTS))
    building.first(db.conn)


def _keywords(db: Database) -> None:
    # articles are tagged later, by whoever has a segmenter at hand
    _run(db.conn, statements(KEYWORDS))


STEPS: tuple[tuple[str, Callable[[Database], None]], ...] = (
    ("0001_dataset", _first),
    ("0002_memory", _memory),
    ("0003_near", _near),
    ("0004_archive", _archive),
    ("0005_search", _search),
    ("0006_keywords", _keywords),
)
SCHEMA_VERSION = len(STEPS)


def migrate(db: sqlite3.Connection, path: Path) -> bool:
    """Brings the dataset to this program's schema; True when anything was done.

    All pending steps are one transaction, each a savepoint in it, so that whoever kills the program finds the old
    dataset or the new one. Raises NewerDatabase, leaving the file as it is.
    """
    if not _behind(db, path):
        return False
    # sqlite-utils takes 0.1 s to load, which only a dataset that needs it should pay
    from sqlite_utils import Database

    with transaction(db, path):
        if not _behind(db, path):
            return False
        if pragma(db, "user_version") == 0:
            _run(db, statements(0))
        _steps().apply(Database(db, recursive_triggers=False, execute_plugins=False))
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


def _steps() -> Migrations:
    from sqlite_utils import Migrations

    steps = Migrations("gdmzt_crawler")
    for name, step in STEPS:
        steps(name=name)(step)
    return steps


def _run(db: sqlite3.Connection, script: Iterable[str]) -> None:
    for statement in script:
        db.execute(statement)
