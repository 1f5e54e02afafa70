"""The demo site aged day by day under a clock of its own: what is remembered, and what each night costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from commands import Done, Place

from gdmzt_crawler import demo
from gdmzt_crawler.demo.server import RunningServer, serve
from gdmzt_crawler.demo.site import DemoSite
from gdmzt_crawler.demo.variation import Variation

NIGHT = datetime(2025, 7, 3, 3, tzinfo=UTC)
"""Of day 0; in China it is 11 in the morning."""
FIRST_PAGES = ["/", "/mzzx/", "/mzzx/mzyw/", "/zwgk/tzgg/", "/mzzx/jcdt/index.html"]
DEAD = {4615555, 4623333}
"""Rows that lead to a 404 and to a page that only says so."""
RETITLED, EDITED, OLD, BACK = 4702311, 4697300, 4668001, 4701876
NEW = {4720001, 4720002}
RECENT = {4703500, 4703002, 4702005, 4698210, 4700411, 4700002, 4699811, 4699034, EDITED, 4695120}
"""Published in the two months before day 7, and visited last on day 0."""
CHANGED = Variation(retitled=frozenset({RETITLED}), edited=frozenset({EDITED}), views_plus=10)
GONE = replace(CHANGED, removed=frozenset({OLD, BACK}), added=2)
DAYS = {
    0: Variation(),
    2: CHANGED,
    3: replace(CHANGED, regenerated="2025-07-06 01:00:00"),
    4: GONE,
    8: replace(GONE, removed=frozenset({OLD})),
    14: replace(GONE, removed=frozenset({OLD}), views_plus=-5),
}
"""What is different from a day on."""


@dataclass
class Aged:
    place: Place
    nights: dict[int, Done] = field(default_factory=dict)
    asked: dict[int, list[tuple[str, int]]] = field(default_factory=dict)
    """Path and status of each request of a night."""
    rows: dict[int, dict[str, list[tuple[Any, ...]]]] = field(default_factory=dict)

    def articles(self, day: int) -> dict[int, int]:
        """Number and status of the articles asked for."""
        found = [(path, status) for path, status in self.asked[day] if "post_" in path]
        return {int(path.rpartition("post_")[2].removesuffix(".html")): status for path, status in found}

    def listing_pages(self, day: int) -> list[str]:
        return [path for path, _ in self.asked[day] if "post_" not in path and path != "/robots.txt"]

    def added(self, day: int, table: str) -> list[tuple[Any, ...]]:
        """Rows of a table that a night brought."""
        return [row for row in self.rows[day][table] if row not in self.rows[day - 1][table]]


TABLES = {
    "revisions": "SELECT a.native_id, t.revision, t.changed FROM revisions t JOIN articles a ON a.id = t.article_id",
    "view_counts": """SELECT a.native_id, t.view_count, t.observed_at FROM view_counts t
        JOIN articles a ON a.id = t.article_id""",
    "withdrawals": """SELECT a.native_id, substr(t.withdrawn_at, 1, 10), t.reason, substr(t.returned_at, 1, 10),
        t.run_id FROM withdrawals t JOIN articles a ON a.id = t.article_id""",
    "issues": "SELECT kind, run_id, value FROM issues",
}


@pytest.fixture(scope="module")
def aged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aged]:
    place = Place(tmp_path_factory.mktemp("aged"))
    text = Path(demo.__file__).with_name("demo.toml").read_text(encoding="utf-8")
    with serve(DemoSite()) as server:
        address = text.replace('home_url = "http://127.0.0.1/"', f'home_url = "{server.base_url}"')
        (place.sites / "demo.toml").write_text(address, encoding="utf-8")
        result = Aged(place)
        for day in range(16):
            if day in DAYS:
                server.show(DemoSite(variation=DAYS[day]))
            _night(result, server, day)
        yield result


def _night(aged: Aged, server: RunningServer, day: int) -> None:
    before = len(server.requests)
    aged.nights[day] = aged.place.crawl(site="demo", now=NIGHT + timedelta(days=day))
    aged.asked[day] = [(request.path, request.status) for request in server.requests[before:]]
    aged.rows[day] = {table: aged.place.query(query) for table, query in TABLES.items()}


def day_of(day: int) -> str:
    return (NIGHT + timedelta(days=day)).date().isoformat()


def test_every_night_ends_well(aged: Aged) -> None:
    ends = [(day, done.code, done.summary["state"]) for day, done in aged.nights.items()]
    assert ends == [(day, 0, "ok") for day in range(16)]


@pytest.mark.parametrize("day", [1, 3, 6, 9, 10, 11, 12, 13, 15])
def test_an_unchanged_site_costs_one_page_a_column_and_robots_txt(aged: Aged, day: int) -> None:
    due = {1: DEAD, 9: {RETITLED}, 11: {*DEAD, 4720001}, 12: {4720002}, 15: {BACK}}
    assert [path for path, _ in aged.asked[day]][:6] == ["/robots.txt", *FIRST_PAGES]
    assert (aged.listing_pages(day), set(aged.articles(day))) == (FIRST_PAGES, due.get(day, set()))


def test_a_broken_page_is_asked_for_later_and_later(aged: Aged) -> None:
    assert [day for day in range(16) if DEAD & set(aged.articles(day))] == [0, 1, 4, 11]
    assert aged.place.query("SELECT DISTINCT attempts FROM entries WHERE state IN ('failed', 'rejected')") == [(4,)]


def test_a_row_that_changed_has_its_article_read_that_night(aged: Aged) -> None:
    assert aged.articles(2) == {RETITLED: 200}
    assert sorted(aged.listing_pages(2)) == sorted([*FIRST_PAGES, "/mzzx/mzyw/index_2.html"])
    assert aged.added(2, "revisions") == [(str(RETITLED), 2, '["title"]')]
    assert [(native_id, count) for native_id, count, _ in aged.added(2, "view_counts")] == [(str(RETITLED), 5658)]


def test_new_rows_are_walked_to_the_first_page_that_is_known(aged: Aged) -> None:
    assert set(aged.articles(4)) == NEW | DEAD
    assert sorted(aged.listing_pages(4)) == sorted([*FIRST_PAGES, "/mzzx/mzyw/index_2.html"])
    assert sorted(aged.added(4, "revisions")) == [(str(native_id), 1, "[]") for native_id in sorted(NEW)]


def test_articles_of_the_last_week_are_visited_every_night(aged: Aged) -> None:
    # One came out on 1 July and is a week old by the fifth night.
    assert aged.articles(5) == {4720002: 304}
    assert aged.added(5, "view_counts") == []


def test_every_week_all_columns_are_walked_and_what_vanished_is_asked_for(aged: Aged) -> None:
    assert len(aged.listing_pages(7)) == 28
    assert {number for number, status in aged.articles(7).items() if status == 404} == {OLD, BACK}
    gone = [(str(number), day_of(7), "http_404", None, 8) for number in (OLD, BACK)]
    assert sorted(aged.added(7, "withdrawals")) == gone
    assert aged.place.query("SELECT id FROM crawl_runs WHERE articles_withdrawn = 2") == [(8,)]
    assert aged.place.query("SELECT count(*) FROM crawl_runs WHERE articles_withdrawn > 0") == [(1,)]


def test_articles_of_the_last_two_months_are_visited_every_week(aged: Aged) -> None:
    assert set(aged.articles(7)) == RECENT | {OLD, BACK}
    assert set(aged.articles(14)) == RECENT - {4695120}, "one is over sixty days old by then"


def test_only_what_a_reader_sees_makes_a_revision(aged: Aged) -> None:
    revisions = {day: sorted(aged.added(day, "revisions")) for day in range(1, 16)}
    assert {day: rows for day, rows in revisions.items() if rows} == {
        2: [(str(RETITLED), 2, '["title"]')],
        4: [(str(number), 1, "[]") for number in sorted(NEW)],
        7: [(str(EDITED), 2, '["text"]')],
    }


def test_what_was_not_modified_is_not_sent(aged: Aged) -> None:
    statuses = {number: status for number, status in aged.articles(7).items() if status != 404}
    # Their pages show no count that rises: none at all, 1.2万, 3,208次.
    assert {number for number, status in statuses.items() if status == 304} == {4700411, 4699034, 4695120}


def test_every_reading_is_an_observation(aged: Aged) -> None:
    counts = {day: {int(row[0]): row[1] for row in aged.added(day, "view_counts")} for day in (7, 14)}
    read = {number for number, status in aged.articles(7).items() if status == 200}
    assert counts[7] == {4703500: 940, 4703002: 98, 4702005: 87, 4700002: 29, 4699811: 33, 4698210: 886, EDITED: 55}
    assert set(counts[7]) == read
    assert counts[14] == {number: count - 15 for number, count in counts[7].items()}
    latest = dict(aged.place.query("SELECT native_id, view_count FROM articles"))
    assert {number: latest[str(number)] for number in counts[14]} == counts[14]
    assert latest["4700411"] is None


def test_a_count_that_falls_is_kept_and_flagged(aged: Aged) -> None:
    fallen = [row[2] for row in aged.added(14, "issues") if row[0] == "view_count_fell"]
    assert sorted(fallen) == sorted(["940 → 925", "98 → 83", "87 → 72", "29 → 14", "33 → 18", "55 → 40", "886 → 871"])
    assert not [row for day in range(1, 14) for row in aged.added(day, "issues") if row[0] == "view_count_fell"]


def test_an_article_that_comes_back_is_noticed_the_same_night(aged: Aged) -> None:
    assert aged.articles(8) == {BACK: 200}
    back = (str(BACK), day_of(7), "http_404", day_of(8), 8)
    assert aged.added(8, "withdrawals") == [back]
    assert sorted(aged.rows[15]["withdrawals"]) == [(str(OLD), day_of(7), "http_404", None, 8), back]
    states = dict(aged.place.query("SELECT native_id, withdrawn_at IS NULL FROM articles"))
    assert (states[str(BACK)], states[str(OLD)]) == (1, 0)


def test_a_withdrawn_article_stays_with_its_history(aged: Aged) -> None:
    query = """SELECT a.title <> '', a.text <> '', a.revision, (SELECT count(*) FROM revisions WHERE article_id = a.id)
        FROM articles a WHERE a.native_id = ?"""
    assert aged.place.query(query, str(OLD)) == [(1, 1, 1, 1)]
    assert aged.place.query("SELECT DISTINCT state FROM entries WHERE native_id = ?", str(OLD)) == [("withdrawn",)]
    assert aged.place.query("SELECT DISTINCT state FROM entries WHERE native_id = ?", str(BACK)) == [("stored",)]
    listed = aged.place.query("SELECT count(*) FROM article_list WHERE withdrawn_at IS NOT NULL")
    assert listed == [(1,)]


def test_changes_are_listed_newest_first(aged: Aged) -> None:
    changes = aged.place.query(
        "SELECT substr(observed_at, 1, 10), kind, count(*) FROM recent_changes GROUP BY 1, 2 ORDER BY 1 DESC, 2"
    )
    assert changes == [
        (day_of(8), "returned", 1),
        (day_of(7), "revised", 1),
        (day_of(7), "withdrawn", 2),
        (day_of(4), "new", 2),
        (day_of(2), "revised", 1),
        (day_of(0), "new", 42),
    ]


def test_rows_that_left_the_lists_say_when(aged: Aged) -> None:
    vanished = aged.place.query(
        "SELECT native_id, substr(vanished_at, 1, 10) FROM entries WHERE vanished_at IS NOT NULL ORDER BY 1"
    )
    assert vanished == [(str(OLD), day_of(7))]
