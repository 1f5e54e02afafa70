"""The index follows the articles: with every save, through migrations, builds that are killed, other tokenizers."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from datasets import BODY, SITE, T1, T2, record, with_site
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from inspecting import one, rows, sound
from search_texts import texts

from gdmzt_crawler.errors import StoreError, UsageError
from gdmzt_crawler.store import Store
from gdmzt_crawler.store.digest import dataset_digest
from gdmzt_crawler.store.schema import TABLES
from gdmzt_crawler.store.schema.versions import SEARCH
from gdmzt_crawler.store.search import building, indexing, upkeep
from gdmzt_crawler.store.search.restrictions import Where
from gdmzt_crawler.store.search.searching import Search
from gdmzt_crawler.store.search.snippets import as_html, as_text, marked, snippet
from gdmzt_crawler.store.search.tokens import Mode


def quiet(done: int, total: int) -> None:
    assert done <= total


def ids(path: Path, query: str, where: Where | None = None) -> list[int]:
    with Search.open(path) as search:
        return sorted(hit.id for hit in search.hits(query, where, limit=10_000))


def checked(path: Path) -> bool:
    """Whether every word of the index is that of the stored texts."""
    return indexing.check(path, quiet).wrong == ()


def older(path: Path) -> None:
    """Makes a dataset of the schema before SEARCH of it."""
    with closing(sqlite3.connect(path)) as db:
        for (view,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'view'").fetchall():
            db.execute(f'DROP VIEW "{view}"')
        db.execute("DROP TABLE articles_fts")
        for table in TABLES:
            if table.since >= SEARCH:
                db.execute(f"DROP TABLE {table.name}")
                continue
            for index in table.indexes:
                if index.since >= SEARCH:
                    db.execute(f"DROP INDEX {'_'.join((table.name, *index.columns))}")
            for column in table.columns:
                if column.since >= SEARCH:
                    db.execute(f"ALTER TABLE {table.name} DROP COLUMN {column.name}")
        db.execute("DELETE FROM _sqlite_migrations WHERE name >= '0005'")
        db.execute(f"PRAGMA user_version = {SEARCH - 1}")
        db.commit()


def test_a_saved_article_is_found_at_once_and_as_it_is_now(store: Store) -> None:
    path = store.path
    store.save_article(record(1), run_id=None)
    assert ids(path, "养老服务") == ids(path, "全省民政") == [1]
    store.save_article(record(1, body=("换了内容。",), at=T1), run_id=None)
    assert (ids(path, "养老服务"), ids(path, "换了内容"), ids(path, "全省民政")) == ([], [1], [1])
    store.save_article(record(1, title="全省会议", body=("换了 内容。",), at=T2), run_id=None)
    assert (ids(path, "民政"), ids(path, "换了内容"), ids(path, "全省会议")) == ([], [1], [1])
    store.memory.withdraw(1, "http_404", run_id=None, at=T2)
    assert ids(path, "全省会议") == [1], "withdrawn, it stays with its history"
    assert checked(path)


@given(readings=st.lists(st.tuples(st.integers(1, 3), texts, texts), max_size=8))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_saves_the_index_is_that_of_the_texts(tmp_path: Path, readings: list[tuple[int, str, str]]) -> None:
    path = tmp_path / "data.db"
    for file in tmp_path.glob("data.db*"):
        file.unlink()
    with Store.open(path) as store:
        with_site(store)
        for number, title, text in readings:
            store.save_article(record(number, title=title, body=text.split("\n")), run_id=None)
    assert checked(path)
    assert sound(path)


def test_a_save_that_fails_leaves_the_index_as_it_was(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.save_article(record(1), run_id=None)

    def fails(*arguments: object, **options: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("gdmzt_crawler.store.articles.visits.read", fails)
    with pytest.raises(StoreError):
        store.save_article(record(2, body=("另一篇。",)), run_id=None)
    with pytest.raises(StoreError):
        store.save_article(record(1, body=("改了。",), at=T1), run_id=None)
    assert (ids(store.path, "另一篇"), ids(store.path, "改了"), ids(store.path, "养老服务")) == ([], [], [1])
    assert checked(store.path)


@pytest.mark.parametrize("at_once", [5_000, 2])
def test_an_older_dataset_gets_its_index(store: Store, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(building, "AT_ONCE", at_once)
    path = store.path
    for number in range(1, 6):
        store.save_article(record(number, title=f"第{number}次", body=(*BODY, f"正文{number}")), run_id=None)
    store.close()
    digest = dataset_digest(path)
    older(path)
    with Store.open(path) as opened:
        opened.save_article(record(6, title="新的"), run_id=None)
        opened.save_article(record(2, body=("改了。",), at=T1), run_id=None)
    if at_once == 2:
        with pytest.raises(StoreError, match=r"6 articles are missing.*gdmzt index --db"):
            ids(path, "养老服务")
        assert indexing.build(path, mode=None, rebuild=False, progress=quiet).indexed == 6
    assert ids(path, "养老服务") == [1, 3, 4, 5, 6]
    assert (ids(path, "改了"), ids(path, "新的")) == ([2], [6])
    assert checked(path)
    assert dataset_digest(path) != digest, "two articles were saved since"


def test_a_crawl_goes_on_while_the_index_is_built(store: Store) -> None:
    path = store.path
    for number in range(1, 8):
        store.save_article(record(number, body=(f"旧文{number}。",)), run_id=None)
    db = store._db
    upkeep.empty(db, "characters")
    assert building.step(db, 3) == 3
    store.save_article(record(2, body=("改过的二。",), at=T1), run_id=None)
    store.save_article(record(6, body=("改过的六。",), at=T1), run_id=None)
    store.save_article(record(8, body=("新来的八。",)), run_id=None)
    while building.step(db, 3):
        pass
    store.save_article(record(9, body=("新来的九。",)), run_id=None)
    assert (ids(path, "旧文"), ids(path, "改过"), ids(path, "新来")) == ([1, 3, 4, 5, 7], [2, 6], [8, 9])
    assert checked(path)


def test_a_build_that_is_killed_goes_on_where_it_was(store: Store) -> None:
    path = store.path
    for number in range(1, 61):
        store.save_article(record(number, title=f"第{number}次", body=(f"民政民政{number}",)), run_id=None)
    store.close()
    script = (
        "import sys, time; from pathlib import Path; from gdmzt_crawler.store.search import building, indexing;"
        " building.BATCH = 5; told = lambda done, total: (print(done, flush=True), time.sleep(0.05));"
        " indexing.build(Path(sys.argv[1]), mode='bigrams', rebuild=True, progress=told)"
    )
    program = subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE)
    assert program.stdout is not None
    for _ in range(3):
        program.stdout.readline()
    program.send_signal(signal.SIGKILL)
    program.wait(timeout=20)
    program.stdout.close()
    assert 0 < int(str(one(path, "SELECT indexed_to FROM search_state"))) < 60
    with pytest.raises(StoreError, match="are missing"):
        ids(path, "民政")
    built = indexing.build(path, mode=None, rebuild=False, progress=quiet)
    assert (built.mode, built.articles, built.indexed < 60) == ("bigrams", 60, True)
    assert len(ids(path, "政民政")) == 60
    assert checked(path)
    assert sound(path)


def test_another_tokenizer_is_told_and_mended(store: Store) -> None:
    path = store.path
    store.save_article(record(1), run_id=None)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE search_state SET tokenizer = '0-old'")
    with pytest.raises(StoreError, match=r"another tokenizer \(0-old.*gdmzt index --rebuild --db"):
        ids(path, "养老")
    store.save_article(record(1, body=("改了。",), at=T1), run_id=None)
    with pytest.raises(StoreError, match="1 articles are missing"):
        ids(path, "养老")
    assert indexing.build(path, mode=None, rebuild=False, progress=quiet).indexed == 1
    assert (ids(path, "养老"), ids(path, "改了")) == ([], [1])
    assert checked(path)


def test_neither_mode_nor_index_are_part_of_the_digest(store: Store) -> None:
    path = store.path
    store.save_article(record(1), run_id=None)
    digest = dataset_digest(path)
    modes: tuple[Mode, ...] = ("bigrams", "characters")
    for mode in modes:
        assert indexing.build(path, mode=mode, rebuild=False, progress=quiet).indexed == 1
        assert indexing.build(path, mode=mode, rebuild=False, progress=quiet).indexed == 0
        assert indexing.build(path, mode=None, rebuild=True, progress=quiet).mode == mode
        assert ids(path, "老") == ids(path, "养老服务") == [1]
        assert dataset_digest(path) == digest


def test_the_check_sees_what_is_wrong(store: Store) -> None:
    path = store.path
    for number in (1, 2, 3):
        store.save_article(record(number, title=f"第{number}次"), run_id=None)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE articles SET text = text || '。多了' WHERE id = 2")
        db.execute("INSERT INTO articles_fts (rowid, title, text) VALUES (77, '多', '')")
    assert indexing.check(path, quiet).wrong == (2, 77)
    assert rows(path, "SELECT mode FROM search_state") == [("characters",)]


def test_restrictions_and_orders(store: Store) -> None:
    path = store.path
    store.put_column(SITE, "/zwgk/", name="通知公告", url="http://smzt.gd.gov.cn/zwgk/")
    long = "这里说了一些别的事情，长短与其他各篇差不多"
    store.save_article(record(1, title="养老", body=(long,), published="2020-01-01"), run_id=None)
    late = record(2, title="二", body=(f"{long}养老",), published="2021-06-01T23:59:00+08:00", column="/zwgk/")
    store.save_article(late, run_id=None)
    store.save_article(record(3, title="三", published=None, body=(f"养老{long}",)), run_id=None)
    for number in range(4, 12):
        store.save_article(record(number, title=f"第{number}次", body=(f"{long}{number}",)), run_id=None)
    with Search.open(path) as search:
        assert [hit.id for hit in search.hits("养老", order="date")] == [2, 1, 3]
        assert [hit.id for hit in search.hits("养老")] == [1, 2, 3], "the title counts most, then the newest"
        assert [hit.id for hit in search.hits("养老", order="date", limit=1, offset=1)] == [1]
        for where, found in (
            (Where(site=SITE), {1, 2, 3}),
            (Where(column="/zwgk/"), {2}),
            (Where(column="通知公告"), {2}),
            (Where(since=date(2020, 1, 2)), {2}),
            (Where(until=date(2021, 6, 1)), {1, 2}),
            (Where(until=date(2021, 5, 31)), {1}),
            (Where(since=date(2020, 1, 1), until=date.max), {1, 2}),
        ):
            for order in ("rank", "date"):
                assert {hit.id for hit in search.hits("养老", where, order=order)} == found  # type: ignore[arg-type]
            assert search.count("养老", where) == len(found)
        for where in (Where(site="nowhere"), Where(column="/nowhere/")):
            with pytest.raises(UsageError, match="no such"):
                search.hits("养老", where)
            with pytest.raises(UsageError, match="no such"):
                search.count("养老", where)


def test_snippets_mark_the_text_as_it_stands() -> None:
    text = "开头一段。\n" + "前" * 100 + "為「養老\u3000服務」Ａ計劃" + "后" * 100 + "\n养老。"
    cut = snippet(text, ("养老服务a", "计划"))
    assert as_text(cut) == "…" + "前" * 23 + "為「【養老\u3000服務」Ａ計劃】" + "后" * 56 + "…"
    assert as_text(marked("<b>养 老</b>", ("养老",))) == "<b>【养 老】</b>"
    assert as_html(marked("<b>养 老</b>\n养老&", ("养老",))) == (
        "&lt;b&gt;<mark>养 老</mark>&lt;/b&gt;\n<mark>养老</mark>&amp;"
    )
    assert as_text(snippet("没有的。\n第二段", ("养老",))) == "没有的。"
    assert snippet("", ("养老",)) == ()


def test_a_snippet_cuts_no_hit_in_two() -> None:
    for before in range(80, 95):
        text = f"大力{'甲' * before}大力{'乙' * 50}"
        assert {piece.text for piece in snippet(text, ("大力",)) if piece.marked} == {"大力"}, before
