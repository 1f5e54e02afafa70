"""`gdmzt crawl all`: every enabled site side by side, one request at a time in each, one writer."""

from __future__ import annotations

import fcntl
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from commands import SHIPPED, Done, Place
from test_mirror_crawl import HOSTS, proxy
from webserver import Answer, Web, column, serve

WAIT = 0.1


def disable(place: Place, *keys: str) -> None:
    """A definition of one's own in place of a shipped one, that is not enabled."""
    for key in keys:
        text = f'key = "{key}"\nname = "x"\nhome_url = "http://{key}.example/"\nplatform = "nfcms"\nenabled = false\n'
        (place.sites / f"{key}.toml").write_text(text, encoding="utf-8")


def slow(count: int, wait: float = WAIT) -> dict[str, Answer]:
    return {path: Answer(str(page).encode(), wait=wait) for path, page in column(count).items()}


@contextmanager
def two_sites(place: Place, first: int = 6, second: int = 6, wait: float = WAIT) -> Iterator[tuple[Web, Web]]:
    """Two sites that are the only enabled ones. They need hosts of their own: a host belongs to one site."""
    disable(place, *SHIPPED)
    with serve(slow(first, wait)) as one, serve(slow(second, wait)) as two:
        place.define(one.base, key="one")
        place.define(two.base.replace("127.0.0.1", "localhost"), key="two")
        yield one, two


def crawl_all(place: Place, *arguments: str, **environment: str) -> Done:
    return place.crawl(*arguments, site="all", **environment)


def test_both_are_crawled_at_the_same_time_and_each_gently(place: Place) -> None:
    with two_sites(place) as (one, two):
        done = crawl_all(place)
    assert done.code == 0, done.err
    assert [(site["site"], site["state"], site["exit_code"]) for site in done.summary["sites"]] == [
        ("one", "ok", 0),
        ("two", "ok", 0),
    ]
    assert place.query("SELECT site, count(*) FROM articles GROUP BY 1 ORDER BY 1") == [("one", 6), ("two", 6)]
    assert place.query("SELECT site, state, articles_new, requests FROM crawl_runs ORDER BY site") == [
        ("one", "ok", 6, 8),
        ("two", "ok", 6, 8),
    ]
    for web in (one, two):
        times = [asked.at for asked in web.asked if asked.path != "/robots.txt"]
        assert all(later - earlier >= WAIT * 0.9 for earlier, later in pairwise(times))
    # Side by side: each began before the other ended.
    assert one.asked[0].at < two.asked[-1].at
    assert two.asked[0].at < one.asked[-1].at


def test_each_counts_its_own_time(place: Place) -> None:
    with two_sites(place, first=1, second=10) as _:
        quick, long = crawl_all(place).summary["sites"]
    assert quick["seconds"] + 0.5 < long["seconds"]


def test_people_read_one_paragraph_a_site(place: Place) -> None:
    with two_sites(place, wait=0) as _:
        done = place.gdmzt("crawl", "all", "--db", "x.db", "--limit", "2")
    assert done.code == 0, done.err
    assert done.out.count("新 new 2") == 2
    assert done.out.count("x.db") == 1
    assert {line.split("]")[0] for line in done.err.splitlines()} == {"[one", "[two"}


def test_a_site_that_fails_does_not_stop_the_others(place: Place) -> None:
    with two_sites(place, wait=0) as _:
        with serve({}) as web:
            gone = web.base
        place.define(gone, key="one")
        done = crawl_all(place)
        assert done.code == 1
        assert [site["exit_code"] for site in done.summary["sites"]] == [1, 0]
        assert "one: " in done.err
        assert "cannot read" in done.err
        assert place.query("SELECT site, count(*) FROM articles GROUP BY 1") == [("two", 6)]
        # An empty column that the definition names is suspect, not failed.
        with serve({"/a/": "<h1>示例</h1>"}) as empty:
            place.define(empty.base, key="one")
            done = crawl_all(place)
    assert (done.code, [site["exit_code"] for site in done.summary["sites"]]) == (3, [3, 0])


def test_one_broken_definition_stops_all_before_the_first_request(place: Place) -> None:
    with two_sites(place, wait=0) as (one, two):
        (place.sites / "bad.toml").write_text('key = "bad"\nname = "x"\n', encoding="utf-8")
        (place.sites / "worse.toml").write_text("key = ", encoding="utf-8")
        done = crawl_all(place)
        assert (done.code, done.out) == (2, "")
        assert "bad.toml" in done.err
        assert "worse.toml" in done.err
        assert one.asked == two.asked == []
    assert not place.db.exists()


def test_wrong_usage(place: Place) -> None:
    with two_sites(place, wait=0) as (one, _):
        assert crawl_all(place, "--column", "/a/").code == 2
        assert crawl_all(place, "--limit", "x").code == 2
        disable(place, "one", "two")
        nothing = crawl_all(place)
        assert (nothing.code, "no site is enabled" in nothing.err) == (2, True)
        assert one.asked == []


def test_no_site_may_be_called_all(place: Place) -> None:
    place.define("http://127.0.0.1:1/", key="all")
    done = place.gdmzt("sites", "check", "all")
    assert (done.code, "stands for every site" in done.err) == (2, True)


def test_a_real_host_among_them_needs_a_contact(place: Place) -> None:
    with two_sites(place, wait=0) as (one, _):
        (place.sites / "drc.toml").unlink()
        done = crawl_all(place)
        assert (done.code, "--contact" in done.err, one.asked) == (2, True, [])


def test_interrupted_they_keep_what_they_have(place: Place) -> None:
    with two_sites(place, 14, 14) as (one, two):
        process = subprocess.Popen(
            [sys.executable, "-m", "gdmzt_crawler", "crawl", "all", "--db", str(place.db), "--json"],
            cwd=place.path,
            env=place.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        while min(len(one.asked), len(two.asked)) < 6:
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=20)
        assert process.returncode == 130, error
        assert "Traceback" not in error
        assert [site["state"] for site in json.loads(out)["sites"]] == ["interrupted"] * 2
        assert place.query("SELECT state FROM crawl_runs") == [("interrupted",)] * 2
        assert place.query("SELECT count(*) FROM articles")[0][0] >= 6
        assert crawl_all(place).code == 0
        articles = [(web.base, path) for web in (one, two) for path in web.paths() if "/content/" in path]
        assert len(articles) - len(set(articles)) <= 2
    assert place.query("SELECT count(*), count(DISTINCT url) FROM articles") == [(28, 28)]


def test_under_the_lock_of_another_run_it_says_so_and_ends(place: Place) -> None:
    with two_sites(place, wait=0) as (one, two):
        with place.db.with_name("x.db.lock").open("w") as other:
            fcntl.flock(other, fcntl.LOCK_EX)
            other.write("pid 4711")
            other.flush()
            began = time.monotonic()
            done = crawl_all(place)
            assert (done.code, len(done.err.splitlines())) == (4, 1)
            assert "another run holds the dataset" in done.err
            assert "4711" in done.err
            assert time.monotonic() - began < 5
            assert one.asked == two.asked == []
        assert crawl_all(place).code == 0


def test_the_mirrors_sites_together_give_what_they_give_alone(place: Place, shared: Path) -> None:
    disable(place, *(set(SHIPPED) - set(HOSTS)))
    truth = [json.loads(line) for line in (shared / "mirror" / "truth.jsonl").read_text("utf-8").splitlines()]
    with proxy(shared / "mirror" / "serve.py") as address:
        done = crawl_all(place, "--delay", "0", http_proxy=address)
    assert done.code == 0, done.err
    assert {site["site"] for site in done.summary["sites"]} == set(HOSTS)
    stored = {url for (url,) in place.query("SELECT url FROM articles")}
    assert stored == {line["url"] for line in truth if line["article"]}


@pytest.mark.parametrize("codes", [((0, 3, 1), 1), ((0, 3), 3), ((0, 0), 0), ((1, 130), 130), ((3, 2, 0), 2)])
def test_the_worst_exit_code_counts(codes: tuple[tuple[int, ...], int]) -> None:
    from gdmzt_crawler.cli.together import worst

    assert worst(codes[0]) == codes[1]
