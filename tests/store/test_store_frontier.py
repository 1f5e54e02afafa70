"""Columns and entries: what listing pages showed, and what is still to be fetched."""

from __future__ import annotations

import pytest
from datasets import COLUMN, HOME, SITE, T0, T1, T2, record, url_of, with_site
from inspecting import dump, one, rows

from gdmzt_crawler.store import SeenEntry, Store

OTHER = "/zwgk/tzgg/"


def put(store: Store, path: str = COLUMN, name: str | None = "民政要闻") -> int:
    return store.put_column(SITE, path, name=name, url=HOME + path)


def seen(*native_ids: int, column: str = COLUMN, **fields: object) -> list[SeenEntry]:
    return [SeenEntry(url_of(n, column), f"第{n}次", "2023-06-17", native_id=str(n), **fields) for n in native_ids]


def test_columns_keep_a_known_name_and_their_walks(store: Store) -> None:
    first = put(store)
    assert put(store, name=None) == first
    child = store.put_column(SITE, COLUMN + "a/", name="子栏目", url=HOME + COLUMN + "a/")
    store.put_column(SITE, COLUMN + "a/", name=None, url=HOME + COLUMN + "a/")
    store.put_column(SITE, "/", name=None, url=HOME + "/")
    store.memory.walked(first, complete=True, full_at=T0)
    store.memory.walking(child, T0)
    home, news, below = store.known_columns(SITE)
    assert (home.path, home.name) == ("/", "首页")
    assert (news.name, news.complete, news.last_full_walk_at, news.parent_path) == ("民政要闻", True, T0, None)
    assert (below.name, below.complete, below.last_full_walk_at, below.parent_path) == ("子栏目", False, None, COLUMN)
    assert (news.broken_at, below.broken_at) == (None, T0)
    store.memory.walking(first, T1)
    news = store.known_columns(SITE)[1]
    assert (news.last_full_walk_at, news.complete, news.broken_at) == (T0, False, T1)
    store.memory.walking(first, T2)
    assert store.known_columns(SITE)[1].broken_at == T1
    store.memory.walked(first, complete=False, full_at=T2)
    news = store.known_columns(SITE)[1]
    assert (news.last_full_walk_at, news.complete, news.broken_at) == (T2, False, None)


def test_columns_find_what_is_above_them_whichever_comes_first(store: Store) -> None:
    for path in ("/a/b/c/", "/", "/a/b/c/d/", "/ab/", "/a/", "/a/b/"):
        put(store, path, None)
    above = {"/": None, "/a/": None, "/a/b/": "/a/", "/a/b/c/": "/a/b/", "/a/b/c/d/": "/a/b/c/", "/ab/": None}
    assert {column.path: column.parent_path for column in store.known_columns(SITE)} == above


def test_the_columns_that_list_an_article(store: Store) -> None:
    one_, other = put(store), put(store, OTHER)
    store.see_entries(SITE, one_, seen(1, 2), at=T0)
    store.see_entries(SITE, other, seen(1, 3), at=T0)
    store.see_entries(SITE, other, seen(4, column=OTHER), at=T0)
    assert store.listing_paths(SITE, {url_of(1)}, "1") == {COLUMN, OTHER}
    assert store.listing_paths(SITE, {url_of(9), url_of(2)}, "9") == {COLUMN}
    assert store.listing_paths(SITE, {url_of(4)}, "4") == {OTHER}
    assert store.listing_paths(SITE, set(), "9") == set()


def test_a_site_follows_its_definition(store: Store) -> None:
    store.put_site(key=SITE, name="新名", home_url=HOME + "/", platform="generic", site_id_code="4400000012")
    with_site(store, SITE, "新名")
    assert rows(store.path, "SELECT * FROM sites") == [(SITE, "新名", HOME + "/", "nfcms", "4400000012", None)]


def test_entries_are_kept_in_order_and_known_again(store: Store) -> None:
    column = put(store)
    first = store.see_entries(SITE, column, seen(3, 1, 3), at=T0)
    assert [entry.url for entry in first] == [url_of(3), url_of(1), url_of(3)]
    assert [entry.fresh for entry in first] == [True, True, False]
    assert first[0].id == first[2].id
    again = store.see_entries(SITE, column, seen(4, 3), at=T1)
    assert [(entry.fresh, entry.state, entry.attempts) for entry in again] == [
        (True, "pending", 0),
        (False, "pending", 0),
    ]
    times = "SELECT first_seen_at, last_seen_at FROM entries WHERE native_id = '3'"
    assert rows(store.path, times) == [(T0, T1)]


def test_an_unchanged_page_changes_nothing_but_the_time(store: Store) -> None:
    column = put(store)
    store.see_entries(SITE, column, seen(1, 2), at=T0)
    store.save_article(record(1), run_id=None)
    store.see_entries(SITE, column, seen(1, 2), at=T0)
    before = dump(store.path)
    store.see_entries(SITE, column, seen(1, 2), at=T0)
    assert dump(store.path) == before


def test_pending_is_each_article_once_in_order_and_in_pages(store: Store) -> None:
    news, notices = put(store), put(store, OTHER, "通知公告")
    store.see_entries(SITE, news, seen(5, 2), at=T0)
    store.see_entries(SITE, notices, [*seen(9, column=OTHER), *seen(2), *seen(5, column=OTHER)], at=T0)
    store.see_entries(SITE, notices, [SeenEntry("http://www.mca.gov.cn/1.html", "外", state="external")], at=T0)
    pending = store.pending_entries(SITE)
    assert [entry.native_id for entry in pending] == ["5", "2", "9"]
    assert [entry.native_id for entry in store.pending_entries(SITE, limit=2)] == ["5", "2"]
    rest = store.pending_entries(SITE, limit=2, after=pending[1].id)
    assert [entry.native_id for entry in rest] == ["9"]
    assert store.pending_entries("drc") == []


def test_what_is_linked_is_what_will_be_fetched(store: Store) -> None:
    mobile = "https://smzt.gd.gov.cn/mzzx/mzyw/content/mpost_1.html"
    store.see_entries(SITE, put(store), [SeenEntry(url_of(1), "会议", linked_url=mobile), *seen(2)], at=T0)
    assert [entry.linked_url for entry in store.pending_entries(SITE)] == [mobile, url_of(2)]


def test_saving_an_article_settles_its_entries_in_every_column(store: Store) -> None:
    news, notices = put(store), put(store, OTHER, "通知公告")
    store.see_entries(SITE, news, seen(1, 2), at=T0)
    store.see_entries(SITE, notices, seen(1, column=OTHER), at=T1)
    saved = store.save_article(record(1, at=T1), run_id=None)
    assert [entry.native_id for entry in store.pending_entries(SITE)] == ["2"]
    listed = "SELECT article_id, column_id, listed_title, listed_date, first_seen_at FROM article_columns ORDER BY 2"
    assert rows(store.path, listed) == [
        (saved.article_id, news, "第1次", "2023-06-17", T0),
        (saved.article_id, notices, "第1次", "2023-06-17", T1),
    ]
    assert one(store.path, "SELECT first_seen_at FROM articles") == T0


def test_an_entry_that_failed_after_it_was_stored_is_stored_again(store: Store) -> None:
    store.see_entries(SITE, put(store), seen(1), at=T0)
    store.save_article(record(1), run_id=None)
    store.set_entry_state(SITE, url_of(1), "failed", error="503", attempted=True)
    store.save_article(record(1, at=T1), run_id=None)
    assert rows(store.path, "SELECT state, last_error FROM entries") == [("stored", None)]


def test_an_article_reached_by_a_redirect_settles_the_entry_that_led_there(store: Store) -> None:
    old = f"{HOME}/old/1.html"
    store.see_entries(SITE, put(store), [SeenEntry(old, "会议")], at=T0)
    store.save_article(record(1, linked_url=old), run_id=None)
    assert store.pending_entries(SITE) == []
    assert one(store.path, "SELECT state FROM entries") == "stored"


def test_a_row_whose_article_is_stored_is_linked_at_once(store: Store) -> None:
    saved = store.save_article(record(1, column=OTHER), run_id=None)
    assert store.article_count(SITE) == 1
    by_url, by_id = put(store), put(store, OTHER, "通知公告")
    (entry,) = store.see_entries(SITE, by_url, [SeenEntry(url_of(1), "会议")], at=T1)
    assert (entry.state, entry.article_id, entry.fresh) == ("stored", saved.article_id, True)
    (entry,) = store.see_entries(SITE, by_id, seen(1, column=OTHER), at=T1)
    assert (entry.state, entry.article_id) == ("stored", saved.article_id)
    assert rows(store.path, "SELECT column_id FROM article_columns ORDER BY 1") == sorted([(by_url,), (by_id,)])
    # the address under the breadcrumb's column is the canonical one, wherever it was seen
    assert one(store.path, "SELECT url FROM articles") == url_of(1, OTHER)
    assert one(store.path, "SELECT last_seen_at FROM articles") == T1


@pytest.mark.parametrize("state", ["stored", "external", "failed", "rejected", "disallowed"])
def test_a_settled_state_is_not_reset_by_being_listed_again(store: Store, state: str) -> None:
    column = put(store)
    store.see_entries(SITE, column, seen(1), at=T0)
    store.set_entry_state(SITE, url_of(1), state, error="404", attempted=True)
    (entry,) = store.see_entries(SITE, column, seen(1), at=T1)
    assert (entry.state, entry.attempts, entry.fresh) == (state, 1, False)
    assert store.pending_entries(SITE) == []


def test_the_state_of_every_entry_of_an_address_is_set(store: Store) -> None:
    news, notices = put(store), put(store, OTHER, "通知公告")
    for column in (news, notices):
        store.see_entries(SITE, column, seen(1), at=T0)
    store.set_entry_state(SITE, url_of(1), "pending", error="timed out", attempted=True)
    store.set_entry_state(SITE, url_of(1), "failed", error="404", attempted=True)
    assert rows(store.path, "SELECT state, attempts, last_error FROM entries") == [("failed", 2, "404")] * 2
    store.save_article(record(1), run_id=None)
    assert rows(store.path, "SELECT state, attempts, last_error FROM entries") == [("stored", 2, None)] * 2


def test_a_row_that_turns_out_to_lead_off_site_is_external(store: Store) -> None:
    column = put(store)
    store.see_entries(SITE, column, seen(1), at=T0)
    (entry,) = store.see_entries(SITE, column, seen(1, state="external"), at=T1)
    assert entry.state == "external"
    (entry,) = store.see_entries(SITE, column, seen(1), at=T1)
    assert entry.state == "external"
