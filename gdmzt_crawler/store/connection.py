"""Opening the SQLite file: who it belongs to, how it is opened, and transactions on it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from ..errors import StoreError
from .faults import cannot_open, cannot_write, foreign, store_error

APPLICATION_ID = 0x67646D7A
"""`gdmz`, in the file's header."""
BUSY_SECONDS = 30.0
_CHECKPOINT_PAGES = 16_000
"""64 MB of `-wal`: a sixteenth of the syncs that SQLite's default costs a crawl; what changes often is copied once."""
_FACTS = """
SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)
FROM pragma_application_id, pragma_user_version
"""
_OLDEST = (3, 37, 0)
"""The first SQLite with STRICT tables."""


def connect(path: Path, *, create: bool, timeout: float = BUSY_SECONDS) -> sqlite3.Connection:
    """A connection for writing. Raises StoreError or ForeignDatabase; a foreign file is not touched."""
    _check(path, create=create)
    mode = "rwc" if create else "rw"
    with translated(path):
        db = _open(f"{_uri(path)}?mode={mode}", timeout)
        try:
            check_owner(db, path)
            _use_wal(db, timeout)
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("PRAGMA foreign_keys = ON")
            db.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
        except BaseException:
            db.close()
            raise
    return db


def connect_readonly(path: Path, *, timeout: float = BUSY_SECONDS) -> sqlite3.Connection:
    """A connection that reads only; needs no right to write, not even to the folder."""
    _check(path, create=False)
    options = "immutable=1" if needs_immutable(path) else "mode=ro"
    with translated(path):
        db = _open(f"{_uri(path)}?{options}", timeout)
        try:
            check_owner(db, path)
            if is_new(db):
                raise foreign(path)
        except BaseException:
            db.close()
            raise
    return db


def needs_immutable(path: Path) -> bool:
    """Whether this reader must open the file as immutable.

    SQLite reads a WAL file through `-wal` and `-shm` beside it, which it makes when they are missing. Where it may not,
    and no `-wal` holds newer pages, the file alone is the whole dataset. Raises StoreError when newer pages lie in a
    `-wal` that cannot be read.
    """
    wal, shm = (path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))
    if os.access(path.parent, os.W_OK) or shm.exists():
        return False
    if wal.exists() and wal.stat().st_size > 0:
        raise cannot_write(path)
    return True


def check_owner(db: sqlite3.Connection, path: Path) -> None:
    """Raises ForeignDatabase unless the file is ours or still empty."""
    owner, empty = _facts(db)
    if owner != APPLICATION_ID and (owner != 0 or not empty):
        raise foreign(path)


def is_new(db: sqlite3.Connection) -> bool:
    """Whether the file holds nothing yet."""
    return _facts(db)[1]


def _facts(db: sqlite3.Connection) -> tuple[int, bool]:
    # one statement sees one state, also while another program makes the dataset
    owner, version, things = db.execute(_FACTS).fetchone()
    return owner, version == 0 and things == 0


def pragma(db: sqlite3.Connection, name: str) -> int:
    """The value of a numeric PRAGMA."""
    return int(db.execute(f"PRAGMA {name}").fetchone()[0])


@contextlib.contextmanager
def transaction(db: sqlite3.Connection, path: Path) -> Iterator[None]:
    """All or nothing; waits for other writers up to the busy timeout. SQLite's errors become ours."""
    with translated(path):
        db.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.execute("COMMIT")
        except BaseException:
            # a full disk may have ended the transaction already
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns SQLite's errors into those of our tree."""
    try:
        yield
    except sqlite3.Error as error:
        raise store_error(error, path) from error


def _open(uri: str, timeout: float) -> sqlite3.Connection:
    # transactions are ours: the module must not open any by itself
    db = sqlite3.connect(uri, timeout=timeout, isolation_level=None, uri=True, cached_statements=256)
    db.row_factory = sqlite3.Row
    return db


def _use_wal(db: sqlite3.Connection, timeout: float) -> None:
    # the one statement that does not always wait for others by itself
    deadline = time.monotonic() + timeout
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _uri(path: Path) -> str:
    return "file:" + quote(path.resolve().as_posix())


def _check(path: Path, *, create: bool) -> None:
    if sqlite3.sqlite_version_info < _OLDEST:
        raise StoreError(
            f"SQLite 太旧 SQLite {sqlite3.sqlite_version} is too old — 需要 3.37 以上 3.37 or newer is needed"
        )
    if path.is_dir():
        raise cannot_open(path)
    if path.exists() and not path.is_file():
        # opening a pipe would wait for whoever writes into it
        raise foreign(path)
    if not path.exists():
        if not create:
            raise StoreError(
                f"没有这个数据文件 no dataset at {path} — 请先抓取或检查 --db crawl first (gdmzt crawl) or check --db"
            )
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_write(path) from error
