"""The small form of benchmarks/search: what it claims of counts is checked, and a wrong index is seen."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from benchmarks import search
from benchmarks.synthetic.prose import prose
from gdmzt_crawler.store.search import indexing


def test_the_same_seed_gives_the_same_prose() -> None:
    one = prose(7, seed=3, newest=100)
    assert one == prose(7, seed=3, newest=100) != prose(8, seed=3, newest=100)
    assert 200 < len(one.text) < 4000
    assert one.title


def test_a_small_run(tmp_path: Path) -> None:
    path = tmp_path / "search.db"
    search.make(path, 120)
    queries = search.drawn(path, 45)
    assert {len(query) for query in queries} == {2, 3, 4}
    wanted = search.counted(path, queries)
    assert all(wanted.values())
    found = [search.measured(path, mode, queries, wanted) for mode in search.MODES]
    assert [it.wrong for it in found] == [[], []]
    assert all(it.per_second > 50 for it in found)
    assert indexing.check(path, lambda done, total: None).wrong == ()
    text = search.report(120, found, search.likes(path, queries[:2]), search.saving(tmp_path, 5))
    assert text.count("\n| index, ") == 2
    assert "\n| LIKE |" in text


def test_a_wrong_index_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "search.db"
    search.make(path, 20)
    queries = search.drawn(path, 3)
    wanted = search.counted(path, queries)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE articles SET title = '', text = ''")
    assert search.measured(path, "characters", queries, wanted).wrong == queries
