"""Which rows and links become entries, and what addresses on a site are."""

from __future__ import annotations

from datetime import date

import pytest

from gdmzt_crawler.crawl.addresses import Addresses
from gdmzt_crawler.crawl.rows import column_name, seen_links, seen_rows
from gdmzt_crawler.extract.navigation import NavLink
from gdmzt_crawler.models import Entry, Listing
from gdmzt_crawler.sites.definition import load_definition

HOME = "http://smzt.gd.gov.cn"
SITE = Addresses(load_definition("gdmzt"))
DAY = date(2025, 5, 20)


def rows(*entries: Entry) -> list[tuple[str, str | None, str | None, str, str | None]]:
    seen = seen_rows(Listing(HOME + "/mzzx/mzyw/", entries), SITE)
    return [(each.url, each.title, each.listed_date, each.state, each.linked_url) for each in seen]


def test_a_row_becomes_a_pending_entry() -> None:
    url = HOME + "/mzzx/mzyw/content/post_1.html"
    assert rows(Entry(url, "题", DAY)) == [(url, "题", "2025-05-20", "pending", None)]


def test_what_was_linked_is_kept_beside_the_canonical_address() -> None:
    linked = "https://SMZT.gd.gov.cn/mzzx/mzyw/content/mpost_1.html#top"
    seen = seen_rows(Listing(HOME, (Entry(linked, "题", None),)), SITE)
    assert (seen[0].url, seen[0].linked_url) == (HOME + "/mzzx/mzyw/content/post_1.html", linked)
    assert seen[0].native_id == "1"


def test_rows_that_lead_off_site_are_external() -> None:
    url = "https://www.mca.gov.cn/n152/content.html"
    assert rows(Entry(url, "题", DAY)) == [(url, "题", "2025-05-20", "external", None)]


def test_rows_without_link_and_links_to_columns_make_no_entry() -> None:
    assert (
        rows(Entry(None, "题", DAY), Entry(HOME + "/mzzx/zt/index.html", "专题", DAY), Entry(HOME + "/", "首页", None))
        == []
    )


def test_an_address_counts_once_and_the_dated_row_wins() -> None:
    url = HOME + "/mzzx/mzyw/content/post_1.html"
    assert rows(Entry(url, "置顶", None), Entry(url, "题", DAY), Entry(url, "又", DAY)) == [
        (url, "题", "2025-05-20", "pending", None)
    ]


def test_links_are_taken_from_the_content_only() -> None:
    first, second = HOME + "/a/content/post_1.html", HOME + "/a/content/post_2.html"
    links = [
        NavLink(first, "", "content"),
        NavLink(first, "一篇文章的全名", "content"),
        NavLink(first, "详细", "content"),
        NavLink(second, "页脚", "footer"),
        NavLink(second, "页眉", "header"),
        NavLink(HOME + "/a/", "栏目", "content"),
        NavLink("http://www.gd.gov.cn/a/content/post_3.html", "外", "content"),
    ]
    seen = seen_links(links, SITE, besides=())
    assert [(each.url, each.title, each.listed_date) for each in seen] == [(first, "一篇文章的全名", None)]
    assert seen_links(links, SITE, besides=seen) == []


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("/mzzx/", "/mzzx/"),
        ("/mzzx/index.html", "/mzzx/"),
        ("/mzzx/mindex.html", "/mzzx/"),
        ("/index.html", "/"),
        ("/mzzx/index_2.html", None),
        ("/mzzx/about.html", None),
        ("/mzzx/content/", None),
        ("/mzzx/content/post_1.html", None),
        ("/mzzx/?a=1", None),
        ("/mzzx", None),
    ],
)
def test_what_is_a_column(url: str, path: str | None) -> None:
    assert SITE.column(HOME + url) == path
    assert SITE.column("http://www.gd.gov.cn" + url) is None


def test_the_column_of_a_page() -> None:
    assert SITE.column_of_page(HOME + "/mzzx/mzyw/index_3.html") == "/mzzx/mzyw/"
    assert SITE.column_of_page(HOME + "/mzzx/portal.html") == "/mzzx/"
    assert SITE.column_of_page(HOME) == "/"


@pytest.mark.parametrize(
    ("path", "file"), [("/a/b.PDF", True), ("/a/b.docx", True), ("/a/b.html", False), ("/a/", False)]
)
def test_what_is_a_file(path: str, file: bool) -> None:
    assert SITE.is_file(HOME + path) is file


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("民政要闻", "民政要闻"),
        (" 通知公告 >>", "通知公告"),
        ("更多", None),
        ("[更多>>]", None),
        ("MORE+", None),
        ("", None),
        ("长" * 21, None),
    ],
)
def test_the_name_of_a_column(text: str, name: str | None) -> None:
    assert column_name(text) == name
