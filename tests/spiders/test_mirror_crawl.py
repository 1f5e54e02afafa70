"""Two real sites, saved, crawled whole through their proxy with the columns found from their own navigation."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from commands import Done, Place

HOSTS = {"qb": "www.qb.gd.gov.cn", "gdjyj": "gdjyj.gd.gov.cn"}


@dataclass(frozen=True)
class Mirror:
    place: Place
    truth: list[dict[str, Any]]
    runs: dict[str, Done]
    again: dict[str, Done]

    @property
    def articles(self) -> list[dict[str, Any]]:
        return [line for line in self.truth if line["article"]]


@pytest.fixture(scope="module")
def mirror(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Mirror:
    folder = shared / "mirror"
    place = Place(tmp_path_factory.mktemp("mirror"))
    truth = [json.loads(line) for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    with proxy(folder / "serve.py") as address:
        runs = {site: place.crawl("--delay", "0", site=site, http_proxy=address) for site in HOSTS}
        again = {site: place.crawl("--delay", "0", site=site, http_proxy=address) for site in HOSTS}
    return Mirror(place, truth, runs, again)


class proxy:  # noqa: N801
    """The mirror's own forward proxy, on a free port."""

    def __init__(self, script: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self._process = subprocess.Popen([sys.executable, str(script), "--port", str(self._port)])

    def __enter__(self) -> str:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self._port)) == 0:
                    return f"http://127.0.0.1:{self._port}"
            time.sleep(0.05)
        raise AssertionError("the proxy did not start")

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()


def stored(mirror: Mirror) -> dict[str, dict[str, Any]]:
    query = """SELECT a.url, a.id, a.title, a.published_at, s.name, a.text FROM articles a
        LEFT JOIN sources s ON s.id = a.source_id"""
    names = ("url", "id", "title", "published", "source", "text")
    return {row[0]: dict(zip(names, row, strict=True)) for row in mirror.place.query(query)}


def images(mirror: Mirror, article_id: int) -> list[str]:
    return [
        url
        for (url,) in mirror.place.query("SELECT url FROM images WHERE article_id = ? ORDER BY position", article_id)
    ]


def test_both_runs_end_well(mirror: Mirror) -> None:
    for site, run in mirror.runs.items():
        assert (run.code, run.summary["state"]) == (0, "ok"), (site, run.err)


def test_every_article_is_stored_and_nothing_else(mirror: Mirror) -> None:
    assert set(stored(mirror)) == {line["url"] for line in mirror.articles}
    assert len(mirror.articles) == 129


def test_undated_links_of_home_and_channel_pages_are_followed(mirror: Mirror) -> None:
    unlisted = [line["url"] for line in mirror.articles if not line["listed_on"]]
    assert len(unlisted) == 18
    query = "SELECT count(*) FROM entries WHERE url = ? AND listed_date IS NULL AND state = 'stored'"
    assert all(mirror.place.query(query, url)[0][0] for url in unlisted)


def test_exact_duplicates_are_linked(mirror: Mirror) -> None:
    content = Counter((line["title"], squeezed(line["text"])) for line in mirror.articles)
    groups = {key: count for key, count in content.items() if count > 1}
    query = "SELECT r.title, count(*) FROM articles a JOIN articles r ON r.id = a.exact_duplicate_of GROUP BY r.id"
    assert dict(mirror.place.query(query)) == {title: count - 1 for (title, _), count in groups.items()}
    # Two groups have next to no text: a picture with a line below it, and a picture alone.
    worded = [count - 1 for (_, text), count in groups.items() if len(text) > 100]
    assert (len(worded), sum(worded)) == (4, 5)


def test_an_alias_names_the_canonical_source(mirror: Mirror) -> None:
    query = """SELECT DISTINCT k.name FROM articles a JOIN sources s ON s.id = a.source_id
        JOIN sources k ON k.id = a.canonical_source_id WHERE s.name = '本网站'"""
    assert mirror.place.query(query) == [("广东省监狱管理局",)]


def as_stored(published: str) -> str:
    return published.replace(" ", "T") + "+08:00" if " " in published else published


def without_names(mirror: Mirror, row: dict[str, Any]) -> str:
    """The text without the names of attachments, which the truth leaves out."""
    text: str = row["text"]
    for (name,) in mirror.place.query("SELECT name FROM attachments WHERE article_id = ?", row["id"]):
        text = text.replace(name, "")
    return text


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def share(mirror: Mirror, matches: object) -> float:
    found = stored(mirror)
    return sum(bool(matches(line, found[line["url"]])) for line in mirror.articles) / len(mirror.articles)  # type: ignore[operator]


def test_fields_are_those_of_the_pages(mirror: Mirror) -> None:
    shares = {
        "title": share(mirror, lambda line, row: line["title"] == row["title"]),
        "published": share(mirror, lambda line, row: as_stored(line["published"]) == row["published"]),
        "source": share(mirror, lambda line, row: line["source"] == row["source"]),
        "images": share(mirror, lambda line, row: line["images"] == images(mirror, row["id"])),
    }
    assert all(value >= 0.99 for value in shares.values()), shares
    assert share(mirror, lambda line, row: squeezed(line["text"]) == squeezed(without_names(mirror, row))) >= 0.98


def test_a_second_crawl_fetches_no_article(mirror: Mirror) -> None:
    for site, run in mirror.again.items():
        assert (run.code, run.summary["counters"].get("articles_new", 0)) == (0, 0), (site, run.err)
        # robots.txt, and each page of navigation and listings once.
        assert run.summary["counters"]["requests"] < 60
    assert mirror.place.query("SELECT count(*) FROM revisions") == [(129,)]
