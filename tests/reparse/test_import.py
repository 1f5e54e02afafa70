"""`gdmzt import`: pages that other programs archived become articles, and part of the dataset's own archive."""

from __future__ import annotations

import gzip
import io
import signal
import sys
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

import pytest
from commands import ROOT, Done, Place
from ending import Ends
from nights import Nights, articles, pages, row_of, title
from rebuilding import rebuilt
from warcio.capture_http import capture_http
from webserver import article, column, listing, serve

from gdmzt_crawler.archive.reader import iterate
from gdmzt_crawler.store.digest import dataset_digest

sys.path.insert(0, str(ROOT / "tests" / "archive"))
from foreign import TYPE, Foreign, chunked

HOME = "http://www.example-mzt.gov.cn/"
CRAWL = "[crawl]\nstart = []\n"
LONG = "<p>会议强调，要坚持以人民为中心，切实把养老服务、社会救助、儿童福利等各项工作抓实抓细，确保年底前取得实效。</p>"


def run(place: Place, *files: Path, more: tuple[str, ...] = (), **options: Any) -> Done:
    return place.gdmzt("import", *map(str, files), "--db", str(place.db), "--json", *more, **options)


def foreign(path: Path, *, gzipped: bool = True) -> Path:
    """What a browser's crawler leaves: pictures, other hosts, chunks and gzip, a page that came again, articles first."""
    warc = Foreign(gzipped=gzipped)
    packed = gzip.compress(article(title(1)).encode())
    coded = (TYPE, ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"))
    one, two = f"{HOME}a/content/post_1.html", f"{HOME}a/content/post_2.html"
    warc.response(one, chunked(packed, 100), headers=coded)
    digest = warc.response(two, article(title(2)).encode())
    warc.request(two)
    warc.response(f"{HOME}a/", listing([row_of(2), row_of(1)]).encode())
    warc.response(f"{HOME}logo.png", b"\x89PNG", headers=(("Content-Type", "image/png"),))
    warc.response("http://www.example.org/x.html", b"<html>x</html>")
    warc.response(f"{HOME}old.html", b"", headers=(("Location", "/a/"),), status="301 Moved")
    warc.revisit(two, digest, two, "2026-11-24T03:15:00Z")
    return warc.save(path)


@pytest.mark.parametrize("gzipped", [True, False])
def test_a_foreign_file_becomes_articles(place: Place, tmp_path: Path, gzipped: bool) -> None:
    place.define(HOME, more=CRAWL)
    file = foreign(tmp_path / ("x.warc.gz" if gzipped else "x.warc"), gzipped=gzipped)
    done = run(place, file)
    assert done.code == 0, done.err
    told = done.summary
    assert (told["captures"], told["taken"], told["known"]) == (7, {"t": 4}, 0)
    assert told["unknown_hosts"] == {"www.example.org": 1}
    assert (told["others"], told["problems"]) == (2, [])
    stored = place.query("SELECT native_id, title, fetched_at, revision FROM articles ORDER BY 1")
    assert stored == [
        ("1", title(1), "2026-11-24T03:15:00Z", 1),
        ("2", title(2), "2026-11-25T03:15:00Z", 1),
    ]
    assert place.query("SELECT count(*) FROM article_columns") == [(2,)]
    assert place.query("SELECT count(*) FROM view_counts") == [(3,)]
    file.unlink()
    own = list(iterate(place.db.with_suffix(".archive")))
    assert [page.kind for page in own] == ["response", "response", "response", "revisit"]
    assert all(page.notes["imported"].startswith(file.name) for page in own)
    query = "SELECT count(*) FROM articles a JOIN captures c ON c.id = a.capture_id WHERE c.warc_file IS NOT NULL"
    assert place.query(query) == [(2,)]
    assert rebuilt(place) == dataset_digest(place.db)
    assert place.query("SELECT state FROM crawl_runs") == [("ok",)]


def test_again_changes_nothing(place: Place, tmp_path: Path) -> None:
    place.define(HOME, more=CRAWL)
    file = foreign(tmp_path / "x.warc.gz")
    run(place, file)
    digest, captures = dataset_digest(place.db), place.query("SELECT * FROM captures")
    again = run(place, file)
    assert (again.code, again.summary["taken"], again.summary["known"]) == (0, {}, 4)
    assert dataset_digest(place.db) == digest
    assert place.query("SELECT * FROM captures") == captures
    assert place.query("SELECT count(*) FROM crawl_runs") == [(1,)]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("where", ["crawl.replay.keep", "crawl.importing.captured"])
def test_ended_half_way_nothing_is_lost_and_it_goes_on(
    place: Place, tmp_path: Path, number: signal.Signals, where: str
) -> None:
    place.define(HOME, more=CRAWL)
    file = foreign(tmp_path / "x.warc.gz")
    ended = run(place, file, constants={where: Ends(number)})
    assert ended.code == (130 if number == signal.SIGINT else -number), ended.err
    assert place.query("SELECT count(*) FROM articles") == [(0,)]
    assert run(place, file).code == 0
    assert place.query("SELECT native_id, revision FROM articles ORDER BY 1") == [("1", 1), ("2", 1)]
    assert place.query("SELECT count(*) FROM view_counts") == [(3,)]
    assert place.query("SELECT count(*) FROM article_columns") == [(2,)]
    assert rebuilt(place) == dataset_digest(place.db)
    assert run(place, file).summary["taken"] == {}


def test_one_site_only(place: Place, tmp_path: Path) -> None:
    place.define(HOME, more=CRAWL)
    place.define("http://www.example-other.gov.cn/", key="u", more=CRAWL)
    done = run(place, foreign(tmp_path / "x.warc.gz"), more=("--site", "u"))
    assert (done.code, done.summary["taken"]) == (0, {})
    assert run(place, tmp_path / "x.warc.gz", more=("--site", "nobody")).code == 2


def test_pages_that_warcio_captured(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "captured.warc.gz"
    with serve(column(3)) as web:
        place.define(web.base)
        paths = ["a/", *(f"a/content/post_{n}.html" for n in (1, 2, 3))]
        with capture_http(str(file)):
            for path in paths:
                urllib.request.urlopen(web.base + path).read()
    done = run(place, file)
    assert (done.code, done.summary["articles"]["articles_new"]) == (0, 3), done.err
    assert rebuilt(place) == dataset_digest(place.db)


@pytest.mark.parametrize(
    "date", ["2026-02-30T25:61:61Z", "yesterday", "0000-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2999"]
)
def test_a_page_without_a_time_that_can_be_is_left_out(place: Place, tmp_path: Path, date: str) -> None:
    place.define(HOME, more=CRAWL)
    warc = Foreign()
    warc.response(f"{HOME}a/content/post_1.html", article(title(1)).encode(), fields={"WARC-Date": date})
    warc.response(f"{HOME}a/content/post_2.html", article(title(2)).encode())
    done = run(place, warc.save(tmp_path / "x.warc.gz"))
    assert (done.code, done.summary["undated"], done.summary["taken"]) == (0, 1, {"t": 1}), done.err
    assert place.query("SELECT native_id FROM articles") == [("2",)]
    assert rebuilt(place) == dataset_digest(place.db)


def test_addresses_that_are_none(place: Place, tmp_path: Path) -> None:
    place.define(HOME, more=CRAWL)
    warc = Foreign()
    for url in ("http://", "http://[::1", f"{HOME[:-1]}:99999/a/content/post_1.html", f"{HOME}a/%zz\0.html"):
        warc.response(url, article(title(1)).encode())
    warc.response(f"{HOME}a/content/post_2.html", article(title(2)).encode())
    done = run(place, warc.save(tmp_path / "x.warc.gz"))
    assert (done.code, done.summary["taken"]) == (0, {"t": 1}), done.err
    assert set(done.summary["unknown_hosts"]) >= {"", "[::1"}


@pytest.mark.parametrize("home", ["http://[::1", "http://a.gov.cn:99999/"])
@pytest.mark.parametrize("asked", ["article", "column"])
def test_a_home_that_is_no_address(place: Place, tmp_path: Path, home: str, asked: str) -> None:
    place.define(HOME, more=CRAWL)
    warc = Foreign()
    noted = {"X-Note-site": "t", "X-Note-home": home, f"X-Note-{asked}": f"{HOME}a/content/post_1.html"}
    warc.response(f"{HOME}a/content/post_1.html", article(title(1)).encode(), fields=noted)
    warc.response(f"{HOME}a/content/post_2.html", article(title(2)).encode())
    done = run(place, warc.save(tmp_path / "x.warc.gz"))
    assert (done.code, done.summary["taken"]) == (0, {"t": 1}), done.err


def test_damage_that_only_a_digest_tells(place: Place, tmp_path: Path) -> None:
    place.define(HOME, more=CRAWL)
    warc = Foreign(gzipped=False)
    for number in (1, 2):
        warc.response(f"{HOME}a/content/post_{number}.html", article(title(number)).encode())
    file = tmp_path / "x.warc"
    file.write_bytes(warc.bytes().replace(title(1).encode(), title(7).encode()))
    done = run(place, file)
    assert (done.code, done.summary["taken"]) == (3, {"t": 1}), done.err
    assert [each["message"] for each in done.summary["problems"]] == ["not what its digest says"]
    assert place.query("SELECT title FROM articles") == [(title(2),)]


def packed(*, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    warc, out = Foreign(), io.BytesIO()
    warc.response(f"{HOME}a/content/post_1.html", article(title(1)).encode())
    with zipfile.ZipFile(out, "w", how) as wacz:
        wacz.writestr("archive/data.warc.gz", warc.bytes())
    return out.getvalue()


def flipped(data: bytes, at: int, mask: int = 0xFF) -> bytes:
    return data[:at] + bytes([data[at] ^ mask]) + data[at + 1 :]


@pytest.mark.parametrize("damage", ["stored", "deflated", "method", "password", "cut"])
def test_a_wacz_that_cannot_be_unpacked(place: Place, tmp_path: Path, damage: str) -> None:
    place.define(HOME, more=CRAWL)
    data = packed(how=zipfile.ZIP_STORED if damage == "stored" else zipfile.ZIP_DEFLATED)
    directory = data.index(b"PK\1\2")
    match damage:
        case "cut":
            data = data[:-40]
        case "method":
            data = flipped(flipped(data, 8, 0x60), directory + 10, 0x60)
        case "password":
            data = flipped(flipped(data, 6, 1), directory + 8, 1)
        case _:
            data = flipped(data, 400)
    bad, good = tmp_path / "bad.wacz", tmp_path / "good.wacz"
    bad.write_bytes(data)
    good.write_bytes(packed())
    alone = run(place, bad)
    assert (alone.code, alone.out, alone.err.count("\n"), place.db.exists()) == (1, "", 1, False)
    both = run(place, bad, good)
    assert (both.code, both.summary["taken"]) == (3, {"t": 1}), both.err
    assert "Traceback" not in alone.err + both.err


def test_why_nothing_could_be_taken_is_said(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "x.warc.zst"
    file.write_bytes(b"\x28\xb5\x2f\xfd" + bytes(50))
    done = run(place, file)
    assert (done.code, "packed with zstandard" in done.err) == (1, True)


def test_an_older_page_takes_its_place_in_the_history(place: Place, tmp_path: Path) -> None:
    with serve({**pages([row_of(1, name="新标题")]), **articles(1)}) as web:
        place.define(web.base)
        nights = Nights(place, web)
        nights.crawl(0)
        warc = Foreign()
        older, oldest = {"WARC-Date": "2025-05-20T08:00:00Z"}, {"WARC-Date": "2025-05-20T06:00:00Z"}
        url = f"{web.base}a/content/post_1.html"
        warc.response(url, article(title(1), body=LONG).encode(), fields=older)
        warc.response(url, article(title(1)).encode(), fields=oldest)
        warc.response(f"{web.base}a/", listing([row_of(1, name="旧标题"), row_of(2)]).encode(), fields=older)
        assert run(place, warc.save(tmp_path / "old.warc.gz")).summary["articles"]["articles_earlier"] == 2
    history = place.query("SELECT revision, substr(observed_at, 1, 16), changed FROM revisions ORDER BY revision")
    assert history == [
        (1, "2025-05-20T06:00", "[]"),
        (2, "2025-05-20T08:00", '["text"]'),
        (3, "2025-05-21T03:00", '["text"]'),
    ]
    assert place.query("SELECT revision, first_seen_at, text NOT LIKE '%抓实抓细%' FROM articles") == [
        (3, "2025-05-20T06:00:00Z", 1)
    ]
    assert place.query("SELECT count(*) FROM view_counts") == [(3,)]
    assert place.query("SELECT listed_title FROM article_columns") == [("新标题",)]
    assert place.query("SELECT native_id, state FROM entries ORDER BY 1") == [("1", "stored"), ("2", "pending")]
    assert rebuilt(place) == dataset_digest(place.db)


def test_a_missing_file_and_one_that_is_none(place: Place, tmp_path: Path) -> None:
    place.define(HOME, more=CRAWL)
    missing = run(place, tmp_path / "no.warc.gz")
    assert (missing.code, "no such file" in missing.err) == (1, True)
    text = tmp_path / "x.warc"
    text.write_text("no WARC at all\n")
    place.db.unlink(missing_ok=True)
    before = set(place.path.iterdir())
    none = run(place, text)
    assert (none.code, none.out, "no record of a page" in none.err, none.err.count("\n")) == (1, "", True, 1)
    assert set(place.path.iterdir()) == before
    mixed = run(place, text, foreign(tmp_path / "good.warc"))
    assert (mixed.code, mixed.summary["taken"], str(text) in mixed.err) == (3, {"t": 4}, True)
    told = place.gdmzt("report", "--db", str(place.db)).out
    assert "取入 import of good.warc" in told
    assert "['" not in told
