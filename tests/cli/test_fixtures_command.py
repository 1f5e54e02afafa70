"""`gdmzt fixtures save`: the folder that it makes is a test."""

from __future__ import annotations

import json
from typing import Any

from commands import Done, Place
from webserver import article, column, listing, row, serve

URL = "http://t.gov.cn/a/content/post_1.html"
TITLE = "第1次示例工作会议在示例市召开"


def save(place: Place, *arguments: str) -> Done:
    return place.gdmzt("fixtures", "save", "t", *arguments, "--case", "first", "--into", "f")


def written(place: Place, name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((place.path / "f/t/first" / name).read_text("utf-8"))
    return document


def test_an_article_from_a_file(place: Place) -> None:
    place.define("http://t.gov.cn/", more="[crawl]\ndelay = 1\n")
    (place.path / "page.html").write_text(article(TITLE), encoding="utf-8")
    done = save(place, "page.html", "--url", URL, "--note", "plain")
    assert (done.code, "f/t/first/expected.json" in done.out) == (0, True), done.err
    assert written(place, "meta.json") == {
        "url": URL,
        "kind": "article",
        "site": "t",
        "note": "plain",
        "generic": True,
    }
    expected = written(place, "expected.json")
    assert (expected["title"], expected["published"], expected["views"]) == (TITLE, "2025-05-20T09:30:00+08:00", 12)
    assert [paragraph["kind"] for paragraph in expected["paragraphs"]] == ["paragraph", "paragraph"]
    assert (expected["images"], expected["attachments"]) == ([], [])
    assert (place.path / "f/t/first/page.html").read_text("utf-8") == article(TITLE)
    assert save(place, "page.html", "--url", URL).code == 2


def test_what_only_the_definition_finds_is_no_test_of_the_generic_rules(place: Place) -> None:
    place.define("http://t.gov.cn/", more='[crawl]\ndelay = 1\n[article]\ntitle = ["p.odd"]\n')
    page = article(TITLE).replace("</h1>", '</h1><p class="odd">另一个标题</p>')
    (place.path / "page.html").write_text(page, encoding="utf-8")
    assert save(place, "page.html", "--url", URL).code == 0
    assert "generic" not in written(place, "meta.json")
    assert written(place, "expected.json")["title"] == "另一个标题"


def test_a_page_from_the_net_keeps_its_content_type(place: Place) -> None:
    with serve(column(1)) as web:
        place.define(web.base)
        assert save(place, web.base + "a/content/post_1.html").code == 0
    assert written(place, "meta.json")["content_type"] == "text/html; charset=utf-8"


def test_a_listing(place: Place) -> None:
    place.define("http://t.gov.cn/", more="[crawl]\ndelay = 1\n")
    rows = [row(f"/a/content/post_{n}.html", f"第{n}次示例工作会议在示例市召开") for n in (1, 2)]
    (place.path / "page.html").write_text(listing(rows, next_href="index_2.html"), encoding="utf-8")
    assert save(place, "page.html", "--url", "http://t.gov.cn/a/", "--listing").code == 0
    expected = written(place, "expected.json")
    assert set(expected) == {"entries", "next_url", "last_page", "complete"}
    assert [entry["url"][-11:] for entry in expected["entries"]] == ["post_1.html", "post_2.html"]


def test_nothing_is_written_for_what_is_no_fixture(place: Place) -> None:
    place.define("http://t.gov.cn/", more="[crawl]\ndelay = 1\n")
    (place.path / "page.html").write_text("<h1>您访问的页面不存在</h1>", encoding="utf-8")
    assert save(place, "page.html", "--url", URL).code == 1
    assert save(place, "page.html").code == 2
    other = save(place, "page.html", "--url", "http://other.gov.cn/a.html")
    assert (other.code, "not an address of http://t.gov.cn/" in other.err) == (2, True)
    assert place.gdmzt("fixtures", "save", "nowhere", "page.html", "--case", "x").code == 2
    assert place.gdmzt("fixtures", "save", "t", "page.html", "--url", URL, "--case", "../x").code == 2
    assert not (place.path / "f").exists()
