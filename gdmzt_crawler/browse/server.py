"""Serves a dataset with datasette: read only, on this machine only, without any other host."""

from __future__ import annotations

import errno
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UsageError
from ..store import Store
from ..store.connection import needs_immutable
from .metadata import build_metadata
from .pages import MOUNT, STATIC, TEMPLATES

if TYPE_CHECKING:
    from datasette.app import Datasette

HOST = "127.0.0.1"
PORT = 8001
_PORTS = 100
"""How many ports are tried from the first."""
_PLUGINS = Path(__file__).with_name("plugins")
_SETTINGS = {
    "default_page_size": 50,
    "facet_time_limit_ms": 1000,
    "sql_time_limit_ms": 3000,
    # It would offer days in UTC, on which eight hours of each day in China are another one.
    "suggest_facets": False,
    "truncate_cells_html": 200,
}
_UNOPENABLE = "?#%"
"""Characters that datasette does not escape in the file's URI."""


def serve(
    path: Path,
    *,
    host: str = HOST,
    port: int = PORT,
    announce: Callable[[str], None] = print,
    open_browser: bool | None = None,
) -> None:
    """Serves the dataset at `path` until Ctrl-C; `announce` is called with its address once it can be visited.

    Takes the first free port from `port` on; `open_browser` None: where there is a display. A crawl may go on.
    Raises UsageError (datasette is not installed, no free port), StoreError, ForeignDatabase or NewerDatabase.
    """
    app = datasette_for(path)
    # after the check for datasette, which brings it
    import uvicorn

    listener = listen(host, port)
    address = f"http://{host}:{listener.getsockname()[1]}/"
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


def datasette_for(path: Path) -> Datasette:
    """A datasette over the dataset, with our metadata. Raises as `serve` does."""
    try:
        from datasette.app import Datasette
    except ImportError as error:
        raise UsageError(
            "浏览需要 datasette browsing needs datasette — 请安装 install it: pip install 'gdmzt-crawler[browse]'"
        ) from error
    _quiet_errors()
    Store.open(path, readonly=True).close()
    resolved = path.resolve()
    if any(mark in str(resolved) for mark in _UNOPENABLE):
        raise UsageError(
            f"datasette 打不开含 {_UNOPENABLE} 的路径 datasette cannot open this path: {resolved} — 请改名 rename it"
        )
    files = [str(resolved)]
    immutable = needs_immutable(resolved)
    return Datasette(
        [] if immutable else files,
        immutables=files if immutable else [],
        metadata=build_metadata(resolved.stem),
        settings=_SETTINGS,
        plugins_dir=str(_PLUGINS),
        template_dir=str(TEMPLATES),
        static_mounts=[(MOUNT, str(STATIC))],
    )


def _quiet_errors() -> None:
    # imported earlier than the app it registers nothing
    from datasette import handle_exception

    # where rich is installed, datasette prints the whole stack with all values for each address that does not exist
    handle_exception.rich = None


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on the first free port from `port` on. Raises UsageError when none is free."""
    for candidate in range(port, min(port + _PORTS, 65536)):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if sys.platform != "win32":
            # there it would share a port that is in use
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen(64)
        except OSError as error:
            listener.close()
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise UsageError(f"不能监听 cannot listen on {host}:{candidate} ({error.strerror})") from error
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
