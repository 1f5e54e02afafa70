"""A site whose articles lie in folders of their day, not below their columns."""

from __future__ import annotations

from commands import Place
from webserver import Route, article, listing, row, serve

LINKS = '<a href="/col/gzdt/index.html">工作动态</a> <a href="/col/tpxw/index.html">更多</a>'
MORE = '[crawl]\ndelay = 0\nstart = ["/"]\ndiscover = ["/col/"]\n'


def page(title: str, crumbs: str) -> str:
    where = f'<div class="dqwz">当前位置：<a href="/">首页</a> &gt; {crumbs}</div>'
    return article(title).replace('<div class="wrapper">', f'<div class="wrapper">{where}')


def rows_of(column: str, name: str, *rows: str) -> str:
    where = f'<div class="dqwz">当前位置：<a href="/">首页</a> &gt; <a href="/col/{column}/">{name}</a></div>'
    return listing(rows, name=name).replace('<div class="main">', f'<div class="main">{where}')


def test_columns_are_those_that_were_walked(place: Place) -> None:
    addresses = [f"/art/2024/12/{n}/art_{n}_100{n}.html" for n in (1, 2, 3)]
    one, two, three = addresses
    titles = [f"示例市召开第{n}次养老服务工作会议" for n in (1, 2, 3)]
    home = f'<h2>要闻</h2><ul><li><a href="{one}">{titles[0]}</a></li><li><a href="{three}">{titles[2]}</a></li></ul>'
    pages: dict[str, Route] = {
        "/": listing([], links=LINKS).replace('<div class="main">', f'<div class="main">{home}'),
        "/col/gzdt/index.html": rows_of("gzdt", "工作动态", row(one, titles[0]), row(two, titles[1])),
        "/col/tpxw/index.html": rows_of(
            "tpxw", "图片新闻", row(two, titles[1]), row("/art/2024/12/4/art_4_1004.html", "x")
        ),
        one: page(titles[0], '<a href="/col/gzdt/">工作动态</a> &gt; 正文'),
        two: page(titles[1], "专题报道 &gt; 正文"),
        three: page(titles[2], "正文"),
    }
    with serve(pages) as web:
        place.define(web.base, columns=(), more=MORE, platform="generic")
        done = place.crawl()
        assert done.code == 0, done.err
    columns = dict(place.query("SELECT path, name FROM columns ORDER BY path"))
    assert columns == {"/": "首页", "/col/gzdt/": "工作动态", "/col/tpxw/": "图片新闻"}
    stored = "SELECT a.url, c.path FROM articles a LEFT JOIN columns c ON c.id = a.column_id"
    found = {url.rpartition("/")[2]: path for url, path in place.query(stored)}
    assert found == {"art_1_1001.html": "/col/gzdt/", "art_2_1002.html": "/col/gzdt/", "art_3_1003.html": None}
