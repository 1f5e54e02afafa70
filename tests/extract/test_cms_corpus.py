"""The corpora written before a look at the rules: every page's every field, but those that its gold line names as known misses."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urljoin

import pytest
from test_corpus import CORPUS, LEAST, META, score
from test_listing_corpus import row_score

from gdmzt_crawler import NotAnArticle, extract_article, extract_listing

SETS = ("cms", "blind")


def gold_lines(kind: str) -> list[dict[str, Any]]:
    """Gold lines of all sets; `file` is the page's path from the corpus."""
    found = []
    for name in SETS:
        for line in (CORPUS / name / f"{kind}.gold.jsonl").read_text(encoding="utf-8").splitlines():
            gold = json.loads(line)
            found.append({**gold, "file": f"{name}/{kind}/{gold['file']}"})
    return found


ARTICLES = gold_lines("articles")
LISTINGS = gold_lines("listings")


def attachments(gold: dict[str, Any], body: bytes) -> float:
    """1.0 where exactly the attachments of the gold line are found."""
    try:
        found = extract_article(body, gold["url"], definition=None).to_dict()["attachments"]
    except NotAnArticle:
        return 0.0
    return float(set(found) == {urljoin(gold["url"], href) for href in gold["attachments"]})  # type: ignore[call-overload]


@pytest.mark.parametrize("no_meta", [False, True], ids=["as-saved", "no-head-tags"])
@pytest.mark.parametrize("gold", ARTICLES, ids=lambda gold: gold["file"])
def test_every_field_of_an_article(gold: dict[str, Any], no_meta: bool) -> None:
    body = (CORPUS / gold["file"]).read_bytes()
    body = META.sub(b"", body) if no_meta else body
    scores = {**score(gold, body), "attachments": attachments(gold, body)}
    assert {field for field, share in scores.items() if share < 1} <= set(gold["misses"])


@pytest.mark.parametrize("gold", LISTINGS, ids=lambda gold: gold["file"])
def test_rows_and_pager_of_a_listing(gold: dict[str, Any]) -> None:
    listing = extract_listing((CORPUS / gold["file"]).read_bytes(), gold["url"], definition=None)
    following = gold["next_href"] or gold["next_hint"]
    wrong = set()
    if row_score(gold, listing) < 1:
        wrong.add("rows")
    if listing.next_url != (urljoin(gold["url"], following) if following else None):
        wrong.add("next")
    if not following and listing.complete is not gold["complete"]:
        wrong.add("complete")
    assert wrong <= set(gold["misses"])


def test_known_misses_name_fields() -> None:
    assert {field for gold in ARTICLES for field in gold["misses"]} <= {*LEAST, "attachments"}
    assert {field for gold in LISTINGS for field in gold["misses"]} <= {"rows", "next", "complete"}
