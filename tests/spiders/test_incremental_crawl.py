"""Where a walk stops, and what it may miss for how long."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from commands import Place
from nights import Nights, articles, gone, pages, row_of, title
from webserver import Answer, Route, listing, row, serve

from gdmzt_crawler.store import Store
from gdmzt_crawler.store.records import SeenEntry

OLD = "2024-01-01 09:00:00"
"""Published so long ago that the policy asks for no visit."""
QUIET = "[revisit]\npolicy = []\n"


def begun(place: Place, web: object, more: str = QUIET) -> Nights:
    place.define(web.base, more=more)  # type: ignore[attr-defined]
    nights = Nights(place, web)  # type: ignore[arg-type]
    nights.crawl(0)
    return nights


def test_a_pinned_copy_of_a_row_is_no_change_for_ever(place: Place) -> None:
    pinned = '<li><a href="/a/content/post_3.html">置顶：第3次会议</a></li>'
    site = {**pages([pinned, row_of(1)], [row_of(2)], [row_of(3), row_of(4)]), **articles(1, 2, 3, 4)}
    with serve(site) as web:
        nights = begun(place, web)
        assert nights.crawl(1) == ["/a/"]
        assert nights.crawl(2) == ["/a/"]
        assert nights.crawl(3, "--full") == ["/a/", "/a/index_2.html", "/a/index_3.html"]
        assert nights.crawl(4) == ["/a/"]
        # When the pin goes, the article moves to its own row: nothing to be seen on the first page.
        web.routes.update(pages([row_of(1)], [row_of(2)], [row_of(3), row_of(4)]))
        assert nights.crawl(5) == ["/a/"]


def test_a_row_put_on_top_while_walking_is_found_the_next_night(place: Place) -> None:
    """Everything shifts by one: the last row of a page is seen again on the next one."""
    web_rows = [row_of(n) for n in (1, 2, 3, 4)]

    def first(times: int) -> Answer:
        rows = web_rows[:2] if times == 0 else [row_of(9), web_rows[0]]
        return Answer(listing(rows, next_href="/a/index_2.html").encode())

    shifted = pages([], [web_rows[1], web_rows[2]], [web_rows[3]])
    with serve({**shifted, "/a/": first, **articles(1, 2, 3, 4, 9)}) as web:
        nights = begun(place, web)
        assert sorted(nights.native_ids("SELECT native_id FROM articles")) == ["1", "2", "3", "4"]
        assert nights.crawl(1) == ["/a/", "/a/index_2.html", "/a/content/post_9.html"]
        assert nights.last["columns"][0]["end"] == "known"
        assert place.query("SELECT complete, broken_at FROM columns") == [(1, None)]


def test_a_row_taken_out_while_walking_costs_one_question_and_loses_nothing(place: Place) -> None:
    """Row 3 moves to the first page after that was read: a full walk does not see it and asks whether it is there."""
    whole = pages([row_of(1), row_of(2)], [row_of(3), row_of(4)])
    with serve({**whole, **articles(1, 2, 3, 4)}) as web:
        nights = begun(place, web)
        web.routes["/a/index_2.html"] = listing([row_of(4)])
        asked = nights.crawl(7)
        assert asked == ["/a/", "/a/index_2.html", "/a/content/post_3.html"]
        assert place.query("SELECT count(*) FROM articles WHERE withdrawn_at IS NOT NULL") == [(0,)]
        assert nights.native_ids("SELECT native_id FROM entries WHERE vanished_at IS NOT NULL") == ["3"]
        assert nights.crawl(8) == ["/a/"]
        web.routes.update(whole)
        assert nights.crawl(14) == ["/a/", "/a/index_2.html"]
        assert nights.native_ids("SELECT native_id FROM entries WHERE vanished_at IS NOT NULL") == []


def test_a_row_out_of_order_is_found_by_the_next_full_walk(place: Place) -> None:
    with serve({**pages([row_of(1)], [row_of(2)], [row_of(3)]), **articles(1, 2, 3, 7)}) as web:
        nights = begun(place, web)
        web.routes.update(pages([row_of(1)], [row_of(2)], [row_of(3), row_of(7, day="2020-01-01")]))
        assert [nights.crawl(day) for day in (1, 3, 6)] == [["/a/"]] * 3
        assert nights.crawl(7)[-1] == "/a/content/post_7.html"


def test_a_title_that_is_used_again_is_another_article(place: Place) -> None:
    with serve({**pages([row_of(1)], [row_of(2)]), **articles(1, 2)}) as web:
        nights = begun(place, web)
        web.routes.update(pages([row_of(5, name=title(1)), row_of(1)], [row_of(2)]))
        web.routes["/a/content/post_5.html"] = web.routes["/a/content/post_1.html"]
        assert nights.crawl(1) == ["/a/", "/a/index_2.html", "/a/content/post_5.html"]
    assert place.query("SELECT native_id, duplicate_of FROM articles ORDER BY id")[-1] == ("5", 1)


@pytest.mark.parametrize("change", [{"name": "第1次示例工作会议在示例市胜利召开"}, {"day": "2025-05-19"}])
def test_a_row_with_another_title_or_date_is_walked_past_and_its_article_read(
    place: Place, change: dict[str, str]
) -> None:
    with serve({**pages([row_of(1)], [row_of(2)], [row_of(3)]), **articles(1, 2, 3)}) as web:
        nights = begun(place, web)
        web.routes["/a/"] = listing([row_of(1, **change)], next_href="/a/index_2.html")
        assert nights.crawl(1) == ["/a/", "/a/index_2.html", "/a/content/post_1.html"]
        assert nights.crawl(2) == ["/a/"]


CAP = 5


def capped(*numbers: int) -> dict[str, Route]:
    """Five pages of one row each, behind which the site shows no more."""

    def address(page: int) -> str:
        return "/a/" if page == 1 else f"/a/index_{page}.html"

    found: dict[str, Route] = {}
    for page, number in enumerate(numbers, 1):
        links = [f'<a href="{address(each)}">{each}</a>' for each in range(1, CAP + 1)]
        if page < CAP:
            links.append(f'<a href="{address(page + 1)}">下一页</a>')
        pager = f'<div class="page">{"".join(links)}<a href="{address(CAP)}">尾页</a></div></div></body>'
        found[address(page)] = listing([row_of(number)]).replace("</div></body>", pager)
    return found


def test_a_capped_column_costs_one_page_too_but_stays_incomplete(place: Place) -> None:
    more = f"[listing]\npage_cap = {CAP}\n{QUIET}"
    with serve({**capped(1, 2, 3, 4, 5), **articles(*range(1, 7))}) as web:
        nights = begun(place, web, more)
        assert (nights.last["columns"][0]["end"], nights.last["columns"][0]["complete"]) == ("capped", False)
        assert nights.crawl(1) == ["/a/"]
        assert (nights.last["columns"][0]["end"], nights.last["columns"][0]["complete"]) == ("known", False)
        assert place.query("SELECT complete, broken_at FROM columns") == [(0, None)]
        # What left the reach of the pager has not vanished.
        web.routes.update(capped(6, 1, 2, 3, 4))
        assert nights.crawl(7) == [*capped(1, 2, 3, 4, 5), "/a/content/post_6.html"]
        assert place.query("SELECT count(*) FROM entries WHERE vanished_at IS NOT NULL") == [(0,)]


def test_after_a_broken_walk_the_next_one_goes_to_the_end(place: Place) -> None:
    with serve({**pages([row_of(1)], [row_of(2)], [row_of(3)]), **articles(1, 2, 3, 4)}) as web:
        nights = begun(place, web)
        web.routes.update(pages([row_of(4)], [row_of(1)], [row_of(2)], [row_of(3)]))
        web.routes["/a/index_2.html"] = gone(500)
        nights.crawl(1)
        assert (nights.last["code"], nights.last["columns"][0]["end"]) == (3, "broken")
        web.routes.update(pages([row_of(4)], [row_of(1)], [row_of(2)], [row_of(3)]))
        assert nights.crawl(2) == ["/a/", "/a/index_2.html", "/a/index_3.html", "/a/index_4.html"]
        assert nights.crawl(3) == ["/a/"]


@pytest.mark.parametrize(("more", "options"), [("full_every = 2\n", ()), ("", ("--full-every", "2"))])
def test_how_often_all_is_walked_can_be_set(place: Place, more: str, options: tuple[str, ...]) -> None:
    crawl = f"[crawl]\ndelay = 0\nstart = []\n{more}{QUIET}"
    with serve({**pages([row_of(1)], [row_of(2)]), **articles(1, 2)}) as web:
        nights = begun(place, web, crawl)
        assert nights.crawl(1, *options) == ["/a/"]
        # A quarter of a day early still counts.
        assert nights.crawl(1.8, *options) == ["/a/", "/a/index_2.html"]
        assert nights.crawl(2.8, *options) == ["/a/"]


def test_a_clock_that_was_set_back_does_not_put_the_full_walk_off(place: Place) -> None:
    with serve({**pages([row_of(1)], [row_of(2)]), **articles(1, 2)}) as web:
        nights = begun(place, web)
        assert nights.crawl(-400) == ["/a/", "/a/index_2.html"]


def navigation(*links: str) -> str:
    anchors = "".join(f'<a href="{link}">栏目{link.strip("/")[-1]}</a>' for link in links)
    return listing([], links=anchors, name="首页")


def column_of(path: str, number: int) -> dict[str, Route]:
    href = f"{path}content/post_{number}.html"
    return {path: listing([row(href, title(number))]), href: articles(number)[f"/a/content/post_{number}.html"]}


def test_columns_are_discovered_weekly_and_pages_without_rows_not_asked_for_every_night(place: Place) -> None:
    crawl = f'[crawl]\ndelay = 0\nstart = ["/"]\ndiscover = ["/m/"]\n{QUIET}'
    about: Callable[[int], Answer] = lambda times: Answer(listing([]).encode())  # noqa: E731
    site: dict[str, Route] = {
        "/": navigation("/m/a/", "/m/about/"),
        **column_of("/m/a/", 1),
        **column_of("/m/b/", 2),
        "/m/about/": about,
    }
    with serve(site) as web:
        place.define(web.base, columns=(), more=crawl)
        nights = Nights(place, web)
        assert nights.crawl(0) == ["/", "/m/a/", "/m/about/", "/m/a/content/post_1.html"]
        web.routes["/"] = navigation("/m/a/", "/m/about/", "/m/b/")
        assert [nights.crawl(day) for day in (1, 2, 6)] == [["/m/a/"]] * 3
        assert nights.crawl(7) == ["/", "/m/a/", "/m/about/", "/m/b/", "/m/b/content/post_2.html"]
        assert nights.crawl(8) == ["/m/a/", "/m/b/"]
        assert nights.crawl(9, "--full") == ["/", "/m/a/", "/m/b/", "/m/about/"]


def test_navigation_that_could_not_be_read_is_read_the_next_night(place: Place) -> None:
    crawl = f'[crawl]\ndelay = 0\nstart = ["/"]\ndiscover = ["/m/"]\n{QUIET}'
    with serve({"/": gone(500), **pages([row_of(1)]), **articles(1), **column_of("/m/a/", 2)}) as web:
        place.define(web.base, more=crawl)
        nights = Nights(place, web)
        assert nights.crawl(0) == ["/", "/a/", "/a/content/post_1.html"]
        web.routes["/"] = navigation("/m/a/")
        assert nights.crawl(1) == ["/", "/a/", "/m/a/", "/m/a/content/post_2.html"]
        assert nights.crawl(2) == ["/a/", "/m/a/"]


def test_a_column_walked_once_by_hand_is_not_walked_every_night(place: Place) -> None:
    with serve({**pages([row_of(1)]), **articles(1), **column_of("/z/", 2)}) as web:
        nights = begun(place, web)
        assert nights.crawl(1, "--column", "/z/") == ["/z/", "/z/content/post_2.html"]
        assert nights.crawl(2) == ["/a/"]


def test_most_rows_gone_at_once_is_suspect(place: Place) -> None:
    many = [row_of(n) for n in range(1, 31)]
    with serve({**pages(many), **articles(*range(1, 31))}) as web:
        nights = begun(place, web)
        web.routes.update(pages(many[:5]))
        asked = nights.crawl(7)
        assert (nights.last["code"], len(asked)) == (3, 26)
        assert place.query("SELECT count(*) FROM issues WHERE kind = 'many_vanished'") == [(1,)]
        assert place.query("SELECT count(*) FROM articles WHERE withdrawn_at IS NOT NULL") == [(0,)]
        nights.crawl(8)
        assert nights.last["code"] == 0


def test_a_run_killed_right_after_the_first_new_rows_loses_none_behind_them(place: Place) -> None:
    web_rows = [row_of(n) for n in range(1, 9)]
    with serve({**pages(web_rows[4:]), **articles(*range(1, 9))}) as web:
        begun(place, web)
        web.routes.update(pages(web_rows[:2], web_rows[2:4], web_rows[4:]))
        with Store.open(place.db) as store:
            # all that the run did before it was killed
            (column,) = store.known_columns("t")
            seen = [SeenEntry(f"{web.base}a/content/post_{n}.html", title(n), native_id=str(n)) for n in (1, 2)]
            store.see_entries("t", column.id, seen, at="2025-05-21T03:00:00Z", run_id=1, walking=True)
        assert place.crawl().code == 0
    assert place.query("SELECT count(*) FROM articles") == [(8,)]
