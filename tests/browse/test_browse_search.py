"""datasette's own search boxes find what a substring search finds."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from datasets import record, with_site
from serving import Served, serving

from gdmzt_crawler.store import Store
from gdmzt_crawler.store.search.indexing import build
from gdmzt_crawler.store.search.tokens import MODES

ARTICLES = {
    "全省民政工作会议召开": ("会议要求，把养老服务放在重要位置。", "社会救助兜底。"),
    "養老機構等級評定": ("ＣＯＶＩＤ－１９ 期间的通知。",),
    "低保标准提高": ("每人每月1206元。", "养", "老"),
}
FOUND = {
    "养老": {1, 2},
    "養老": {1, 2},
    "低": {3},
    "民政 救助": {1},
    '"会议 要求"': {1},
    "covid19": {2},
    "206": {3},
    "会议要求，把": {1},
    "养老服务放在重要位置": {1},
    "位置社会": set(),
    "养老 低保": set(),
}
ODD = [
    '"',
    "'",
    '"狗',
    "(",
    ")",
    "*",
    "^",
    "-",
    "NEAR(",
    "AND",
    "OR NOT",
    "title:",
    "{}",
    "😀",
    "\x00",
    "%",
    "\\",
    "。",
    "“”",
]


@pytest.fixture(params=MODES)
def searched(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Served]:
    path = tmp_path / "news.db"
    with Store.open(path) as store:
        with_site(store)
        for number, (title, body) in enumerate(ARTICLES.items(), 1):
            store.save_article(record(number, title=title, body=body), run_id=None)
    build(path, mode=request.param, rebuild=True, progress=lambda done, total: None)
    with serving(path) as served:
        yield served


def ids(served: Served, table: str, query: str) -> set[int]:
    rows = served.json(f"/news/{table}.json?_shape=objects&_search={quote(query)}")["rows"]
    return {row["id"] for row in rows}


def test_search_boxes_are_exact(searched: Served) -> None:
    for table in ("articles", "article_list", "unique_articles"):
        assert re.search(r'<input[^>]*name="_search"', searched.get(f"/news/{table}"))
        assert {query: ids(searched, table, query) for query in FOUND} == FOUND


def test_a_box_left_empty_leaves_the_filters_alone(searched: Served) -> None:
    for asked in ("_search=&id__gt=1", "id__gt=1&_search=", "id__gt=1&_search=&_sort=id"):
        rows = searched.json(f"/news/articles.json?_shape=objects&{asked}")["rows"]
        assert {row["id"] for row in rows} == {2, 3}
    assert ids(searched, "article_list", "") == {1, 2, 3}


def test_odd_input_is_no_error(searched: Served) -> None:
    for query in ODD:
        assert ids(searched, "articles", query) == set()
        assert searched.status(f"/-/search?q={quote(query)}") == 200


def test_a_search_in_titles_only(searched: Served) -> None:
    rows = searched.json(f"/news/articles.json?_shape=objects&_search_title={quote('养老')}")["rows"]
    assert {row["id"] for row in rows} == {2}


def test_across_tables_articles_are_searched(searched: Served) -> None:
    page = html.unescape(searched.get(f"/-/search?q={quote('养老')}"))
    assert f"/news/articles?_search={quote('养老')}" in page
    assert "articles_fts" not in page


def test_functions_for_own_queries(searched: Served) -> None:
    sql = (
        "select id, gdmzt_snippet(text, :q) as snippet, instr(gdmzt_fold(text), gdmzt_fold(:q)) > 0 as there from articles"
        " where id in (select rowid from articles_fts where articles_fts match escape_fts(:q))"
    )
    rows = searched.json(f"/news.json?_shape=objects&sql={quote(sql)}&q={quote('養老')}")["rows"]
    assert json.dumps(rows, ensure_ascii=False) == json.dumps(
        [
            {"id": 1, "snippet": "会议要求，把【养老】服务放在重要位置。", "there": 1},
            {"id": 2, "snippet": "ＣＯＶＩＤ－１９ 期间的通知。", "there": 0},
        ],
        ensure_ascii=False,
    )
