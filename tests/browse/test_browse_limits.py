"""What readers may not fill, learn or send."""

from __future__ import annotations

import json
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from datasets import filled
from serving import Served, serving

from gdmzt_crawler.store.search.readiness import index_fault


def _ask(served: Served, path: str, method: str = "GET") -> tuple[int, str, dict[str, str]]:
    request = urllib.request.Request(served.address.rstrip("/") + path, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), dict(error.headers)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "ODD"])
@pytest.mark.parametrize("path", ["/", "/article/1", "/news/articles", "/news/most_read", "/assets/site.css", "/nope"])
def test_only_reading(served: Served, path: str, method: str) -> None:
    status, text, headers = _ask(served, path, method)
    assert (status, headers["allow"]) == (405, "GET, HEAD")
    assert "read only" in text
    assert headers["content-security-policy"].startswith("default-src 'none'")


def test_asking_for_the_head_goes_on(served: Served) -> None:
    assert _ask(served, "/article/1", "HEAD")[:2] == (200, "")


@pytest.mark.parametrize(
    "arguments",
    [
        "_sort=nope",
        "_sort_desc=nope",
        "_sort=id&_sort_desc=id",
        "id__in=[",
        "id__in=[{}]",
        "_through=x",
        "_through={}",
        "_through=[]",
        "_facet=%00",
        "_facet_size={",
        "_timelimit=x",
        "id__gt=99999999999999999999",
        "_where=%00",
        "_facet_m2m={",
        "id__in=[99999999999999999999]",
    ],
)
def test_arguments_that_cannot_be_are_the_readers_fault(served: Served, arguments: str) -> None:
    for form in ("articles", "articles.json"):
        status, text, headers = _ask(served, f"/news/{form}?{arguments}")
        assert status == 400, text
        assert "content-security-policy" in headers


@pytest.mark.parametrize("sql", ["zeroblob(1000000000)", "randomblob(900000000)", "printf('%.*c', 500000000, 'x')"])
def test_one_value_may_not_fill_the_memory(served: Served, sql: str) -> None:
    status, text, _ = _ask(served, f"/news.json?_shape=array&sql={urllib.request.quote(f'select {sql} as x')}")
    assert (status, json.loads(text)) == (200, [{"x": None}]) or "string or blob too big" in text


@pytest.mark.parametrize("name", ["pragma_database_list", "PRAGMA_DATABASE_LIST()", "pragma_database_list('main')"])
def test_where_the_file_lies_is_nobodys_business(served: Served, dataset: Path, name: str) -> None:
    status, text, _ = _ask(served, f"/news.json?sql={urllib.request.quote(f'select * from {name}')}&_shape=array")
    assert str(dataset.parent) not in text
    assert (status, text) == (200, "[]") or status == 400
    assert _ask(served, "/news")[0] == 200


@pytest.fixture(scope="module")
def unindexed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = filled(tmp_path_factory.mktemp("unindexed") / "news.db")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE search_state SET indexed_to = 1")
    with serving(path) as served:
        yield served


def test_an_index_that_is_not_complete_is_told_without_the_files_place(unindexed: Served) -> None:
    status, text, _ = _ask(unindexed, "/search?q=x")
    assert status == 200
    assert "gdmzt index --db FILE" in text


def test_the_terminal_is_told_the_files_place(tmp_path: Path) -> None:
    path = filled(tmp_path / "news.db")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE search_state SET tokenizer = 'x'")
    assert f"gdmzt index --rebuild --db {path}" in str(index_fault(path))


def test_a_query_too_long_to_be_looked_up_is_told(served: Served) -> None:
    status, text, _ = _ask(served, f"/news/articles.json?_search={'1' * 5001}")
    assert status == 400
    assert "the query is too long" in text
    assert _ask(served, f"/news/articles.json?_search={'1' * 5000}")[0] == 200
