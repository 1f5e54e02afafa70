"""Ctrl-C, once and twice, and kill -9: what was stored stays, and the next run goes on."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest
from commands import Place
from webserver import Answer, Web, column, serve

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
