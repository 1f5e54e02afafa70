"""Storage that fails under a crawl: the disk is full, the dataset read-only or locked. Nothing is lost."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from commands import Done, Place
from disks import limit_files, mounted, remount, unwritable
from webserver import Answer, Route, Web, article, column, serve

from benchmarks.contents import difference, unsound

LONG = "<p>" + "示例市民政局近日召开会议，部署养老服务与社会救助的各项任务。" * 400 + "</p>"
COUNT = 20


def large_site(count: int = COUNT) -> dict[str, Route]:
    """A column of articles of 36 KB."""
    pages = column(count)
    for number in range(1, count + 1):
        body = LONG.replace("示例市", f"第{number}市")
        pages[f"/a/content/post_{number}.html"] = article(f"第{number}次示例工作会议", body=body)
    return pages


def one_sentence(done: Done, *words: str) -> None:
    lines = [line for line in done.err.splitlines() if line and not line.startswith("[")]
    assert done.code == 1, done.err
    assert len(lines) == 1, done.err
    assert all(word in lines[0] for word in words), lines[0]


def quiet_crawl(folder: Path, web: Web) -> Place:
    place = Place(folder)
    place.define(web.base)
    assert place.crawl().code == 0
    return place


def test_a_disk_that_fills_up_and_is_cleared(place: Place, tmp_path_factory: pytest.TempPathFactory) -> None:
    with serve(large_site()) as web, mounted(place.path / "disk", "700k") as disk:
        place.define(web.base)
        db = disk / "x.db"
        one_sentence(place.gdmzt("crawl", "t", "--db", str(db)), "no room left on the disk", "x.db")
        kept = len(set(web.paths())) - 2
        assert 0 < kept < COUNT
        # While there is no room every run says so, and harms nothing.
        one_sentence(place.gdmzt("crawl", "t", "--db", str(db)), "no room left on the disk")
        remount(disk, "size=20m")
        web.asked.clear()
        assert place.gdmzt("crawl", "t", "--db", str(db)).code == 0
        assert COUNT - kept <= len([path for path in web.paths() if "/content/" in path]) <= COUNT - kept + 2
        quiet = quiet_crawl(tmp_path_factory.mktemp("quiet"), web)
        assert difference(quiet.db, db) == []
        assert unsound(db) == []


def test_a_file_that_may_not_grow_any_more(place: Place, tmp_path_factory: pytest.TempPathFactory) -> None:
    """As a quota is: writing fails with an error that is not that of a full disk."""
    command = [sys.executable, "-m", "gdmzt_crawler", "crawl", "t", "--db", str(place.db)]
    with serve(large_site()) as web:
        place.define(web.base)
        limited = subprocess.run(
            command,
            cwd=place.path,
            env=place.environment(),
            capture_output=True,
            text=True,
            timeout=60,
            preexec_fn=lambda: limit_files(700_000),
        )
        one_sentence(Done(limited.returncode, limited.stdout, limited.stderr), "x.db")
        assert unsound(place.db) == []
        assert place.query("SELECT count(*) FROM entries") == [(COUNT,)]
        assert place.crawl().code == 0
        quiet = quiet_crawl(tmp_path_factory.mktemp("quiet"), web)
    assert difference(quiet.db, place.db) == []
    assert unsound(place.db) == []


def test_a_dataset_that_is_read_only_is_refused_before_the_first_request(place: Place) -> None:
    folder = place.path / "data"
    folder.mkdir()
    with serve(column(3)) as web:
        place.define(web.base)
        db = str(folder / "x.db")
        assert place.gdmzt("crawl", "t", "--db", db).code == 0
        before = hashlib.sha256(Path(db).read_bytes()).hexdigest()
        web.asked.clear()
        with unwritable(folder):
            one_sentence(place.gdmzt("crawl", "t", "--db", db), "the dataset cannot be", "x.db")
            assert place.gdmzt("runs", "--db", db).code == 0
            assert web.asked == []
            assert hashlib.sha256(Path(db).read_bytes()).hexdigest() == before
        assert place.gdmzt("crawl", "t", "--db", db).code == 0


ANALYST = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=20)
db.execute("BEGIN IMMEDIATE")
db.execute("CREATE TABLE IF NOT EXISTS notes (text)")
print("held", flush=True)
sys.stdin.readline()
db.execute("ROLLBACK")
print("released", flush=True)
"""


class Analyst:
    """Another program with an open transaction that writes."""

    def __init__(self, db: Path) -> None:
        command = [sys.executable, "-c", ANALYST, str(db)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "held\n"

    def release(self) -> None:
        out, _ = self._process.communicate("\n", timeout=20)
        assert out == "released\n"


def test_a_dataset_that_stays_locked_stops_the_run_and_loses_nothing(
    place: Place, tmp_path_factory: pytest.TempPathFactory
) -> None:
    held: list[Analyst] = []

    def third(earlier: int) -> Answer:
        if not held:
            held.append(Analyst(place.db))
        return Answer(article("第3次示例工作会议在示例市召开").encode())

    pages = {**column(12), **{path: column(2, path=path)[path] for path in ("/b/", "/c/", "/d/")}}
    with serve({**pages, "/a/content/post_3.html": third}) as web:
        place.define(web.base, columns=("/a/", "/b/", "/c/", "/d/"))
        began = time.monotonic()
        done = place.crawl(constants={"store.repository.BUSY_SECONDS": 0.5, "crawl.run.LAST_WAIT": 0.5})
        took = time.monotonic() - began
        one_sentence(done, "locked by another program", "x.db")
        assert took < 8
        assert place.query("SELECT state, count(*) FROM entries WHERE column_id = 1 GROUP BY state") == [
            ("pending", 10),
            ("stored", 2),
        ]
        # Before a run can even begin.
        one_sentence(place.crawl(constants={"store.repository.BUSY_SECONDS": 0.5}), "locked by another program")
        held[0].release()
        assert place.crawl("--full").code in (0, 3)
        assert place.query("SELECT state FROM crawl_runs ORDER BY id")[0] == ("interrupted",)
    assert place.query("SELECT count(*), count(DISTINCT native_id) FROM articles") == [(12, 12)]
    assert unsound(place.db) == []


def test_a_transaction_that_ends_in_time_only_delays(place: Place) -> None:
    def third(earlier: int) -> Answer:
        analyst = Analyst(place.db)
        threading.Timer(1.0, analyst.release).start()
        return Answer(article("第3次示例工作会议在示例市召开").encode())

    with serve({**column(6), "/a/content/post_3.html": third}) as web:
        place.define(web.base)
        done = place.crawl()
    assert (done.code, done.summary["counters"]["articles_new"]) == (0, 6)
    assert done.summary["seconds"] >= 1
    assert unsound(place.db) == []
