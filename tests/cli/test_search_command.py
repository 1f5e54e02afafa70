"""`gdmzt search` and `gdmzt index` as people and scripts use them."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from commands import Done, Place
from datasets import record, with_site
from rich.console import Console

from gdmzt_crawler.cli import search as searching
from gdmzt_crawler.store import Store
from gdmzt_crawler.store.search.query import terms
from gdmzt_crawler.store.search.searching import Search

LONG = "这里说了一些别的事情，长短与其他各篇差不多"


@pytest.fixture(scope="module")
def filled_place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("search"))
    with Store.open(place.db) as store:
        with_site(store)
        store.save_article(record(1, title="养老服务", body=(LONG,), published="2020-01-01"), run_id=None)
        store.save_article(record(2, title="[b]二", body=(f"{LONG}，養老",), published="2023-06-17"), run_id=None)
        for number in range(3, 9):
            store.save_article(record(number, title=f"第{number}次", body=(f"{LONG}{number}",)), run_id=None)
    return place


def run(place: Place, *arguments: str) -> Done:
    return place.gdmzt(*arguments, "--db", str(place.db))


def test_hits_for_people(filled_place: Place) -> None:
    done = run(filled_place, "search", "养老")
    assert done.code == 0
    assert done.out.index("【养老】服务") < done.out.index("[b]二")
    assert f"{LONG}，【養老】" in done.out
    assert "共 2 篇 2 articles" in done.out
    assert "2020-01-01" in done.out
    done = run(filled_place, "search", "养老", "--order", "date", "--limit", "1")
    assert "[b]二" in done.out
    assert "【养老】服务" not in done.out
    assert "共 2 篇 2 articles, 列出 1 篇 shown 1" in done.out


def test_hits_for_scripts(filled_place: Place) -> None:
    done = run(filled_place, "search", "養老", "--json")
    assert json.loads(done.out) == [
        {
            "id": 1,
            "url": "http://smzt.gd.gov.cn/mzzx/mzyw/content/post_1.html",
            "title": "养老服务",
            "published_at": "2020-01-01",
            "snippet": LONG,
        },
        {
            "id": 2,
            "url": "http://smzt.gd.gov.cn/mzzx/mzyw/content/post_2.html",
            "title": "[b]二",
            "published_at": "2023-06-17",
            "snippet": f"{LONG}，【養老】",
        },
    ]
    restricted = run(filled_place, "search", "养老", "--json", "--since", "2021-01-01", "--site", "gdmzt")
    assert [hit["id"] for hit in json.loads(restricted.out)] == [2]
    restricted = run(filled_place, "search", "养老", "--json", "--until", "2021-01-01", "--column", "民政要闻")
    assert [hit["id"] for hit in json.loads(restricted.out)] == [1]


@pytest.mark.parametrize("query", ['"', "（）", "", " ", "*", "“”"])
def test_nothing_to_search_for_is_a_sentence(filled_place: Place, query: str) -> None:
    done = run(filled_place, "search", query)
    assert (done.code, done.out, done.err.count("\n"), "nothing to search for" in done.err) == (2, "", 1, True)
    told = run(filled_place, "search", query, "--json")
    assert (told.code, json.loads(told.out), "nothing to search for" in told.err) == (2, [], True)
    exported = run(filled_place, "export", "csv", "--query", query)
    assert (exported.code, exported.err) == (2, done.err)


def test_several_words_are_one_query(filled_place: Place) -> None:
    done = run(filled_place, "search", "养老", "服务", "--json")
    assert [hit["id"] for hit in json.loads(done.out)] == [1]
    assert (
        "nothing found: 養老 低保 — 检索的是 searched for: 养老 低保" in run(filled_place, "search", "養老", "低保").out
    )


@pytest.mark.parametrize("query", ["养老 OR 低保", "养老 -服务", "NOT 养老"])
def test_who_types_operators_is_told_that_there_are_none(filled_place: Place, query: str) -> None:
    done = run(filled_place, "search", query)
    assert (done.code, done.err.count("no operators"), done.err.count("\n")) == (0, 1, 1)
    assert run(filled_place, "search", "养老-服务 or").err == ""


@pytest.mark.parametrize("query", ["养老 低保", "\udcff狗", "NEAR(", "title:养", "😀", "'; drop table articles"])
def test_nothing_found_is_a_sentence(filled_place: Place, query: str) -> None:
    done = run(filled_place, "search", query)
    assert (done.code, "nothing found" in done.out, done.err) == (0, True, "")


def test_wrong_usage_is_a_sentence(filled_place: Place, tmp_path: Path) -> None:
    for arguments, said in (
        (("--column", "/x/"), "no such column in the dataset: /x/ — 有 there are: "),
        (("--site", "x"), "no such site in the dataset: x — 有 there are: gdmzt"),
        (("--since", "2025"), "日期不对 no date: '2025' — write it as 2026-11-24."),
    ):
        done = run(filled_place, "search", "养老", *arguments)
        assert (done.code, said in done.err, "Traceback" in done.err) == (2, True, False)
    done = Place(tmp_path).gdmzt("search", "养老", "--db", str(tmp_path / "none.db"))
    assert (done.code, "no dataset" in done.err) == (1, True)


def test_on_a_terminal_hits_are_in_colour(filled_place: Place) -> None:
    with Search.open(filled_place.db) as search:
        hits = search.hits("养老")
    console = Console(force_terminal=True, width=60, color_system="standard", _environ={})
    with console.capture() as captured:
        console.print(searching._table(hits, terms("养老"), in_colour=True))
    assert "\x1b[1;31m养老\x1b[0m" in captured.get()
    assert "【" not in captured.get()


def test_the_index_is_completed_rebuilt_and_checked(tmp_path: Path) -> None:
    place = Place(tmp_path)
    with Store.open(place.db) as store:
        with_site(store)
        for number in (1, 2):
            store.save_article(record(number, title=f"第{number}次"), run_id=None)
    assert "complete already: 2 articles, by characters" in run(place, "index").out
    assert "agrees with the texts of all 2 articles" in run(place, "index", "--check").out
    built = run(place, "index", "--mode", "bigrams", "--json").summary
    assert (built["mode"], built["articles"], built["indexed"]) == ("bigrams", 2, 2)
    assert "is complete: 2 articles, by bigrams" in run(place, "index", "--rebuild").out
    with closing(sqlite3.connect(place.db)) as db, db:
        db.execute("UPDATE articles SET title = '别的' WHERE id = 2")
    done = run(place, "index", "--check")
    assert (done.code, "differs from the texts of 1 articles: 2" in done.out, "--rebuild" in done.out) == (
        1,
        True,
        True,
    )
    assert run(place, "index", "--check", "--json").summary["wrong"] == [2]
    run(place, "index", "--rebuild")
    assert run(place, "index", "--check").code == 0
    assert run(place, "index", "--check", "--rebuild").code == 2
    with closing(sqlite3.connect(place.db)) as db, db:
        db.execute("UPDATE search_state SET tokenizer = '0-old'")
    done = run(place, "search", "养老")
    assert (done.code, "gdmzt index --rebuild" in done.err, done.err.count("\n")) == (1, True, 1)


def test_migrating_tells_when_the_index_is_left_to_be_built(tmp_path: Path) -> None:
    place = Place(tmp_path)
    with Store.open(place.db) as store:
        with_site(store).save_article(record(1), run_id=None)
    assert "gdmzt index" not in run(place, "migrate").out
    with closing(sqlite3.connect(place.db)) as db, db:
        db.execute("UPDATE search_state SET indexed_to = 0")
    assert "1 articles are missing — 请运行 run: gdmzt index --db" in run(place, "migrate").out


def test_a_query_too_long_to_be_looked_up_is_told(filled_place: Place) -> None:
    assert run(filled_place, "search", "养" * 5000).code == 0
    done = run(filled_place, "search", "养" * 5001)
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "too long — 至多 at most 5000 characters" in done.err
    done = run(filled_place, "search", *(f"{number}" for number in range(2000)), "--json")
    assert (done.code, done.out) == (2, "")
