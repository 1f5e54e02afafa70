"""What a crawl takes, leaves, and goes on with: limits, dates, columns, earlier runs."""

from __future__ import annotations

from commands import Place
from webserver import Answer, Route, article, column, listing, row, serve


def states(place: Place) -> dict[str, str]:
    return {url.rpartition("/")[2]: state for url, state in place.query("SELECT url, state FROM entries ORDER BY id")}


def articles_asked(paths: list[str]) -> list[str]:
    return [path.rpartition("/")[2] for path in paths if "/content/" in path]


def test_limit_leaves_the_rest_pending_and_the_next_run_goes_on(place: Place) -> None:
    with serve(column(5)) as web:
        place.define(web.base)
        first = place.crawl("--limit", "2")
        assert first.code == 0
        assert list(states(place).values()) == ["stored", "stored", "pending", "pending", "pending"]
        web.asked.clear()
        assert place.crawl().code == 0
        assert articles_asked(web.paths()) == ["post_3.html", "post_4.html", "post_5.html"]
    assert set(states(place).values()) == {"stored"}


def test_a_limit_of_nothing_only_looks(place: Place) -> None:
    with serve(column(2)) as web:
        place.define(web.base)
        assert place.crawl("--limit", "0").code == 0
        assert articles_asked(web.paths()) == []
    assert set(states(place).values()) == {"pending"}


def test_since_goes_by_the_listing_date_else_by_the_articles_own(place: Place) -> None:
    rows = [
        row("/a/content/post_1.html", "新的一篇文章", "2025-05-20"),
        row("/a/content/post_2.html", "旧的一篇文章", "2025-05-19"),
        '<li><a href="/a/content/post_3.html">没有日期的旧文章</a></li>',
        '<li><a href="/a/content/post_4.html">没有日期的新文章</a></li>',
    ]
    pages: dict[str, Route] = {
        "/a/": listing(rows),
        "/a/content/post_1.html": article("新的一篇文章", published="2025-05-20 08:00:00"),
        "/a/content/post_3.html": article("没有日期的旧文章", published="2025-05-19 23:59:59"),
        "/a/content/post_4.html": article("没有日期的新文章", published="2025-05-20 00:00:00"),
    }
    with serve(pages) as web:
        place.define(web.base, more='[listing]\nrows = ["ul.News_list > li"]\n')
        assert place.crawl("--since", "2025-05-20").code == 0
        assert "post_2.html" not in articles_asked(web.paths())
    assert list(states(place).values()) == ["stored", "pending", "pending", "stored"]


def test_since_does_not_walk_back_for_ever(place: Place) -> None:
    pages: dict[str, Route] = {"/a/": listing([row("/a/content/post_1.html", "一篇文章")], next_href="/a/index_2.html")}
    for n in range(2, 6):
        rows = [row(f"/a/content/post_{n}.html", f"第{n}篇文章", f"2024-05-{20 - n}")]
        pages[f"/a/index_{n}.html"] = listing(rows, next_href=f"/a/index_{n + 1}.html")
    pages["/a/content/post_1.html"] = article("一篇文章")
    with serve(pages) as web:
        place.define(web.base)
        assert place.crawl("--since", "2025-01-01").code == 0
        assert "/a/index_3.html" not in web.paths()


def test_column_walks_that_column_only(place: Place) -> None:
    home = listing([], links='<a href="/a/">要闻</a><a href="/b/">公告</a>')
    with serve({"/": home, **column(1), **column(1, path="/b/", first=7)}) as web:
        place.define(web.base, columns=(), more='[crawl]\ndelay = 0\ndiscover = ["/"]\n')
        assert place.crawl("--column", "b").code == 0
        assert web.paths() == ["/robots.txt", "/b/", "/b/content/post_7.html"]


def test_column_leaves_the_pending_articles_of_others(place: Place) -> None:
    both = listing([row("/a/content/post_1.html", "第1次示例工作会议在示例市召开")])
    with serve({**column(2), **column(1, path="/b/", first=7), "/c/": both}) as web:
        place.define(web.base, columns=("/a/", "/b/", "/c/"))
        assert place.crawl("--limit", "0").code == 0
        web.asked.clear()
        done = place.crawl("--column", "/b/", "--column", "/c/")
        assert (done.code, done.summary["counters"]["entries_pending"]) == (0, 1)
        assert sorted(articles_asked(web.paths())) == ["post_1.html", "post_7.html"]
        assert states(place) == {"post_1.html": "stored", "post_2.html": "pending", "post_7.html": "stored"}
        assert place.crawl().code == 0
    assert set(states(place).values()) == {"stored"}


def test_column_leaves_what_failed_in_others(place: Place) -> None:
    with serve({**column(1), **column(1, path="/b/", first=7)}) as web:
        place.define(web.base, columns=("/a/", "/b/"))
        good = {path: web.routes[path] for path in ("/a/content/post_1.html", "/b/content/post_7.html")}
        web.routes |= dict.fromkeys(good, Answer(b"", 500))
        assert place.crawl().code == 3
        web.routes |= good
        assert place.crawl("--column", "/b/").code == 0
    assert states(place) == {"post_1.html": "pending", "post_7.html": "stored"}


def test_since_leaves_older_pending_articles_whichever_column_dates_them(place: Place) -> None:
    titles = {n: f"第{n}次示例工作会议在示例市召开" for n in (1, 2)}
    home = "".join(f'<p><a href="/a/content/post_{n}.html">{title}</a></p>' for n, title in titles.items())
    days = {1: "2024-05-20", 2: "2025-05-20"}
    pages: dict[str, Route] = {
        "/": listing([]).replace('<div class="main">', f'<div class="main">{home}'),
        "/a/": listing([row(f"/a/content/post_{n}.html", titles[n], days[n]) for n in titles]),
        **{f"/a/content/post_{n}.html": article(titles[n], published=f"{days[n]} 08:00:00") for n in titles},
    }
    with serve(pages) as web:
        place.define(web.base, more='[crawl]\ndelay = 0\nstart = ["/"]\n')
        assert place.crawl("--limit", "0").code == 0
        assert place.query("SELECT count(*) FROM entries") == [(4,)]
        assert place.crawl("--since", "2025-01-01").code == 0
        assert articles_asked(web.paths()) == ["post_2.html"]
        assert states(place) == {"post_1.html": "pending", "post_2.html": "stored"}
        assert place.crawl().code == 0
    assert set(states(place).values()) == {"stored"}


def test_columns_are_discovered_where_the_definition_says_so(place: Place) -> None:
    links = '<a href="/m/a/">要闻</a><a href="/m/x/">不要</a><a href="/z/">别处</a><a href="http://x.cn/m/b/">外</a>'
    pages = {"/m/": listing([], links=links), **column(1, path="/m/a/")}
    with serve(pages) as web:
        more = '[crawl]\ndelay = 0\nstart = ["/m/"]\ndiscover = ["/m/"]\nexclude = ["/m/x/"]\n'
        place.define(web.base, columns=(), more=more)
        assert place.crawl().code == 0
        assert web.paths()[:3] == ["/robots.txt", "/m/", "/m/a/"]
        assert not {"/m/x/", "/z/"} & set(web.paths())
    assert place.query("SELECT path, name FROM columns WHERE path = '/m/a/'") == [("/m/a/", "要闻")]


def test_new_rows_are_found_and_the_walk_stops_at_known_ones(place: Place) -> None:
    old = [row(f"/a/content/post_{n}.html", f"第{n}次示例工作会议在示例市召开") for n in (3, 2, 1)]
    pages = {
        **column(5),
        "/a/": listing(old, next_href="/a/index_2.html"),
        "/a/index_2.html": listing([row("/a/content/post_5.html", "第5次示例工作会议在示例市召开", "2024-01-01")]),
    }
    with serve(pages) as web:
        place.define(web.base)
        assert place.crawl().code == 0
        web.asked.clear()
        assert place.crawl().code == 0
        assert web.paths() == ["/robots.txt", "/a/"]
        web.routes["/a/"] = listing(
            [row("/a/content/post_4.html", "第4次示例工作会议在示例市召开", "2025-06-01"), *old],
            next_href="/a/index_2.html",
        )
        web.asked.clear()
        assert place.crawl().code == 0
        assert web.paths() == ["/robots.txt", "/a/", "/a/index_2.html", "/a/content/post_4.html"]
        web.asked.clear()
        assert place.crawl("--full").code == 0
        assert web.paths() == ["/robots.txt", "/a/", "/a/index_2.html"]
    assert place.query("SELECT complete FROM columns") == [(1,)]


def test_a_walk_that_broke_off_is_made_up_for(place: Place) -> None:
    """A page behind new rows fails: the next run must not stop at the rows that are known by then."""
    first = [row("/a/content/post_1.html", "第1次示例工作会议在示例市召开")]
    second = [row("/a/content/post_2.html", "第2次示例工作会议在示例市召开")]
    pages = {**column(2), "/a/": listing(first, next_href="/a/index_2.html"), "/a/index_2.html": Answer(b"", 500)}
    with serve(pages) as web:
        place.define(web.base)
        broken = place.crawl()
        assert (broken.code, broken.summary["columns"][0]["end"]) == (3, "broken")
        assert place.query("SELECT complete FROM columns") == [(0,)]
        web.routes["/a/index_2.html"] = listing(second)
        assert place.crawl().code == 0
    assert states(place) == {"post_1.html": "stored", "post_2.html": "stored"}
    assert place.query("SELECT complete FROM columns") == [(1,)]


def test_a_pager_loop_ends(place: Place) -> None:
    one, two = [row("/a/content/post_1.html", "一篇文章")], [row("/a/content/post_2.html", "又一篇文章")]
    pages = {
        **column(2),
        "/a/": listing(one, next_href="/a/index_2.html"),
        "/a/index_2.html": listing(two, next_href="/a/index_3.html"),
        "/a/index_3.html": listing([*one, *two], next_href="/a/index_2.html"),
    }
    with serve(pages) as web:
        place.define(web.base)
        done = place.crawl()
        assert web.paths().count("/a/index_2.html") == 1
    assert done.summary["issues"]["pager_loop"] == 1
    assert place.query("SELECT complete FROM columns") == [(0,)]


def test_twins_are_one_article_and_what_was_linked_is_fetched(place: Place) -> None:
    page = article("第1次示例工作会议在示例市召开")
    rows = [row("/a/content/mpost_1.html", "第1次示例工作会议在示例市召开"), row("/a/content/post_1.html#top", "又")]
    with serve({"/a/": listing(rows), "/a/content/mpost_1.html": page, "/a/content/post_1.html": page}) as web:
        place.define(web.base)
        assert place.crawl().code == 0
        assert articles_asked(web.paths()) == ["mpost_1.html"]
        assert place.query("SELECT url FROM articles") == [(web.base + "a/content/post_1.html",)]


def test_a_row_that_is_a_file_is_not_fetched(place: Place) -> None:
    pages = column(1)
    pages["/a/"] = listing([row("/a/content/post_1.html", "一篇文章"), row("/attachment/0/1/1.pdf", "一个文件")])
    with serve(pages) as web:
        place.define(web.base)
        assert place.crawl().code == 0
        assert "/attachment/0/1/1.pdf" not in web.paths()
    assert states(place) == {"post_1.html": "stored", "1.pdf": "rejected"}


def test_the_listing_date_stands_in_for_one_that_the_page_does_not_show(place: Place) -> None:
    page = article("一篇没有日期的文章", published="").replace('<meta name="PubDate" content="">', "")
    pages = {"/a/": listing([row("/a/content/post_1.html", "一篇没有日期的文章", "2025-05-18")])}
    with serve({**pages, "/a/content/post_1.html": page}) as web:
        place.define(web.base)
        assert place.crawl().code == 0
    query = "SELECT published_at, published_at_precision, published_at_from FROM articles"
    assert place.query(query) == [("2025-05-18", "day", "listing")]


def test_an_article_that_fails_for_now_stays_pending_and_is_asked_for_again(place: Place) -> None:
    pages = column(2)
    page = pages["/a/content/post_2.html"]
    pages["/a/content/post_2.html"] = Answer(b"", 500)
    with serve(pages) as web:
        place.define(web.base)
        assert place.crawl().code == 0
        query = "SELECT state, attempts FROM entries WHERE native_id = '2'"
        assert place.query(query) == [("pending", 1)]
        web.routes["/a/content/post_2.html"] = page
        assert place.crawl().code == 0
        assert place.query(query) == [("stored", 1)]


def test_rows_that_vanished_from_a_column_make_the_run_suspect(place: Place) -> None:
    with serve({"/": listing([], links='<a href="/a/">要闻</a>'), **column(2)}) as web:
        place.define(web.base, columns=(), more='[crawl]\ndelay = 0\ndiscover = ["/"]\n')
        assert place.crawl().code == 0
        web.routes["/a/"] = listing([])
        done = place.crawl()
    assert (done.code, done.summary["state"], done.summary["issues"]["empty_listing"]) == (3, "suspect", 1)


def test_fewer_articles_than_expected_make_the_run_suspect(place: Place) -> None:
    with serve(column(2)) as web:
        place.define(web.base, more="[expect]\nmin_articles = 3\n")
        done = place.crawl()
        assert (done.code, done.summary["issues"]["few_articles"]) == (3, 1)
        assert place.crawl("--limit", "1").code == 0


def test_a_site_of_no_known_platform(place: Place) -> None:
    def names(numbers: range, day: str) -> dict[str, str]:
        folder = day.replace("-", "")
        return {f"/a/{folder[:6]}/t{folder}_{n}123.html": f"第{n}次示例工作会议在示例市召开" for n in numbers}

    new, old = names(range(4, 8), "2025-05-20"), names(range(1, 4), "2025-04-20")
    pages: dict[str, Route] = {
        "/": listing([], links='<a href="/a/">要闻动态</a>'),
        "/a/": listing([row("." + path[2:], title) for path, title in new.items()], next_href="index_1.html"),
        "/a/index_1.html": listing([row("." + path[2:], title, "2025-04-20") for path, title in old.items()]),
        **{path: article(title) for path, title in {**new, **old}.items()},
    }
    with serve(pages) as web:
        text = f'key = "g"\nname = "示例"\nhome_url = "{web.base}"\nplatform = "generic"\n'
        (place.sites / "g.toml").write_text(text + '[crawl]\ndelay = 0\ndiscover = ["/"]\n', encoding="utf-8")
        done = place.crawl(site="g")
    assert (done.code, done.summary["counters"]["articles_new"]) == (0, 7)
    query = "SELECT a.native_id, c.path, c.name FROM articles a JOIN columns c ON c.id = a.column_id"
    assert set(place.query(query)) == {(path, "/a/", "要闻动态") for path in {**new, **old}}
