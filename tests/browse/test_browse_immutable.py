"""A dataset that stays as it is while it is served."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from datasets import filled, record
from serving import commanded

from gdmzt_crawler.browse.immutable import held_still, inspected
from gdmzt_crawler.errors import Locked, UsageError
from gdmzt_crawler.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return filled(tmp_path / "news.db")


def test_counts_are_known_and_pages_kept(path: Path) -> None:
    with commanded(path, "--immutable") as served:
        database = served.json("/news.json?_show_hidden=1")
        counts = {table["name"]: table["count"] for table in database["tables"]}
        assert (counts["articles"], counts["issues"], counts["revisions"]) == (3, 1, 4)
        assert served.json("/news/articles.json")["filtered_table_rows_count"] == 3
        assert served.status("/") == served.status("/article/1") == 200
        assert served.status("/search?q=x") == 200


def test_no_crawl_while_it_is_served_and_none_left_behind(path: Path) -> None:
    with commanded(path, "--immutable") as served, Store.open(path) as store:
        assert served.status("/") == 200
        with pytest.raises(Locked) as caught, store.lock():
            pass
        assert caught.value.exit_code == 4
    with Store.open(path) as store, store.lock():
        store.save_article(record(9, title="以后", body=("以后。",)), run_id=None)


def test_while_a_crawl_goes_on_it_says_what_to_do(path: Path) -> None:
    with Store.open(path) as store, store.lock():
        done = subprocess.run(
            [sys.executable, "-m", "gdmzt_crawler", "browse", "--immutable", "--db", str(path)],
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 4
    assert "--immutable" in done.stderr
    assert done.stderr.count("\n") == 1


def test_all_of_it_lies_in_the_one_file(path: Path) -> None:
    store = Store.open(path)
    store.save_article(record(9, title="刚写入", body=("刚写入。",)), run_id=None)
    wal = path.with_name("news.db-wal")
    assert wal.stat().st_size > 0
    with held_still(path) as still:
        assert still["tables"]["articles"]["count"] == 4  # type: ignore[index]
        assert not wal.exists() or wal.stat().st_size == 0
        alone = path.with_name("alone.db")
        alone.write_bytes(path.read_bytes())
        assert sqlite3.connect(alone).execute("SELECT count(*) FROM articles").fetchone() == (4,)
    store.close()


def test_a_reader_that_holds_an_older_state_is_in_the_way(path: Path) -> None:
    reader = sqlite3.connect(path, isolation_level=None)
    with Store.open(path) as store:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM articles").fetchone()
        store.save_article(record(9, title="刚写入", body=("刚写入。",)), run_id=None)
        with pytest.raises(UsageError, match="close it first"), held_still(path):
            pass
    reader.close()
    with held_still(path):
        pass


def test_another_state_has_another_name(path: Path) -> None:
    first = inspected(path)
    with Store.open(path) as store:
        store.save_article(record(9, title="又一篇", body=("又一篇。",)), run_id=None)
    second = inspected(path)
    assert first["hash"] != second["hash"]
    assert set(first["tables"]) >= {"articles", "view_counts", "articles_fts"}  # type: ignore[call-overload]
