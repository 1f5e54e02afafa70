"""Ctrl-C, once and twice, also while a site stalls, and kill -9: what was stored stays, and the next run goes on."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any

import pytest
from commands import ROOT, Place
from faultserver import stall
from webserver import Answer, Route, Web, column, serve

COUNT = 14


def slow_site() -> dict[str, Answer]:
    return {path: Answer(str(page).encode(), wait=0.15) for path, page in column(COUNT).items()}


def interrupted(place: Place, web: Web, *signals: int) -> tuple[int, str]:
    """Crawl until some articles are stored, then send the signals; exit code and standard error."""
    arguments = [sys.executable, "-m", "gdmzt_crawler", "crawl", "t", "--db", str(place.db)]
    process = subprocess.Popen(
        arguments, cwd=place.path, env=place.environment(), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    while sum("/content/" in path for path in web.paths()) < 5:
        assert process.poll() is None
        time.sleep(0.02)
    for number in signals:
        process.send_signal(number)
        time.sleep(0.02)
    began = time.monotonic()
    _, error = process.communicate(timeout=20)
    assert time.monotonic() - began < 5
    return process.returncode, error


@pytest.mark.parametrize("signals", [(signal.SIGINT,), (signal.SIGINT, signal.SIGINT), (signal.SIGTERM,)])
def test_an_interrupted_run_keeps_what_it_has(place: Place, signals: tuple[int, ...]) -> None:
    with serve(slow_site()) as web:
        place.define(web.base)
        code, error = interrupted(place, web, *signals)
        assert code == 130, error
        assert "Traceback" not in error
        assert "interrupted" in error
        assert place.query("SELECT state FROM crawl_runs") == [("interrupted",)]
        stored = place.query("SELECT count(*) FROM articles")[0][0]
        assert 4 <= stored <= 6
        assert place.query("SELECT count(*) FROM entries") == [(COUNT,)]
        assert place.crawl().code == 0
        articles = [path for path in web.paths() if "/content/" in path]
        assert len(articles) - len(set(articles)) <= 1
    assert place.query("SELECT count(*), count(DISTINCT native_id) FROM articles") == [(COUNT, COUNT)]


def test_a_killed_run_loses_at_most_the_request_in_flight(place: Place) -> None:
    with serve(slow_site()) as web:
        place.define(web.base)
        code, _ = interrupted(place, web, signal.SIGKILL)
        assert code == -signal.SIGKILL
        assert place.query("SELECT count(*) FROM articles")[0][0] >= 4
        assert place.query("PRAGMA integrity_check") == [("ok",)]
        assert place.crawl().code == 0
        articles = [path for path in web.paths() if "/content/" in path]
        assert len(articles) - len(set(articles)) <= 1
    assert place.query("SELECT state FROM crawl_runs ORDER BY id") == [("interrupted",), ("ok",)]
    assert place.query("SELECT count(*), count(DISTINCT native_id) FROM articles") == [(COUNT, COUNT)]


@dataclass(frozen=True)
class Ended:
    code: int
    error: str
    seconds: float
    """From the signal to the end."""


def stopped(place: Place, web: Web, path: str, number: int, *command: str, **where: Any) -> Ended:
    """Crawl until the server was asked for a path, then send a signal."""
    arguments = [sys.executable, "-m", *command]
    where = {"cwd": place.path, "env": place.environment(), "text": True, **where}
    process = subprocess.Popen(arguments, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, **where)
    while path not in web.paths():
        assert process.poll() is None
        time.sleep(0.02)
    time.sleep(0.1)
    began = time.monotonic()
    process.send_signal(number)
    _, error = process.communicate(timeout=20)
    return Ended(process.returncode, error, time.monotonic() - began)


VICTIM = "/a/content/post_3.html"


def with_third(**answer: Any) -> dict[str, Route]:
    """Five articles, of which the third is answered in another way."""
    pages = column(5)
    return {**pages, VICTIM: Answer(str(pages[VICTIM]).encode(), **answer)}


@pytest.mark.parametrize("by_scrapy", [False, True])
def test_an_interrupted_run_does_not_wait_for_a_site_that_stalls(place: Place, by_scrapy: bool) -> None:
    with serve(with_third(wire=stall)) as web:
        place.define(web.base)
        if by_scrapy:
            command = ("scrapy", "crawl", "site", "-a", "site=t", "-a", f"db={place.db}", "-s", "STOP_GRACE=0.5")
            ended = stopped(place, web, VICTIM, signal.SIGTERM, *command, cwd=ROOT)
        else:
            command = ("gdmzt_crawler", "crawl", "t", "--db", str(place.db))
            ended = stopped(place, web, VICTIM, signal.SIGINT, *command)
        assert ended.code == 130, ended.error
        assert ended.seconds < (3 if by_scrapy else 7)
        assert "Traceback" not in ended.error
        assert "interrupted" in ended.error
        assert place.query("SELECT state FROM crawl_runs") == [("interrupted",)]
        assert place.query("SELECT count(*) FROM articles") == [(2,)]
        assert place.query("SELECT DISTINCT state, attempts FROM entries WHERE url LIKE '%post_3%'") == [("pending", 0)]
        assert place.query("SELECT count(*) FROM issues") == [(0,)]
        web.routes[VICTIM] = str(column(5)[VICTIM])
        assert place.crawl().code == 0
        assert web.paths().count(VICTIM) == 2
    assert place.query("SELECT count(*), count(DISTINCT native_id) FROM articles") == [(5, 5)]


def test_an_interrupted_run_takes_in_what_is_under_way(place: Place) -> None:
    with serve(with_third(wait=1.0)) as web:
        place.define(web.base)
        ended = stopped(place, web, VICTIM, signal.SIGINT, "gdmzt_crawler", "crawl", "t", "--db", str(place.db))
        assert ended.code == 130, ended.error
        assert ended.seconds < 4
        assert place.query("SELECT count(*) FROM articles WHERE url LIKE '%post_3%'") == [(1,)]
        assert web.paths()[-1] == VICTIM


def test_an_interrupted_run_sends_nothing_that_waits_for_its_turn(place: Place) -> None:
    with serve(column(3)) as web:
        place.define(web.base, more="[crawl]\ndelay = 30\nstart = []\n")
        ended = stopped(place, web, "/robots.txt", signal.SIGINT, "gdmzt_crawler", "crawl", "t", "--db", str(place.db))
        assert (ended.code, web.paths()) == (130, ["/robots.txt"]), ended.error
        assert ended.seconds < 3
        assert place.crawl("--delay", "0").code == 0
    assert place.query("SELECT count(*) FROM articles") == [(3,)]


def test_fetching_one_page_is_interrupted_too(place: Place) -> None:
    with serve(with_third(wire=stall)) as web:
        ended = stopped(place, web, VICTIM, signal.SIGINT, "gdmzt_crawler", "extract", web.base + VICTIM[1:])
    assert (ended.code, ended.seconds < 7) == (130, True), ended.error
    assert "Traceback" not in ended.error
