"""The small form of benchmarks/memory: what a crawl holds does not grow with the site."""

from __future__ import annotations

import sys

import pytest

from benchmarks.memory import growth, measure
from benchmarks.synthetic import SyntheticSite

FEW, MANY = 100, 900
AT_MOST = 0.06
"""5 MiB, of which 2 are SQLite's cache: the bytes of the 840 pages more would be 12, their trees many times that."""


@pytest.mark.skipif(sys.platform == "win32", reason="peak sizes of processes are asked for as POSIX has it")
def test_nine_times_the_articles_take_no_more_memory() -> None:
    peaks = [measure(SyntheticSite(articles), tagging=False) for articles in (FEW, MANY)]
    assert growth(peaks)["crawl"] < AT_MOST, peaks
    assert peaks[1].dataset > 5 * peaks[0].dataset
