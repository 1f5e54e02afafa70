"""Accuracy: a tool's record against what is on the page, with the functions of `../shared/eval/score.py`."""

from __future__ import annotations

from statistics import fmean
from typing import Any

from benchmarks.extraction.pages import Page
from benchmarks.saved_pages import scorer

FIELDS = ("title", "published", "day", "source", "paragraph_f1", "text_4gram_f1", "image_f1")
"""`paragraph_f1` where the gold has paragraphs; `day` is the published date without its time."""


class Scorer:
    """Scores single pages and averages them."""

    def __init__(self) -> None:
        self.rules = scorer()

    def score(self, page: Page, record: dict[str, Any]) -> dict[str, float]:
        """Field → 0 to 1. A refusal or a crash is 0 in every field."""
        row = self._saved(page, record) if "paragraphs" in page.gold else self._mirrored(page, record)
        gold = {"published": (page.gold.get("published") or "")[:10]}
        day = not record.get("error") and self.rules.same_time(gold["published"], record.get("published"))
        return {**row, "day": float(day)}

    def _saved(self, page: Page, record: dict[str, Any]) -> dict[str, float]:
        row: dict[str, float] = self.rules.score_one(page.gold, record)
        return row

    def _mirrored(self, page: Page, record: dict[str, Any]) -> dict[str, float]:
        """The truth of the mirror has one text without white space and attachment names, and no paragraphs."""
        # score.py wants paragraphs; the text as the only one makes its 4-gram figure the one of the whole text.
        gold = {"source": None, **page.gold, "paragraphs": [page.gold["text"]]}
        row: dict[str, float] = self.rules.score_one(gold, {**record, "text": _without_files(record)})
        del row["paragraph_f1"]
        return row


def _without_files(record: dict[str, Any]) -> str:
    text = "\n".join(record.get("paragraphs") or [])
    for block in record.get("blocks") or ():
        if block["kind"] == "attachment":
            text = text.replace(block["name"], "", 1)
    return text


def mean(rows: list[dict[str, float]]) -> dict[str, float]:
    """The mean of every field over the pages that have it."""
    fields = [f for f in FIELDS if any(f in row for row in rows)]
    return {f: fmean(row[f] for row in rows if f in row) for f in fields}
