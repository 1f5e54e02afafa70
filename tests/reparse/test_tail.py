"""What a killed run had archived but not stored: taken in when the next one begins, and not asked for again."""

from __future__ import annotations

import importlib
import signal
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from commands import Place
from ending import Ends
from nights import FAST, NIGHT, Nights, articles, gone, pages, row_of, title
from rebuilding import rebuilt
from webserver import Web, article, serve

from gdmzt_crawler.store.digest import dataset_digest

LONG = "<p>会议强调，要坚持以人民为中心，切实把养老服务、社会救助、儿童福利等各项工作抓实抓细，确保年底前取得实效。</p>"


def killed(nights: Nights, day: float, function: str) -> None:
    """A crawl that is killed where it calls a function of the program: after the page was archived."""
    module, _, name = function.rpartition(".")
    assert hasattr(importlib.import_module(f"gdmzt_crawler.{module}"), name)
    done = nights.place.crawl(now=NIGHT + timedelta(days=day), constants={**FAST, function: Ends()})
    assert done.code == -signal.SIGKILL


def begin(place: Place, web: Web) -> Nights:
    place.define(web.base)
    return Nights(place, web)


@pytest.mark.parametrize("where", ["pipelines.extract.extract_page", "pipelines.store.keep"])
def test_an_article_that_was_archived_is_not_asked_for_again(place: Place, where: str) -> None:
    with serve({**pages([row_of(2), row_of(1)]), **articles(1, 2)}) as web:
        nights = begin(place, web)
        killed(nights, 0, where)
        assert place.query("SELECT count(*) FROM articles") == [(0,)]
        assert nights.crawl(0.01) == ["/a/", "/a/content/post_1.html"]
    assert place.query("SELECT count(*) FROM articles") == [(2,)]
    assert rebuilt(place) == dataset_digest(place.db)
    assert place.query("SELECT count(*), count(DISTINCT warc_offset) FROM captures") == [(4, 4)]
    assert place.query("SELECT state FROM crawl_runs ORDER BY id") == [("interrupted",), ("ok",)]


def test_before_the_capture_was_noted(place: Place) -> None:
    with serve({**pages([row_of(1)]), **articles(1)}) as web:
        nights = begin(place, web)
        killed(nights, 0, "crawl.archiving.CaptureRecord")
        assert place.query("SELECT count(*) FROM captures") == [(0,)]
        nights.crawl(0.01)
    assert place.query("SELECT kind, value FROM issues WHERE kind LIKE 'archive%'") == [("archive_taken_in", "1")]
    assert rebuilt(place) == dataset_digest(place.db)


@pytest.mark.parametrize("where", ["pipelines.store.keep", "pipelines.extract.extract_page"])
def test_an_edit_and_its_view_count_are_read_once(place: Place, where: str) -> None:
    with serve({**pages([row_of(1)]), **articles(1)}) as web:
        nights = begin(place, web)
        nights.crawl(0)
        web.routes["/a/content/post_1.html"] = article(title(1), body=LONG)
        killed(nights, 1, where)
        assert place.query("SELECT revision FROM articles") == [(1,)]
        assert nights.crawl(1.01) == ["/a/"]
        assert place.query("SELECT revision FROM articles") == [(2,)]
        assert place.query("SELECT count(*) FROM view_counts") == [(2,)]
    assert rebuilt(place) == dataset_digest(place.db)


def test_a_withdrawal(place: Place) -> None:
    with serve({**pages([row_of(1)]), **articles(1)}) as web:
        nights = begin(place, web)
        nights.crawl(0)
        web.routes["/a/content/post_1.html"] = gone()
        killed(nights, 1, "spiders.site.lose_article")
        assert nights.crawl(1.01) == ["/a/"]
        assert place.query("SELECT withdrawn_at IS NULL FROM articles") == [(0,)]
    assert rebuilt(place) == dataset_digest(place.db)


def test_a_doubtful_reading_is_not_believed_for_being_played_twice(place: Place) -> None:
    with serve({**pages([row_of(1)]), **articles(1)}) as web:
        nights = begin(place, web)
        web.routes["/a/content/post_1.html"] = article(title(1), body=LONG * 12)
        nights.crawl(0)
        web.routes["/a/content/post_1.html"] = article(title(1), body="<p>维护中。</p>")
        nights.crawl(1)
        assert place.query("SELECT quarantined_at IS NULL, revision FROM articles") == [(0, 1)]
        # As if the run had been killed after it had stored what it was to store.
        with closing(sqlite3.connect(place.db)) as db, db:
            db.execute("UPDATE crawl_runs SET state = 'running' WHERE id = 2")
        nights.crawl(1.01)
        assert place.query("SELECT quarantined_at IS NULL, revision FROM articles") == [(0, 1)]
    assert rebuilt(place) == dataset_digest(place.db)


def test_a_dataset_from_an_older_backup_catches_up_without_a_request(place: Place, tmp_path: Path) -> None:
    with serve({**pages([row_of(2), row_of(1)]), **articles(1, 2)}) as web:
        nights = begin(place, web)
        nights.crawl(0, "--limit", "1")
        backup = place.db.read_bytes()
        nights.crawl(0.01)
        digest = dataset_digest(place.db)
        place.db.write_bytes(backup)
        assert nights.crawl(0.02) == ["/a/"]
        assert dataset_digest(place.db) == digest
    assert rebuilt(place) == digest


def test_a_new_dataset_beside_an_old_archive_begins_anew(place: Place) -> None:
    with serve({**pages([row_of(2), row_of(1)]), **articles(1, 2)}) as web:
        nights = begin(place, web)
        nights.crawl(0)
        place.db.unlink()
        assert nights.crawl(1, "--limit", "1") == ["/a/", "/a/content/post_2.html"]
    assert place.query("SELECT count(*) FROM articles") == [(1,)]
    assert place.query("SELECT count(*), count(DISTINCT warc_offset) FROM captures") == [(5, 5)]
