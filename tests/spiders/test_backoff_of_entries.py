"""Pages that cannot be read: tried again later and later, and not for ever."""

from __future__ import annotations

from commands import Place
from nights import Nights, articles, gone, pages, row_of, title
from test_revisits import begun, post, site, visited
from webserver import Answer, article, serve

QUIET = "[crawl]\ndelay = 0\nstart = []\nfull_every = 1000\n[revisit]\npolicy = []\n"


def test_a_page_that_always_fails_is_given_up(place: Place) -> None:
    with serve({**site(1, 2), post(2): gone(500)}) as web:
        place.define(web.base, more=QUIET)
        nights = Nights(place, web)
        days = (0, 1, 2, 3, 4, 5, 6, 11, 12, 13, 25, 26, 27, 59)
        asked = [day for day in days if 2 in visited(nights, day)]
        assert asked == [0, 1, 2, 5, 12, 26]
        assert place.query("SELECT state, attempts, next_attempt_at FROM entries WHERE native_id = '2'") == [
            ("failed", 6, None)
        ]
        assert place.query("SELECT run_id, url LIKE '%post_2.html' FROM issues WHERE kind = 'given_up'") == [(12, 1)]
        assert nights.last["state"] == "ok"


def test_a_page_that_is_published_late_is_stored_the_next_night(place: Place) -> None:
    with serve({**site(1), post(1): gone()}) as web:
        nights = begun(place, web, QUIET)
        assert place.query("SELECT state FROM entries") == [("failed",)]
        assert visited(nights, 0.1) == []
        web.routes[post(1)] = article(title(1))
        assert visited(nights, 1) == [1]
    assert place.query("SELECT state, next_attempt_at, last_error FROM entries") == [("stored", None, None)]


def test_a_page_that_is_no_article_is_not_asked_for_again(place: Place) -> None:
    with serve({**site(1), post(1): Answer(b"%PDF-1.4", content_type="application/pdf")}) as web:
        nights = begun(place, web, QUIET)
        assert place.query("SELECT state FROM entries") == [("rejected",)]
        assert [visited(nights, day) for day in (1, 5, 40)] == [[], [], []]


def test_a_row_that_changes_has_its_page_tried_anew(place: Place) -> None:
    with serve({**site(1), post(1): gone()}) as web:
        nights = begun(place, web, QUIET)
        for day in (1, 4, 11, 25, 40):
            nights.crawl(day)
        assert place.query("SELECT attempts, next_attempt_at FROM entries") == [(5, None)]
        web.routes.update({**pages([row_of(1, name="第1次示例工作会议（重新发布）")]), **articles(1)})
        assert visited(nights, 41) == [1]
    assert place.query("SELECT state FROM entries") == [("stored",)]


def test_many_dead_links_come_due_without_suspicion(place: Place) -> None:
    numbers = range(2, 8)
    with serve({**site(1, *numbers), **{post(n): gone() for n in numbers}}) as web:
        nights = begun(place, web, QUIET)
        assert visited(nights, 1) == list(numbers)
        assert (nights.last["code"], nights.last["counters"]["articles_failed"]) == (0, 6)


def test_a_site_that_is_down_for_weeks_costs_no_article_its_chances(place: Place) -> None:
    with serve(site(1, 2, 3)) as web:
        place.define(web.base, more=QUIET)
        nights = Nights(place, web)
        web.routes.update({post(n): gone(403) for n in (1, 2, 3)})
        web.routes["/a/"] = pages([row_of(n) for n in (1, 2, 3, 4, 5, 6)])["/a/"]
        web.routes.update({post(n): gone(403) for n in (4, 5, 6)})
        for day in range(7):
            assert len(visited(nights, day)) == 5
            assert nights.last["state"] == "blocked"
        assert place.query("SELECT DISTINCT state, attempts FROM entries") == [("pending", 0)]
        web.routes.update(articles(1, 2, 3, 4, 5, 6))
        assert sorted(visited(nights, 11)) == [1, 2, 3, 4, 5, 6]


def test_pages_that_only_fail_do_not_keep_the_others_from_being_read(place: Place) -> None:
    bad, good = range(1, 6), range(6, 9)
    with serve({**site(*bad, *good), **{post(n): gone(403) for n in bad}}) as web:
        place.define(web.base, more=QUIET)
        nights = Nights(place, web)
        assert visited(nights, 0) == list(bad)
        assert nights.last["state"] == "blocked"
        assert sorted(visited(nights, 1)) == [*bad, *good]
        assert place.query("SELECT state, attempts, count(*) FROM entries GROUP BY 1, 2 ORDER BY 1") == [
            ("pending", 1, 5),
            ("stored", 0, 3),
        ]
        # from now on they are put off like any other page that fails
        asked = [day for day in range(2, 60) if visited(nights, day)]
    assert 0 < len(asked) < 8


def test_a_page_that_a_challenge_came_for_stands_last_the_next_time(place: Place) -> None:
    with serve({**site(1, 2, 3), post(1): gone(412)}) as web:
        place.define(web.base, more=QUIET)
        nights = Nights(place, web)
        assert visited(nights, 0) == [1]
        assert nights.last["state"] == "blocked"
        assert visited(nights, 1) == [2, 3, 1]
    assert place.query("SELECT count(*) FROM articles") == [(2,)]
