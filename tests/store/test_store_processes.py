"""Several processes, and processes that are killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from datasets import SITE, with_site
from inspecting import one, rows, sound

from gdmzt_crawler.errors import Locked
from gdmzt_crawler.store import Store

TESTS = Path(__file__).resolve().parents[1]

WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from datasets import COLUMN, HOME, SITE, T0, record, url_of, with_site
from gdmzt_crawler.store import SeenEntry, Store
path, first, count = Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
with Store.open(path) as store:
    with_site(store)
    column = store.put_column(SITE, COLUMN, name="民政要闻", url=HOME + COLUMN)
    for number in range(first, first + count):
        store.see_entries(SITE, column, [SeenEntry(url_of(number), "会议", native_id=str(number))], at=T0)
        store.save_article(record(number, title=f"第{number}次", body=(f"{number}",) * 20), run_id=None)
        print(number, flush=True)
"""
HOLDER = """
import sys
from gdmzt_crawler.store import Store
with Store.open(sys.argv[1]) as store, store.lock():
    print("held", flush=True)
    sys.stdin.read()
"""


def writer(path: Path, first: int, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(TESTS), str(path), str(first), str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a POSIX signal")
def test_kill_9_loses_nothing_that_was_acknowledged(path: Path) -> None:
    seed = random.Random(20261124)
    done = 0
    for _ in range(6):
        process = writer(path, done, 100_000)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(seed.uniform(0.02, 0.3))
        process.kill()
        said = [line for line in process.stdout.read().split("\n") if line]
        process.wait()
        acknowledged = int(said[-1]) if said else done
        with Store.open(path) as store:
            stored = store.article_count(SITE)
            assert stored in (acknowledged + 1, acknowledged + 2)
            # an entry may have been seen without its article, never the other way round
            assert len(store.pending_entries(SITE)) <= 1
        done = stored
    assert done > 20
    assert sound(path)
    assert rows(path, "SELECT CAST(native_id AS INTEGER) FROM articles ORDER BY 1") == [(n,) for n in range(done)]
    for table, each in (
        ("paragraphs", 20),
        ("revisions", 1),
        ("view_counts", 1),
        ("captures", 1),
        ("article_columns", 1),
    ):
        assert one(path, f"SELECT count(*) FROM {table}") == done * each
    untold = "SELECT count(*) FROM entries WHERE state = 'stored' AND article_id IS NULL"
    assert one(path, untold) == 0


def test_two_writers_take_turns(path: Path) -> None:
    Store.open(path).close()
    writers = [writer(path, first, 60) for first in (0, 1000)]
    assert [process.wait(timeout=60) for process in writers] == [0, 0]
    for process in writers:
        assert process.stdout is not None
        process.stdout.close()
    assert one(path, "SELECT count(*) FROM articles") == 120
    assert one(path, "SELECT count(*) FROM entries WHERE state = 'stored'") == 120
    assert sound(path)


def holder(path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


@pytest.mark.parametrize("end", ["kill", "close"])
def test_a_second_run_is_told_at_once_and_the_lock_dies_with_its_holder(path: Path, end: str) -> None:
    with holder(path) as process, Store.open(path) as store:
        began = time.monotonic()
        with pytest.raises(Locked, match=f"pid {process.pid}") as caught, store.lock():
            pass
        assert time.monotonic() - began < 1
        assert caught.value.exit_code == 4
        # readers are not shut out
        assert with_site(store).article_count(SITE) == 0
        if end == "kill" and sys.platform != "win32":
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        else:
            process.communicate("")
        with store.lock():
            pass


def test_the_lock_is_one_for_a_process_too(path: Path) -> None:
    with Store.open(path) as first, Store.open(path) as second:
        with first.lock(), pytest.raises(Locked), second.lock():
            pass
        with second.lock():
            pass


def test_the_lock_is_one_for_all_names_of_a_file(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "other.db"
    other.parent.mkdir()
    with Store.open(path) as first:
        other.symlink_to(path)
        with Store.open(other) as second, first.lock(), pytest.raises(Locked), second.lock():
            pass
