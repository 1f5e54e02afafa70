from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from datasets import SITE, with_site

from gdmzt_crawler.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path) as opened:
        yield with_site(opened, SITE)
