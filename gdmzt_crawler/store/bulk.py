"""A dataset in the making, which nobody reads before it is done: many writes make one transaction, none is synced."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from .connection import connect, translated
from .migrations import migrate
from .repository import Store

R = TypeVar("R")
_TOGETHER = 2000
"""Writes of one transaction."""


class BulkStore(Store):
    """A new dataset. After kill -9 or a power cut it is worth nothing: it is made anew then."""

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        super().__init__(db, path)
        self._written = 0

    @classmethod
    def make(cls, path: Path) -> BulkStore:
        """Makes the file, which must not be there. Raises StoreError."""
        db = connect(path, create=True)
        with translated(path):
            migrate(db, path)
            db.execute("PRAGMA synchronous = OFF")
        return cls(db, path)

    def commit(self) -> None:
        """Ends the open transaction. Raises StoreError."""
        with translated(self.path):
            if self._db.in_transaction:
                self._db.execute("COMMIT")
        self._written = 0

    def close(self) -> None:
        """Closes the file, which is whole then. Raises StoreError."""
        try:
            self.commit()
            with translated(self.path):
                # one file, without -wal: it is to take another's place
                self._db.execute("PRAGMA journal_mode = DELETE")
        finally:
            super().close()

    def _write(self, work: Callable[[], R]) -> R:
        if self._written >= _TOGETHER:
            self.commit()
        self._written += 1
        with translated(self.path):
            if not self._db.in_transaction:
                self._db.execute("BEGIN IMMEDIATE")
            self._db.execute("SAVEPOINT one")
            try:
                done = work()
            except BaseException:
                self._names.forget()
                # a full disk may have ended the transaction already
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK TO one")
                    self._db.execute("RELEASE one")
                raise
            self._db.execute("RELEASE one")
            return done
