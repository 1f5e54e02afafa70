"""Whether the index can answer: it holds every article, and was made with the tokenizer that queries are made with."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from ...errors import StoreError
from ..connection import connect_readonly, translated
from ..migrations import check_version
from .tokens import tokenizer
from .upkeep import State, state

_FILE = "SELECT file FROM pragma_database_list WHERE name = 'main'"
_LEFT = "SELECT count(*) FROM articles WHERE id > ?"


def ready(db: sqlite3.Connection) -> State:
    """What the index holds. Raises StoreError where it cannot be used, with the command that mends it."""
    now = state(db)
    if fault := fault_of(db, now):
        raise StoreError(fault)
    return now


def index_fault(path: Path) -> str | None:
    """Why the dataset at `path` cannot be searched, with the next step; None where it can. Raises StoreError."""
    with closing(connect_readonly(path)) as db, translated(path):
        check_version(db, path)
        return fault_of(db, state(db))


def fault_of(db: sqlite3.Connection, now: State) -> str | None:
    """Why the index cannot answer, with the next step; None where it can."""
    if now.tokenizer != tokenizer():
        return (
            f"检索索引由另一版分词器写成 the search index was made by another tokenizer ({now.tokenizer}, here "
            f"{tokenizer()}) — 请重建 run: gdmzt index --rebuild --db {_file(db)}"
        )
    if now.indexed_to is not None:
        left = db.execute(_LEFT, (now.indexed_to,)).fetchone()[0]
        return (
            f"检索索引尚未建完 the search index is not complete: {left} articles are missing — 请运行 run: "
            f"gdmzt index --db {_file(db)}"
        )
    return None


def _file(db: sqlite3.Connection) -> str:
    """Where the dataset lies; `FILE` where that is not told, as to those who browse it."""
    found = db.execute(_FILE).fetchone()
    return found[0] if found else "FILE"
