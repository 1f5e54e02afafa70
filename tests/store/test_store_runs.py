"""Crawl runs and issues."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from datasets import SITE, filled, with_site
from inspecting import rows

from gdmzt_crawler.store import Store, utc_now


def test_a_run_is_closed_with_its_counters(store: Store) -> None:
    run = store.start_run(SITE, {"column": ["/mzzx/"], "limit": None})
    assert store.runs(1)[0]["state"] == "running"
    store.finish_run(run, state="suspect", counters={"requests": 7, "articles_new": 2}, summary={"缺": ["来源"]})
    (found,) = store.runs(5)
    assert (found["state"], found["requests"], found["articles_new"], found["articles_failed"]) == ("suspect", 7, 2, 0)
    assert found["arguments"] == {"column": ["/mzzx/"], "limit": None}
    assert found["summary"] == {"缺": ["来源"]}
    assert found["finished_at"]


def test_an_unknown_counter_is_refused(store: Store) -> None:
    run = store.start_run(SITE, {})
    with pytest.raises(ValueError, match="pages"):
        store.finish_run(run, state="ok", counters={"pages": 1}, summary={})
    assert store.runs(1)[0]["state"] == "running"


def test_a_run_that_was_killed_is_interrupted_when_the_next_begins(store: Store) -> None:
    with_site(store, "drc", "省发展改革委")
    store.start_run(SITE, {})
    other = store.start_run("drc", {})
    store.start_run(SITE, {})
    states = [(run["site"], run["state"]) for run in store.runs(9)]
    assert states == [(SITE, "running"), ("drc", "running"), (SITE, "interrupted")]
    assert store.runs(2)[1]["id"] == other


def test_issues_are_kept_as_given(store: Store) -> None:
    run = store.start_run(SITE, {})
    store.add_issue(
        run_id=run,
        site=SITE,
        url="http://x/",
        field="published_at",
        kind="future",
        value="2099-01-01",
        message="晚于现在",
    )
    found = rows(store.path, "SELECT run_id, site, url, field, kind, value, message FROM issues")
    assert found == [(run, SITE, "http://x/", "published_at", "future", "2099-01-01", "晚于现在")]


def test_our_clock_is_utc_to_the_second() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", utc_now())


def test_the_views_for_people(path: Path) -> None:
    filled(path)
    listed = 'SELECT title, year, site, "column", source, canonical_source, view_count FROM article_list ORDER BY id'
    assert rows(path, listed) == [
        ("第1次会议（更正）", 2023, "广东省民政厅", "民政要闻", "广东省民政厅", "广东省民政厅", 600),
        ("第2次会议", 2022, "广东省民政厅", "民政要闻", "本网站", "本网站", None),
        ("第2次会议", 2022, "广东省民政厅", "民政要闻", None, None, 532),
    ]
    assert rows(path, "SELECT id, root_id, duplicate_kind, duplicate_share FROM duplicates") == [(3, 2, "exact", 1.0)]
    assert rows(path, "SELECT id FROM unique_articles ORDER BY id") == [(1,), (2,)]
    assert rows(path, "SELECT id, view_count FROM most_viewed") == [(1, 600), (3, 532)]
    assert rows(path, "SELECT id, readings, growth, growth_per_day FROM view_growth") == [(1, 2, 68, 68.0)]
    changes = "SELECT kind, id, changed, previous_title FROM recent_changes"
    assert rows(path, changes) == [
        ("revised", 1, '["title"]', "第1次会议"),
        ("new", 3, "[]", None),
        ("new", 2, "[]", None),
        ("new", 1, "[]", None),
    ]
    months = "SELECT month, articles, unique_articles, view_count FROM monthly_counts"
    assert rows(path, months) == [("2023-06", 1, 1, 600), ("2022-01", 2, 1, 532)]
    coverage = "SELECT field, articles, present, share FROM field_coverage WHERE field IN ('source', 'title', 'images')"
    assert sorted(rows(path, coverage)) == [("images", 3, 1, 0.3333), ("source", 3, 2, 0.6667), ("title", 3, 3, 1.0)]
