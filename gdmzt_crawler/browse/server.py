"""Serves a dataset with datasette: read only, on this machine only, without any other host."""

from __future__ import annotations

import errno
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UsageError
from ..store import Store
from .app import Options, datasette_for
from .immutable import held_still

if TYPE_CHECKING:
    from datasette.app import Datasette

HOST = "127.0.0.1"
PORT = 8001
_PORTS = 100
"""How many ports are tried from the first."""


def serve(
    path: Path,
    *,
    host: str = HOST,
    port: int = PORT,
    announce: Callable[[str], None] = print,
    open_browser: bool | None = None,
    options: Options | None = None,
    immutable: bool = False,
) -> None:
    """Serves the dataset at `path` until Ctrl-C; `announce` is called with its address once it can be visited.

    Takes the first free port from `port` on; `open_browser` None: where there is a display. A crawl may go on, unless
    `immutable`: then it finds the dataset held by us.
    Raises UsageError (datasette is not installed, no free port), StoreError, ForeignDatabase, NewerDatabase or Locked.
    """
    with ExitStack() as held:
        Store.open(path, readonly=True).close()
        still = held.enter_context(held_still(path)) if immutable else None
        app = datasette_for(path, options, still=still)
        _serve(app, host, port, announce, open_browser)


def _serve(app: Datasette, host: str, port: int, announce: Callable[[str], None], open_browser: bool | None) -> None:
    # after the check for datasette, which brings it
    import uvicorn

    listener = listen(host, port)
    name = f"[{host}]" if ":" in host else host or "0.0.0.0"
    address = f"http://{name}:{listener.getsockname()[1]}{app.setting('base_url')}"
    config = uvicorn.Config(app.app(), log_level="warning", lifespan="on", timeout_graceful_shutdown=2)
    announce(address)
    if has_display() if open_browser is None else open_browser:
        # opening may wait for the browser, and the browser for us
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    try:
        uvicorn.Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        pass
    finally:
        listener.close()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on the first free port from `port` on. Raises UsageError when none is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, min(port + _PORTS, 65536)):
        listener = socket.socket(family, socket.SOCK_STREAM)
        if sys.platform != "win32":
            # there it would share a port that is in use
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen(64)
        except (OSError, TypeError, UnicodeError) as error:
            listener.close()
            if getattr(error, "errno", None) not in (errno.EADDRINUSE, errno.EACCES):
                # names that no host can have are refused with errors of other kinds
                reason = getattr(error, "strerror", None) or error
                raise UsageError(f"不能监听 cannot listen on {host}:{candidate} ({reason})") from error
        else:
            return listener
    raise UsageError(f"没有空闲端口 no free port from {port} on — 请用别的端口 choose another port")


def has_display() -> bool:
    """Whether a browser window could be seen here."""
    if sys.platform == "win32":
        return True
    if sys.platform == "darwin":
        return "SSH_CONNECTION" not in os.environ
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
