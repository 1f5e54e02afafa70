"""The demo site crawled over real HTTP, twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from commands import Done, Place

from gdmzt_crawler import demo
from gdmzt_crawler.demo.expected import Expected, ExpectedArticle
from gdmzt_crawler.demo.server import SeenRequest, serve
from gdmzt_crawler.demo.site import DemoSite

OBSERVATIONS = ("last_seen_at", "last_seen_run")
"""What a second crawl of an unchanged site may change in rows that are there already."""


@dataclass(frozen=True)
class Crawled:
    place: Place
    expected: Expected
    first: Done
    second: Done
    requests: tuple[list[SeenRequest], list[SeenRequest]]
    before: dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    place = Place(tmp_path_factory.mktemp("demo"))
    text = Path(demo.__file__).with_name("demo.toml").read_text(encoding="utf-8")
    with serve(DemoSite()) as server:
        definition = text.replace('home_url = "http://127.0.0.1/"', f'home_url = "{server.base_url}"')
        (place.sites / "demo.toml").write_text(definition, encoding="utf-8")
        first = place.crawl(site="demo")
        asked = list(server.requests)
        before = {name: rows(place, name) for name in TABLES}
        second = place.crawl(site="demo")
        yield Crawled(place, server.site.expected(), first, second, (asked, server.requests[len(asked) :]), before)


TABLES = (
    *("sites", "sources", "articles", "evidence", "article_columns", "paragraphs", "images", "attachments"),
    *("revisions", "view_counts", "captures", "entries"),
)


def rows(place: Place, table: str) -> list[dict[str, Any]]:
    names = [name for (name,) in place.query("SELECT name FROM pragma_table_info(?)", table)]
    kept = [name for name in names if name not in OBSERVATIONS]
    return [dict(zip(kept, row, strict=True)) for row in place.query(f"SELECT {', '.join(kept)} FROM {table}")]


def article(crawled: Crawled, native_id: str) -> dict[str, Any]:
    return next(row for row in rows(crawled.place, "articles") if row["native_id"] == native_id)


def test_the_run_ends_well(crawled: Crawled) -> None:
    assert (crawled.first.code, crawled.first.summary["state"]) == (0, "ok"), crawled.first.err
    assert crawled.first.summary["suspicions"] == []


def test_every_article_is_stored_and_nothing_else(crawled: Crawled) -> None:
    stored = {native_id for (native_id,) in crawled.place.query("SELECT native_id FROM articles")}
    assert stored == {each.native_id for each in crawled.expected.articles}


def published(row: dict[str, Any]) -> str | None:
    text: str | None = row["published_at"]
    return text[:16] + text[19:] if text and row["published_at_precision"] == "minute" else text


def wanted(expected: ExpectedArticle) -> dict[str, Any]:
    return {
        "url": expected.url,
        "title": expected.title,
        "subtitle": expected.subtitle,
        "published": expected.published,
        "view_count": expected.views,
        "editor": expected.editor,
        "text": expected.text,
        "image_count": len(expected.images),
        "attachment_count": len(expected.attachments),
    }


def test_every_article_says_what_its_page_shows(crawled: Crawled) -> None:
    stored = {row["native_id"]: {**row, "published": published(row)} for row in rows(crawled.place, "articles")}
    for expected in crawled.expected.articles:
        row, want = stored[expected.native_id], wanted(expected)
        assert {name: row[name] for name in want} == want, expected.native_id


def test_sources_are_as_printed(crawled: Crawled) -> None:
    query = """SELECT a.native_id, s.name FROM articles a LEFT JOIN sources s ON s.id = a.source_id"""
    assert dict(crawled.place.query(query)) == {each.native_id: each.source for each in crawled.expected.articles}


def test_every_column_lists_its_articles(crawled: Crawled) -> None:
    query = """SELECT a.native_id, c.path, x.listed_title, x.listed_date FROM article_columns x
        JOIN articles a ON a.id = x.article_id JOIN columns c ON c.id = x.column_id
        WHERE c.path NOT IN ('/', '/mzzx/')"""
    found = {(native_id, path): (title, day) for native_id, path, title, day in crawled.place.query(query)}
    want = {(each.native_id, path): seen for each in crawled.expected.articles for path, seen in each.columns.items()}
    assert found == want


def test_the_article_stands_in_the_column_of_its_breadcrumb(crawled: Crawled) -> None:
    query = "SELECT a.native_id, c.name FROM articles a JOIN columns c ON c.id = a.column_id"
    found = dict(crawled.place.query(query))
    assert found == {each.native_id: each.breadcrumb[-1] for each in crawled.expected.articles}


def test_columns_are_walked_to_their_end_or_marked_incomplete(crawled: Crawled) -> None:
    report = {column["path"]: column for column in crawled.first.summary["columns"]}
    stored = {
        path: (name, bool(complete))
        for path, name, complete in crawled.place.query("SELECT path, name, complete FROM columns")
    }
    for column in crawled.expected.columns:
        seen = report[column.path]
        assert (seen["pages"], seen["rows"], seen["complete"]) == (column.pages, column.rows, column.complete)
        assert stored[column.path] == (column.name, column.complete)


def test_the_capped_column_is_told(crawled: Crawled) -> None:
    assert crawled.place.query("SELECT count(*) FROM issues WHERE kind = 'capped' AND run_id = 1")[0][0] >= 1
    assert {column["path"] for column in crawled.first.summary["columns"] if column["end"] == "capped"} == {
        "/zwgk/tzgg/"
    }


def test_rows_that_lead_to_no_article_keep_their_state(crawled: Crawled) -> None:
    found = dict(crawled.place.query("SELECT url, state FROM entries WHERE state <> 'stored'"))
    assert found == dict(crawled.expected.entries)


def test_duplicates_point_at_the_earliest(crawled: Crawled) -> None:
    query = """SELECT a.native_id, r.native_id FROM articles a JOIN articles r ON r.id = a.duplicate_of
        WHERE a.duplicate_kind = 'exact'"""
    want = {each.native_id: each.duplicate_of for each in crawled.expected.articles if each.duplicate_of}
    assert dict(crawled.place.query(query)) == want


def test_images_stand_in_their_place(crawled: Crawled) -> None:
    query = """SELECT a.native_id, i.url, i.after_paragraph, i.caption
        FROM images i JOIN articles a ON a.id = i.article_id ORDER BY a.native_id, i.position"""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for native_id, *image in crawled.place.query(query):
        found.setdefault(native_id, []).append(tuple(image))
    want = {
        each.native_id: [(placed.image.url, placed.after_paragraph, placed.image.caption) for placed in each.images]
        for each in crawled.expected.articles
        if each.images
    }
    assert found == want


def test_every_value_has_its_evidence(crawled: Crawled) -> None:
    query = "SELECT count(*) FROM articles a WHERE NOT EXISTS (SELECT 1 FROM evidence e WHERE e.article_id = a.id)"
    assert crawled.place.query(query) == [(0,)]
    assert crawled.place.query("SELECT DISTINCT length(parser_version) > 6 FROM articles") == [(1,)]


def test_no_page_is_asked_for_twice_and_none_that_must_not_be(crawled: Crawled) -> None:
    paths = [request.path for request in crawled.requests[0]]
    assert len(paths) == len(set(paths))
    assert paths[0] == "/robots.txt"
    assert not set(paths) & set(crawled.expected.never_requested)


def test_a_second_crawl_fetches_no_article_and_changes_nothing(crawled: Crawled) -> None:
    assert (crawled.second.code, crawled.second.summary["state"]) == (0, "ok"), crawled.second.err
    assert not [request.path for request in crawled.requests[1] if "/content/" in request.path]
    for table, before in crawled.before.items():
        now = rows(crawled.place, table)
        if table == "captures":
            # the pages of the second walk, all of them archived
            assert all("/content/" not in row["url"] and row["warc_file"] for row in now[len(before) :])
            now = now[: len(before)]
        assert now == before, table


def test_a_second_crawl_stops_at_known_rows(crawled: Crawled) -> None:
    ends = {column["path"]: (column["end"], column["pages"]) for column in crawled.second.summary["columns"]}
    assert ends["/mzzx/mzyw/"] == ("known", 1)
    # A capped column was walked as far as its pager goes, and is reported as incomplete all the same.
    assert ends["/zwgk/tzgg/"] == ("known", 1)
    incomplete = [column["path"] for column in crawled.second.summary["columns"] if not column["complete"]]
    assert incomplete == ["/zwgk/tzgg/"]


def test_runs_are_recorded(crawled: Crawled) -> None:
    runs = crawled.place.query("SELECT state, requests, articles_new, articles_failed FROM crawl_runs ORDER BY id")
    count = len(crawled.expected.articles)
    assert runs == [("ok", len(crawled.requests[0]), count, 1), ("ok", len(crawled.requests[1]), 0, 0)]


def test_issues_are_told_in_both_languages(crawled: Crawled) -> None:
    messages = [message for (message,) in crawled.place.query("SELECT message FROM issues")]
    assert len(messages) >= 6
    for message in messages:
        assert re.search("[\u4e00-\u9fff]{2}", re.sub(r"https?://\S+", "", message)), message
        assert re.search(r"\b[a-z]{3,} ", message), message
