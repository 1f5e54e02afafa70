"""What the project asks of its own extraction on these pages, and where a run falls short of it."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from benchmarks.extraction.measure import EXTRA_LIMIT, RATIO_LIMIT, Run
from benchmarks.extraction.pages import Page
from benchmarks.extraction.scoring import Scorer, mean

SPEED = {"ours": 3.0, "ours-platform": 2.0}
"""Median cost over the floor."""
SLOW = 0.05
"""Part of the pages that may be slow: the 95th percentile is asked for."""
_HEADS = {"title": 0.95, "published": 0.95, "source": 0.95}
ACCURACY = {
    "pages": dict.fromkeys(("title", "published", "source"), 0.96)
    | {"paragraph_f1": 0.97, "text_4gram_f1": 0.99, "image_f1": 0.98},
    "mirror": dict.fromkeys(("title", "published", "source", "text_4gram_f1", "image_f1"), 0.98),
    "pages -meta": _HEADS,
    "mirror -meta": _HEADS,
}


def misses(runs: list[Run], pages: list[Page]) -> list[str]:
    """A sentence for every target that ours missed."""
    return [words for run in runs if run.tool in SPEED for name in ACCURACY for words in _misses(run, pages, name)]


def _misses(run: Run, pages: list[Page], name: str) -> Iterator[str]:
    mine = [page for page in pages if page.set == name and page.id in run.timings]
    if not mine:
        return
    scorer = Scorer()
    means = mean([scorer.score(page, run.records[page.id]) for page in mine])
    for field, target in ACCURACY[name].items():
        if means[field] < target:
            yield f"{run.tool}, {name}: {field} {means[field]:.4f} < {target}"
    ratio = median(run.timings[page.id].ratio() for page in mine)
    if ratio > SPEED[run.tool]:
        yield f"{run.tool}, {name}: {ratio:.2f}x the floor > {SPEED[run.tool]}x"
    slow = sum(run.timings[page.id].slow for page in mine)
    if slow > SLOW * len(mine):
        yield f"{run.tool}, {name}: {slow} of {len(mine)} pages over {RATIO_LIMIT:.0f}x and {EXTRA_LIMIT} ms > {SLOW:.0%}"
