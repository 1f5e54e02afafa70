"""One made-up dataset for the tests of exports, and a place for those that run the program."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Place

from benchmarks.exports.dataset import make
from gdmzt_crawler.store.search import indexing

COUNT = 300


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset with everything that an export could get wrong, with its search index; not to be written."""
    path = make(tmp_path_factory.mktemp("exports") / "made.db", COUNT)
    indexing.build(path, mode=None, rebuild=True, progress=lambda done, total: None)
    return path


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)
