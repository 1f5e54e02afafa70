"""A datasette plugin: works behind a proxy that keeps the path's prefix, and behind one that takes it away.

Datasette puts `base_url` before every address it makes, also before those it makes of a request's path: of a path that
has the prefix already the result has it twice.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette

App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]
_REDIRECTS = range(300, 400)


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """Takes the prefix off a request's path, and puts it before the addresses that it is sent on to."""
    prefix = str(datasette.setting("base_url")).rstrip("/")

    def wrap(app: App) -> App:
        async def unprefixed(scope: dict[str, Any], receive: Any, send: Any) -> None:
            async def sending(event: dict[str, Any]) -> None:
                if event["type"] == "http.response.start" and event["status"] in _REDIRECTS:
                    event = event | {"headers": [_sent_on(name, value, prefix) for name, value in event["headers"]]}
                await send(event)

            await app(_without(scope, prefix), receive, sending)

        return unprefixed if prefix else app

    return wrap


def _without(scope: dict[str, Any], prefix: str) -> dict[str, Any]:
    path = scope.get("path", "")
    if not path.startswith(f"{prefix}/") and path != prefix:
        return scope
    raw = scope.get("raw_path") or path.encode("utf-8")
    return scope | {"path": path[len(prefix) :] or "/", "raw_path": raw[len(prefix) :] or b"/"}


def _sent_on(name: bytes, value: bytes, prefix: str) -> tuple[bytes, bytes]:
    start = prefix.encode("ascii")
    ours = name.lower() == b"location" and value.startswith(b"/") and not value.startswith(b"//")
    return name, start + value if ours and not value.startswith(start + b"/") else value
