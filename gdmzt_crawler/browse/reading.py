"""Asks the dataset on behalf of our pages; what takes long is remembered while the file stays the same."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from .pages import dataset

if TYPE_CHECKING:
    from datasette.app import Datasette

Row = dict[str, Any]
Parameters = Mapping[str, object]
SECONDS = 15
"""The most that one of our own questions may take; datasette's own limit is for what readers ask."""
_SHARE = 20
"""While a crawl writes, an answer is kept for this many times what it took: a twentieth of the time goes into it."""
_MOST = 500
"""Answers that are kept; then all are forgotten."""
_State = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Answer:
    rows: list[Row]
    state: _State
    until: float


_ANSWERS: WeakKeyDictionary[Datasette, dict[object, _Answer]] = WeakKeyDictionary()


async def rows(datasette: Datasette, sql: str, parameters: Parameters | None = None) -> list[Row]:
    """Every row, as dicts. Raises datasette's QueryInterrupted when it takes longer than allowed."""
    from datasette.database import QueryInterrupted
    from datasette.utils import sqlite_timelimit
    from datasette.utils.sqlite import sqlite3

    def read(connection: Any) -> list[Row]:
        with sqlite_timelimit(connection, SECONDS * 1000):
            try:
                cursor = connection.execute(sql, dict(parameters or {}))
                names = [column[0] for column in cursor.description]
                return [dict(zip(names, values, strict=True)) for values in cursor]
            except sqlite3.OperationalError as error:
                if error.args == ("interrupted",):
                    raise QueryInterrupted(error, sql, parameters) from error
                raise

    found: list[Row] = await dataset(datasette).execute_fn(read)
    return found


async def row(datasette: Datasette, sql: str, parameters: Parameters | None = None) -> Row | None:
    """The first row, or None."""
    found = await rows(datasette, sql, parameters)
    return found[0] if found else None


async def has_table(datasette: Datasette, name: str) -> bool:
    """Whether the dataset has the table or view."""
    return bool(await rows(datasette, "SELECT 1 FROM sqlite_schema WHERE name = :name", {"name": name}))


async def remembered(datasette: Datasette, sql: str, parameters: Parameters | None = None) -> list[Row]:
    """As `rows`, from memory where the file has not changed since, or the answer took long and is young."""
    answers = _ANSWERS.setdefault(datasette, {})
    key = (sql, tuple(sorted((parameters or {}).items(), key=lambda one: one[0])))
    state = _state(dataset(datasette).path)
    known = answers.get(key)
    if known is not None and (known.state == state or time.monotonic() < known.until):
        return known.rows
    began = time.monotonic()
    found = await rows(datasette, sql, parameters)
    if len(answers) >= _MOST:
        answers.clear()
    ended = time.monotonic()
    answers[key] = _Answer(found, state, ended + _SHARE * (ended - began))
    return found


def _state(path: str | None) -> _State:
    """Size and time of the file and of what lies beside it: equal as long as nothing was written."""
    if path is None:
        return ()
    return tuple(_facts(Path(path + suffix)) for suffix in ("", "-wal"))


def _facts(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_size, found.st_mtime_ns)
