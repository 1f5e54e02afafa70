"""Running the program as its users do: in a process of its own, in an empty home."""

from __future__ import annotations

import importlib
import json
import multiprocessing
import os
import sqlite3
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = {path.stem for path in (ROOT / "gdmzt_crawler" / "sites").glob("*.toml")}
"""Keys of the sites that come with the program."""
# A process of its own for each command, forked from one that has loaded the libraries: that takes longest.
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload([f"gdmzt_crawler.cli.{name}" for name in ("crawl", "extract", "sites", "runs", "demo")])


def _run(
    arguments: tuple[str, ...],
    folder: str,
    environment: dict[str, str],
    out: str,
    err: str,
    changed: dict[str, Any],
    now: datetime | None,
) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, path in ((0, os.devnull), (1, out), (2, err)):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        os.dup2(handle, number)
        os.close(handle)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
    from gdmzt_crawler.cli import main
    from gdmzt_crawler.store import clock

    for name, value in changed.items():
        module, _, constant = name.rpartition(".")
        setattr(importlib.import_module(f"gdmzt_crawler.{module}"), constant, value)
    if now is not None:
        clock.begin_at(now)
    main(list(arguments))


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def summary(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.out)
        return document


@dataclass(frozen=True)
class Place:
    """A folder with a home, definitions and a dataset of its own."""

    path: Path

    @property
    def db(self) -> Path:
        return self.path / "x.db"

    @property
    def sites(self) -> Path:
        folder = self.path / "sites"
        folder.mkdir(exist_ok=True)
        return folder

    def environment(self, **extra: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        for name in ("GDMZT_CONTACT", "GDMZT_SITES", "XDG_CONFIG_HOME"):
            kept.pop(name, None)
        ours = {"HOME": str(self.path), "PYTHONPATH": str(ROOT), "GDMZT_SITES": str(self.sites)}
        # loading a segmenter takes as long as most crawls of the tests
        ours["GDMZT_KEYWORDS"] = "0"
        return {**kept, **ours, "PYTHONIOENCODING": "utf-8", **extra}

    def define(
        self,
        home_url: str,
        *,
        key: str = "t",
        columns: tuple[str, ...] = ("/a/",),
        more: str = "",
        platform: str = "nfcms",
    ) -> None:
        """Write a site definition for a server of the test."""
        named = "".join(f'[[columns]]\npath = "{path}"\n' for path in columns)
        crawl = "" if "[crawl]" in more else "[crawl]\ndelay = 0\nstart = []\n"
        text = f'key = "{key}"\nname = "示例"\nhome_url = "{home_url}"\nplatform = "{platform}"\n{crawl}{more}\n{named}'
        (self.sites / f"{key}.toml").write_text(text, encoding="utf-8")

    def gdmzt(
        self,
        *arguments: str,
        timeout: float = 60,
        constants: dict[str, Any] | None = None,
        now: datetime | None = None,
        **environment: str,
    ) -> Done:
        """Run a command to its end, with other values for constants of the program (`settings.DOWNLOAD_TIMEOUT`).

        `now`: the time at which our clock starts.
        """
        out, err = self.path / "out.txt", self.path / "err.txt"
        call = (arguments, str(self.path), self.environment(**environment), str(out), str(err), constants or {}, now)
        process = _FORKS.Process(target=_run, args=call)
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise AssertionError(f"gdmzt {' '.join(arguments)} went on for {timeout} s: {err.read_text('utf-8')}")
        return Done(process.exitcode, out.read_text("utf-8"), err.read_text("utf-8"))

    def crawl(
        self,
        *arguments: str,
        site: str = "t",
        timeout: float = 60,
        constants: dict[str, Any] | None = None,
        now: datetime | None = None,
        **environment: str,
    ) -> Done:
        """Crawl with a JSON summary, into this place's dataset."""
        command = ("crawl", site, "--db", str(self.db), "--json", *arguments)
        return self.gdmzt(*command, timeout=timeout, constants=constants, now=now, **environment)

    def query(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Read the dataset."""
        db = sqlite3.connect(f"file:{self.db}?mode=ro", uri=True)
        try:
            return db.execute(sql, values).fetchall()
        finally:
            db.close()
