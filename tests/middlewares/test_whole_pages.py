"""Pages that begin and do not end."""

from __future__ import annotations

import pytest
from commands import Place
from faultserver import page
from webserver import Answer, column, listing, row, serve

from gdmzt_crawler.middlewares.whole import is_whole

WHOLE = b"<!DOCTYPE html><html><head></head><body><p>1</p></body></html>"


@pytest.mark.parametrize(
    ("body", "whole"),
    [
        (WHOLE, True),
        (WHOLE + b"<!-- 0.2 s -->\r\n" * 50, True),
        (WHOLE[:-7], True),
        (WHOLE.upper(), True),
        (b"<p>a fragment</p>", True),
        (b"", True),
        (WHOLE[:-14], False),
        (b"<HTML><p>" + b"x" * 10_000, False),
        (b"<html><script>'</body>'</script>" + b"x" * 10_000, False),
    ],
)
def test_whether_a_page_came_to_its_end(body: bytes, whole: bool) -> None:
    assert is_whole(body) is whole


def cut(number: int, by: int) -> Answer:
    proper = page(f"第{number}次示例工作会议在示例市召开")
    return Answer(proper.body[:-by])


def test_a_page_that_came_cut_is_asked_for_again(place: Place) -> None:
    path = "/a/content/post_2.html"
    with serve(column(3)) as web:
        whole = str(web.routes[path]).encode()
        web.routes[path] = lambda earlier: Answer(whole if earlier else whole[:-200])
        place.define(web.base)
        done = place.crawl()
        assert web.paths().count(path) == 2
    assert (done.code, done.summary["issues"]) == (0, {})
    assert [len(text) for (text,) in place.query("SELECT text FROM articles")] == [93] * 3


def test_a_site_whose_pages_never_end_is_learned(place: Place) -> None:
    pages = {f"/a/content/post_{n}.html": cut(n, 14) for n in range(1, 8)}
    rows = [row(path, "一次示例工作会议在示例市召开") for path in pages]
    with serve({**pages, "/a/": listing(rows)}) as web:
        place.define(web.base)
        done = place.crawl()
        asked = [path for path in web.paths() if "/content/" in path]
    assert (done.code, done.summary["counters"]["articles_new"]) == (0, 7)
    assert done.summary["issues"]["unfinished"] == 3
    assert len(asked) == 7 + 3
