"""`gdmzt index`: completes, rebuilds or checks the search index of a dataset."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from ..connection import connect, connect_readonly, transaction, translated
from ..migrations import check_version, migrate
from . import building, upkeep
from .readiness import ready
from .tokens import Mode, tokenizer, tokens

Progress = Callable[[int, int], None]
"""Called with what is done and what there is to do."""
_LEFT = "SELECT count(*) FROM articles WHERE id > ?"
_COUNT = "SELECT count(*) FROM articles"
_ARTICLES = "SELECT id, title, text FROM articles ORDER BY id"
_WORDS = "CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, articles_fts, instance)"
_INSTANCES = "SELECT term, doc, col = 'text', offset FROM words"
_EVERY = 200_000
"""Instances between two reports."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    mode: Mode
    tokenizer: str
    articles: int
    """In the dataset."""
    indexed: int
    """Written now; 0 where the index was complete."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found."""

    mode: Mode
    articles: int
    wrong: tuple[int, ...]
    """Ids of articles whose words in the index are not those of the stored text, or that are not stored at all."""


def build(path: Path, *, mode: Mode | None, rebuild: bool, progress: Progress) -> Built:
    """Completes the index; anew with `rebuild`, for another mode, and after another tokenizer.

    Each batch is a transaction that stays: whoever ends the program loses none, and a crawl may go on meanwhile.
    Raises StoreError.
    """
    with closing(connect(path, create=False)) as db:
        migrate(db, path)
        with transaction(db, path):
            now = upkeep.state(db)
            if rebuild or mode not in (None, now.mode) or now.tokenizer != tokenizer():
                upkeep.empty(db, mode or now.mode)
                now = upkeep.state(db)
            left = 0 if now.indexed_to is None else db.execute(_LEFT, (now.indexed_to,)).fetchone()[0]
        done, more = 0, True
        while more:
            with transaction(db, path):
                count = building.step(db, building.BATCH)
            done, more = done + count, count > 0
            progress(done, max(left, done))
        with translated(path):
            return Built(now.mode, now.tokenizer, db.execute(_COUNT).fetchone()[0], done)


def check(path: Path, progress: Progress) -> Checked:
    """Compares every word of the index, with its place, to the stored texts. Raises StoreError.

    The index is read word by word (several million a second), in memory of a few bytes an article.
    """
    with closing(connect_readonly(path)) as db, translated(path):
        check_version(db, path)
        # one moment of the dataset, while a crawl goes on writing
        db.execute("BEGIN")
        mode = ready(db).mode
        sums = _stored(db, mode)
        articles, words = len(sums), sum(count for count, _ in sums.values())
        told = {key: -total for key, (_, total) in sums.items()}
        _add_instances(db, told, words, progress)
        return Checked(mode, articles, tuple(sorted(key for key, total in told.items() if total)))


def _stored(db: sqlite3.Connection, mode: Mode) -> dict[int, tuple[int, int]]:
    """How many words each article must have, and the sum over them."""
    sums = {}
    for article_id, title, text in db.execute(_ARTICLES):
        parts = (tokens(title, mode).split(" "), tokens(text, mode).split(" "))
        found = [
            _weight(word, in_text, at) for in_text, part in enumerate(parts) for at, word in enumerate(_real(part))
        ]
        sums[article_id] = (len(found), sum(found))
    return sums


def _real(words: list[str]) -> list[str]:
    return [word for word in words if word]


def _add_instances(db: sqlite3.Connection, told: dict[int, int], words: int, progress: Progress) -> None:
    db.execute(_WORDS)
    for number, (word, doc, in_text, at) in enumerate(db.execute(_INSTANCES), 1):
        told[doc] = told.get(doc, 0) + _weight(word, in_text, at)
        if number % _EVERY == 0:
            progress(number, max(words, number))
    progress(words, words)


def _weight(word: str, in_text: int, at: int) -> int:
    return (crc32(word.encode()) + 1) * (2 * at + in_text + 1)
