"""`gdmzt export` as its users meet it: whole files or none, one sentence, exit codes."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import Place
from datasets import filled, record, with_site
from disks import mounted, unwritable

from benchmarks.exports.reading import differences, from_csv, from_jsonl
from gdmzt_crawler.export import FORMATS, Choice, export
from gdmzt_crawler.export.snapshot import snapshot
from gdmzt_crawler.store import Store
from gdmzt_crawler.store.digest import dataset_digest


@pytest.fixture
def db(made: Path, place: Place) -> Path:
    path = place.path / "data" / "made.db"
    path.parent.mkdir()
    with contextlib.closing(sqlite3.connect(made)) as source, contextlib.closing(sqlite3.connect(path)) as copy:
        source.backup(copy)
    return path


def test_without_a_name_it_goes_into_the_folder_of_exports(place: Place, db: Path) -> None:
    done = place.gdmzt("export", "csv", "--db", "data/made.db", "--site", "two", "--unique")
    assert (done.code, done.err) == (0, "")
    (path,) = (place.path / "data" / "exports").glob("made-20??-??-??.csv")
    assert differences("csv", path, db, "a.site = 'two' AND a.duplicate_of IS NULL") == []
    assert f"data/exports/{path.name}" in done.out
    assert path.with_name(f"{path.name}.datapackage.json").exists()


def test_a_name_that_nobody_gave_replaces_nothing(place: Place, db: Path) -> None:
    first, second = (place.gdmzt("export", "jsonl", "--db", str(db), "--limit", "1", "--json") for _ in range(2))
    third = place.gdmzt("export", "jsonl", "--db", str(db), "--json")
    paths = [Path(done.summary["path"]) for done in (first, second, third)]
    assert [path.stem.removeprefix(paths[0].stem) for path in paths] == ["", "-2", "-3"]
    assert [len(list(from_jsonl(place.path / path))) == 1 for path in paths] == [True, True, False]
    again = place.gdmzt("export", "jsonl", "--db", str(db), "--out", str(paths[0]), "--json")
    assert (again.summary["path"], len(list(from_jsonl(place.path / paths[0]))) > 1) == (str(paths[0]), True)


def test_json_tells_what_was_written(place: Place, db: Path) -> None:
    done = place.gdmzt("export", "jsonl", "--db", str(db), "--out", "x.jsonl", "--query", "养老", "--json")
    path = place.path / "x.jsonl"
    assert done.code == 0
    assert done.summary["articles"] == len(list(from_jsonl(path))) > 0
    assert done.summary["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert done.summary["bytes"] == path.stat().st_size
    assert done.summary["dataset_digest"] == dataset_digest(db)


def test_a_folder_gets_a_file_named_as_usual(place: Place, db: Path) -> None:
    (place.path / "out").mkdir()
    assert place.gdmzt("export", "sqlite", "--db", str(db), "--out", "out").code == 0
    assert len(list((place.path / "out").glob("made-*.db"))) == 1


def test_standard_output_has_the_file_and_nothing_else(place: Place, db: Path) -> None:
    for form in ("csv", "jsonl", "atom"):
        assert place.gdmzt("export", form, "--db", str(db), "--out", f"x.{form}").code == 0
        done = place.gdmzt("export", form, "--db", str(db), "--out", "-")
        assert (done.code, done.err) == (0, "")
        assert (place.path / "out.txt").read_bytes() == (place.path / f"x.{form}").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX")
def test_a_standard_output_that_is_closed(place: Place, db: Path) -> None:
    command = f'"{sys.executable}" -m gdmzt_crawler export csv --db "{db}" --out - >&-'
    environment = place.environment()
    done = subprocess.run(command, shell=True, cwd=place.path, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert b"standard output is closed" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("sqlite", "--out", "-"), "name a file with --out"),
        (("csv", "--out", "-", "--json"), "leave one of them out"),
        (("csv", "--site", "nix"), "no such site in the dataset: nix"),
        (("csv", "--column", "/nix/"), "no such column: /nix/"),
        (("csv", "--since", "gestern"), "write it as 2026-11-24"),
        (("csv", "--since", "2024-02-01", "--until", "2024-01-01"), "is later than"),
        (("xlsx",), "xlsx"),
        (("csv", "--out", "data/made.db"), "this is the dataset itself"),
        (("csv", "--out", "other.db"), "this is another dataset"),
        (("csv", "--out", "pipe"), "this is no ordinary file"),
        (("csv", "--out", "data/made.db-wal"), "this is a part of a dataset"),
        (("csv", "--out", "data/made.db.lock"), "this is a part of a dataset"),
        (("csv", "--out", "data/made.archive/made-00001-20261124T031500Z.warc.gz"), "this is a part of a dataset"),
        (("csv", "--limit", "0"), "--limit"),
    ],
)
def test_wrong_usage_is_one_sentence(place: Place, db: Path, arguments: tuple[str, ...], told: str) -> None:
    filled(place.path / "other.db")
    os.mkfifo(place.path / "pipe")
    before = {path: path.stat().st_mtime_ns for path in place.path.glob("*.db")}
    done = place.gdmzt("export", *arguments, "--db", "data/made.db")
    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert "Traceback" not in done.err
    assert before == {path: path.stat().st_mtime_ns for path in place.path.glob("*.db")}
    assert not (place.path / "data" / "exports").exists()


def test_an_export_may_take_the_place_of_an_older_one(place: Place, db: Path) -> None:
    for form in FORMATS:
        for _ in range(2):
            assert place.gdmzt("export", form, "--db", str(db), "--out", "x").code == 0, form
    assert sorted(each.name for each in place.path.iterdir() if each.name.startswith((".", "x"))) == [
        "x",
        "x.datapackage.json",
    ]


def left(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


@contextlib.contextmanager
def running(place: Place, db: Path, form: str) -> Iterator[subprocess.Popen[str]]:
    """An export that has begun to write, and does not come to its end: its dataset is a thousand times read."""
    slow = (
        "import sys, time, gdmzt_crawler.export.run as run\n"
        "plain = run.read_articles\n"
        "def slow(*a):\n"
        "    for record in plain(*a):\n"
        "        time.sleep(0.05)\n"
        "        yield record\n"
        "run.read_articles = slow\n"
        "check = run.sqlitefile._check\n"
        "run.sqlitefile._check = lambda *a: (time.sleep(10), check(*a))\n"
        "from gdmzt_crawler.cli import main\n"
        "main(sys.argv[1:])\n"
    )
    command = [sys.executable, "-c", slow, "export", form, "--db", str(db), "--out", str(place.path / "out" / "x")]
    with subprocess.Popen(
        command, cwd=place.path, env=place.environment(), stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        while not list((place.path / "out").glob(".x.*.part")):
            assert process.poll() is None
            time.sleep(0.02)
        time.sleep(0.2)
        yield process
        process.kill()


@pytest.mark.parametrize("form", ["csv", "parquet", "sqlite"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_whoever_ends_it_finds_what_was_there_before(place: Place, db: Path, form: str, number: int) -> None:
    (place.path / "out").mkdir()
    (place.path / "out" / "x").write_text("before")
    with running(place, db, form) as process:
        process.send_signal(number)
        _, error = process.communicate(timeout=10)
    assert process.returncode == 130, error
    assert error.strip() == "已中断 interrupted."
    assert left(place.path / "out") == ["x"]
    assert (place.path / "out" / "x").read_text() == "before"


def test_a_killed_export_leaves_no_half_file_and_the_next_one_sweeps(place: Place, db: Path) -> None:
    (place.path / "out").mkdir()
    with running(place, db, "csv") as process:
        process.kill()
        process.wait()
    assert not (place.path / "out" / "x").exists()
    assert left(place.path / "out")
    foreign = place.path / "out" / f".x.{os.getpid()}.part"
    foreign.write_text("of a program that lives")
    assert place.gdmzt("export", "csv", "--db", str(db), "--out", "out/x").code == 0
    assert left(place.path / "out") == [foreign.name, "x", "x.datapackage.json"]


@pytest.mark.parametrize("form", FORMATS)
def test_a_full_disk_is_one_sentence(place: Place, db: Path, form: str) -> None:
    with mounted(place.path / "small", "32k") as folder:
        done = place.gdmzt("export", form, "--db", str(db), "--out", "small/x")
        assert done.code == 1
        assert done.err.count("\n") == 1
        assert "no room left on the disk, no half file was left: small/x — " in done.err
        assert left(folder) == []


def test_a_folder_that_cannot_be_written_is_one_sentence(place: Place, db: Path) -> None:
    folder = place.path / "closed"
    folder.mkdir()
    (folder / "a").touch()
    with unwritable(folder):
        done = place.gdmzt("export", "csv", "--db", str(db), "--out", "closed/x.csv")
    assert (done.code, done.out) == (1, "")
    assert "cannot be written: closed/x.csv (" in done.err
    assert done.err.count("\n") == 1


def test_without_pyarrow_it_says_what_to_install(place: Place, db: Path) -> None:
    hidden = "import sys; sys.modules['pyarrow'] = None\nfrom gdmzt_crawler.cli import main\nmain(sys.argv[1:])"
    command = [sys.executable, "-c", hidden, "export", "parquet", "--db", str(db), "--out", "x.parquet"]
    done = subprocess.run(command, cwd=place.path, env=place.environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'gdmzt-crawler[export]'" in done.stderr
    assert not (place.path / "x.parquet").exists()


def test_a_reader_that_has_seen_enough_ends_it_quietly(place: Place, db: Path) -> None:
    command = f"{sys.executable} -m gdmzt_crawler export jsonl --db {db} --out - | head -c 50"
    done = subprocess.run(
        command, shell=True, cwd=place.path, env=place.environment(), capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert len(done.stdout.encode()) == 50


def test_there_is_one_moment_while_a_crawl_writes(tmp_path: Path) -> None:
    db = filled(tmp_path / "filled.db")
    with Store.open(db) as store:
        with_site(store)
        with snapshot(db) as opened:
            first = opened.execute("SELECT count(*) FROM articles").fetchone()[0]
            store.save_article(record(99, title="快照之后"), run_id=None)
            assert opened.execute("SELECT count(*) FROM articles").fetchone()[0] == first
        moments = []

        def meanwhile(what: str, done: int, total: int) -> None:
            store.save_article(record(1000 + len(moments), title=f"写入{len(moments)}"), run_id=None)
            moments.append((done, total))

        path = tmp_path / "x.csv"
        assert export(db, FORMATS["csv"], Choice(), path, meanwhile).articles == first + 1
        assert len(list(from_csv(path))) == first + 1
        assert len(moments) > 1
    package = json.loads((tmp_path / "x.csv.datapackage.json").read_text())
    assert package["gdmzt"]["dataset_digest"] != dataset_digest(db)


def test_progress_is_told_on_a_terminal(place: Place, db: Path) -> None:
    if shutil.which("script") is None:
        pytest.skip("no program to give it a terminal")
    command = f"{sys.executable} -m gdmzt_crawler export csv --db {db} --out x.csv"
    done = subprocess.run(
        ["script", "-qec", command, "/dev/null"],
        cwd=place.path,
        env=place.environment(TERM="xterm", COLUMNS="100"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "articles" in done.stdout
    assert "/300" in done.stdout
