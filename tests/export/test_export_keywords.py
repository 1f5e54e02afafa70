"""The trimmed copy has the words of its articles, and counts them alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from datasets import record, with_site

from gdmzt_crawler.export import FORMATS, Choice, export
from gdmzt_crawler.store import Store
from gdmzt_crawler.store.keywords import tag_pending
from gdmzt_crawler.store.keywords.tagging import Tagging


def test_words_are_counted_among_the_chosen(tmp_path: Path) -> None:
    path, copy = tmp_path / "x.db", tmp_path / "copy.db"
    days = ("2023-03-01", "2023-03-20", "2023-04-01", None)
    with Store.open(path) as store:
        with_site(store)
        for number, day in enumerate(days, 1):
            title = f"广州慈善信托{number}"
            store.save_article(record(number, title=title, body=[f"第{number}次。"], published=day), run_id=None)
        tag_pending(store)
    export(path, FORMATS["sqlite"], Choice(since=date(2023, 3, 15)), copy)
    with closing(sqlite3.connect(copy)) as db:
        counted = db.execute("SELECT month, articles FROM keyword_months WHERE word = '慈善信托' ORDER BY 1").fetchall()
        tagged = db.execute("SELECT count(*) FROM tagged").fetchone()
        places = db.execute("SELECT count(*) FROM place_articles WHERE place = '广州市'").fetchone()
    assert counted == [("2023-03", 1), ("2023-04", 1)]
    assert tagged == places == (2,)
    with Store.open(copy) as store:
        assert tag_pending(store) == Tagging(0, 0)
