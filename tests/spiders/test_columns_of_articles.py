"""A site whose articles lie in folders of their day, not below their columns."""

from __future__ import annotations

from commands import Place
from webserver import Route, article, column, listing, row, serve

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


RAW, ENCODED = "/mzzx/要闻/", "/mzzx/%E8%A6%81%E9%97%BB/"
SPELLED = f'<a href="{RAW}">要闻</a> <a href="{ENCODED}">要闻</a> <a href="{ENCODED.lower()}index.html">更多</a>'
DISCOVERING = '[crawl]\ndelay = 0\nstart = ["/"]\ndiscover = ["/mzzx/"]\n'


def spelled_in_many_ways() -> dict[str, Route]:
    """A home page that links to one column in three ways; the column is there under each."""
    pages = {path.replace("/a/", ENCODED): page for path, page in column(3).items()}
    listed = str(pages[ENCODED]).replace("/a/", RAW)
    return {**pages, "/": listing([], links=SPELLED), ENCODED: listed, f"{ENCODED.lower()}index.html": listed}


def columns_of(place: Place) -> list[tuple[str, int]]:
    counted = "SELECT c.path, count(a.id) FROM columns c LEFT JOIN articles a ON a.column_id = c.id"
    return place.query(f"{counted} WHERE c.path <> '/' GROUP BY c.id ORDER BY c.path")


def test_a_column_is_one_however_its_address_is_spelled(place: Place) -> None:
    with serve(spelled_in_many_ways()) as web:
        place.define(web.base, columns=(), more=DISCOVERING)
        assert place.crawl().code == 0
        assert columns_of(place) == [(ENCODED, 3)]
        for spelling in (RAW, ENCODED.lower()):
            done = place.crawl("--column", spelling)
            assert (done.code, [each["path"] for each in done.summary["columns"]]) == (0, [ENCODED]), done.err
        assert columns_of(place) == [(ENCODED, 3)]


def test_a_column_keeps_the_path_that_it_was_stored_under(place: Place) -> None:
    with serve(spelled_in_many_ways()) as web:
        place.define(web.base, columns=(RAW,), more=DISCOVERING)
        assert place.crawl().code == 0
        assert columns_of(place) == [(RAW, 3)]
        place.define(web.base, columns=(), more=DISCOVERING)
        assert place.crawl("--full").code == 0
        place.define(web.base, columns=(ENCODED,), more=DISCOVERING)
        assert place.crawl("--full", "--revisit", "all").code == 0
        digest = place.gdmzt("digest", "--db", "x.db").out
        assert place.gdmzt("reparse", "t", "--db", "new.db", "--archive", "x.archive").code == 0
        assert place.gdmzt("digest", "--db", "new.db").out == digest
    assert columns_of(place) == [(RAW, 3)]
