"""`gdmzt import` of pages whose hosts all lack a definition: told with the next step, and nothing is made."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from commands import ROOT, Done, Place
from nights import title
from webserver import article

sys.path.insert(0, str(ROOT / "tests" / "archive"))
from foreign import Foreign

HOME = "http://www.example-mzt.gov.cn/"
CRAWL = "[crawl]\nstart = []\n"


def take(place: Place, *files: Path, db: str = "x.db") -> Done:
    return place.gdmzt("import", *map(str, files), "--db", db)


def archived(path: Path, *urls: str, fields: dict[str, str] | None = None) -> Path:
    warc = Foreign()
    for number, url in enumerate(urls):
        warc.response(url, article(title(number)).encode(), fields=fields or {})
    return warc.save(path)


def others(path: Path) -> Path:
    urls = ("http://a.example.org/x.html", "http://b.example.org/y.html", "http://a.example.org/z.html", "http://[::1")
    return archived(path / "others.warc.gz", *urls)


def test_the_hosts_and_the_next_step_are_told(place: Place, tmp_path: Path) -> None:
    place.define(HOME, more=CRAWL)
    done = take(place, others(tmp_path), db="new/x.db")
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1), done.err
    assert "no site definition for any of the hosts: a.example.org 2, b.example.org 1, [::1 1 — " in done.err
    assert "--sites" in done.err
    assert "sites check" not in done.err
    assert not (tmp_path / "new").exists()


def test_a_broken_definition_may_be_the_one(place: Place, tmp_path: Path) -> None:
    (place.sites / "bad.toml").write_text('key = "bad"\n', encoding="utf-8")
    done = take(place, others(tmp_path))
    assert (done.code, "bad (`gdmzt sites check`)" in done.err) == (1, True), done.err


def test_a_site_that_only_the_notes_name(place: Place, tmp_path: Path) -> None:
    place.define(HOME, more=CRAWL)
    file = archived(tmp_path / "x.warc.gz", f"{HOME}a/content/post_1.html", fields={"X-Note-site": "gone"})
    done = take(place, file)
    assert (done.code, "www.example-mzt.gov.cn 1 — " in done.err, place.db.exists()) == (1, True, False), done.err


def test_a_dataset_that_is_there_stays_as_it_is(place: Place, tmp_path: Path) -> None:
    place.define(HOME, more=CRAWL)
    assert take(place, archived(tmp_path / "x.warc.gz", f"{HOME}a/content/post_1.html")).code == 0
    before = {path: path.read_bytes() for path in tmp_path.glob("x.*/*")} | {place.db: place.db.read_bytes()}
    assert take(place, others(tmp_path)).code == 1
    assert {path: path.read_bytes() for path in before} == before
    assert place.query("SELECT count(*) FROM crawl_runs") == [(1,)]


@pytest.mark.parametrize("first", [True, False])
def test_one_page_of_a_site_is_enough(place: Place, tmp_path: Path, first: bool) -> None:
    place.define(HOME, more=CRAWL)
    files = [others(tmp_path), archived(tmp_path / "x.warc.gz", f"{HOME}a/content/post_1.html")]
    done = take(place, *(reversed(files) if first else files))
    assert (done.code, "a.example.org 2" in done.out) == (0, True), done.err
    assert place.query("SELECT count(*) FROM articles") == [(1,)]
