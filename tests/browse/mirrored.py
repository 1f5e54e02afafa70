"""A crawl of the two sites of ../shared/mirror through their own proxy."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from commands import Place

SITES = ("qb", "gdjyj")


def crawled_mirror(mirror: Path, folder: Path) -> Path:
    """The dataset `mirror.db` in the folder."""
    place, path = Place(folder), folder / "mirror.db"
    with _proxy(mirror / "serve.py") as address:
        for site in SITES:
            done = place.gdmzt(
                *("crawl", site, "--db", str(path), "--delay", "0", "--no-archive"), http_proxy=address, timeout=120
            )
            assert done.code == 0, done.err
    return path


@contextmanager
def _proxy(script: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, str(script), "--port", str(port)])
    try:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()
