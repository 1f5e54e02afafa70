"""The trimmed copy: a dataset of its own, whose duplicates are those that its articles alone would have."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from datasets import filled, record, url_of, with_site

from benchmarks.synthetic.words import CITIES, EVENTS, TOPICS
from gdmzt_crawler.export import FORMATS, Choice, export
from gdmzt_crawler.export.sqlitefile import KEPT, LEFT_BEHIND, ends_of
from gdmzt_crawler.store import ArticleRecord, Store
from gdmzt_crawler.store.keywords import tag_pending
from gdmzt_crawler.store.overview import by_column
from gdmzt_crawler.store.schema import TABLES
from gdmzt_crawler.store.search.searching import Search

LINKS = """
SELECT a.native_id, r.native_id, a.duplicate_kind, a.duplicate_share, e.native_id
FROM articles a LEFT JOIN articles r ON r.id = a.duplicate_of LEFT JOIN articles e ON e.id = a.exact_duplicate_of
ORDER BY 1
"""


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return db.execute(query).fetchall()


def reposts(seed: int) -> list[ArticleRecord]:
    """Articles of few bodies, again and again: exactly, under another title, cut and edited."""
    rng = random.Random(seed)
    bodies = [
        [
            f"{rng.choice(CITIES)}市{rng.choice(TOPICS)}{rng.choice(EVENTS)}，参加{rng.randint(10, 999)}人。" * 2
            for _ in range(8)
        ]
        for _ in range(4)
    ]
    made = []
    for number in range(1, 41):
        which = rng.randrange(len(bodies))
        body = list(bodies[which])
        title = f"第{which}篇文章" if rng.random() < 0.6 else f"转发{number}"
        if rng.random() < 0.4:
            del body[rng.randrange(4, 8) :]
        if rng.random() < 0.2:
            body[0] += f"（{number}）"
        day = f"2023-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        made.append(record(number, title=title, body=body, published=day))
    return made


def stored(path: Path, articles: list[ArticleRecord]) -> Path:
    with Store.open(path) as store:
        with_site(store)
        run = store.start_run("gdmzt", {})
        for article in articles:
            store.save_article(article, run_id=run)
    return path


@pytest.mark.parametrize("seed", range(6))
def test_duplicates_are_those_of_the_chosen_alone(tmp_path: Path, seed: int) -> None:
    articles = reposts(seed)
    db = stored(tmp_path / "all.db", articles)
    since = date(2023, random.Random(seed).randint(3, 10), 1)
    export(db, FORMATS["sqlite"], Choice(since=since), tmp_path / "some.db")
    kept = [each for each in articles if str(each.article.published_at)[:10] >= since.isoformat()]
    assert 5 < len(kept) < 40
    fresh = stored(tmp_path / "fresh.db", kept)
    assert rows(tmp_path / "some.db", LINKS) == rows(fresh, LINKS)
    lost = {row[0] for row in rows(db, LINKS) if row[1]} - {row[0] for row in rows(fresh, LINKS) if row[1]}
    if seed == 0:
        assert lost & {str(each.native_id) for each in kept}, "no root was left out: nothing was tried"


def test_it_is_one_file_and_works_as_any_dataset(made: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    done = export(made, FORMATS["sqlite"], Choice(sites=("one",), unique=True), copy)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["copy.db", "copy.db.datapackage.json"]
    assert rows(copy, "PRAGMA journal_mode") == [("delete",)]
    assert rows(copy, "SELECT count(*), count(duplicate_of) FROM articles") == [(done.articles, 0)]
    assert rows(copy, "SELECT key FROM sites") == [("one",)]
    assert sum(column.articles for column in by_column(copy)) == done.articles
    with Search.open(copy) as search:
        assert (
            search.count("养老") == rows(copy, "SELECT count(*) FROM articles WHERE instr(title || text, '养老')")[0][0]
        )
    with Store.open(copy) as store:
        store.save_article(record(9, site="one", url=url_of(9)), run_id=None)


def test_every_table_is_decided_upon() -> None:
    """A table that sums up others, or that articles point at, must not be copied whole."""
    for table in TABLES:
        assert table.name in KEPT or table.name in LEFT_BEHIND or ends_of(table), f"say in sqlitefile.py: {table.name}"


def test_words_topics_and_places_are_those_of_the_chosen(tmp_path: Path) -> None:
    other = record(99, title="北京市养老服务", body=["北京市举办书法展，殡葬改革。" * 3], published="2023-01-05")
    db = stored(tmp_path / "all.db", [*reposts(0), other])
    with Store.open(db) as store:
        assert tag_pending(store).done == 41
    copy = tmp_path / "copy.db"
    export(db, FORMATS["sqlite"], Choice(since=date(2023, 11, 1)), copy)
    counted = "SELECT month, word, articles FROM keyword_counts ORDER BY 1, 2"
    assert rows(copy, counted) == [row for row in rows(db, counted) if str(row[0]) >= "2023-11"] != []
    for name, key, used in (("topics", "id", "topic_id"), ("places", "code", "place_code")):
        needed = {row[0] for row in rows(copy, f"SELECT {used} FROM article_{name}")}
        assert {row[0] for row in rows(copy, f"SELECT {key} FROM {name}")} == needed
        assert len(needed) > 0
    assert len(rows(copy, "SELECT * FROM places")) < len(rows(db, "SELECT * FROM places"))


def test_columns_come_with_those_above_them(tmp_path: Path) -> None:
    db = filled(tmp_path / "filled.db")
    with Store.open(db) as store:
        store.put_column("gdmzt", "/mzzx/", name="民政资讯", url="http://smzt.gd.gov.cn/mzzx/")
    export(db, FORMATS["sqlite"], Choice(), tmp_path / "copy.db")
    assert rows(tmp_path / "copy.db", "SELECT path FROM columns ORDER BY 1") == [("/mzzx/",), ("/mzzx/mzyw/",)]
    assert rows(tmp_path / "copy.db", "PRAGMA foreign_key_check") == []
    assert rows(tmp_path / "copy.db", "SELECT count(*) FROM entries") == [(0,)]


def test_the_index_of_a_copy_has_the_mode_of_the_dataset(tmp_path: Path) -> None:
    from gdmzt_crawler.store.search import indexing

    db = filled(tmp_path / "filled.db")
    indexing.build(db, mode="bigrams", rebuild=False, progress=lambda done, total: None)
    export(db, FORMATS["sqlite"], Choice(), tmp_path / "copy.db")
    assert rows(tmp_path / "copy.db", "SELECT mode, indexed_to FROM search_state") == [("bigrams", None)]
    assert indexing.check(tmp_path / "copy.db", lambda done, total: None).wrong == ()
