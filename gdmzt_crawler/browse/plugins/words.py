"""A datasette plugin: functions for the SQL of the canned queries, and for whoever writes their own."""

from __future__ import annotations

import sqlite3

from datasette import hookimpl

from gdmzt_crawler.store.search.query import terms
from gdmzt_crawler.store.search.snippets import as_text, snippet


@hookimpl  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Gives `gdmzt_snippet(text, query)` to every connection that reads."""
    conn.create_function("gdmzt_snippet", 2, _snippet, deterministic=True)


def _snippet(text: object, query: object) -> str | None:
    if not isinstance(text, str) or not isinstance(query, str):
        return None
    return as_text(snippet(text, terms(query)))
