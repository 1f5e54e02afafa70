"""Manners, seen from the server: who asks, how often, and what is left alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from commands import Place
from webserver import Answer, Web, article, column, listing, row, serve

from gdmzt_crawler.crawl.addresses import MAX_DEPTH

ROBOTS = b"User-agent: *\nDisallow: /a/content/post_2\nDisallow: /b/\n"
SLACK = 0.1
"""Seconds by which two clocks may differ."""


def gaps(web: Web) -> list[float]:
    return [later.at - earlier.at for earlier, later in pairwise(web.asked)]


def states(place: Place) -> dict[str, str]:
    return {url.rpartition("/")[2]: state for url, state in place.query("SELECT url, state FROM entries")}


def test_robots_txt_is_read_first_and_obeyed(place: Place) -> None:
    pages = {"/robots.txt": Answer(ROBOTS, content_type="text/plain"), **column(3), **column(1, path="/b/")}
    with serve(pages) as web:
        place.define(web.base, columns=("/a/", "/b/"))
        done = place.crawl()
    assert web.paths()[0] == "/robots.txt"
    assert web.paths().count("/robots.txt") == 1
    assert not [path for path in web.paths() if path.startswith(("/b/", "/a/content/post_2"))]
    assert states(place) == {"post_1.html": "stored", "post_2.html": "disallowed", "post_3.html": "stored"}
    # A column that the definition names and that may not be read is a fault of the run.
    assert (done.code, done.summary["issues"]["disallowed"]) == (3, 2)


@pytest.mark.parametrize(
    "robots",
    [
        Answer(b"gone", 404),
        Answer(b"no", 403),
        Answer(b"<html><body>\xe9\xa6\x96\xe9\xa1\xb5 User-agent: * Disallow: /</body></html>"),
        Answer(b"", content_type="text/plain"),
    ],
    ids=["missing", "refused", "a page", "empty"],
)
def test_a_robots_txt_that_says_nothing_forbids_nothing(place: Place, robots: Answer) -> None:
    with serve({"/robots.txt": robots, **column(1)}) as web:
        place.define(web.base)
        done = place.crawl()
    assert (done.code, states(place)) == (0, {"post_1.html": "stored"})


def test_a_robots_txt_that_fails_forbids_everything_for_now(place: Place) -> None:
    with serve({"/robots.txt": Answer(b"", 503), **column(1)}) as web:
        place.define(web.base)
        done = place.crawl()
    assert set(web.paths()) == {"/robots.txt"}
    assert (done.code, done.summary["state"]) == (1, "failed")
    assert "robots.txt" in done.err


def test_the_user_agent_names_us_and_a_contact(place: Place) -> None:
    pages = {**column(2), "/a/": Answer(str(column(2)["/a/"]).encode(), headers={"Set-Cookie": "id=1"})}
    with serve(pages) as web:
        place.define(web.base)
        place.crawl("--contact", "crawler@lab.example.edu.cn")
    agents = {each.headers["user-agent"] for each in web.asked}
    assert len(agents) == 1
    agent = agents.pop()
    assert agent.startswith("gdmzt_crawler/")
    assert agent.endswith("(+contact: crawler@lab.example.edu.cn)")
    assert not any("cookie" in each.headers for each in web.asked)


def test_a_second_lies_between_two_requests(place: Place) -> None:
    with serve(column(2)) as web:
        place.define(web.base)
        done = place.crawl("--delay", "1")
    assert done.code == 0
    assert len(web.asked) == 4
    assert min(gaps(web)) >= 1 - SLACK


def test_a_longer_crawl_delay_of_robots_txt_is_kept(place: Place) -> None:
    robots = Answer(b"User-agent: *\nCrawl-delay: 1\n", content_type="text/plain")
    with serve({"/robots.txt": robots, **column(2)}) as web:
        place.define(web.base)
        assert place.crawl().code == 0
    assert min(gaps(web)) >= 1 - SLACK


def test_one_request_is_sent_at_a_time(place: Place) -> None:
    pages = {path: Answer(str(page).encode(), wait=0.1) for path, page in column(4).items()}
    with serve({"/robots.txt": Answer(b"", 404, wait=0.1), **pages}) as web:
        place.define(web.base)
        assert place.crawl().code == 0
    assert min(gaps(web)) >= 0.1 - SLACK


def test_what_fails_for_now_is_asked_for_again(place: Place) -> None:
    pages = column(1)
    page = Answer(str(pages["/a/content/post_1.html"]).encode())
    pages["/a/content/post_1.html"] = lambda times: Answer(b"", 503) if times < 2 else page
    with serve(pages) as web:
        place.define(web.base)
        assert place.crawl().code == 0
    assert web.paths().count("/a/content/post_1.html") == 3
    assert states(place) == {"post_1.html": "stored"}


def test_retry_after_is_waited_for(place: Place) -> None:
    pages = column(1)
    page = Answer(str(pages["/a/content/post_1.html"]).encode())
    busy = Answer(b"", 429, headers={"Retry-After": "1"})
    pages["/a/content/post_1.html"] = lambda times: busy if times < 1 else page
    with serve(pages) as web:
        place.define(web.base)
        assert place.crawl().code == 0
    assert gaps(web)[-1] >= 1 - SLACK


def test_a_server_that_wants_a_long_rest_gets_it(place: Place) -> None:
    pages = column(3)
    pages["/a/content/post_2.html"] = Answer(b"", 503, headers={"Retry-After": "86400"})
    with serve(pages) as web:
        place.define(web.base)
        done = place.crawl()
    assert (done.code, done.summary["state"]) == (1, "blocked")
    assert "86400" in done.err
    assert web.paths()[-1] == "/a/content/post_2.html"
    assert states(place) == {"post_1.html": "stored", "post_2.html": "pending", "post_3.html": "pending"}


def test_no_redirect_leads_off_the_site(place: Place) -> None:
    pages = column(2)
    with serve({}) as other, serve(pages) as web:
        away = {"Location": other.base + "login.html"}
        web.routes["/a/content/post_1.html"] = Answer(b"", 302, headers=away)
        place.define(web.base)
        done = place.crawl()
        assert other.asked == []
    assert (done.code, done.summary["issues"]["off_site"]) == (0, 1)
    assert states(place) == {"post_1.html": "rejected", "post_2.html": "stored"}


def test_a_redirect_on_the_site_is_followed_and_the_entry_stored(place: Place) -> None:
    pages = column(1)
    pages["/a/content/post_9.html"] = pages.pop("/a/content/post_1.html")
    pages["/a/content/post_1.html"] = Answer(b"", 301, headers={"Location": "/a/content/post_9.html"})
    with serve(pages) as web:
        place.define(web.base)
        assert place.crawl().code == 0
        assert place.crawl().code == 0
        assert place.query("SELECT native_id, url FROM articles") == [("9", web.base + "a/content/post_9.html")]
    assert states(place) == {"post_1.html": "stored"}
    assert web.paths().count("/a/content/post_1.html") == 1


def test_a_redirect_loop_ends(place: Place) -> None:
    pages = column(1)
    pages["/a/content/post_1.html"] = Answer(b"", 302, headers={"Location": "/a/content/post_1.html"})
    with serve({**pages, "/a/content/post_2.html": article("第二次示例工作会议在示例市召开")}) as web:
        web.routes["/a/"] = listing(
            [row(f"/a/content/post_{n}.html", f"第{n}次示例工作会议在示例市召开") for n in (1, 2)]
        )
        place.define(web.base)
        done = place.crawl()
    assert (done.code, done.summary["issues"]["redirect_loop"]) == (0, 1)
    assert states(place) == {"post_1.html": "failed", "post_2.html": "stored"}


def test_all_hosts_of_a_site_share_one_delay(place: Place) -> None:
    hosts = ("www.t.example", "t.example", "m.t.example")
    rows = [row(f"http://{hosts[n % 3]}/a/content/post_{n}.html", f"第{n}次示例工作会议") for n in range(1, 4)]
    pages = {
        f"http://{host}/a/content/post_{n}.html": article(f"第{n}次示例工作会议") for n in range(1, 4) for host in hosts
    }
    with serve({"http://www.t.example/a/": listing(rows), **pages}) as web:
        place.define("http://www.t.example/", more="[crawl]\ndelay = 1.0\nstart = []\n")
        done = place.crawl("--contact", "a@example.org", http_proxy=web.base)
    assert (done.code, len([each for each in web.paths() if "post_" in each])) == (0, 3)
    assert min(gaps(web)) > 1 - SLACK


def test_columns_that_lead_ever_deeper_come_to_an_end(place: Place) -> None:
    """Pages that link to a folder below their own, whatever their own is."""
    deeper = listing([row("/a/content/post_1.html", "第1次示例工作会议")], links='<a href="more/">更多</a>')
    folders = ["/a/" + "more/" * n for n in range(12)]
    with serve({**dict.fromkeys(folders, deeper), "/a/content/post_1.html": article("第1次示例工作会议")}) as web:
        place.define(web.base, more='[crawl]\ndelay = 0\nstart = []\ndiscover = ["/a/"]\n')
        done = place.crawl()
    walked = [path for path in web.paths() if path.endswith("/")]
    assert (done.code, len(walked), max(path.count("/") for path in walked)) == (0, MAX_DEPTH, MAX_DEPTH + 1)
