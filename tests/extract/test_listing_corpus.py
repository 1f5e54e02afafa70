"""The generic listing extractor on the corpus: rows, dates, the next page and whether it reaches everything."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from statistics import fmean
from typing import Any
from urllib.parse import urljoin

import pytest
from test_corpus import squash

from gdmzt_crawler import Listing, extract_listing

CORPUS = Path(__file__).parents[1] / "corpus"
GOLD = [json.loads(line) for line in (CORPUS / "listings.gold.jsonl").read_text(encoding="utf-8").splitlines()]
NAMES = [gold["file"] for gold in GOLD]
LEAST_ROWS = 0.99


@pytest.fixture(scope="module")
def listings() -> dict[str, Listing]:
    return {
        gold["file"]: extract_listing((CORPUS / "listings" / gold["file"]).read_bytes(), gold["url"], definition=None)
        for gold in GOLD
    }


def wanted_rows(gold: dict[str, Any]) -> Counter[tuple[str, str, str | None]]:
    return Counter((squash(row["title"]), urljoin(gold["url"], row["href"]), row["date"]) for row in gold["items"])


def found_rows(listing: Listing) -> Counter[tuple[str, str, str | None]]:
    """Rows with a link: the others make no entry, and gold counts them by themselves."""
    return Counter(
        (squash(entry.title), entry.url, entry.date.isoformat() if entry.date else None)
        for entry in listing.entries
        if entry.url is not None
    )


def row_score(gold: dict[str, Any], listing: Listing) -> float:
    wanted, found = wanted_rows(gold), found_rows(listing)
    total = sum(wanted.values()) + sum(found.values())
    return 2 * sum((wanted & found).values()) / total if total else 1.0


def test_rows_with_titles_addresses_and_dates(listings: dict[str, Listing]) -> None:
    scores = {gold["file"]: row_score(gold, listings[gold["file"]]) for gold in GOLD}
    assert fmean(scores.values()) >= LEAST_ROWS, {name: score for name, score in scores.items() if score < 1}


@pytest.mark.parametrize("gold", GOLD, ids=NAMES)
def test_next_page(listings: dict[str, Listing], gold: dict[str, Any]) -> None:
    following = gold["next_href"] or gold["next_hint"]
    assert listings[gold["file"]].next_url == (urljoin(gold["url"], following) if following else None)


@pytest.mark.parametrize(
    "gold", [gold for gold in GOLD if not (gold["next_href"] or gold["next_hint"])], ids=lambda g: g["file"]
)
def test_a_page_without_next_says_whether_it_is_the_last(listings: dict[str, Listing], gold: dict[str, Any]) -> None:
    assert listings[gold["file"]].complete is gold["complete"]


def test_rows_without_a_link_are_counted(listings: dict[str, Listing]) -> None:
    unlinked = {name: sum(entry.url is None for entry in one.entries) for name, one in listings.items()}
    assert unlinked == {gold["file"]: gold.get("rows_without_link", 0) for gold in GOLD}
