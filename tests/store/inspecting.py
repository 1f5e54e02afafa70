"""Looks at a dataset from outside, as an analyst's tool does."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path


def rows(path: Path, query: str, *parameters: object) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(path)) as db:
        return db.execute(query, parameters).fetchall()


def one(path: Path, query: str, *parameters: object) -> object:
    (row,) = rows(path, query, *parameters)
    return row[0] if len(row) == 1 else row


def dump(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    tables = rows(path, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    return {str(name): sorted(rows(path, f'SELECT * FROM "{name}"'), key=repr) for (name,) in tables}


def sound(path: Path) -> bool:
    return one(path, "PRAGMA integrity_check") == "ok" and rows(path, "PRAGMA foreign_key_check") == []
