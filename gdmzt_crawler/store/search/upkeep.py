"""Keeps the search index in step with the articles, inside the transaction that changes them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from .tokens import Mode, tokenizer, tokens

_STATE = "SELECT tokenizer, mode, indexed_to FROM search_state"
_START = "UPDATE search_state SET tokenizer = ?, mode = ?, indexed_to = 0"
_FOUND = "INSERT OR REPLACE INTO search_state (id, tokenizer, mode, indexed_to) VALUES (1, ?, 'characters', 0)"
_ADD = "INSERT INTO articles_fts (rowid, title, text) VALUES (?, ?, ?)"
_REMOVE = "INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', ?, ?, ?)"
_EMPTY = "INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')"
_SETTING = "INSERT INTO articles_fts (articles_fts, rank) VALUES (?, ?)"
_SETTINGS = (("automerge", 16), ("crisismerge", 64), ("rank", "bm25(5.0, 1.0)"))
"""One article a transaction makes one small segment each: merged in larger heaps they are rewritten less often.
A word in a title counts as five in the text."""


@dataclass(frozen=True, slots=True)
class State:
    """What the index holds."""

    tokenizer: str
    mode: Mode
    indexed_to: int | None
    """The last article (by id) that a build has reached; None when all are in."""

    def holds(self, article_id: int) -> bool:
        """Whether an article must be in the index; a build under way reaches the others."""
        return self.indexed_to is None or article_id <= self.indexed_to


def found(db: sqlite3.Connection) -> None:
    """The state of an index that was just made."""
    db.execute(_FOUND, (tokenizer(),))
    db.executemany(_SETTING, _SETTINGS)


def state(db: sqlite3.Connection) -> State:
    """What the index holds now."""
    return State(*db.execute(_STATE).fetchone())


def empty(db: sqlite3.Connection, mode: Mode) -> None:
    """Begins the index anew, with nothing in it."""
    db.execute(_EMPTY)
    db.execute(_START, (tokenizer(), mode))


def add(db: sqlite3.Connection, article_id: int, title: str, text: str) -> None:
    """A new article."""
    now = _current(db)
    if now.holds(article_id):
        put(db, article_id, title, text, now.mode)


def replace(db: sqlite3.Connection, article_id: int, before: tuple[str, str], after: tuple[str, str]) -> None:
    """Title and text of an article have changed; nothing is done where they have not."""
    if before == after:
        return
    now = _current(db)
    if now.holds(article_id):
        # without content of its own, the index forgets only what it is told word by word
        db.execute(_REMOVE, (article_id, *(tokens(part, now.mode) for part in before)))
        put(db, article_id, *after, now.mode)


def put(db: sqlite3.Connection, article_id: int, title: str, text: str, mode: Mode) -> None:
    """Writes an article that is not in the index."""
    db.execute(_ADD, (article_id, tokens(title, mode), tokens(text, mode)))


def _current(db: sqlite3.Connection) -> State:
    now = state(db)
    if now.tokenizer != tokenizer():
        # what another tokenizer wrote can be neither extended nor taken back: to be built anew
        empty(db, now.mode)
        return state(db)
    return now
