"""The column of an article: breadcrumb, address, and the pages that listed it."""

from __future__ import annotations

import pytest

from gdmzt_crawler.crawl.belonging import column_of

NAMES = {
    "/": "首页",
    "/xwzx/": "新闻中心",
    "/xwzx/gzdt/": "工作动态",
    "/xwzx/none/": None,
    "/tzgg/": "通知公告",
    "/a/": "要闻",
    "/b/": "要闻",
}


@pytest.mark.parametrize(
    ("breadcrumb", "path", "listed", "column"),
    [
        (("首页", "新闻中心", "工作动态"), "/art/2024/12/1/", {"/tzgg/"}, "/xwzx/gzdt/"),
        (("首页", "新闻中心", "工 作 动 态"), None, set(), "/xwzx/gzdt/"),
        (("首页", "新闻中心", "图片新闻"), "/art/2024/12/1/", set(), "/xwzx/"),
        (("首页", "新闻中心", "图片新闻"), "/art/2024/12/1/", {"/tzgg/", "/xwzx/none/"}, "/xwzx/none/"),
        (("首页", "新闻中心", "图片新闻"), "/xwzx/gzdt/", {"/tzgg/"}, "/xwzx/gzdt/"),
        (("首页", "图片新闻"), "/art/2024/12/1/", {"/", "/xwzx/", "/xwzx/none/"}, "/xwzx/none/"),
        (("首页",), "/art/2024/12/1/", {"/", "/tzgg/"}, "/tzgg/"),
        (("首页", "要闻"), "/b/", set(), "/b/"),
        (("首页", "要闻"), "/c/", {"/a/"}, "/a/"),
        (("首页", "要闻"), "/c/", set(), None),
        (("首页", "要闻"), "/c/", {"/a/", "/b/", "/tzgg/"}, "/a/"),
        ((), "/art/2024/12/1/", {"/"}, None),
        ((), "/", set(), None),
        ((), None, {"/tzgg/"}, "/tzgg/"),
    ],
)
def test_where_addresses_say_little(
    breadcrumb: tuple[str, ...], path: str | None, listed: set[str], column: str | None
) -> None:
    assert column_of(breadcrumb, path, names=NAMES, listed=listed) == column


@pytest.mark.parametrize(
    ("breadcrumb", "path", "listed", "column"),
    [
        (("首页", "通知公告"), "/xwzx/tpxw/", {"/xwzx/gzdt/"}, "/tzgg/"),
        (("首页", "新闻中心", "图片新闻"), "/xwzx/tpxw/", {"/xwzx/gzdt/"}, "/xwzx/tpxw/"),
        ((), "/xwzx/tpxw/", {"/tzgg/"}, "/xwzx/tpxw/"),
        ((), "/", {"/tzgg/"}, "/tzgg/"),
        ((), "/", {"/"}, "/"),
        ((), None, {"/"}, None),
    ],
)
def test_where_articles_lie_below_their_column(
    breadcrumb: tuple[str, ...], path: str | None, listed: set[str], column: str | None
) -> None:
    assert column_of(breadcrumb, path, names=NAMES, listed=listed, sure=True) == column
