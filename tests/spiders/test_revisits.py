"""Reading stored articles again: when, how many, and what the answers mean."""

from __future__ import annotations

import pytest
from commands import Place
from nights import NIGHT, Nights, articles, gone, pages, row_of, title
from webserver import Answer, Route, Web, article, row, serve

from gdmzt_crawler.store.clock import stamp

CLAUSE = "各地要把养老服务和社会救助的各项任务落到实处，按时完成年度计划。"
LONG = "".join(f"<p>第{n}项工作：{CLAUSE}</p>" for n in range(20))
NEVER_FULL = "[crawl]\ndelay = 0\nstart = []\nfull_every = 1000\n"
OLD = "2024-01-01 09:00:00"


def begun(place: Place, web: Web, more: str = "") -> Nights:
    place.define(web.base, more=more)
    nights = Nights(place, web)
    nights.crawl(0)
    return nights


def site(*numbers: int, published: str = "2025-05-20 09:30:00") -> dict[str, Route]:
    return {**pages([row_of(n) for n in numbers]), **articles(*numbers, published=published)}


def post(number: int) -> str:
    return f"/a/content/post_{number}.html"


def visited(nights: Nights, day: float, *options: str) -> list[int]:
    paths = [path for path in nights.crawl(day, *options) if "post_" in path]
    return [int(path.rpartition("_")[2].removesuffix(".html")) for path in paths]


def with_etag(page: str, etag: str) -> Answer:
    return Answer(page.encode(), headers={"ETag": etag, "Last-Modified": "Tue, 20 May 2025 01:30:00 GMT"})


def test_daily_for_a_week_weekly_for_two_months_monthly_for_a_year_then_never(place: Place) -> None:
    with serve(site(1)) as web:
        nights = begun(place, web, NEVER_FULL)
        # It came out the day before day 0.
        days = [day for day in (1, 2, 5, 6, 11, 12, 18, 19, 59, 60, 88, 89, 365, 900) if visited(nights, day)]
    assert days == [1, 2, 5, 12, 19, 59, 89]


def test_the_policy_and_the_budget_can_be_set(place: Place) -> None:
    more = "[revisit]\npolicy = [{ until = 5, every = 2 }]\nbudget = 4\n"
    with serve(site(1, 2, 3)) as web:
        nights = begun(place, web, more)
        assert [visited(nights, day) for day in (1, 2, 3, 9)] == [[], [1, 2], [3], []]


def test_no_policy_no_visits(place: Place) -> None:
    with serve(site(1)) as web:
        nights = begun(place, web, "[revisit]\npolicy = []\n")
        assert visited(nights, 5) == []
        assert visited(nights, 6, "--revisit", "all") == [1]


def test_none_due_or_all(place: Place) -> None:
    with serve({**site(1, 2), **articles(2, published=OLD)}) as web:
        nights = begun(place, web)
        assert visited(nights, 2, "--revisit", "none") == []
        assert visited(nights, 2) == [1]
        assert visited(nights, 3, "--revisit", "all") == [2, 1], "the least recently visited first"
        assert place.crawl("--revisit", "some").code == 2


def test_an_article_without_a_date_is_as_old_as_our_knowledge_of_it(place: Place) -> None:
    undated = '<li><a href="/a/content/post_1.html">没有日期的一次会议在示例市召开了</a></li>'
    page = article(title(1)).replace("2025-05-20 09:30:00", "")
    with serve({**pages([undated, row_of(2)]), **articles(2), post(1): page}) as web:
        nights = begun(place, web, '[listing]\nrows = ["ul.News_list > li"]\n')
        assert place.query("SELECT published_at FROM articles WHERE native_id = '1'") == [(None,)]
        # The dated one is a week old a day earlier.
        assert [visited(nights, day) for day in (1, 6, 6.9, 8)] == [[1, 2], [1], [1], [2]]


def test_a_run_stays_within_its_budget_and_the_rest_comes_first_the_next_night(place: Place) -> None:
    numbers = range(1, 13)
    with serve(site(*numbers)) as web:
        nights = begun(place, web)
        first = visited(nights, 1, "--budget", "8")
        assert nights.last["counters"]["requests"] == 8
        second = visited(nights, 2, "--budget", "8")
        assert (first, second) == ([1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12])
        assert visited(nights, 3, "--budget", "2") == []
        # New articles are not held back by it.
        web.routes.update(site(*numbers, 20))
        assert visited(nights, 3, "--budget", "0") == [20]


def test_a_limit_counts_visits_too(place: Place) -> None:
    with serve(site(1, 2, 3)) as web:
        nights = begun(place, web)
        assert visited(nights, 1, "--limit", "2") == [1, 2]
        assert visited(nights, 1, "--limit", "0") == []


def test_what_is_left_out_of_a_run_is_not_visited_either(place: Place) -> None:
    other = {
        "/b/": pages([row("/b/content/post_9.html", title(9))])["/a/"],
        "/b/content/post_9.html": article(title(9)),
    }
    with serve({**site(1, 2), **articles(2, published="2025-05-18 08:00:00"), **other}) as web:
        place.define(web.base, columns=("/a/", "/b/"))
        nights = Nights(place, web)
        nights.crawl(0)
        assert visited(nights, 1, "--column", "/b/") == [9]
        assert visited(nights, 2, "--since", "2025-05-20") == [1, 9]


def test_validators_are_sent_and_nothing_is_read_where_nothing_changed(place: Place) -> None:
    def answer(times: int) -> Answer:
        return with_etag(article(title(1)), '"v1"') if times == 0 else Answer(b"", 304)

    with serve({**site(1), post(1): answer}) as web:
        nights = begun(place, web)
        before = place.query("SELECT * FROM view_counts")
        assert visited(nights, 1) == [1]
        headers = web.asked[-1].headers
        assert headers["if-none-match"] == '"v1"'
        assert headers["if-modified-since"] == "Tue, 20 May 2025 01:30:00 GMT"
        assert place.query("SELECT articles_unchanged, articles_revised FROM crawl_runs WHERE id = 2") == [(1, 0)]
        assert place.query("SELECT * FROM view_counts") == before
        seen = place.query("SELECT substr(last_seen_at, 1, 10), substr(fetched_at, 1, 10) FROM articles")
        assert seen == [(stamp(NIGHT)[:8] + "22", stamp(NIGHT)[:10])]


def test_a_page_that_another_definition_read_is_read_anew(place: Place) -> None:
    with serve({**site(1), post(1): with_etag(article(title(1)), '"v1"')}) as web:
        begun(place, web)
        nights = begun(place, web, "[crawl]\ndelay = 0\nstart = []\nfull_every = 99\n")
        visited(nights, 1)
        assert web.asked[-1].headers["if-none-match"] == '"v1"', "when to crawl says nothing about reading"
        place.define(web.base, more='[article]\ntitle = ["h1"]\n')
        visited(nights, 2)
        assert "if-none-match" not in web.asked[-1].headers


def test_a_304_that_nobody_asked_for_is_no_article(place: Place) -> None:
    with serve({**site(1), post(1): Answer(b"", 304)}) as web:
        begun(place, web)
    assert place.query("SELECT state, last_error LIKE '%304%' FROM entries") == [("failed", 1)]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (gone(404), "http_404"),
        (gone(410), "http_410"),
        (Answer("<html><title>404</title><body><h1>您访问的页面不存在</h1></body></html>".encode()), "soft_404"),
        (Answer(b"", 302, headers={"Location": "/a/"}), "soft_404"),
        (Answer(b"", 302, headers={"Location": post(2)}), "moved"),
    ],
    ids=["404", "410", "soft 404", "to its column", "to another article"],
)
def test_what_is_gone_is_withdrawn_and_may_come_back(place: Place, answer: Answer, reason: str) -> None:
    with serve(site(1, 2)) as web:
        nights = begun(place, web)
        page = web.routes[post(1)]
        web.routes[post(1)] = answer
        nights.crawl(1)
        assert nights.last["state"] == "ok"
        assert place.query("SELECT article_id, reason, returned_at FROM withdrawals") == [(1, reason, None)]
        assert place.query("SELECT articles_withdrawn, articles_unchanged FROM crawl_runs WHERE id = 2") == [(1, 1)]
        nights.crawl(2)
        assert place.query("SELECT count(*), max(run_id) FROM withdrawals") == [(1, 2)]
        web.routes[post(1)] = page
        nights.crawl(3)
        assert nights.last["counters"]["articles_returned"] == 1
        assert place.query("SELECT withdrawn_at FROM articles WHERE id = 1") == [(None,)]
        assert place.query("SELECT substr(returned_at, 1, 10) FROM withdrawals") == [(stamp(NIGHT)[:8] + "24",)]
        assert place.query("SELECT count(*) FROM revisions") == [(2,)]


def test_an_article_is_gone_only_when_it_is_at_none_of_its_addresses(place: Place) -> None:
    rows = [row("/a/content/mpost_1.html", title(1))]
    with serve({**pages(rows), "/a/content/mpost_1.html": article(title(1)), post(1): article(title(1))}) as web:
        nights = begun(place, web)
        web.routes["/a/content/mpost_1.html"] = gone()
        assert nights.crawl(1) == ["/a/", "/a/content/mpost_1.html", post(1)]
        assert place.query("SELECT count(*) FROM withdrawals") == [(0,)]
        # It is asked for where it was read last.
        web.routes[post(1)] = gone()
        assert nights.crawl(2) == ["/a/", post(1), "/a/content/mpost_1.html"]
        assert place.query("SELECT reason FROM withdrawals") == [("http_404",)]


def test_a_failing_page_is_no_withdrawal_and_is_not_asked_for_ever(place: Place) -> None:
    with serve(site(1, published="2025-01-01 08:00:00")) as web:
        nights = begun(place, web, NEVER_FULL)
        web.routes[post(1)] = gone(500)
        quiet = (1, 29, 33, 36, 41, 43, 55, 57, 85, 87)
        asked = [day for day in sorted((*quiet, 30, 31, 32, 35, 42, 56, 86, 116)) if visited(nights, day)]
        assert asked == [30, 31, 32, 35, 42, 56, 86, 116]
        assert place.query("SELECT withdrawn_at FROM articles") == [(None,)]
        assert place.query("SELECT failures, last_error LIKE '%500%' FROM visits") == [(8, 1)]
        web.routes.update(site(1, published="2025-01-01 08:00:00"))
        assert visited(nights, 146) == [1]
        assert place.query("SELECT failures, last_error, due_at FROM visits") == [(0, None, None)]


def test_an_article_that_is_suddenly_empty_is_not_taken_over(place: Place) -> None:
    full, empty = article(title(1), body=LONG), article(title(1), body="<p></p>")
    with serve({**site(1), post(1): full}) as web:
        nights = begun(place, web)
        web.routes[post(1)] = empty
        nights.crawl(1)
        assert place.query("SELECT char_count > 500, revision, quarantined_at IS NOT NULL FROM articles") == [(1, 1, 1)]
        assert place.query("SELECT count(*) FROM issues WHERE kind IN ('quarantined', 'empty') AND run_id = 2") == [
            (1,)
        ]
        web.routes[post(1)] = full
        nights.crawl(2)
        assert place.query("SELECT quarantined_at, quarantine_reason, revision FROM articles") == [(None, None, 1)]


def test_a_doubtful_reading_is_believed_the_second_time(place: Place) -> None:
    with serve({**site(1), post(1): article(title(1), body=LONG)}) as web:
        nights = begun(place, web)
        web.routes[post(1)] = article(title(1), body="<p>本文内容已更正，详情请向市民政局咨询。</p>")
        nights.crawl(1)
        assert place.query("SELECT revision, quarantine_reason LIKE '%left of%' FROM articles") == [(1, 1)]
        nights.crawl(2)
        assert place.query("SELECT revision, quarantined_at FROM articles") == [(2, None)]


def test_many_doubtful_readings_are_our_fault_and_never_believed(place: Place) -> None:
    numbers = range(1, 7)
    full = {post(n): article(title(n), body=LONG) for n in numbers}
    with serve({**site(*numbers), **full}) as web:
        nights = begun(place, web)
        web.routes.update({post(n): article(title(n), body="<p>请登录后查看全文，感谢您的理解。</p>") for n in numbers})
        for day in (1, 2, 4):
            nights.crawl(day)
            assert (nights.last["code"], nights.last["state"]) == (3, "suspect")
        assert place.query("SELECT max(revision), count(quarantined_at) FROM articles") == [(1, 6)]
        web.routes.update(full)
        nights.crawl(8)
        assert place.query("SELECT max(revision), count(quarantined_at) FROM articles") == [(1, 0)]


def test_another_article_at_the_address_is_doubtful_unless_the_listing_says_so(place: Place) -> None:
    other = article(
        "关于征集慈善项目的公告", body="<p>现面向全省公开征集慈善项目，请有意者于月底以前报名参加。</p>" * 3
    )
    with serve(site(1, 2)) as web:
        nights = begun(place, web)
        web.routes.update(
            {post(1): other, post(2): other, **pages([row_of(1), row_of(2, name="关于征集慈善项目的公告")])}
        )
        nights.crawl(1)
        found = place.query("SELECT native_id, revision, quarantined_at IS NULL FROM articles ORDER BY id")
        assert found == [("1", 1, 0), ("2", 2, 1)]


def test_a_site_that_answers_404_for_everything_is_suspect(place: Place) -> None:
    numbers = range(1, 16)
    with serve(site(*numbers)) as web:
        nights = begun(place, web)
        web.routes.update({post(n): gone() for n in numbers})
        nights.crawl(1)
        assert (nights.last["code"], nights.last["counters"]["articles_withdrawn"]) == (3, 15)
        web.routes.update(site(*numbers))
        nights.crawl(2)
        assert (nights.last["code"], nights.last["counters"]["articles_returned"]) == (0, 15)


def test_a_killed_run_leaves_nothing_to_be_visited_twice(place: Place) -> None:
    def challenge(times: int) -> Answer:
        return Answer(article(title(3)).encode()) if times == 0 else Answer(b"", 412)

    with serve({**site(1, 2, 3, 4), post(3): challenge}) as web:
        nights = begun(place, web)
        assert visited(nights, 1) == [1, 2, 3]
        assert nights.last["state"] == "blocked"
        web.routes.update(site(1, 2, 3, 4))
        assert visited(nights, 1.1) == [3, 4]
