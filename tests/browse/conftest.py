from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from datasets import filled
from serving import Served, serving


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("browse") / "news.db")


@pytest.fixture(scope="session")
def served(dataset: Path) -> Iterator[Served]:
    with serving(dataset) as server:
        yield server
