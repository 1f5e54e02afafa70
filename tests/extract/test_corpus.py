"""The generic extractor on the corpus: shares that may only rise."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from statistics import fmean
from typing import Any
from urllib.parse import urljoin

import pytest

from gdmzt_crawler import NotAnArticle, extract_article

CORPUS = Path(__file__).parents[1] / "corpus"
GOLD = [json.loads(line) for line in (CORPUS / "articles.gold.jsonl").read_text(encoding="utf-8").splitlines()]
LEAST = {"title": 0.96, "published": 0.98, "source": 0.98, "views": 0.98, "paragraphs": 0.97, "images": 0.97}
META = re.compile(rb"<meta(?![^>]*charset)[^>]*>", re.I)
BLANK = re.compile(r"[\s\u200b\ufeff]+")


def squash(text: object) -> str:
    return BLANK.sub("", unicodedata.normalize("NFKC", str(text or "")))


def overlap(wanted: list[str], found: list[str]) -> float:
    if not wanted and not found:
        return 1.0
    common = sum((Counter(wanted) & Counter(found)).values())
    return 2 * common / (len(wanted) + len(found))


def score(gold: dict[str, Any], body: bytes) -> dict[str, float]:
    try:
        got = extract_article(body, gold["url"], definition=None).to_dict()
    except NotAnArticle:
        return dict.fromkeys(LEAST, 0.0)
    paragraphs = [squash(text) for text in got["paragraphs"]]  # type: ignore[attr-defined]
    optional = set(gold["optional_paragraphs"] or ())
    texts = [squash(text) for text in gold["paragraphs"]]
    wanted = [text for n, text in enumerate(texts) if n not in optional or text in paragraphs]
    published = str(got["published"] or "").replace("T", " ")
    date = str(gold["published"] or "").replace("T", " ")
    return {
        "title": float(squash(got["title"]) == squash(gold["title"])),
        "published": float(published[: len(date)] == date if date else not published),
        "source": float(squash(got["source"]) == squash(gold["source"])),
        "views": float(got["views"] == gold["views"]),
        "paragraphs": overlap(wanted, paragraphs),
        "images": overlap([urljoin(gold["url"], url) for url in gold["images"]], list(got["images"])),  # type: ignore[call-overload]
    }


@pytest.fixture(scope="module")
def scores() -> dict[str, dict[str, float]]:
    return {gold["file"]: score(gold, (CORPUS / "articles" / gold["file"]).read_bytes()) for gold in GOLD}


@pytest.mark.parametrize("field", LEAST)
def test_share_of_right_values(scores: dict[str, dict[str, float]], field: str) -> None:
    share = fmean(row[field] for row in scores.values())
    assert share >= LEAST[field], sorted(name for name, row in scores.items() if row[field] < 1)


def test_title_without_head_tags() -> None:
    rows = [score(gold, META.sub(b"", (CORPUS / "articles" / gold["file"]).read_bytes())) for gold in GOLD]
    assert fmean(row["title"] for row in rows) >= 0.95
    assert fmean(row["paragraphs"] for row in rows) >= 0.96
