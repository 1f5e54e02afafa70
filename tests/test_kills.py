"""The small form of benchmarks/kills: killed at random moments, the dataset is that of an undisturbed crawl."""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path

import pytest
from commands import Place

from benchmarks.kills import Crawling, crawl_under_fire
from benchmarks.synthetic import SyntheticSite
from gdmzt_crawler.store.digest import dataset_digest


def _crawl(arguments: list[str], environment: dict[str, str], said: str) -> None:
    os.environ.update(environment)
    handle = os.open(said, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    for number in (1, 2):
        os.dup2(handle, number)
    from gdmzt_crawler.cli import main

    main(arguments)


class Forked(Crawling):
    """As `Crawling`, but forked from a process that has loaded the libraries."""

    def __init__(self, key: str, db: Path) -> None:
        self._said = db.parent / "said.txt"
        environment = Place(db.parent).environment(GDMZT_SITES=str(db.parent))
        call = (["crawl", key, "--db", str(db)], environment, str(self._said))
        self._forked = multiprocessing.get_context("forkserver").Process(target=_crawl, args=call)
        self._forked.start()

    def goes_on(self) -> bool:
        return self._forked.exitcode is None

    def kill(self) -> None:
        self._forked.kill()

    def end(self) -> tuple[int, str]:
        self._forked.join()
        assert self._forked.exitcode is not None
        return self._forked.exitcode, self._said.read_text("utf-8", "replace") if self._said.exists() else ""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a POSIX signal")
def test_a_crawl_that_is_killed_five_times(tmp_path: Path) -> None:
    site = SyntheticSite(articles=150, columns=4)
    report = crawl_under_fire(site, kills=5, seed=20261124, folder=tmp_path, start=Forked)
    assert report.faults == []
    assert report.articles == 150
    # The archive of the killed runs alone says the same, which no pages that were asked for twice would.
    made, archive = tmp_path / "made.db", tmp_path / "killed.archive"
    done = Place(tmp_path).gdmzt(
        *("reparse", "--db", str(made), "--archive", str(archive), "--processes", "1"), GDMZT_SITES=str(tmp_path)
    )
    assert done.code == 0, done.err
    assert dataset_digest(made) == dataset_digest(tmp_path / "killed.db") == dataset_digest(tmp_path / "quiet.db")
    # Where a kill falls depends on the machine's load; that all of them fell does not.
    assert report.kills.total() >= 5
