"""The synthetic site is what others are measured on: the same every time, and as it says of itself."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from commands import Place

from benchmarks.synthetic import SyntheticSite, words
from benchmarks.synthetic.pages import article_page, listing_page
from benchmarks.synthetic.server import serve

SITE = SyntheticSite(articles=160, columns=3)


def get(url: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    request = urllib.request.Request(url, headers=headers)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request) as answer:
            return answer.status, answer.read(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, error.read(), dict(error.headers)


def test_a_crawl_stores_what_was_written(tmp_path: Path) -> None:
    place = Place(tmp_path)
    with serve(SITE) as running:
        SITE.definition(place.sites, running.base_url)
        done = place.crawl(site="synthetic")
    assert (done.code, done.summary["counters"]["articles_new"]) == (0, 160), done.err
    query = """SELECT a.id, a.title, a.published_at, s.name, a.view_count, a.attachment_count, c.path, r.native_id
        FROM articles a LEFT JOIN sources s ON s.id = a.source_id JOIN columns c ON c.id = a.column_id
        LEFT JOIN articles r ON r.id = a.duplicate_of AND a.duplicate_kind = 'exact' WHERE a.native_id = ?"""
    with closing(sqlite3.connect(place.db)) as db:
        for number in SITE.numbers():
            written = SITE.article(number)
            article_id, *values = db.execute(query, (str(number),)).fetchone()
            assert values == [
                written.title,
                f"{written.published:%Y-%m-%dT%H:%M}:00+08:00",
                written.source,
                SITE.views(number),
                int(written.attachment is not None),
                words.COLUMNS[SITE.column_of(number)][0],
                str(written.repeats) if written.kind == "repost" else None,
            ]
            texts = db.execute(
                "SELECT kind, text FROM paragraphs WHERE article_id = ? ORDER BY position", (article_id,)
            )
            stored = texts.fetchall()
            assert [text for kind, text in stored if kind != "caption"] == list(written.paragraphs)
            assert [text for kind, text in stored if kind == "caption"] == (
                [written.caption] if written.caption else []
            )
            pictures = db.execute("SELECT url FROM images WHERE article_id = ? ORDER BY position", (article_id,))
            assert [url for (url,) in pictures] == [running.base_url.rstrip("/") + path for path in written.images]


def test_a_seed_makes_one_site() -> None:
    again = SyntheticSite(articles=160, columns=3)
    assert all(article_page(again, number) == article_page(SITE, number) for number in (1, 67, 83, 97, 141))
    assert listing_page(again, 2, 1) == listing_page(SITE, 2, 1)
    assert article_page(SyntheticSite(articles=160, columns=3, seed=2), 1) != article_page(SITE, 1)


def test_repeats_stand_at_known_places() -> None:
    kinds = {number: SITE.article(number) for number in SITE.numbers()}
    whole = [number for number, written in kinds.items() if written.kind == "repost"]
    assert whole == [67, 117]
    for number in whole:
        original = kinds[number - 10]
        assert (kinds[number].title, kinds[number].paragraphs) == (original.title, original.paragraphs)
        assert SITE.column_of(number) != SITE.column_of(number - 10)
    near = [number for number, written in kinds.items() if written.kind == "near"]
    assert near == [83, 133]
    for number in near:
        kept = set(kinds[number].paragraphs) & set(kinds[number - 10].paragraphs)
        assert len(kept) == len(kinds[number - 10].paragraphs) - 1


@pytest.mark.parametrize("articles", [160, 20_000, 250_000])
def test_days_change_what_they_say(articles: int) -> None:
    site = SyntheticSite(articles)
    for day in range(1, 12):
        before, after, changes = site.on_day(day - 1), site.on_day(day), site.changes(day)
        assert len(changes.edited) == 3
        assert len(changes.removed) == 2
        assert {n for n in changes.edited if before.article(n) != after.article(n)} == set(changes.edited)
        assert all(before.shows(n) and not after.shows(n) for n in changes.removed)
        assert all(not before.shows(n) and after.shows(n) for n in (*changes.new, *changes.returned))
        assert before.gone - set(changes.returned) | set(changes.removed) == after.gone


def test_the_server_knows_validators_and_what_is_gone() -> None:
    with serve(SITE) as running:
        url = running.base_url + SITE.path(5)[1:]
        status, body, headers = get(url)
        assert (status, body) == (200, article_page(SITE, 5))
        assert get(url, **{"If-None-Match": headers["ETag"]})[:2] == (304, b"")
        running.site = SITE.on_day(1)
        removed = SITE.changes(1).removed[0]
        assert get(running.base_url + SITE.path(removed)[1:])[0] == 404
        assert get(running.base_url + "robots.txt")[0] == 404
        assert get(running.base_url + words.COLUMNS[5][0][1:])[0] == 404
    assert [each.status for each in running.requests or ()] == [200, 304, 404, 404, 404]


def test_fifteen_hundred_pages_a_second_of_processor_time() -> None:
    site = SyntheticSite(2_000)
    best = min(_seconds(site, range(first, first + 100)) for first in (1, 500, 1500))
    assert best / 100 < 1 / 1_500


def _seconds(site: SyntheticSite, numbers: range) -> float:
    began = time.thread_time()
    for number in numbers:
        article_page(site, number)
    return time.thread_time() - began


def test_it_serves_as_a_command(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.synthetic", "--articles", "30", "--sites", str(tmp_path), "--small"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]) as process:
        assert process.stdout is not None
        base = process.stdout.readline().split()[0]
        status, body, _ = get(base + "mzzx/mzyw/")
        process.terminate()
    assert (status, b"News_list" in body) == (200, True)
    assert base in (tmp_path / "synthetic.toml").read_text(encoding="utf-8")
