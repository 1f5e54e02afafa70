"""Captures that wait for the next write."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdmzt_crawler.errors import StoreError
from gdmzt_crawler.store.records import CaptureRecord
from gdmzt_crawler.store.repository import Store

AT = "2026-01-02T03:04:05Z"


def capture(url: str, offset: int) -> CaptureRecord:
    return CaptureRecord(
        url=url,
        fetched_at=AT,
        status=200,
        content_type="text/html",
        sha256="0" * 64,
        bytes=10,
        etag=None,
        last_modified=None,
        warc_file="x-00001.warc.gz",
        warc_offset=offset,
    )


def offset_of_newest(path: Path) -> int | None:
    """As another program sees it."""
    with Store.open(path, readonly=True) as other:
        place = other.captures.newest()
    return None if place is None else place[1]


def test_a_capture_is_stored_with_what_is_written_next(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Store.open(path) as store:
        store.captures.put(capture("http://a.example/1", 5), run_id=None)
        assert offset_of_newest(path) is None
        store.put_site(key="a", name="A", home_url="http://a.example/", platform="generic")
        assert offset_of_newest(path) == 5
        store.captures.put(capture("http://a.example/1", 6), run_id=None)
        assert store.captures.last_of("http://a.example/1") == ("x-00001.warc.gz", 6), "of the same address too"
        store.captures.put(capture("http://a.example/2", 7), run_id=None)
        store.captures.flush()
    assert offset_of_newest(path) == 7


def test_it_waits_on_where_the_next_write_fails(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Store.open(path) as store:
        store.captures.put(capture("http://a.example/1", 5), run_id=None)
        with pytest.raises(StoreError):
            # no site of this name
            store.put_column("nowhere", "/a/", name=None, url="http://a.example/a/")
        assert offset_of_newest(path) is None
        store.captures.flush()
    assert offset_of_newest(path) == 5


def test_what_sqlite_cannot_hold_stops_no_later_write(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Store.open(path) as store:
        store.captures.put(capture("http://a.example/\ud800", 5), run_id=None)
        store.captures.flush()
        assert store.captures.last_of("http://a.example/\ufffd") == ("x-00001.warc.gz", 5)
