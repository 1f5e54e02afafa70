"""Search finds what a substring search of the folded text finds, and nothing else."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import get_args

import pytest
from datasets import record, with_site
from hypothesis import given, settings
from hypothesis import strategies as st
from inspecting import one, rows
from search_texts import queries, texts

from gdmzt_crawler.demo.site import DemoSite
from gdmzt_crawler.store import Store
from gdmzt_crawler.store.schema.search import CREATE_FTS
from gdmzt_crawler.store.search import upkeep
from gdmzt_crawler.store.search.folding import fold
from gdmzt_crawler.store.search.indexing import build
from gdmzt_crawler.store.search.query import expression, terms
from gdmzt_crawler.store.search.searching import Hit, Order, Search
from gdmzt_crawler.store.search.tokens import MODES, Mode

Written = tuple[str, str]
ORDERS: tuple[Order, ...] = get_args(Order)


def holds(written: Written, searched: Sequence[str]) -> bool:
    """By plain substring search: every term stands in the title or in some paragraph."""
    paragraphs = [fold(paragraph) for part in written for paragraph in part.split("\n")]
    return bool(searched) and all(any(term in paragraph for paragraph in paragraphs) for term in searched)


def index_of(articles: Sequence[Written], mode: Mode) -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.execute(CREATE_FTS)
    for number, (title, text) in enumerate(articles):
        upkeep.put(db, number, title, text, mode)
    return db


def found(db: sqlite3.Connection, query: str, mode: Mode) -> list[int]:
    match = expression(terms(query), mode)
    return [row[0] for row in db.execute("SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?", (match,))]


@pytest.mark.parametrize("mode", MODES)
@given(
    articles=st.lists(st.tuples(texts, texts), min_size=1, max_size=6),
    more=st.lists(queries, max_size=6),
    data=st.data(),
)
@settings(max_examples=150, deadline=None)
def test_it_is_a_substring_search(mode: Mode, articles: list[Written], more: list[str], data: st.DataObject) -> None:
    searched = list(more)
    for title, text in articles:
        whole = f"{title}\n{text}"
        start = data.draw(st.integers(0, len(whole)))
        searched.append(whole[start : start + data.draw(st.integers(1, 8))])
    db = index_of(articles, mode)
    for query in searched:
        wanted = [number for number, written in enumerate(articles) if holds(written, terms(query))]
        assert sorted(found(db, query, mode)) == wanted, query
    db.close()


@pytest.mark.parametrize("mode", MODES)
@given(before=st.tuples(texts, texts), after=st.tuples(texts, texts), other=st.tuples(texts, texts))
@settings(max_examples=60, deadline=None)
def test_a_changed_article_leaves_nothing_behind(mode: Mode, before: Written, after: Written, other: Written) -> None:
    db = index_of([other, before], mode)
    db.execute("CREATE TABLE search_state (tokenizer, mode, indexed_to)")
    db.execute("INSERT INTO search_state VALUES (?, ?, NULL)", (upkeep.tokenizer(), mode))
    upkeep.replace(db, 1, before, after)
    fresh = index_of([other, after], mode)
    words = "CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, articles_fts, instance)"
    listed = []
    for each in (db, fresh):
        each.execute(words)
        listed.append(each.execute("SELECT * FROM words").fetchall())
        each.execute("INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')")
        each.close()
    assert listed[0] == listed[1]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("养老 服务", ("养老", "服务")),
        ("养老　服务\u00a0养老", ("养老", "服务")),
        ('"养老 服务"', ("养老服务",)),
        ("“养老 服务” 社会", ("养老服务", "社会")),
        ("民政部“五社联动”工作", ("民政部五社联动工作",)),
        ("“五社联动”工作", ("五社联动工作",)),
        ('5" 管', ("5", "管")),
        ('"养老 服务', ("养老", "服务")),
        ("養老-服務，Ａ", ("养老服务a",)),
        ("养老 AND NOT (服务*)", ("养老", "and", "not", "服务")),
        ("title:会议 ^a + b", ("title会议", "a", "b")),
        ('\x00 。 "" “” \'', ()),
        ("", ()),
    ],
)
def test_what_a_query_asks_for(query: str, expected: tuple[str, ...]) -> None:
    assert terms(query) == expected


@given(st.text(st.characters(), max_size=30))
@settings(max_examples=200, deadline=None)
def test_no_query_is_an_error(query: str) -> None:
    for mode in MODES:
        db = index_of([("全省民政工作会议召开", "养老服务。")], mode)
        assert len(found(db, query, mode)) <= 1
        db.close()


def test_very_long_queries_are_none_either() -> None:
    db = index_of([("长" * 3000, "")], "characters")
    assert found(db, "长" * 3000, "characters") == [0]
    assert found(db, "长" * 3001, "characters") == []
    assert found(db, " ".join(chr(0x4E00 + number) for number in range(3000)), "characters") == []
    db.close()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the demo site says, as a dataset."""
    path = tmp_path_factory.mktemp("demo") / "data.db"
    with Store.open(path) as store:
        with_site(store)
        for number, article in enumerate(DemoSite("http://127.0.0.1:1/").expected().articles, 1):
            store.save_article(record(number, title=article.title, blocks=article.paragraphs), run_id=None)
    return path


def marked_where_it_stands(hit: Hit, written: Mapping[int, Written], searched: Sequence[str]) -> bool:
    """What is marked are the terms, where the text holds any; else nothing is."""
    marked = [fold(piece.text) for piece in hit.snippet if piece.marked]
    if not any(holds(("", written[hit.id][1]), [term]) for term in searched):
        return marked == []
    return marked != [] and all(any(term in text for term in searched) for text in marked)


@pytest.mark.parametrize("mode", MODES)
def test_two_hundred_queries_drawn_from_the_demo(demo: Path, mode: Mode) -> None:
    if one(demo, "SELECT mode FROM search_state") != mode:
        build(demo, mode=mode, rebuild=False, progress=lambda done, total: None)
    written = {row[0]: (row[1], row[2]) for row in rows(demo, "SELECT id, title, text FROM articles")}
    assert len(written) > 20
    paragraphs = [line for parts in written.values() for part in parts for line in part.split("\n") if line]
    dice, asked = random.Random(20261124), 0
    with Search.open(demo) as search:
        while asked < 200:
            paragraph, length = dice.choice(paragraphs), asked % 8 + 1
            start = dice.randrange(max(1, len(paragraph) - length))
            query = paragraph[start : start + length]
            if not terms(query):
                continue
            asked += 1
            wanted = {number for number, parts in written.items() if holds(parts, terms(query))}
            for order in ORDERS:
                hits = search.hits(query, order=order, limit=1000)
                assert {hit.id for hit in hits} == wanted, query
                assert all(marked_where_it_stands(hit, written, terms(query)) for hit in hits)
            assert search.count(query) == len(wanted)
