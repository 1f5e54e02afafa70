"""Listing pages that fail, mislead or never end: what is kept, what the run says, what the next one makes up for."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from commands import Done, Place
from faultserver import CHALLENGE, SOFT_404, close_early, drop, page, stall, torn_gzip
from webserver import Answer, Route, Web, article, column, listing, row, serve

from benchmarks.contents import unsound

SECOND = "/a/index_2.html"


def title(number: int) -> str:
    return f"第{number}次示例工作会议在示例市召开"


def rows(*numbers: int) -> list[str]:
    return [row(f"/a/content/post_{number}.html", title(number)) for number in numbers]


def two_pages() -> dict[str, Route]:
    """Articles 1 to 3 on the first page of the column, 4 to 6 on the second."""
    return {
        **column(6),
        "/": listing(rows(1, 6), links='<a href="/a/">要闻</a>'),
        "/a/": listing(rows(1, 2, 3), next_href=SECOND),
        SECOND: listing(rows(4, 5, 6)),
    }


def proper() -> Answer:
    return Answer(listing(rows(4, 5, 6)).encode())


LOST: dict[str, tuple[Answer, int, str]] = {
    # what comes in place of the second page: the answer, how often it is asked for, kind of the issue
    "HTTP 500": (Answer(b"", 500), 4, "http_500"),
    "HTTP 404": (Answer(b"", 404), 1, "http_404"),
    "HTTP 403": (Answer(b"", 403), 1, "http_403"),
    "dropped": (replace(proper(), wire=drop), 5, "unreachable"),
    "stalled": (replace(proper(), wire=stall), 4, "timeout"),
    "closed early": (replace(proper(), wire=close_early), 4, "truncated"),
    "torn gzip": (torn_gzip(proper()), 4, "truncated"),
    "a soft 404": (Answer(SOFT_404.encode()), 1, "soft_404"),
    "no rows": (Answer(listing([]).encode()), 1, "empty_listing"),
    "nothing": (Answer(b""), 1, "empty_listing"),
    "a PDF": (Answer(b"%PDF-1.7\n" + b"\xff" * 50, content_type="application/pdf"), 1, "not_html"),
    "a redirect home": (Answer(b"", 302, headers={"Location": "/"}), 1, "soft_404"),
    "a redirect to another site": (Answer(b"", 302, headers={"Location": "http://www.example.com/"}), 1, "off_site"),
    "a redirect to itself": (Answer(b"", 302, headers={"Location": "?"}), 6, "redirect_loop"),
}


def folder(place: int) -> str:
    return f"/c{place}/"


def faulty_columns() -> dict[str, Route]:
    """A column for each fault: three articles on its first page, and the fault in place of its second."""
    pages: dict[str, Route] = {"/": listing(rows(1, 6))}
    for place, (answer, _, _) in enumerate(LOST.values()):
        path, first = folder(place), 10 * place
        pages |= column(6, path=path, first=first)
        pages |= {f"{path}index.html": column(3, path=path, first=first)[path], f"{path}index_2.html": answer}
        pages[path] = str(pages[f"{path}index.html"]).replace("</ul>", f'</ul><a href="{path}index_2.html">下一页</a>')
    return pages


@pytest.fixture(scope="module")
def lost(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, Web, Done, dict[str, int], Done]:
    """A crawl with every fault, how often each page was asked for, and a crawl after all were mended."""
    place = Place(tmp_path_factory.mktemp("lost"))
    columns = tuple(map(folder, range(len(LOST))))
    with serve(faulty_columns()) as web:
        place.define(web.base, columns=columns)
        done = place.crawl(constants={"settings.DOWNLOAD_TIMEOUT": 0.4})
        asked = Counter(web.paths())
        broken = place.query("SELECT path, complete FROM columns")
        assert set(broken) == {(path, 0) for path in columns}
        assert place.query("SELECT state, count(*) FROM entries GROUP BY state") == [("stored", 3 * len(LOST))]
        for place_, path in enumerate(columns):
            web.routes[f"{path}index_2.html"] = column(3, path=path, first=10 * place_ + 3)[path]
        again = place.crawl()
    return place, web, done, asked, again


@pytest.mark.parametrize("name", LOST)
def test_a_page_of_a_column_is_lost(name: str, lost: tuple[Place, Web, Done, dict[str, int], Done]) -> None:
    place, _, done, asked, _ = lost
    _, times, kind = LOST[name]
    path = folder(list(LOST).index(name))
    assert asked[f"{path}index_2.html"] == times
    assert [each["end"] for each in done.summary["columns"] if each["path"] == path] == ["broken"]
    assert place.query("SELECT kind FROM issues WHERE url LIKE ?", f"%{path}%") == [(kind,)]


def test_what_was_seen_is_kept_and_the_next_run_walks_to_the_end(
    lost: tuple[Place, Web, Done, dict[str, int], Done],
) -> None:
    place, _, done, _, again = lost
    assert (done.code, done.summary["state"], len(done.summary["suspicions"])) == (3, "suspect", len(LOST)), done.err
    assert (again.code, again.summary["counters"]["articles_new"]) == (0, 3 * len(LOST)), again.err
    assert place.query("SELECT DISTINCT complete FROM columns") == [(1,)]
    assert unsound(place.db) == []


def test_a_challenge_on_a_later_page_stops_before_any_article(place: Place) -> None:
    with serve({**two_pages(), SECOND: Answer(CHALLENGE.encode())}) as web:
        place.define(web.base)
        done = place.crawl()
        assert web.paths() == ["/robots.txt", "/a/", SECOND]
        assert (done.code, done.summary["state"]) == (1, "blocked")
        assert place.query("SELECT state, count(*) FROM entries GROUP BY state") == [("pending", 3)]
        web.routes[SECOND] = proper()
        assert place.crawl().code == 0
    assert place.query("SELECT state, count(*) FROM entries GROUP BY state") == [("stored", 6)]


def shuffled(web: Web, count: int, *, seed: int) -> None:
    """A pager without end: every page of the column shows some rows of the same few, in any order, twice some."""
    random = Random(seed)

    def any_page(number: int) -> Answer:
        shown = random.choices(range(1, count + 1), k=6)
        return Answer(listing(rows(*shown), next_href=f"/a/index_{number + 1}.html").encode())

    for number in range(1, 200):
        web.routes["/a/" if number == 1 else f"/a/index_{number}.html"] = lambda _, n=number: any_page(n)  # type: ignore[misc]


def test_a_pager_without_end_over_shuffled_rows(place: Place) -> None:
    with serve({f"/a/content/post_{n}.html": article(title(n)) for n in range(1, 13)}) as web:
        shuffled(web, 12, seed=5)
        place.define(web.base)
        done = place.crawl()
        listings = [path for path in web.paths() if "/content/" not in path]
        assert (done.code, done.summary["issues"]) == (0, {"pager_loop": 1})
        assert len(listings) < 25
        # The column counts as unread: what the shuffling hid is found by the next runs.
        assert place.query("SELECT complete FROM columns") == [(0,)]
        place.crawl()
        asked = [path for path in web.paths() if "/content/" in path]
    assert len(asked) == len(set(asked)) == 12
    assert place.query("SELECT count(*), count(DISTINCT native_id) FROM articles") == [(12, 12)]
    assert unsound(place.db) == []


def test_a_pager_that_counts_on_after_its_last_page(place: Place) -> None:
    def beyond(number: int) -> str:
        return listing(rows(4, 5, 6), next_href=f"/a/index_{number + 1}.html")

    with serve({**two_pages(), **{f"/a/index_{n}.html": beyond(n) for n in range(2, 60)}}) as web:
        place.define(web.base)
        done = place.crawl()
        assert "/a/index_4.html" not in web.paths()
    assert (done.code, done.summary["issues"]) == (0, {"pager_loop": 1})
    assert place.query("SELECT count(*) FROM articles") == [(6,)]


def test_rows_twice_on_a_page_and_on_the_next(place: Place) -> None:
    pages = two_pages()
    pages["/a/"] = listing(rows(1, 2, 1, 3), next_href=SECOND)
    pages[SECOND] = listing(rows(3, 4, 2, 5, 6, 6))
    with serve(pages) as web:
        place.define(web.base)
        assert place.crawl().code == 0
        asked = [path for path in web.paths() if "/content/" in path]
    assert len(asked) == len(set(asked)) == 6
    assert place.query("SELECT count(*) FROM entries") == [(6,)]


APP = '<!DOCTYPE html><html><head><title>示例站</title></head><body><div id="app"></div></body></html>'


def test_markup_that_changed_is_read_anyway(place: Place) -> None:
    """The definition's selectors find nothing any more: the generic rules take over, for rows and articles."""
    more = '[listing]\nrows = ["ul.News_list > li"]\n[article]\nbody = ["div#zoomcon"]\ntitle = ["h1.content_title"]\n'
    with serve(two_pages()) as web:
        place.define(web.base, more=more)
        assert place.crawl().code == 0
        before = place.query("SELECT native_id, title, text, fingerprint FROM articles ORDER BY 1")
        web.routes["/a/content/post_9.html"] = article(title(9))
        web.routes["/a/"] = listing(rows(9, 1, 2, 3), next_href=SECOND)
        for path, old in list(web.routes.items()):
            new = str(old).replace("content_title", "bt").replace('id="zoomcon"', 'class="nr"')
            web.routes[path] = new.replace("News_list", "lb")
        done = place.crawl()
    assert (done.code, done.summary["counters"]["articles_new"]) == (0, 1), done.err
    assert (
        place.query("SELECT native_id, title, text, fingerprint FROM articles WHERE native_id < '7' ORDER BY 1")
        == before
    )
    assert place.query("SELECT title, length(text) > 60 FROM articles WHERE native_id = '9'") == [(title(9), 1)]


def test_a_site_that_became_a_script_makes_the_run_suspect_and_takes_nothing_away(place: Place) -> None:
    with serve(two_pages()) as web:
        place.define(web.base)
        assert place.crawl().code == 0
        web.routes.update(dict.fromkeys(("/", "/a/", SECOND), APP))
        done = place.crawl()
        assert (done.code, done.summary["state"], done.summary["issues"]) == (3, "suspect", {"empty_listing": 1})
        web.routes["/a/"] = listing(rows(*range(20, 28), 1), next_href=SECOND)
        web.routes.update({f"/a/content/post_{n}.html": APP for n in range(20, 28)})
        done = place.crawl()
    assert (done.code, done.summary["state"]) == (3, "suspect")
    assert done.summary["issues"] == {"all_failed": 1, "empty": 8, "empty_listing": 1}
    assert place.query("SELECT count(*) FROM articles") == [(6,)]
    assert place.query("SELECT count(*) FROM revisions") == [(6,)]


def test_a_listing_in_a_wrong_charset_gives_the_right_titles(place: Place) -> None:
    pages = two_pages()
    pages["/a/"] = Answer(str(pages["/a/"]).encode("gb18030"), content_type="text/html; charset=iso-8859-1")
    with serve({**pages, "/a/content/post_1.html": page(title(1))}) as web:
        place.define(web.base)
        assert place.crawl().code == 0
    assert [each for (each,) in place.query("SELECT title FROM entries ORDER BY id")] == [title(n) for n in range(1, 7)]
