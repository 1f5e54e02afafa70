"""Where readers may write no SQL, datasette refuses it, and everything else goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import Served, commanded

from gdmzt_crawler.browse.asked import QUESTIONS


@pytest.fixture(scope="module")
def closed(dataset: Path) -> Iterator[Served]:
    with commanded(dataset, "--no-sql") as served:
        yield served


@pytest.mark.parametrize(
    "path",
    [
        "/news?sql=select+1",
        "/news?%73ql=select+1",
        "/news.json?sql=select+1",
        "/news.csv?sql=select+1",
        "/news/articles?_where=1",
        "/news/article_list.json?%5Fwhere=id%3D1",
        "/news/articles?id=1&_where=1",
    ],
)
def test_sql_is_refused(closed: Served, served: Served, path: str) -> None:
    assert closed.status(path) == 403
    assert served.status(path) == 200


def test_pages_and_canned_queries_go_on(closed: Served) -> None:
    for question in QUESTIONS:
        assert closed.status(f"/news/{question.name}.json") == 200, question.name
        assert closed.status(f"/news/{question.name}") == 200, question.name
    for path in ("/", "/columns", "/sources", "/runs", "/health", "/search?q=x", "/article/1", "/news/articles?id=1"):
        assert closed.status(path) == 200, path
    assert len(closed.json("/news/most_read.json?sql=select+1&_shape=array")) > 1, "its own statement is asked"


def test_no_box_for_sql_is_offered(closed: Served, served: Served) -> None:
    assert 'name="sql"' in served.get("/news")
    assert 'name="sql"' not in closed.get("/news")
