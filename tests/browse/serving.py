"""Starts a datasette of its own process, and asks it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SERVE = (
    "import sys; from pathlib import Path; from gdmzt_crawler.browse.server import serve;"
    " serve(Path(sys.argv[1]), announce=lambda address: print(address, flush=True))"
)


@dataclass
class Served:
    address: str
    process: subprocess.Popen[str]

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.address.rstrip("/") + path, timeout=20) as answer:
            return str(answer.read().decode("utf-8"))

    def json(self, path: str) -> Any:
        return json.loads(self.get(path))

    def status(self, path: str) -> int:
        try:
            with urllib.request.urlopen(self.address.rstrip("/") + path, timeout=20) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code


@contextmanager
def commanded(path: Path, *arguments: str) -> Iterator[Served]:
    """`gdmzt browse` with the arguments; `address` ends with the path under which it is reached."""
    process = subprocess.Popen(
        [sys.executable, "-m", "gdmzt_crawler", "browse", "--db", str(path), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={name: value for name, value in os.environ.items() if not name.endswith("DISPLAY")},
    )
    assert process.stdout is not None
    said = process.stdout.readline()
    try:
        found = re.search(r"浏览 browse: (http://\S+)", said)
        assert found, said + process.stdout.read()
        yield Served(found[1], process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.wait(timeout=20)
        process.stdout.close()


@contextmanager
def serving(path: Path, environment: Mapping[str, str] | None = None) -> Iterator[Served]:
    """A datasette of its own process over the dataset."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        env=None if environment is None else dict(environment),
    )
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    try:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address), address
        yield Served(address, process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.wait(timeout=20)
        process.stdout.close()
