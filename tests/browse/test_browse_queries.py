"""Every canned query runs: on the demo's data, on a dataset with nothing in it, with and without values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from agedemo import EDITED, RETITLED, WITHDRAWN
from serving import Served, serving

from gdmzt_crawler.browse.asked import QUESTIONS
from gdmzt_crawler.browse.questions import Question
from gdmzt_crawler.store import Store

WANTED = (
    "most_read",
    "fastest_rising_views",
    "edited_after_publication",
    "withdrawn",
    "reposts",
    "sources_by_month",
    "articles_naming_a_city",
    "days_without_news",
    "titles_changed",
    "images_without_caption",
    "search_with_snippets",
    "coverage_by_run",
)
NAMES = [question.name for question in QUESTIONS]
BY_NAME = {question.name: question for question in QUESTIONS}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    Store.open(path).close()
    with serving(path) as server:
        yield server


def answer(served: Served, database: str, name: str, /, **values: str) -> list[dict[str, Any]]:
    found = served.json(f"/{database}/{name}.json?{urlencode({'_shape': 'objects', **values})}")
    assert found["ok"]
    rows: list[dict[str, Any]] = found["rows"]
    return rows


def test_the_questions_that_were_wished_for_are_there() -> None:
    assert set(WANTED) <= set(NAMES)
    assert len(set(NAMES)) == len(NAMES) >= 12


@pytest.mark.parametrize("question", QUESTIONS, ids=NAMES)
def test_each_is_told_in_both_languages(question: Question) -> None:
    words = [question.words, *(parameter.words for parameter in question.parameters)]
    for one in words:
        assert any("\u4e00" <= mark <= "\u9fff" for mark in one.zh)
        assert one.en.isascii() or "养老" in one.en or "广州" in one.en
    assert all(f":{parameter.name}" in question.statement() for parameter in question.parameters)


@pytest.mark.parametrize("name", NAMES)
def test_each_has_an_answer_for_the_demo(demo_served: Served, name: str) -> None:
    assert answer(demo_served, "demo", name), name


@pytest.mark.parametrize("name", NAMES)
def test_each_runs_where_there_is_nothing(empty: Served, name: str) -> None:
    assert answer(empty, "empty", name) == []
    assert empty.status(f"/empty/{name}") == 200


@pytest.mark.parametrize("odd", ["'", '"', "-1", "%", "x" * 300, "1e9", "😀"])
@pytest.mark.parametrize("name", NAMES)
def test_odd_values_are_no_error(served: Served, name: str, odd: str) -> None:
    values = {parameter.name: odd for parameter in BY_NAME[name].parameters}
    answer(served, "news", name, **values)


def test_rows_are_limited(demo_served: Served) -> None:
    assert len(answer(demo_served, "demo", "most_read", rows="3")) == 3
    assert len(answer(demo_served, "demo", "most_read", rows=" 03 ")) == 3
    usual = answer(demo_served, "demo", "most_read")
    assert len(usual) > 3
    for odd in ("", "nonsense", "-5", "0", "1.5", "1e3", "3x", "３"):
        assert answer(demo_served, "demo", "most_read", rows=odd) == usual, odd


@pytest.mark.parametrize("name", ["fastest_rising_views", "days_without_news"])
def test_days_that_are_no_number_are_the_usual_ones(demo_served: Served, name: str) -> None:
    usual = answer(demo_served, "demo", name)
    assert usual
    for odd in ("-5", "0", "abc", "1e1"):
        assert answer(demo_served, "demo", name, days=odd) == usual, odd
    assert len(answer(demo_served, "demo", name, days="9" * 30, rows="1000")) >= len(usual)


def test_what_changed_on_the_demo_is_found(demo_served: Served) -> None:
    def urls(name: str) -> set[str]:
        return {row["url"].rsplit("_", 1)[1].removesuffix(".html") for row in answer(demo_served, "demo", name)}

    assert urls("titles_changed") == {RETITLED}
    assert {RETITLED, EDITED} <= urls("edited_after_publication")
    assert urls("withdrawn") == {WITHDRAWN}
    fastest = answer(demo_served, "demo", "fastest_rising_views", days="4000")
    assert [row["growth_per_day"] for row in fastest] == sorted(
        (row["growth_per_day"] for row in fastest), reverse=True
    )
    assert fastest[0]["growth"] == fastest[0]["last_count"] - fastest[0]["first_count"] > 0


def test_most_read_is_in_order_and_since_a_day(demo_served: Served) -> None:
    rows = answer(demo_served, "demo", "most_read", since="2025-01-01")
    assert rows == sorted(rows, key=lambda row: (-row["view_count"], row["article_id"]))
    assert min(row["published_on"] for row in rows) >= "2025-01-01"


def test_days_without_news_are_those_without(demo_served: Served) -> None:
    days = {row["day"] for row in answer(demo_served, "demo", "days_without_news", days="30")}
    listed = demo_served.json("/demo/article_list.json?_shape=objects&_size=max")["rows"]
    published = {row["published_on"] for row in listed}
    newest = date.fromisoformat(max(day for day in published if day))
    wanted = {(newest - timedelta(days=back)).isoformat() for back in range(31)}
    assert days == wanted - published
    assert len(days) > 10


def test_a_snippet_marks_what_was_found(demo_served: Served) -> None:
    rows = answer(demo_served, "demo", "search_with_snippets", q="养老")
    assert any("【养老】" in row["snippet"] for row in rows)
    counted = demo_served.json("/demo/article_list.json?_search=养老&_size=0".replace("养老", "%E5%85%BB%E8%80%81"))
    assert len(rows) == counted["filtered_table_rows_count"]


def test_titles_lead_to_the_article(demo_served: Served) -> None:
    row = answer(demo_served, "demo", "most_read", rows="1")[0]
    page = demo_served.get("/demo/most_read?rows=1")
    assert f'<a href="/article/{row["article_id"]}">{row["title"]}</a>' in page
    assert "阅读最多 Most read" in page


def test_the_database_page_lists_them_all(demo_served: Served, tmp_path: Path) -> None:
    page = demo_served.get("/demo")
    for question in QUESTIONS:
        assert f'href="/demo/{question.name}"' in page
        assert question.words.title in page
