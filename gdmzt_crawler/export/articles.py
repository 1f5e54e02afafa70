"""The chosen articles, one after the other, in flat memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from .fields import ARTICLE_ROWS, FIELDS, Field

Record = dict[str, object]
"""By name of the field: plain values, and lists of records."""


def read_articles(db: sqlite3.Connection, fields: Sequence[Field] = FIELDS) -> Iterator[Record]:
    """Each article of the temporary table `chosen` with these fields, in its order."""
    plain = [field.name for field in fields if field.kind != "records"]
    lists = [(field.name, field.sql) for field in fields if field.kind == "records"]
    for row in db.execute(ARTICLE_ROWS):
        record: Record = {name: row[name] for name in plain}
        for name, query in lists:
            record[name] = [dict(part) for part in db.execute(query, (row["id"],))]
        yield record
