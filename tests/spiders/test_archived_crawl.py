"""What a crawl keeps: every answer that mattered, before anything is read from it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from commands import Place
from fastwarc.warc import ArchiveIterator, WarcRecordType
from webserver import Answer, Route, column, listing, row, serve

from gdmzt_crawler.archive.reader import iterate, read_capture


def archive(place: Place) -> Path:
    return place.db.with_suffix(".archive")


def kinds(place: Place) -> list[tuple[str, int]]:
    return [(page.kind, page.status) for page in iterate(archive(place))]


def test_articles_and_listing_pages_are_kept_with_their_places(place: Place) -> None:
    with serve(column(3)) as web:
        place.define(web.base)
        assert place.crawl().code == 0
    captures = place.query("SELECT url, fetched_at, status, sha256, bytes, warc_file, warc_offset FROM captures")
    assert [url.rpartition("/")[2] for url, *_ in captures] == ["", "post_1.html", "post_2.html", "post_3.html"]
    for url, fetched_at, status, _, length, warc_file, warc_offset in captures:
        page = read_capture(archive(place), warc_file, warc_offset)
        assert (page.url, page.fetched_at, page.status, len(page.body)) == (url, fetched_at, status, length)
        assert page.notes["site"] == "t"
    asked = "SELECT count(*) FROM articles a JOIN captures c ON c.id = a.capture_id WHERE c.url = a.url"
    assert place.query(asked + " AND c.warc_file IS NOT NULL AND c.fetched_at = a.fetched_at") == [(3,)]


def test_other_tools_can_read_it(place: Place) -> None:
    with serve(column(2)) as web:
        place.define(web.base)
        assert place.crawl().code == 0
    (file,) = archive(place).glob("*.warc.gz")
    with open(file, "rb") as stream:
        records = [
            (record.record_type, record.verify_block_digest() if "WARC-Block-Digest" in record.headers else True)
            for record in ArchiveIterator(stream, parse_http=False)
        ]
    assert [kind for kind, _ in records].count(WarcRecordType.response) == 3
    assert [kind for kind, _ in records].count(WarcRecordType.request) == 3
    assert all(whole for _, whole in records)


def test_what_came_again_is_a_revisit(place: Place) -> None:
    with serve(column(2)) as web:
        place.define(web.base)
        place.crawl()
        place.crawl("--revisit", "all")
    assert sorted(kinds(place)) == [("response", 200)] * 3 + [("revisit", 200)] * 3
    assert place.query("SELECT count(DISTINCT sha256), count(*) FROM captures") == [(3, 6)]


def test_a_page_that_is_gone_is_kept_and_one_that_failed_is_not(place: Place) -> None:
    rows = [row(f"/a/content/post_{number}.html", f"第{number}次示例会议召开") for number in (1, 2)]
    pages: dict[str, Route] = {"/a/": listing(rows), "/a/content/post_1.html": Answer(b"", 404)}
    pages["/a/content/post_2.html"] = Answer(b"", 503)
    with serve(pages) as web:
        place.define(web.base)
        place.crawl(constants={"settings.RETRY_TIMES": 0})
    assert sorted(kinds(place)) == [("response", 200), ("response", 404)]


def test_it_can_be_turned_off(place: Place) -> None:
    with serve(column(1)) as web:
        place.define(web.base)
        assert place.crawl("--no-archive").code == 0
    assert not archive(place).exists()
    assert place.query("SELECT count(*), count(warc_file) FROM captures") == [(1, 0)]


def test_a_torn_tail_is_healed_and_told(place: Place) -> None:
    with serve(column(3)) as web:
        place.define(web.base)
        place.crawl("--limit", "2")
        (file,) = archive(place).glob("*.warc.gz")
        whole = file.read_bytes()
        file.write_bytes(whole + whole[:200])
        assert place.crawl().code == 0
    assert len(kinds(place)) == place.query("SELECT count(*) FROM captures")[0][0]
    assert place.query("SELECT kind FROM issues WHERE kind LIKE 'archive%'") == [("archive_healed",)]


def test_what_a_killed_run_had_archived_is_taken_in(place: Place) -> None:
    with serve(column(2)) as web:
        place.define(web.base)
        place.crawl("--limit", "1")
        kept = place.query("SELECT url, fetched_at, sha256, warc_file, warc_offset FROM captures ORDER BY id")
        with sqlite3.connect(place.db) as db:
            db.execute("UPDATE articles SET capture_id = NULL")
            db.execute("UPDATE revisions SET capture_id = NULL")
            db.execute("DELETE FROM captures WHERE id > 1")
        db.close()
        assert place.crawl().code == 0
    again = place.query("SELECT url, fetched_at, sha256, warc_file, warc_offset FROM captures ORDER BY id")
    assert again[: len(kept)] == kept
    assert len({row[3:] for row in again}) == len(again) == len(kinds(place))
    assert place.query("SELECT value FROM issues WHERE kind = 'archive_taken_in'") == [("1",)]


def test_an_archive_that_went_away_is_said(place: Place) -> None:
    with serve(column(1)) as web:
        place.define(web.base)
        place.crawl()
        for file in archive(place).glob("*.warc.gz"):
            file.unlink()
        done = place.crawl()
        assert (done.code, "--no-archive" in done.err) == (1, True)
        assert place.crawl("--no-archive").code == 0
