"""The benchmark of exports in small: memory does not grow with the dataset (of Parquet from 2,000 articles on: there)."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.exports.__main__ import MOST
from benchmarks.exports.dataset import make
from benchmarks.exports.measure import measure


@pytest.mark.slow
def test_memory_stays_as_it_is(tmp_path: Path) -> None:
    small, large = (make(tmp_path / f"{count}.db", count) for count in (600, 2_400))
    for form in ("csv", "sqlite"):
        costs = [measure(db, form, tmp_path / f"{db.stem}.{form}") for db in (small, large)]
        assert [cost.articles for cost in costs] == [600, 2_400]
        assert costs[1].bytes > 2 * costs[0].bytes
        assert costs[1].peak < MOST * costs[0].peak, form
