"""What a run tells while it goes on: live on a terminal, else in plain lines."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys

from commands import Place
from webserver import Answer, column, serve


def on_a_terminal(place: Place, *arguments: str) -> str:
    """Standard error of a command that is shown on a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "gdmzt_crawler", *arguments],
        cwd=place.path,
        env=place.environment(COLUMNS="200", TERM="xterm"),
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:
        pass  # on Linux the end of a terminal is an error
    finally:
        os.close(ours)
    process.wait(30)
    return shown.decode("utf-8", "replace")


def test_a_terminal_shows_the_connection_and_each_attempt(place: Place) -> None:
    with serve({}) as web:
        base = web.base
    place.define(base, more="[crawl]\ndelay = 0.3\nstart = []\n")
    shown = on_a_terminal(place, "crawl", "t", "--db", "x.db")
    assert shown.index(f"connecting {base}") < shown.index("attempt 2") < shown.index("cannot read")


def test_progress_and_summary_count_alike(place: Place) -> None:
    with serve({**column(5), "/a/content/post_2.html": Answer(b"", 404), "/a/content/post_3.html": "<p>x"}) as web:
        place.define(web.base)
        done = place.gdmzt("crawl", "t", "--db", "x.db", "--limit", "4")
    told = "新 new 2, 失败 failed 1, 不是文章 rejected 1"
    assert re.search(rf"^\[t\] 列表页 pages 1 · 文章 articles: {told}$", done.err, re.M), done.err
    assert all(each in done.out for each in (*told.split(", "), "改 changed 0"))
    assert "待抓 pending 1" in done.out
