"""`gdmzt reparse`: the archive alone gives the dataset, and brings one that is there to what this version reads."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from commands import Done, Place
from ending import Ends
from nights import Nights, articles, gone, pages, row_of, title
from webserver import article, column, serve

from gdmzt_crawler.store.digest import dataset_digest
from gdmzt_crawler.store.lock import exclusive

LONG = "<p>会议强调，要坚持以人民为中心，切实把养老服务、社会救助、儿童福利等各项工作抓实抓细，确保年底前取得实效。</p>"


def reparse(place: Place, *arguments: str, db: Path | None = None, **more: Any) -> Done:
    command = ("reparse", "--db", str(db or place.db), "--json", "--processes", "1", *arguments)
    return place.gdmzt(*command, **more)


def into_nothing(place: Place, *arguments: str) -> tuple[Done, Path]:
    made = place.path / "made.db"
    return reparse(place, "--archive", str(place.db.with_suffix(".archive")), *arguments, db=made), made


def dump(place: Place) -> list[str]:
    with closing(sqlite3.connect(place.db)) as db:
        return list(db.iterdump())


def lived(place: Place) -> None:
    """A dataset with an edit, a withdrawal, a return and rising views, whose server is gone."""
    with serve({**pages([row_of(3), row_of(2), row_of(1)]), **articles(1, 2, 3)}) as web:
        place.define(web.base)
        nights = Nights(place, web)
        nights.crawl(0)
        web.routes["/a/content/post_1.html"] = article(title(1), body=LONG)
        web.routes["/a/content/post_2.html"] = gone()
        nights.crawl(1)
        web.routes.update(articles(2))
        web.routes["/a/content/post_3.html"] = gone(410)
        nights.crawl(2, "--revisit", "all")
    states = place.query("SELECT native_id, revision, withdrawn_at IS NULL FROM articles ORDER BY native_id")
    assert states == [("1", 2, 1), ("2", 1, 1), ("3", 1, 0)]
    assert place.query("SELECT count(*), count(returned_at) FROM withdrawals") == [(2, 1)]


def test_an_archive_alone_gives_the_dataset(place: Place) -> None:
    lived(place)
    done, made = into_nothing(place)
    assert (done.code, done.summary["articles"]["new"]) == (0, 3)
    assert done.summary["digest"] == dataset_digest(made) == dataset_digest(place.db)
    with closing(sqlite3.connect(made)) as db:
        assert db.execute("SELECT count(*), count(returned_at) FROM withdrawals").fetchone() == (2, 1)
        places = "SELECT count(*) FROM articles a JOIN captures c ON c.id = a.capture_id WHERE c.warc_file IS NOT NULL"
        assert db.execute(places).fetchone() == (3,)
        assert db.execute("SELECT count(*) FROM crawl_runs").fetchone() == (3,)
        rows = "SELECT id, url, fetched_at, status, sha256, run_id, warc_file, warc_offset FROM captures ORDER BY id"
        assert db.execute(rows).fetchall() == place.query(rows)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_stays_a_link(place: Place) -> None:
    lived(place)
    elsewhere, made = place.path / "elsewhere", place.path / "made.db"
    elsewhere.mkdir()
    made.symlink_to(elsewhere / "real.db")
    for kind in ("new", "same"):
        done, _ = into_nothing(place)
        assert (done.code, done.summary["articles"][kind]) == (0, 3)
    assert made.is_symlink()
    assert dataset_digest(elsewhere / "real.db") == dataset_digest(place.db)
    assert not list(place.path.rglob("*.reparse*"))


def test_two_processes_give_the_same_as_one(place: Place) -> None:
    lived(place)
    one, first = into_nothing(place)
    made = place.path / "second.db"
    archive = str(place.db.with_suffix(".archive"))
    two = place.gdmzt("reparse", "--db", str(made), "--archive", archive, "--processes", "2", "--json", timeout=120)
    assert (one.code, two.code) == (0, 0), two.err
    assert two.summary["digest"] == one.summary["digest"] == dataset_digest(first)


def test_in_place_nothing_changes_for_the_same_version(place: Place) -> None:
    lived(place)
    before = dump(place)
    done = reparse(place)
    assert (done.code, done.summary["articles"]) == (
        0,
        {"new": 0, "changed": 0, "same": 3, "left": 0, "unread": 0},
    )
    assert dump(place) == before
    assert not list(place.path.glob("*.reparse*"))


def test_a_dry_run_says_what_a_new_version_changes_and_writes_nothing(place: Place) -> None:
    lived(place)
    before, digest = dump(place), dataset_digest(place.db)
    home = place.query("SELECT home_url FROM sites")[0][0]
    # The definition takes the site's name for the title: every title changes.
    place.define(home, more='[article]\ntitle = ["div.nav a"]\n')
    told = reparse(place, "--dry-run")
    assert told.code == 0, told.err
    assert told.summary["fields"]["title"]["articles"] == 3
    assert told.summary["fields"]["title"]["examples"][0]["after"] == "首页"
    assert dump(place) == before
    words = place.gdmzt("reparse", "--db", str(place.db), "--dry-run", "--processes", "1")
    assert "title: 3" in words.out
    assert "nothing was written" in words.out

    ids = place.query("SELECT native_id, id FROM articles ORDER BY 1")
    versions = {version for (version,) in place.query("SELECT parser_version FROM articles")}
    assert reparse(place).summary["articles"]["changed"] == 3
    assert place.query("SELECT DISTINCT title FROM articles") == [("首页",)]
    assert place.query("SELECT native_id, id FROM articles ORDER BY 1") == ids
    assert versions.isdisjoint({version for (version,) in place.query("SELECT parser_version FROM articles")})
    _, made = into_nothing(place)
    assert dataset_digest(place.db) == dataset_digest(made) != digest
    # And back again.
    place.define(home)
    assert reparse(place).code == 0
    assert dataset_digest(place.db) == digest


def test_what_was_not_archived_is_left_alone_and_counted(place: Place) -> None:
    with serve({**pages([row_of(2), row_of(1)]), **articles(1, 2)}) as web:
        place.define(web.base)
        nights = Nights(place, web)
        nights.crawl(0)
        web.routes["/a/content/post_1.html"] = article(title(1), body=LONG)
        nights.crawl(1, "--no-archive")
    digest, before = dataset_digest(place.db), dump(place)
    done = reparse(place)
    # Both were read in the second night without being archived.
    assert done.summary["articles"]["left"] == 2
    assert dataset_digest(place.db) == digest
    assert dump(place) == before


def test_a_reading_that_was_not_archived_stays(place: Place) -> None:
    lived(place)
    with closing(sqlite3.connect(place.db)) as db, db:
        db.execute("INSERT INTO view_counts SELECT id, '2024-01-01T00:00:00Z', 5 FROM articles WHERE native_id = '1'")
    done = reparse(place)
    assert (done.summary["kept_readings"], done.summary["articles"]["same"]) == (1, 3)
    assert place.query("SELECT count(*) FROM view_counts WHERE view_count = 5") == [(1,)]


def test_a_dataset_that_lost_articles_gets_them_back(place: Place) -> None:
    lived(place)
    digest = dataset_digest(place.db)
    with closing(sqlite3.connect(place.db)) as db, db:
        (lost,) = db.execute("SELECT id FROM articles WHERE native_id = '1'").fetchone()
        for table in ("paragraphs", "images", "attachments", "article_columns", "evidence", "revisions", "view_counts"):
            db.execute(f"DELETE FROM {table} WHERE article_id = ?", (lost,))
        for table in ("visits", "near_keys"):
            db.execute(f"DELETE FROM {table} WHERE article_id = ?", (lost,))
        db.execute("DELETE FROM entries WHERE article_id = ?", (lost,))
        db.execute("DELETE FROM articles WHERE id = ?", (lost,))
    assert dataset_digest(place.db) != digest
    assert reparse(place).summary["articles"]["new"] == 1
    assert dataset_digest(place.db) == digest
    assert place.query("SELECT count(*) FROM entries WHERE state = 'stored' AND native_id = '1'") == [(1,)]


def test_no_archive_is_said_in_a_sentence(place: Place) -> None:
    done = reparse(place)
    assert (done.code, "no archive" in done.err, "--archive" in done.err) == (1, True, True)
    assert not place.db.exists()


def test_a_run_that_holds_the_dataset_is_not_disturbed(place: Place) -> None:
    lived(place)
    with exclusive(place.db):
        assert reparse(place).code == 4


def test_a_damaged_record_is_told_and_the_others_are_read(place: Place) -> None:
    with serve(column(4)) as web:
        place.define(web.base)
        place.crawl()
    (file,) = place.db.with_suffix(".archive").glob("*.warc.gz")
    ((offset,),) = place.query("SELECT warc_offset FROM captures WHERE url LIKE '%post_2.html'")
    data = bytearray(file.read_bytes())
    data[offset + 200 : offset + 220] = bytes(20)
    file.write_bytes(data)
    done, made = into_nothing(place)
    assert (done.code, done.summary["damaged"], done.summary["articles"]["new"]) == (3, 1, 3)
    with closing(sqlite3.connect(made)) as db:
        assert db.execute("SELECT count(*) FROM issues WHERE kind = 'archive_damaged'").fetchone() == (1,)
    # In the dataset that has it the article stays.
    assert reparse(place).summary["articles"]["left"] == 1
    assert place.query("SELECT count(*) FROM articles") == [(4,)]


@pytest.mark.parametrize("processes", ["1", "2"])
def test_an_archive_without_a_page_is_said_in_a_sentence(place: Place, processes: str) -> None:
    lived(place)
    before = dump(place)
    (file,) = place.db.with_suffix(".archive").glob("*.warc.gz")
    place.define("http://www.example.org/", key="u", more="[crawl]\n")
    archive = ("--archive", str(place.db.with_suffix(".archive")), "--processes", processes)
    others = reparse(place, "u", *archive)
    assert (others.code, others.out, "no page of this site: u" in others.err) == (1, "", True)
    file.write_bytes(bytes(5_000))
    for db, more in ((place.path / "made.db", ()), (place.db, ("t",)), (place.db, ("--dry-run",))):
        done = reparse(place, *archive, *more, db=db)
        assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
        assert "no page can be read from the archive" in done.err
    assert not list(place.path.glob("made.db*"))
    assert dump(place) == before


def test_a_dry_run_does_not_even_upgrade(place: Place) -> None:
    lived(place)
    with closing(sqlite3.connect(place.db)) as db:
        db.executescript("PRAGMA journal_mode = DELETE; PRAGMA user_version = 6")
    before = place.db.read_bytes()
    done = reparse(place, "--dry-run")
    assert (done.code, done.out, "gdmzt migrate" in done.err) == (1, "", True)
    assert place.db.read_bytes() == before
    with closing(sqlite3.connect(place.db)) as db:
        db.execute("PRAGMA user_version = 99")
    (file,) = place.db.with_suffix(".archive").glob("*.warc.gz")
    file.write_bytes(b"not even looked at")
    for more in ((), ("--dry-run",)):
        assert reparse(place, *more).code == 2


READING = """
import sys, time
from pathlib import Path
from gdmzt_crawler.archive.pieces import split
from gdmzt_crawler.crawl.parallel import read_all
for _ in read_all(split(Path(sys.argv[1])), [], processes=2, site=None, done=print):
    print("reading", flush=True)
    time.sleep(60)
"""


def test_killed_it_leaves_no_process_behind(place: Place) -> None:
    lived(place)
    command = (sys.executable, "-c", READING, str(place.db.with_suffix(".archive")))
    with subprocess.Popen(command, env=place.environment(), stdout=subprocess.PIPE, text=True) as reading:
        assert reading.stdout is not None
        assert reading.stdout.readline() == "reading\n"
        reading.kill()
        # its processes write to the same pipe, which ends with the last of them
        assert reading.communicate(timeout=20) == ("", None)


STARTING = """
import sys
from pathlib import Path
from gdmzt_crawler.archive.pieces import split
from gdmzt_crawler.crawl.parallel import read_all
try:
    print("starting", flush=True)
    list(read_all(split(Path(sys.argv[1])), [], processes=2, site=None, done=print))
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_interrupted_while_its_processes_start_it_says_nothing_else(place: Place) -> None:
    lived(place)
    command = (sys.executable, "-c", STARTING, str(place.db.with_suffix(".archive")))
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=place.environment(), start_new_session=True, **pipes) as starting:
        assert starting.stdout.readline() == "starting\n"
        children = Path(f"/proc/{starting.pid}/task/{starting.pid}/children")
        while len(children.read_text().split()) < 2:
            # the first one keeps count of what is shared
            assert starting.poll() is None
        # Python is there by then, and loads the program
        time.sleep(0.2)
        os.killpg(starting.pid, signal.SIGINT)
        assert starting.communicate(timeout=30) == ("interrupted\n", "")


def test_one_site_of_several(place: Place) -> None:
    with serve(column(2)) as web, serve(column(3)) as other:
        place.define(web.base)
        place.define(other.base.replace("127.0.0.1", "localhost"), key="u")
        place.crawl()
        place.crawl(site="u")
    done, _ = into_nothing(place, "u")
    assert done.summary["articles"]["new"] == 3
    whole = place.path / "whole.db"
    archive = ("--archive", str(place.db.with_suffix(".archive")))
    assert reparse(place, *archive, db=whole).summary["digest"] == dataset_digest(place.db)
    assert reparse(place, "no-such-site").code == 2


def test_a_site_without_a_definition_is_counted(place: Place) -> None:
    lived(place)
    (place.sites / "t.toml").unlink()
    made = place.path / "made.db"
    for more in ((), ("--dry-run",)):
        done = reparse(place, "--archive", str(place.db.with_suffix(".archive")), *more, db=made)
        assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
        assert "no definition here for the sites of the archive: t — " in done.err
        assert not list(place.path.glob("made.db*"))


def test_a_dry_run_leaves_no_lock(place: Place) -> None:
    lived(place)
    lock = place.db.with_name(f"{place.db.name}.lock")
    lock.unlink(missing_ok=True)
    assert reparse(place, "--dry-run").code == 0
    assert not lock.exists()
    assert (reparse(place).code, lock.exists()) == (0, True)
    made = place.path / "made.db"
    assert reparse(place, "--archive", str(place.db.with_suffix(".archive")), db=made).code == 0
    assert ", 从存档重建 reparsed\n" in place.gdmzt("report", "--db", str(made)).out


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
@pytest.mark.parametrize("where", ["crawl.replay.keep", "store.parts.copy_parts"])
def test_ended_half_way_it_changes_nothing_and_can_be_run_again(
    place: Place, number: signal.Signals, where: str
) -> None:
    lived(place)
    home = place.query("SELECT home_url FROM sites")[0][0]
    place.define(home, more='[article]\ntitle = ["div.nav a"]\n')
    before = dump(place)
    ended = place.gdmzt("reparse", "--db", str(place.db), "--processes", "1", constants={where: Ends(number)})
    assert ended.code == (130 if number == signal.SIGINT else -number), ended.err
    assert "Traceback" not in ended.err
    assert dump(place) == before
    assert reparse(place).summary["articles"]["changed"] == 3
    assert not list(place.path.glob("*.reparse*"))


def test_a_dataset_made_anew_is_crawled_on_as_the_lost_one_would_be(place: Place) -> None:
    rows = [[row_of(number) for number in range(first, first - 3, -1)] for first in (9, 6, 3)]
    with serve({**pages(*rows), **articles(*range(1, 9)), "/a/content/post_9.html": gone()}) as web:
        place.define(web.base)
        nights = Nights(place, web)
        for day in range(3):
            nights.crawl(day)
        archive = place.db.with_suffix(".archive")
        shutil.copytree(archive, place.path / "kept")
        asked = nights.crawl(3)
        assert asked[0] == "/a/"
        assert len(asked) > 1
        place.db.unlink()
        shutil.rmtree(archive)
        (place.path / "kept").rename(archive)
        assert reparse(place).summary["articles"]["new"] == 8
        assert sorted(nights.crawl(3)) == sorted(asked)


def test_a_page_on_which_the_program_fails_is_an_issue_and_no_end(place: Place) -> None:
    lived(place)
    made = place.path / "made.db"
    archive = ("--archive", str(place.db.with_suffix(".archive")))
    done = reparse(place, *archive, db=made, constants={"crawl.captured.article_fingerprint": Fails()})
    assert (done.code, done.summary["articles"]["new"]) == (0, 0)
    assert done.summary["issues"]["internal"] >= 3


class Fails:
    """Takes the place of a function of the program that has a fault."""

    def __call__(self, *_: Any) -> Any:
        raise LookupError("a fault")
