"""A datasette plugin: what the SQL of readers may neither fill nor learn, and what they may not send."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from traceback import walk_tb
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.handle_exception import handle_exception as told
from datasette.utils.asgi import BadRequest, Request, asgi_send
from datasette.views.base import DatasetteError

App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]
_LONGEST = 64 << 20
"""Bytes of one value or row: several times the longest page that is crawled; SQLite itself allows a gigabyte."""
_METHODS = frozenset({"GET", "HEAD"})
_UNREAD = (ValueError, LookupError, TypeError, OverflowError, sqlite3.ProgrammingError)
"""What datasette raises where an argument is no number, no JSON, or JSON of another shape."""


@hookimpl  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Bounds what one value may take, whose making no time limit ends, and hides where the file lies."""
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    conn.set_authorizer(_allowed)


def _allowed(action: int, name: str | None, *_: str | None) -> int:
    # ignored it answers without rows; datasette asks it for databases beside ours, which there are none of
    hidden = action == sqlite3.SQLITE_PRAGMA and (name or "").lower() == "database_list"
    return sqlite3.SQLITE_IGNORE if hidden else sqlite3.SQLITE_OK


@hookimpl(tryfirst=True)  # type: ignore[untyped-decorator]
def handle_exception(datasette: Datasette, request: Request, exception: Exception) -> Any:
    """Arguments of a table that cannot be are the reader's fault, not the server's: 400, and no stack is printed."""
    if isinstance(exception, DatasetteError) and exception.status == 500:
        exception.status = 400
    if request.query_string and isinstance(exception, _UNREAD) and not _is_ours(exception):
        return told(datasette, request, BadRequest("没有看懂参数 an argument of the address is not understood."))
    return None


def _is_ours(exception: Exception) -> bool:
    """Whether code of ours stood between datasette and the error: that is a fault to be told as one."""
    called = (frame.f_globals.get("__name__", "") for frame, _ in walk_tb(exception.__traceback__))
    return any(name.startswith("gdmzt_crawler.") for name in called)


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper() -> Callable[[App], App]:
    """Everything is to be read only: other methods than GET and HEAD are refused, whatever they ask for."""

    def wrap(app: App) -> App:
        async def reading(scope: dict[str, Any], receive: Any, send: Any) -> None:
            if scope["type"] == "http" and scope["method"] not in _METHODS:
                await asgi_send(send, "只供阅读 read only: GET, HEAD", 405, {"allow": "GET, HEAD"}, _PLAIN)
            else:
                await app(scope, receive, send)

        return reading

    return wrap


_PLAIN = "text/plain; charset=utf-8"
