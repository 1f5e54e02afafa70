"""Walks, visits and withdrawals in the dataset."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from datasets import COLUMN, HOME, SITE, T0, T1, T2, record, url_of
from inspecting import dump, one, rows, sound

from gdmzt_crawler.store import SeenEntry, Store
from gdmzt_crawler.store.clock import stamp
from gdmzt_crawler.store.connection import APPLICATION_ID
from gdmzt_crawler.store.records import DueRule
from gdmzt_crawler.store.schema import ddl

OTHER = "/zwgk/tzgg/"
NOW = datetime.fromisoformat(T2)
DAILY = DueRule(bands=((100_000, 1),))


def columns(store: Store) -> tuple[int, int]:
    news = store.put_column(SITE, COLUMN, name="民政要闻", url=HOME + COLUMN)
    return news, store.put_column(SITE, OTHER, name="通知公告", url=HOME + OTHER)


def seen(*numbers: int, title: str = "会议", day: str | None = "2026-11-20", column: str = COLUMN) -> list[SeenEntry]:
    return [SeenEntry(url_of(n, column), f"{title}{n}", day, native_id=str(n)) for n in numbers]


def begin(store: Store) -> int:
    return store.start_run(SITE, {})


def due(store: Store, now: datetime = NOW, rule: DueRule = DueRule(), run_id: int = 0) -> list[int]:  # noqa: B008
    return list(store.memory.due(SITE, rule, now=now, run_id=run_id))


def see(store: Store, column: int, entries: list[SeenEntry], run: int, at: str = T0) -> list[tuple[bool, bool]]:
    return [(row.fresh, row.changed) for row in store.see_entries(SITE, column, entries, at=at, run_id=run)]


@pytest.mark.parametrize(
    ("later", "changed"),
    [
        (seen(1), False),
        (seen(1, title="新会议"), True),
        (seen(1, day="2026-11-21"), True),
        (seen(1, day=None), False),
        ([SeenEntry(url_of(1), None, "2026-11-20", native_id="1")], False),
    ],
    ids=["same", "title", "date", "no date", "no title"],
)
def test_a_row_that_says_something_else_makes_its_article_due(
    store: Store, later: list[SeenEntry], changed: bool
) -> None:
    news, _ = columns(store)
    assert see(store, news, seen(1), begin(store)) == [(True, False)]
    store.save_article(record(1), run_id=None)
    assert see(store, news, later, begin(store), T1) == [(False, changed)]
    assert due(store) == ([1] if changed else [])


def test_of_two_rows_of_one_run_the_first_counts(store: Store) -> None:
    news, _ = columns(store)
    run = begin(store)
    assert see(store, news, [*seen(1, title="置顶", day=None), *seen(1)], run) == [(True, False), (False, False)]
    assert rows(store.path, "SELECT title, listed_date FROM entries") == [("置顶1", "2026-11-20")]
    assert see(store, news, seen(1, title="置顶", day=None), begin(store)) == [(False, False)]


def test_rows_vanish_from_a_column_and_articles_are_due_when_no_column_shows_them(store: Store) -> None:
    news, notices = columns(store)
    first = begin(store)
    see(store, news, seen(1, 2, 3), first)
    see(store, notices, seen(2, column=OTHER), first)
    for number in (1, 2, 3):
        store.save_article(record(number), run_id=None)
    second = begin(store)
    see(store, news, seen(3), second, T1)
    assert store.memory.vanish(news, run_id=second, at=T1) == (2, 1)
    assert due(store) == [1]
    assert store.memory.vanish(news, run_id=second, at=T2) == (0, 1)
    # The other column has not been walked; when it has, the second is due as well.
    third = begin(store)
    assert store.memory.vanish(notices, run_id=third, at=T2) == (1, 0)
    assert due(store) == [1, 2]
    assert rows(store.path, "SELECT native_id, vanished_at FROM entries ORDER BY id") == [
        ("1", T1),
        ("2", T1),
        ("3", None),
        ("2", T2),
    ]


def test_a_row_that_is_back_has_not_vanished_any_more(store: Store) -> None:
    news, _ = columns(store)
    see(store, news, seen(1), begin(store))
    store.save_article(record(1), run_id=None)
    run = begin(store)
    store.memory.vanish(news, run_id=run, at=T1)
    assert see(store, news, seen(1), begin(store), T2) == [(False, False)]
    assert one(store.path, "SELECT vanished_at FROM entries") is None


def test_withdrawn_and_back(store: Store) -> None:
    news, _ = columns(store)
    see(store, news, seen(1), begin(store))
    store.save_article(record(1), run_id=None)
    run = begin(store)
    assert store.memory.withdraw(1, "http_404", run_id=run, at=T1) is True
    assert store.memory.withdraw(1, "http_410", run_id=run, at=T2) is False
    assert rows(store.path, "SELECT * FROM withdrawals") == [(1, T1, "http_404", run, None)]
    assert one(store.path, "SELECT state FROM entries") == "withdrawn"
    # Read from an archive it stays withdrawn, listed unchanged it does too.
    store.save_article(record(1, at=T0), run_id=None)
    assert see(store, news, seen(1), begin(store), T2) == [(False, False)]
    assert rows(store.path, "SELECT a.withdrawn_at, e.state FROM articles a JOIN entries e ON e.article_id = a.id") == [
        (T1, "withdrawn")
    ]
    saved = store.save_article(replaced(record(1, at=T2)), run_id=None)
    assert (saved.returned, saved.outcome) == (True, "unchanged")
    assert rows(store.path, "SELECT withdrawn_at, returned_at FROM withdrawals") == [(T1, T2)]
    assert one(store.path, "SELECT withdrawn_at FROM articles") is None
    assert one(store.path, "SELECT state FROM entries") == "stored"
    assert store.memory.withdraw(1, "http_404", run_id=run, at="2026-12-01T00:00:00Z") is True
    assert len(rows(store.path, "SELECT * FROM withdrawals")) == 2


def replaced(given: object) -> object:
    """The same reading, made just now."""
    from dataclasses import replace

    return replace(given, visit=True)  # type: ignore[type-var]


def test_a_withdrawn_article_whose_row_is_back_is_due(store: Store) -> None:
    news, notices = columns(store)
    see(store, news, seen(1), begin(store))
    store.save_article(record(1), run_id=None)
    run = begin(store)
    store.memory.vanish(news, run_id=run, at=T1)
    store.memory.withdraw(1, "http_404", run_id=run, at=T1)
    assert due(store) == []
    assert see(store, notices, seen(1, column=OTHER), begin(store), T2) == [(True, True)]
    assert due(store) == [1]


def test_a_304_means_that_it_is_there(store: Store) -> None:
    store.save_article(record(1), run_id=None)
    assert store.memory.not_modified(1, T1) is False
    assert rows(store.path, "SELECT last_seen_at, fetched_at FROM articles") == [(T1, T0)]
    store.memory.withdraw(1, "http_404", run_id=None, at=T1)
    assert store.memory.not_modified(1, T2) is True
    assert rows(store.path, "SELECT withdrawn_at, returned_at FROM withdrawals") == [(T1, T2)]
    assert one(store.path, "SELECT count(*) FROM view_counts") == 1


def test_a_count_that_fell_is_told_and_kept(store: Store) -> None:
    store.save_article(record(1, views=500), run_id=None)
    assert store.save_article(record(1, views=510, at=T1), run_id=None).fell_from is None
    assert store.save_article(record(1, views=20, at=T2), run_id=None).fell_from == 510
    assert rows(store.path, "SELECT view_count FROM view_counts") == [(500,), (510,), (20,)]
    assert store.save_article(record(1, views=None, at="2026-12-01T00:00:00Z"), run_id=None).fell_from is None
    assert one(store.path, "SELECT view_count FROM articles") == 20


def test_the_least_recently_visited_come_first_and_those_that_something_happened_to_before_them(store: Store) -> None:
    news, _ = columns(store)
    for number, at in ((1, T1), (2, T0), (3, T1), (4, T2)):
        store.save_article(record(number, at=at), run_id=None)
    later = NOW + timedelta(days=1)
    assert due(store, later, DAILY) == [2, 1, 3, 4]
    see(store, news, seen(3), begin(store))
    see(store, news, seen(3, title="改"), begin(store), T2)
    assert due(store, later, DAILY) == [3, 2, 1, 4]
    assert due(store, later, DueRule(bands=DAILY.bands, columns=(COLUMN,))) == [3]
    assert due(store, later, DueRule(bands=DAILY.bands, since="2023-06-18")) == []
    assert list(store.memory.due("drc", DAILY, now=later, run_id=0)) == []


def test_bands_go_by_the_age_of_an_article(store: Store) -> None:
    for number, published in ((1, "2026-11-25"), (2, "2026-10-20T08:00:00+08:00"), (3, "2020-01-01"), (4, None)):
        store.save_article(record(number, published=published, at=T0), run_id=None)
    rule = DueRule(bands=((7, 1), (60, 7)))
    start = datetime.fromisoformat(T0)
    assert due(store, start + timedelta(hours=17), rule) == []
    assert due(store, start + timedelta(hours=18), rule) == [1, 4]
    assert due(store, start + timedelta(days=8), rule) == [1, 2, 4]
    assert due(store, start + timedelta(days=90), rule) == []


def test_a_publication_in_the_far_future_is_none(store: Store) -> None:
    store.save_article(record(1, published="2036-01-01", at=T0), run_id=None)
    rule = DueRule(bands=((7, 1),))
    start = datetime.fromisoformat(T0)
    assert due(store, start + timedelta(days=1), rule) == [1]
    assert due(store, start + timedelta(days=8), rule) == []


def test_a_clock_that_was_ahead_puts_nothing_off_for_ever(store: Store) -> None:
    news, _ = columns(store)
    see(store, news, seen(1, 2), begin(store))
    store.save_article(record(1, at="2029-01-01T00:00:00Z"), run_id=None)
    assert due(store, NOW, DAILY) == [1]
    store.memory.visit_failed(1, "500", at=T0, due_at="2029-01-01T00:00:00Z")
    assert due(store, NOW, DAILY) == [1]
    next_at = "2029-01-01T00:00:00Z"
    store.set_entry_state(SITE, url_of(2), "pending", error="500", attempted=True, next_attempt_at=next_at)
    assert store.pending_entries(SITE) == []
    assert [entry.native_id for entry in store.memory.put_off_entries(SITE, NOW)] == ["2"]


def test_failures_are_counted_until_an_answer(store: Store) -> None:
    store.save_article(record(1), run_id=None)
    store.memory.visit_failed(1, "500", at=T1, due_at=T2)
    assert due(store, NOW - timedelta(hours=1), DAILY) == []
    assert due(store, NOW, DAILY) == [1]
    store.memory.visit_failed(1, "502", at=T2, due_at=None)
    assert rows(store.path, "SELECT visited_at, due_at, failures, last_error FROM visits") == [(T2, None, 2, "502")]
    store.save_article(replaced(record(1, at="2026-11-27T00:00:00Z")), run_id=None)
    assert rows(store.path, "SELECT due_at, failures, last_error FROM visits") == [(None, 0, None)]


def test_entries_that_were_put_off_are_each_tried_once(store: Store) -> None:
    news, notices = columns(store)
    see(store, news, seen(1, 2), begin(store))
    see(store, notices, [SeenEntry(url_of(1), "会议")], begin(store))
    for number in (1, 2):
        store.set_entry_state(SITE, url_of(number), "failed", error="404", attempted=True, next_attempt_at=T1)
    assert store.memory.put_off_entries(SITE, datetime(2026, 11, 25, tzinfo=UTC)) == []
    found = store.memory.put_off_entries(SITE, NOW)
    assert [(entry.native_id, entry.attempts, entry.state) for entry in found] == [
        ("1", 1, "failed"),
        ("2", 1, "failed"),
    ]
    store.save_article(record(1), run_id=None)
    assert [entry.native_id for entry in store.memory.put_off_entries(SITE, NOW)] == ["2"]
    store.memory.forgive(SITE, [url_of(2)], at=T1)
    # behind all others, as the one that was put off the longest
    assert store.pending_entries(SITE) == []
    assert [(entry.native_id, entry.attempts, entry.state) for entry in store.memory.put_off_entries(SITE, NOW)] == [
        ("2", 0, "pending")
    ]


def test_a_quarantined_article_keeps_what_it_says(store: Store) -> None:
    store.save_article(record(1), run_id=None)
    before = rows(store.path, "SELECT title, text, revision, view_count FROM articles")
    store.memory.quarantine(1, "正文空了", fingerprint="f", at=T1, due_at=T2)
    assert store.memory.quarantined(SITE) == 1
    assert rows(store.path, "SELECT title, text, revision, view_count FROM articles") == before
    assert rows(store.path, "SELECT quarantined_at, quarantine_reason FROM articles") == [(T1, "正文空了")]
    (visit,) = store.memory.to_visit([1])
    assert (visit.quarantined, visit.doubted_fingerprint, visit.failures) == (True, "f", 1)
    store.save_article(replaced(record(1, at=T2)), run_id=None)
    assert (store.memory.quarantined(SITE), one(store.path, "SELECT doubted_fingerprint FROM visits")) == (0, None)


def test_what_a_visit_needs_to_know(store: Store) -> None:
    news, notices = columns(store)
    mobile = url_of(1).replace("post", "mpost")
    see(store, news, [SeenEntry(url_of(1), "会议", "2026-11-20", native_id="1", linked_url=mobile)], begin(store))
    see(store, notices, seen(1, column=OTHER, day="2026-11-22"), begin(store))
    store.save_article(record(1), run_id=None)
    (visit,) = store.memory.to_visit([1])
    assert visit.addresses == (url_of(1), mobile, url_of(1, OTHER))
    assert (visit.listed_title, visit.listed_date, visit.withdrawn) == ("会议", "2026-11-20", False)


def test_a_dataset_of_the_first_version_is_taken_over(path: Path) -> None:
    with sqlite3.connect(path) as db:
        for statement in (*ddl.statements(0), *ddl.statements(1)):
            db.execute(statement)
        db.executescript(
            f"""
            INSERT INTO _sqlite_migrations VALUES (1, 'gdmzt_crawler', '0001_dataset', '{T0}');
            INSERT INTO sites (key, name, home_url, platform) VALUES ('{SITE}', '厅', '{HOME}/', 'nfcms');
            INSERT INTO columns (id, site, path, url, complete, last_full_walk_at) VALUES
                (1, '{SITE}', '/a/', '{HOME}/a/', 1, '{T0}'), (2, '{SITE}', '/b/', '{HOME}/b/', 0, '{T0}'),
                (3, '{SITE}', '/c/', '{HOME}/c/', 0, NULL);
            INSERT INTO articles (id, site, native_id, url, title, char_count, paragraph_count, image_count,
                attachment_count, fingerprint, first_seen_at, last_seen_at, fetched_at, parser_version, text)
                VALUES (7, '{SITE}', '7', '{url_of(7)}', '会议', 2, 1, 0, 0, 'f', '{T0}', '{T0}', '{T1}', '0', '一段');
            PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 1;
            """
        )
    db.close()
    Store.open(path).close()
    assert sound(path)
    assert rows(path, "SELECT id, broken_at FROM columns ORDER BY id") == [(1, None), (2, T0), (3, None)]
    assert rows(path, "SELECT article_id, visited_at, due_at, failures FROM visits") == [(7, T1, None, 0)]
    before = dump(path)
    Store.open(path).close()
    assert dump(path) == before


def test_the_clock_can_be_set_for_this_process() -> None:
    assert stamp(datetime.fromisoformat("2026-11-24T11:15:00+08:00")) == "2026-11-24T03:15:00Z"
