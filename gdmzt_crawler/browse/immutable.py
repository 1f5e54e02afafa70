"""A dataset that stays as it is while it is served: no lock to ask for on each read, counts known from the start."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ..errors import Locked, UsageError
from ..store.connection import connect, connect_readonly, needs_immutable, translated
from ..store.lock import exclusive

Inspection = dict[str, object]
"""What datasette calls inspect data: of one database."""
_PATIENCE = 2.0
"""Seconds to wait for readers that are about to end."""
_BESIDE = "或者不带 --immutable，抓取进行中也可以浏览 or browse without --immutable, which may go on beside a crawl"


@contextmanager
def held_still(path: Path) -> Iterator[Inspection]:
    """Keeps crawls away from the dataset, brings all of it into the one file, and counts its rows.

    Raises Locked while a crawl goes on, UsageError while another program has the dataset open, StoreError.
    """
    if needs_immutable(path):
        yield inspected(path)
        return
    with ExitStack() as held:
        try:
            held.enter_context(exclusive(path))
        except Locked as error:
            raise Locked(f"{error.message}；{_BESIDE}") from error
        _settle(path)
        yield inspected(path)


def inspected(path: Path) -> Inspection:
    """Rows of every table, size, and a name for this state of the file."""
    facts = path.stat()
    db = connect_readonly(path)
    try:
        with translated(path):
            names = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            counts = {name: {"count": _count(db, name)} for name in names}
    finally:
        db.close()
    state = f"{facts.st_size:x}-{facts.st_mtime_ns:x}"
    return {"hash": state, "size": facts.st_size, "file": str(path), "tables": counts}


def _count(db: sqlite3.Connection, name: str) -> int:
    quoted = name.replace('"', '""')
    return int(db.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0])


def _settle(path: Path) -> None:
    """Moves what lies in `-wal` into the file itself, for a reader of an immutable file does not look there."""
    db = connect(path, create=False, timeout=_PATIENCE)
    try:
        with translated(path):
            busy = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        db.close()
    if busy:
        raise UsageError(
            f"另有程序正在读写 another program has the dataset open: {path} — "
            "请先关闭它，或不带 --immutable close it first, or browse without --immutable"
        )
