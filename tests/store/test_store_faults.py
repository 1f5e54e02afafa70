"""Full disks, missing rights, locked files: one clear sentence, and nothing is lost."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from datasets import SITE, filled, record, with_site
from inspecting import dump, one, sound

from gdmzt_crawler.errors import StorageFull, StoreError
from gdmzt_crawler.store import Store, connection
from gdmzt_crawler.store.faults import store_error

LONG = "各地民政部门学习了会议精神。" * 400


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1.2 MB."""
    yield from _mounted(tmp_path / "disk", "size=1200k")


@pytest.fixture
def read_only_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder with a dataset in it that nobody may write."""
    folder = tmp_path / "folder"
    folder.mkdir()
    if sys.platform == "linux" and os.geteuid() == 0:
        # root may write wherever the file system may be written
        for disk in _mounted(folder, "size=8m"):
            filled(disk / "data.db")
            subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
            yield disk
        return
    filled(folder / "data.db")
    (folder / "data.db").chmod(0o444)
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)


def _mounted(folder: Path, options: str) -> Iterator[Path]:
    folder.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode != 0:
        pytest.skip("this machine does not let us mount a file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def save_until_full(store: Store, first: int = 0) -> int:
    """Number of the article that found no room."""
    for number in range(first, first + 500):
        try:
            store.save_article(record(number, title=f"第{number}次", body=(f"{number}{LONG}",)), run_id=None)
        except StorageFull:
            return number
    raise AssertionError("the disk did not fill up")


def test_a_full_disk_loses_nothing_and_the_next_run_goes_on(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(150_000))
    path = small_disk / "data.db"
    with Store.open(path) as store:
        with_site(store)
        failed = save_until_full(store)
        assert failed > 3
        assert store.article_count(SITE) == failed
        ballast.unlink()
        assert store.save_article(record(failed, body=("短。",)), run_id=None).outcome == "new"
    assert one(path, "SELECT count(*) FROM articles") == failed + 1
    assert sound(path)


def test_no_room_for_a_new_dataset(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(bytes(1_200_000))
    with pytest.raises(StorageFull, match=r"data\.db") as caught:
        Store.open(small_disk / "data.db")
    assert caught.value.exit_code == 1
    (small_disk / "ballast").unlink()
    Store.open(small_disk / "data.db").close()


def test_a_dataset_that_may_not_grow(store: Store) -> None:
    pages = one(store.path, "PRAGMA page_count")
    store._db.execute(f"PRAGMA max_page_count = {int(str(pages)) + 20}")
    failed = save_until_full(store)
    assert store.article_count(SITE) == failed > 0
    store._db.execute("PRAGMA max_page_count = 100000")
    store.save_article(record(failed), run_id=None)
    assert sound(store.path)


def test_nothing_can_be_written_where_there_is_no_right(read_only_folder: Path) -> None:
    for path in (read_only_folder / "new.db", read_only_folder / "below" / "new.db", read_only_folder / "data.db"):
        with pytest.raises(StoreError, match=re.escape(path.name)), Store.open(path) as store:
            store.save_article(record(99), run_id=None)


def test_reading_needs_no_right_to_write(read_only_folder: Path) -> None:
    with Store.open(read_only_folder / "data.db", readonly=True) as store:
        assert store.article_count(SITE) == 3
        with pytest.raises(StoreError):
            store.save_article(record(99), run_id=None)
    with pytest.raises(StoreError), Store.open(read_only_folder / "data.db", readonly=True) as store, store.lock():
        pass


def test_a_dataset_whose_newest_pages_cannot_be_read_is_refused(read_only_folder: Path, tmp_path: Path) -> None:
    """A copy of the file and its `-wal` without `-shm`: the file alone would be an older state."""
    path = read_only_folder / "data.db"
    with contextlib.suppress(subprocess.CalledProcessError):
        subprocess.run(["mount", "-o", "remount,rw", read_only_folder], check=True, capture_output=True)
    read_only_folder.chmod(0o755)
    (read_only_folder / "data.db-wal").write_bytes(b"pages")
    read_only_folder.chmod(0o555)
    if os.geteuid() == 0:
        subprocess.run(["mount", "-o", "remount,ro", read_only_folder], check=True)
    with pytest.raises(StoreError, match="cannot be written"):
        connection.needs_immutable(path)


def test_an_open_transaction_elsewhere_is_waited_for_and_then_named(path: Path) -> None:
    filled(path)
    before = dump(path)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as analyst:
        analyst.execute("BEGIN IMMEDIATE")
        with Store.open(path, busy_seconds=0.2) as store:
            with pytest.raises(StoreError, match="locked") as caught:
                store.save_article(record(50, body=("新的。",)), run_id=None)
            assert caught.value.exit_code == 1
            assert dump(path) == before
            analyst.execute("ROLLBACK")
            assert store.save_article(record(50, body=("新的。",)), run_id=None).outcome == "new"


def test_a_short_transaction_elsewhere_only_delays(path: Path) -> None:
    filled(path)
    with (
        contextlib.closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as analyst,
        Store.open(path) as store,
    ):
        analyst.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.3, analyst.execute, ["COMMIT"])
        release.start()
        assert store.save_article(record(50, body=("新的。",)), run_id=None).outcome == "new"
        release.join()


def test_a_reader_with_an_open_transaction_does_not_hold_up_a_crawl(path: Path) -> None:
    filled(path)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as analyst:
        analyst.execute("BEGIN")
        counted = analyst.execute("SELECT count(*) FROM articles").fetchone()
        with Store.open(path, busy_seconds=0.2) as store:
            store.save_article(record(50, body=("新的。",)), run_id=None)
        assert analyst.execute("SELECT count(*) FROM articles").fetchone() == counted


def test_a_damaged_dataset_says_so(path: Path) -> None:
    filled(path)
    content = bytearray(path.read_bytes())
    content[4096 : len(content)] = os.urandom(len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(StoreError, match="damaged"), Store.open(path) as store:
        store.save_article(record(1), run_id=None)


def test_every_sentence_is_in_both_languages_and_names_the_file() -> None:
    codes = (
        "FULL",
        "BUSY",
        "LOCKED",
        "READONLY",
        "PERM",
        "CANTOPEN",
        "CORRUPT",
        "NOTADB",
        "IOERR",
        "ERROR",
        "CONSTRAINT",
    )
    for code in codes:
        error = sqlite3.OperationalError(code)
        error.sqlite_errorcode = getattr(sqlite3, f"SQLITE_{code}")
        message = store_error(error, Path("/nowhere/data.db")).message
        assert "data.db" in message
        assert "\n" not in message
        assert any("\u4e00" <= letter <= "\u9fff" for letter in message)
        assert " the " in message or " not a " in message
