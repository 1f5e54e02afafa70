"""Finding articles: how many, which, in which order."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..connection import connect_readonly, translated
from ..migrations import check_version
from .query import NOTHING, expression, terms
from .readiness import ready
from .restrictions import Parameters, Where, check, condition
from .snippets import Piece, snippet

Order = Literal["rank", "date"]
FEW = 2_000
"""Hits up to which each article is looked up; where there are more, articles are walked from the newest on."""
_MATCH = "articles_fts MATCH :match"
_JOINED = f"FROM articles_fts JOIN articles a ON a.id = articles_fts.rowid WHERE {_MATCH} AND "
_FOUND = f"SELECT rowid FROM articles_fts WHERE {_MATCH}"
_COUNT = f"SELECT count(*) FROM articles_fts WHERE {_MATCH}"
_COUNT_WHERE = f"SELECT count(*) {_JOINED}"
_ARTICLE = "SELECT a.id, a.url, a.title, a.published_at, a.text FROM "
_NEWEST = " ORDER BY a.published_at DESC, a.id DESC LIMIT :limit OFFSET :offset"
_BY_ID = f"{_ARTICLE} articles a WHERE a.id IN (SELECT value FROM json_each(:ids))"
_BY_DATE = f"{_ARTICLE} articles a INDEXED BY articles_published_at WHERE a.id IN ({_FOUND})"
_RANKED = f"SELECT rowid AS id, rank FROM articles_fts WHERE {_MATCH}"
_RANKED_WHERE = f"SELECT a.id, rank {_JOINED}"
_BEST = " ORDER BY rank LIMIT :limit OFFSET :offset"
_BY_RANK = f"{_ARTICLE} ({{}}) f JOIN articles a ON a.id = f.id ORDER BY f.rank, a.published_at DESC, a.id DESC"


@dataclass(frozen=True, slots=True)
class Hit:
    """One article that was found."""

    id: int
    url: str
    title: str
    published_at: str | None
    snippet: tuple[Piece, ...]


class Search:
    """Searches one dataset. Raises StoreError where its index cannot be used, with the command that mends it."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._mode = ready(db).mode

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator[Search]:
        """The search of the dataset at `path`, which is read only."""
        db = connect_readonly(path)
        try:
            with translated(path):
                check_version(db, path)
                yield cls(db)
        finally:
            db.close()

    def count(self, query: str, where: Where | None = None) -> int:
        """How many articles hold every term of the query. Raises UsageError for an unknown site or column."""
        match, restriction, parameters = self._prepared(query, where)
        if match == NOTHING:
            return 0
        statement = _COUNT_WHERE + restriction if restriction else _COUNT
        return int(self._db.execute(statement, parameters).fetchone()[0])

    def hits(
        self, query: str, where: Where | None = None, *, order: Order = "rank", limit: int = 20, offset: int = 0
    ) -> list[Hit]:
        """Articles that hold every term of the query: the best first (titles count more than texts), or the newest.

        Raises UsageError for an unknown site or column.
        """
        match, restriction, parameters = self._prepared(query, where)
        if match == NOTHING:
            return []
        parameters |= {"limit": limit, "offset": offset}
        rows = self._ranked(restriction, parameters) if order == "rank" else self._dated(restriction, parameters)
        searched = terms(query)
        return [_hit(row, searched) for row in rows]

    def _prepared(self, query: str, where: Where | None) -> tuple[str, str, Parameters]:
        where = where or Where()
        check(self._db, where)
        restriction, parameters = condition(where)
        match = expression(terms(query), self._mode)
        return match, restriction, parameters | {"match": match}

    def _ranked(self, restriction: str, parameters: Parameters) -> list[sqlite3.Row]:
        ranked = _RANKED_WHERE + restriction if restriction else _RANKED
        return self._db.execute(_BY_RANK.format(ranked + _BEST), parameters).fetchall()

    def _dated(self, restriction: str, parameters: Parameters) -> list[sqlite3.Row]:
        restriction = f" AND {restriction}" if restriction else ""
        ids = [row[0] for row in self._db.execute(f"{_FOUND} LIMIT {FEW + 1}", parameters)]
        if len(ids) > FEW:
            return self._db.execute(_BY_DATE + restriction + _NEWEST, parameters).fetchall()
        return self._db.execute(_BY_ID + restriction + _NEWEST, parameters | {"ids": json.dumps(ids)}).fetchall()


def _hit(row: sqlite3.Row, searched: tuple[str, ...]) -> Hit:
    return Hit(row["id"], row["url"], row["title"], row["published_at"], snippet(row["text"], searched))


def matching(db: sqlite3.Connection, query: str) -> str:
    """For `articles_fts MATCH ?` in statements of others: the FTS5 expression of a query, in the index's mode.

    Raises StoreError where the index cannot be used.
    """
    return expression(terms(query), ready(db).mode)
