"""The demo site crawled over real HTTP, twice: the dataset holds what `expected()` says, the second run no more."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from gdmzt_crawler.demo.expected import Expected, ExpectedArticle
from gdmzt_crawler.demo.server import serve
from gdmzt_crawler.demo.site import DISALLOWED, DemoSite

ROOT = Path(__file__).resolve().parents[2]
IDS = [article.native_id for article in DemoSite().expected().articles]


@dataclass(frozen=True)
class Crawled:
    expected: Expected
    db: sqlite3.Connection
    codes: tuple[int, int]
    asked: tuple[list[str], list[str]]
    """Paths asked for by the first and by the second run."""
    changed: int
    """Rows of articles, paragraphs, images, attachments and revisions that the second run changed."""

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.db.execute(sql, values)]


def crawl(folder: Path) -> int:
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    environment = {**kept, "HOME": str(folder), "PYTHONPATH": str(ROOT), "GDMZT_SITES": str(folder / "sites")}
    command = [sys.executable, "-m", "gdmzt_crawler", "crawl", "demo", "--db", str(folder / "demo.db"), "--json"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=120, check=False)
    json.loads(done.stdout)
    return done.returncode


def content(db: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    tables = ("paragraphs", "images", "attachments", "revisions", "article_columns")
    found = {table: [tuple(row) for row in db.execute(f"SELECT * FROM {table} ORDER BY 1, 2")] for table in tables}
    columns = "native_id, url, title, published_at, source_id, view_count, fingerprint, revision, duplicate_of"
    articles = db.execute(f"SELECT {columns}, changed_at FROM articles ORDER BY native_id")
    found["articles"] = [tuple(row) for row in articles]
    return found


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("demo")
    (folder / "sites").mkdir()
    definition = (files("gdmzt_crawler.demo") / "demo.toml").read_text("utf-8")
    with serve() as server:
        text = definition.replace("http://127.0.0.1/", server.base_url)
        (folder / "sites" / "demo.toml").write_text(text, "utf-8")
        first = crawl(folder)
        db = sqlite3.connect(folder / "demo.db")
        before, first_asked = content(db), server.paths()
        server.requests.clear()
        second = crawl(folder)
        after = content(db)
        changed = sum(before[table] != after[table] for table in before)
        yield Crawled(server.site.expected(), db, (first, second), (first_asked, server.paths()), changed)
        db.close()


def one(crawled: Crawled, native_id: str, what: str) -> tuple[ExpectedArticle, Any]:
    sql = f"""SELECT {what} FROM articles a LEFT JOIN sources s ON s.id = a.source_id
        LEFT JOIN columns c ON c.id = a.column_id LEFT JOIN articles d ON d.id = a.duplicate_of WHERE a.native_id = ?"""
    return crawled.expected.article(native_id), crawled.rows(sql, native_id)[0]


def test_both_runs_end_well(crawled: Crawled) -> None:
    assert crawled.codes == (0, 0)


def test_exactly_the_articles_that_can_be_reached_are_stored(crawled: Crawled) -> None:
    assert {row[0] for row in crawled.rows("SELECT native_id FROM articles")} == set(IDS)


@pytest.mark.parametrize("native_id", IDS)
def test_the_fields_of_an_article(crawled: Crawled, native_id: str) -> None:
    names = "a.url, a.title, a.subtitle, a.published_at_precision, s.name, a.view_count, a.editor, c.name, a.text"
    expected, row = one(crawled, native_id, names)
    assert row == (
        expected.url,
        expected.title,
        expected.subtitle,
        expected.precision,
        expected.source,
        expected.views,
        expected.editor,
        expected.breadcrumb[-1],
        expected.text,
    )


@pytest.mark.parametrize("native_id", IDS)
def test_the_time_of_an_article(crawled: Crawled, native_id: str) -> None:
    expected, (stored,) = one(crawled, native_id, "a.published_at")
    assert stored == expected.published.replace("16:40+", "16:40:00+")


@pytest.mark.parametrize("native_id", IDS)
def test_the_parts_of_an_article(crawled: Crawled, native_id: str) -> None:
    expected, (key,) = one(crawled, native_id, "a.id")
    paragraphs = crawled.rows("SELECT kind, text FROM paragraphs WHERE article_id = ? ORDER BY position", key)
    assert paragraphs == [(p.kind, p.text) for p in expected.paragraphs]
    images = crawled.rows(
        "SELECT after_paragraph, url, alt, caption FROM images WHERE article_id = ? ORDER BY position", key
    )
    wanted = [(i.after_paragraph, i.image.url, i.image.alt, i.image.caption) for i in expected.images]
    assert images == wanted
    attachments = crawled.rows("SELECT url, name FROM attachments WHERE article_id = ? ORDER BY position", key)
    assert attachments == [(a.url, a.name) for a in expected.attachments]


@pytest.mark.parametrize("native_id", IDS)
def test_where_an_article_is_listed(crawled: Crawled, native_id: str) -> None:
    sql = """SELECT c.path, l.listed_title, l.listed_date FROM article_columns l JOIN columns c ON c.id = l.column_id
        JOIN articles a ON a.id = l.article_id WHERE a.native_id = ? AND c.path NOT IN ('/', '/mzzx/')"""
    found = {path: (title, day) for path, title, day in crawled.rows(sql, native_id)}
    assert found == dict(crawled.expected.article(native_id).columns)


def test_exact_duplicates_are_linked_to_the_earliest(crawled: Crawled) -> None:
    sql = """SELECT a.native_id, d.native_id, a.duplicate_kind FROM articles a JOIN articles d ON d.id = a.duplicate_of
        WHERE a.duplicate_kind = 'exact'"""
    pairs = {(a.native_id, a.duplicate_of, "exact") for a in crawled.expected.articles if a.duplicate_of}
    assert set(crawled.rows(sql)) == pairs


def test_columns_say_whether_they_are_whole(crawled: Crawled) -> None:
    for column in crawled.expected.columns:
        row = crawled.rows("SELECT name, complete FROM columns WHERE path = ?", column.path)
        assert row == [(column.name, int(column.complete))]


def test_rows_that_lead_to_no_article_end_in_their_state(crawled: Crawled) -> None:
    found = dict(crawled.rows("SELECT url, state FROM entries WHERE state <> 'stored'"))
    assert found == dict(crawled.expected.entries)


def test_what_may_not_be_asked_for_is_not(crawled: Crawled) -> None:
    for paths in crawled.asked:
        assert not set(crawled.expected.never_requested) & set(paths)
        assert not [path for path in paths if path.startswith(DISALLOWED)]
        assert paths[0] == "/robots.txt"


def test_every_page_of_the_capped_column_is_walked_and_no_more(crawled: Crawled) -> None:
    pages = [path for path in crawled.asked[0] if path.startswith("/zwgk/tzgg/") and "/content/" not in path]
    assert pages[1:] == [f"/zwgk/tzgg/index_{number}.html" for number in range(2, 21)]
    assert pages[0] in ("/zwgk/tzgg/", "/zwgk/tzgg/index.html")


def test_the_second_run_fetches_no_article_and_changes_nothing(crawled: Crawled) -> None:
    stored = {article.url for article in crawled.expected.articles}
    assert not [path for path in crawled.asked[1] if any(url.endswith(path) for url in stored) and "/content/" in path]
    assert crawled.changed == 0
