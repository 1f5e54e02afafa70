"""The pages of an article as they are answered: every link below the server's own path, and words for what is not there."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from datasets import T2, filled, record, with_site

from gdmzt_crawler.archive.exchange import Exchange
from gdmzt_crawler.archive.files import archive_of
from gdmzt_crawler.archive.writer import ArchiveWriter
from gdmzt_crawler.browse.app import Options, datasette_for
from gdmzt_crawler.store import Store

LINKS = re.compile(r'(?:href|src|action)="([^"]*)"')


def ask(path: Path, *addresses: str, **options: Any) -> list[Any]:
    """The answers of a datasette in this process."""

    async def answers() -> list[Any]:
        app = datasette_for(path, Options(**options))
        base = options.get("base_url", "/").rstrip("/")
        return [await app.client.get(f"{base}{address}", follow_redirects=True) for address in addresses]

    return asyncio.run(answers())


@pytest.mark.parametrize(
    "path", ["/article/1", "/article/3", "/article/1/revisions", "/article/1/revisions?from=1&to=1"]
)
def test_every_link_stays_below_the_path_of_the_server(dataset: Path, path: str) -> None:
    (answer,) = ask(dataset, path, base_url="/news/library/")
    assert answer.status_code == 200
    own = [link for link in LINKS.findall(answer.text) if not re.match(r"https?://|#", link)]
    assert len(own) > 15
    assert [link for link in own if not link.startswith("/news/library/")] == []


@pytest.mark.parametrize(
    "path",
    [
        "/article/999",
        "/article/0",
        "/article/x",
        "/article/-1",
        "/article/9999999999999999999",
        "/article/１",
        "/article/1%00",
    ],
)
def test_an_article_that_is_not_there_is_told_in_words(dataset: Path, path: str) -> None:
    (answer, revisions) = ask(dataset, path, f"{path}/revisions")
    assert answer.status_code == revisions.status_code == 404
    for page in (answer.text, revisions.text):
        assert "没有这篇文章 no such article" in page
        assert "Traceback" not in page


@pytest.mark.parametrize("query", ["from=1&to=3", "from=0&to=2", "to=x", "from=2&to=99999999999999999999"])
def test_a_revision_that_is_not_there_is_told_in_words(dataset: Path, query: str) -> None:
    (answer,) = ask(dataset, f"/article/1/revisions?{query}")
    assert answer.status_code == 404
    assert "没有这一版：此文有第 1 至 2 版" in answer.text


def test_two_revisions_are_compared_either_way(dataset: Path) -> None:
    later, earlier = ask(dataset, "/article/1/revisions", "/article/1/revisions?from=2&to=1")
    assert re.search(r"<ins><span[^>]*>［加入 inserted：</span>（更正）<span[^>]*>］</span></ins>", later.text)
    assert re.search(r"<del><span[^>]*>［删去 deleted：</span>（更正）<span[^>]*>］</span></del>", earlier.text)


def test_what_the_record_does_not_say_is_left_out(dataset: Path) -> None:
    (answer,) = ask(dataset, "/article/3")
    assert "来源：" not in answer.text
    assert "2022年1月2日" in answer.text
    assert "00:00" not in answer.text
    assert "None" not in answer.text
    assert "与更早的一篇相同" in answer.text


def test_a_quarantined_reading_is_told(tmp_path: Path) -> None:
    path = filled(tmp_path / "news.db")
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE articles SET quarantined_at = ?, quarantine_reason = '正文少了九成' WHERE id = 1", [T2])
        db.commit()
    (answer,) = ask(path, "/article/1")
    assert "存疑" in answer.text
    assert "正文少了九成" in answer.text
    assert "2026-11-26 11:15" in answer.text


@pytest.fixture
def archived(tmp_path: Path) -> Path:
    """Captures 1 (a page in GB18030 with a script), 2 (a PDF), 3 (whose file is lost) and 4 (not archived)."""
    path = tmp_path / "news.db"
    page = '<meta charset="gb2312"><script>alert(1)</script><p>养老</p>'.encode("gb18030")
    bodies = [
        ("text/html", page),
        ("application/pdf", b"%PDF-1.4 <script>"),
        ("image/svg+xml", b"<svg onload=alert(1)>"),
    ]
    with ArchiveWriter(archive_of(path)) as writer:
        places = [
            writer.append(Exchange("http://x.cn/1", 200, body, T2, headers=(("Content-Type", kind),)))
            for kind, body in bodies
        ]
    with Store.open(path) as store:
        with_site(store)
        store.save_article(record(1), run_id=None)
    with closing(sqlite3.connect(path)) as db:
        db.execute("DELETE FROM captures WHERE id > 1")
        db.execute("UPDATE captures SET warc_file = ?, warc_offset = ?", [places[0].warc_file, places[0].warc_offset])
        insert = "INSERT INTO captures (id, url, fetched_at, warc_file, warc_offset) VALUES (?, 'http://x.cn', ?, ?, ?)"
        db.execute(insert, [2, T2, places[1].warc_file, places[1].warc_offset])
        db.execute(insert, [3, T2, "lost-00001-20261124T031500Z.warc.gz", 0])
        db.execute(insert, [4, T2, None, None])
        db.execute(insert, [5, T2, "../../etc/passwd", 0])
        db.execute(insert, [6, T2, places[2].warc_file, places[2].warc_offset])
        db.execute(insert, [8, T2, "no\0file", 0])
        db.commit()
    return path


def test_a_capture_is_text_or_a_file_and_never_a_page(archived: Path) -> None:
    text, file, pdf, drawing = ask(archived, "/capture/1", "/capture/1/download", "/capture/2", "/capture/6")
    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    assert "<p>养老</p>" in text.text
    assert file.content.endswith("<p>养老</p>".encode("gb18030"))
    assert drawing.headers["content-type"] == "text/plain; charset=utf-8"
    for kept in (file, pdf):
        assert kept.headers["content-type"] == "application/octet-stream"
        assert kept.headers["content-disposition"].startswith("attachment; filename=")
    for answer in (text, file, pdf, drawing):
        policies = answer.headers.get_list("content-security-policy")
        assert any(policy.startswith("sandbox; default-src 'none'") for policy in policies)
        assert any("script-src 'self'" in policy for policy in policies)
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("3", "存档现在读不了"),
        ("4", "没有存档"),
        ("5", "存档现在读不了"),
        ("7", "没有存档"),
        ("8", "存档现在读不了"),
        ("x", "没有存档"),
    ],
)
def test_a_capture_that_cannot_be_read_is_told_in_words(archived: Path, number: str, words: str) -> None:
    (answer,) = ask(archived, f"/capture/{number}")
    assert answer.status_code == 404
    assert words in answer.text
    assert str(archived.parent) not in answer.text, "the folder is nobody's business"


def test_images_from_their_source_are_loaded_only_where_that_is_wanted(dataset: Path) -> None:
    (plain,) = ask(dataset, "/article/1")
    (wanted,) = ask(dataset, "/article/1", images_from_source=True)
    image = '<img src="http://smzt.gd.gov.cn/img/0/1.jpg"'
    assert image not in plain.text
    assert image in wanted.text
    assert 'referrerpolicy="no-referrer"' in wanted.text
    assert "img-src 'self' data:;" in plain.headers["content-security-policy"]
    assert "img-src 'self' data: https: http:" in wanted.headers["content-security-policy"]


def test_words_topics_and_places_lead_on(tmp_path: Path) -> None:
    path = filled(tmp_path / "news.db")
    with closing(sqlite3.connect(path)) as db:
        db.execute("INSERT INTO keywords VALUES (1, '养老 院', 1.5, 1)")
        db.execute("INSERT INTO topics (id, name) VALUES (4, '养老服务')")
        db.execute("INSERT INTO article_topics VALUES (1, 4, 2, 1)")
        db.execute("INSERT OR REPLACE INTO places VALUES ('440100', '广州市', 'city', NULL)")
        db.execute("INSERT INTO article_places VALUES (1, '440100', 3)")
        db.commit()
    with_tags, topic, place, word, without = ask(
        path,
        "/article/1",
        "/news/topic_articles?topic=%E5%85%BB%E8%80%81%E6%9C%8D%E5%8A%A1",
        "/news/place_articles?place=%E5%B9%BF%E5%B7%9E%E5%B8%82",
        "/search?q=%E5%85%BB%E8%80%81%20%E9%99%A2",
        "/article/2",
    )
    for address in (
        "/search?q=%E5%85%BB%E8%80%81%20%E9%99%A2",
        "topic_articles?topic=%E5%85%BB",
        "place_articles?place=%E5%B9%BF",
    ):
        assert address in with_tags.text
    assert (topic.status_code, place.status_code, word.status_code) == (200, 200, 200)
    assert "第1次会议" in topic.text
    assert "第1次会议" in place.text
    assert "article-tags" not in without.text
