"""A datasette plugin: what is typed into its search boxes is found as `gdmzt search` finds it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import hookimpl
from datasette.utils import escape_fts

from gdmzt_crawler.errors import UsageError
from gdmzt_crawler.store.search.folding import fold_all
from gdmzt_crawler.store.search.query import expression, terms
from gdmzt_crawler.store.search.upkeep import state

App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]
_TOO_LONG = '"查询太长 the query is too long" : x'
"""Asks for a column of that name: FTS5 says that there is none, and datasette shows what it says."""
_EMPTY_BOX = re.compile(rb"(?:^|&)_search=(?=&|$)")


# datasette's own function of that name is put in place by a hook too: the last one stays
@hookimpl(trylast=True)  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Gives `escape_fts(query)`, which its search boxes ask, and `gdmzt_fold(text)` to every connection that reads.

    `gdmzt_fold`: what search compares, so that `instr(gdmzt_fold(text), gdmzt_fold(:q))` tells the same.
    """

    def escaped(query: object) -> str:
        try:
            mode = state(conn).mode
        except (sqlite3.Error, TypeError):
            # a database of somebody else, or none of a dataset's
            return str(escape_fts(str(query or "")))
        try:
            return expression(terms(str(query or "")), mode)
        except UsageError:
            return _TOO_LONG

    conn.create_function("escape_fts", 1, escaped)
    conn.create_function("gdmzt_fold", 1, _folded, deterministic=True)


def _folded(text: object) -> str | None:
    """Paragraph by paragraph."""
    return "\n".join(fold_all(text)) if isinstance(text, str) else None


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper() -> Callable[[App], App]:
    """A search box that was left empty asks for nothing: the form's filters alone count, else no row would be shown."""

    def wrap(app: App) -> App:
        async def without_empty_box(scope: dict[str, Any], receive: object, send: object) -> None:
            if b"_search=" in scope.get("query_string", b""):
                scope = scope | {"query_string": _EMPTY_BOX.sub(b"", scope["query_string"]).lstrip(b"&")}
            await app(scope, receive, send)

        return without_empty_box

    return wrap
