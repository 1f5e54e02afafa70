"""Sites that fail as a whole: robots.txt, certificates, blocking, and a server that goes away."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from commands import Done, Place
from faultserver import drop, no_http, page, slow, stall
from webserver import Answer, Route, column, self_signed, serve

from benchmarks.contents import unsound

FORBIDS = b"User-agent: *\r\nDisallow: /a/content/post_2\r\n"


def one_sentence(done: Done, state: str, *words: str) -> None:
    lines = [line for line in done.err.splitlines() if line and not line.startswith("[")]
    assert (done.code, done.summary["state"]) == (1, state), done.err
    assert len(lines) == 1, done.err
    assert all(word in lines[0] for word in words), lines[0]


def states(place: Place) -> dict[str, str]:
    return dict(place.query("SELECT native_id, state FROM entries"))


@pytest.mark.parametrize(
    ("robots", "times"),
    [
        (Answer(FORBIDS, wire=stall), 4),
        (Answer(FORBIDS, wire=drop), 4),
        (Answer(FORBIDS, wire=no_http), 4),
        (Answer(b"", 500), 4),
        (Answer(b"", 429, headers={"Retry-After": "0"}), 4),
        (Answer(b"", 503, headers={"Retry-After": "86400"}), 1),
        (Answer(FORBIDS, length=500), 4),
    ],
    ids=["stalls", "drops", "is no HTTP", "fails", "is too busy", "asks for a day", "is cut"],
)
def test_while_robots_txt_cannot_be_had_nothing_is_asked_for(place: Place, robots: Answer, times: int) -> None:
    with serve({**column(3), "/robots.txt": robots}) as web:
        place.define(web.base)
        done = place.crawl(constants={"settings.DOWNLOAD_TIMEOUT": 0.3})
        assert set(web.paths()) == {"/robots.txt"}
        assert web.paths().count("/robots.txt") == times
        one_sentence(done, "failed", "cannot read", web.base)
        web.routes["/robots.txt"] = Answer(FORBIDS)
        assert place.crawl().code == 0
    assert states(place) == {"1": "stored", "2": "disallowed", "3": "stored"}


@pytest.mark.parametrize(
    "robots",
    [
        Answer(b"\xef\xbb\xbf" + FORBIDS),
        Answer("# 示例站\n".encode("gb18030") + FORBIDS.replace(b"\r\n", b"\r")),
        Answer(b"\0\xff\n" * 50 + FORBIDS),
        Answer(b"# " + b"x" * 20_000 + b"\n" + FORBIDS, wire=slow),
        Answer(b"", 301, headers={"Location": "/robots/real.txt"}),
    ],
    ids=["a byte order mark", "GB18030 and CR", "odd bytes", "a long line", "elsewhere"],
)
def test_an_odd_robots_txt_is_obeyed(place: Place, robots: Answer) -> None:
    with serve({**column(3), "/robots.txt": robots, "/robots/real.txt": Answer(FORBIDS)}) as web:
        place.define(web.base)
        assert place.crawl().code == 0
    assert states(place) == {"1": "stored", "2": "disallowed", "3": "stored"}


def test_a_site_that_stops_serving_us_is_left_after_five_refusals(place: Place) -> None:
    refused: dict[str, Route] = {f"/a/content/post_{n}.html": Answer(b"<h1>no</h1>", 403) for n in range(4, 21)}
    pages = column(20)
    with serve({**pages, **refused}) as web:
        place.define(web.base)
        done = place.crawl()
        one_sentence(done, "blocked", "refuses us", "403")
        assert len([path for path in web.paths() if "/content/" in path]) == 3 + 5
        assert list(states(place).values()) == ["stored"] * 3 + ["pending"] * 17
        web.asked.clear()
        again = place.crawl()
        # A site that is still closed to us is asked five times, not seventeen.
        one_sentence(again, "blocked", "refuses us")
        assert len([path for path in web.paths() if "/content/" in path]) == 5
        web.routes.update(pages)
        assert place.crawl().code == 0
    assert set(states(place).values()) == {"stored"}


@pytest.mark.parametrize("status", [401, 403, 405, 451])
def test_a_site_that_refuses_its_first_page_is_left_at_once(place: Place, status: int) -> None:
    with serve({**column(3), "/a/": Answer(b"", status)}) as web:
        place.define(web.base)
        one_sentence(place.crawl(), "blocked", "refuses us", str(status))
        assert web.paths() == ["/robots.txt", "/a/"]


def test_a_server_that_goes_away_leaves_the_rest_for_the_next_run(place: Place) -> None:
    pages = {path: Answer(str(route).encode()) for path, route in column(20).items()}
    closed = threading.Event()

    def fifth(_: int) -> Answer:
        closed.set()
        return page("第5次示例工作会议在示例市召开")

    with serve({**pages, "/a/content/post_5.html": fifth}) as web:
        place.define(web.base)

        def go_away() -> None:
            closed.wait(30)
            web.routes.clear()
            web.missing = Answer(b"", wire=drop)

        thread = threading.Thread(target=go_away)
        thread.start()
        done = place.crawl()
        thread.join()
        one_sentence(done, "failed", "does not answer any more")
        stored = place.query("SELECT count(*) FROM articles")[0][0]
        assert 5 <= stored <= 7
        web.routes.update(pages)
        web.missing = Answer(b"", 404)
        assert place.crawl().code == 0
    assert place.query("SELECT count(*), count(DISTINCT native_id) FROM articles") == [(20, 20)]
    assert unsound(place.db) == []


@pytest.mark.parametrize(
    ("days", "host"), [((-30, -1), "localhost"), ((-1, 30), "www.example.com")], ids=["out of date", "of another host"]
)
def test_certificates_that_are_not_good(place: Place, days: tuple[int, int], host: str) -> None:
    with serve(column(1), tls=self_signed(place.path, days=days, host=host)) as web:
        place.define(web.base)
        one_sentence(place.crawl(), "failed", "cannot read", "certificate")
        assert web.asked == []


def test_https_at_a_port_that_speaks_http(place: Place) -> None:
    with serve(column(1)) as web:
        place.define(web.base.replace("http://", "https://"))
        one_sentence(place.crawl(), "failed", "cannot read")
        assert web.asked == []


def test_a_page_that_was_slow_is_no_fault(place: Place) -> None:
    pages = {path: Answer(str(route).encode(), wire=slow) for path, route in column(3).items()}
    with serve({**pages, "/robots.txt": replace(Answer(FORBIDS), wire=slow)}) as web:
        place.define(web.base)
        done = place.crawl()
    assert (done.code, done.summary["issues"]) == (0, {"disallowed": 1})
