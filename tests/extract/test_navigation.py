"""Links of a page and the part of the page they stand in."""

from __future__ import annotations

import pytest
from listing_pages import TITLES, URL, page, rows

from gdmzt_crawler.extract.document import parse_document
from gdmzt_crawler.extract.navigation import NavLink, extract_navigation


def links(html: str, url: str = URL) -> tuple[NavLink, ...]:
    return extract_navigation(parse_document(html, url))


def places(html: str) -> dict[str, str]:
    """Path of each link → its place."""
    return {link.url.removeprefix("http://www.example.gov.cn"): link.place for link in links(html)}


LIST = (
    "<div class='news'><h3>工作动态</h3><ul>"
    + rows('<li><a href="/gzdt/post_{n}.html">{title}</a></li>')
    + "</ul></div>"
)


def test_places_of_a_usual_page() -> None:
    found = places(page(LIST))
    assert found["/hdjl/"] == "header"
    assert found["/gzdt/post_1.html"] == "content"
    assert found["/zwgk/zcfg/"] == "sidebar"
    assert found["http://www.mca.gov.cn/"] == "footer"
    assert found["/zwgk/tzgg/content/post_99.html"] == "footer"
    assert found["https://beian.miit.gov.cn/"] == "footer"


def test_links_are_absolute_with_whole_titles() -> None:
    html = f'<body><a href="../a/post_1.html#top" title="{TITLES[0]}">{TITLES[0][:9]}...</a></body>'
    assert links(html) == (NavLink("http://www.example.gov.cn/zwgk/a/post_1.html", TITLES[0], "content"),)


def test_base_is_respected() -> None:
    html = '<head><base href="http://www.example.gov.cn/b/"></head><body><a href="x.html">某某某</a></body>'
    assert links(html)[0].url == "http://www.example.gov.cn/b/x.html"


def test_images_are_named_by_their_alt() -> None:
    assert links('<body><a href="/z/"><img src="1.png" alt="专题专栏"></a></body>')[0].text == "专题专栏"
    assert links('<body><a href="/z/"><img src="1.png"></a></body>')[0].text == ""


@pytest.mark.parametrize(
    "href", ["javascript:;", "#top", "", "mailto:a@example.gov.cn", "tel:12345", "http://[bad", "ftp://x/y"]
)
def test_what_leads_nowhere_is_left_out(href: str) -> None:
    assert links(f'<body><a href="{href}">某某某</a></body>') == ()


UNNAMED_FOOTERS = {
    "phrase": "<div><div><p>版权所有：示例县民政局</p></div><div><a href='/zwgk/content/post_7.html'>网站地图</a></div></div>",
    "site code": "<table><tr><td><a href='/zwgk/content/post_7.html'>关于我们</a> 网站标识码4400000000</td></tr></table>",
    "friends heading": "<div><h4>友情链接：</h4><p><a href='/zwgk/content/post_7.html'>省民政厅办事大厅</a></p></div><p>地址：示例路1号</p>",
    "before the phrase in its block": "<div><p><a href='/zwgk/content/post_7.html'>网站地图</a></p><p>主办单位：示例县民政局</p></div>",
}


@pytest.mark.parametrize("name", UNNAMED_FOOTERS)
def test_footers_without_a_name(name: str) -> None:
    html = f"<html><body><div>{LIST}{LIST}</div>{UNNAMED_FOOTERS[name]}</body></html>"
    found = places(html)
    assert found["/zwgk/content/post_7.html"] == "footer"
    assert found["/gzdt/post_6.html"] == "content"


def test_a_footer_phrase_in_an_article_moves_nothing_before_it() -> None:
    html = f"<html><body><div><p>主办单位：示例县民政局</p><p><a href='/a.html'>附件一二三四</a></p>{LIST}{LIST}</div></body></html>"
    assert set(places(html).values()) == {"content"}


def test_a_menu_without_a_name_before_the_breadcrumb_is_header() -> None:
    menu = "<table><tr><td><a href='/zwgk/'>政务公开</a></td><td><a href='/hdjl/'>互动交流</a></td></tr></table>"
    html = f"<html><body>{menu}<p>您当前的位置：<a href='/'>首页</a> &gt; 工作动态</p>{LIST}</body></html>"
    found = places(html)
    assert (found["/zwgk/"], found["/hdjl/"], found["/gzdt/post_1.html"]) == ("header", "header", "content")


def test_buttons_in_front_of_the_header_belong_to_it() -> None:
    bar = "<div class='t'><a href='/zwgk/content/post_7.html'><img src='map.png'></a><a href='/wap/'>手机版</a></div>"
    html = f"<html><body>{bar}<div class='nav'><a href='/zwgk/'>政务公开</a></div>{LIST}{LIST}</body></html>"
    found = places(html)
    assert (found["/zwgk/content/post_7.html"], found["/wap/"], found["/gzdt/post_1.html"]) == (
        "header",
        "header",
        "content",
    )


def test_titles_in_front_of_the_header_stay_content() -> None:
    html = f"<html><body>{LIST}<div class='nav'><a href='/zwgk/'>政务公开</a></div>{LIST * 4}</body></html>"
    assert places(html)["/gzdt/post_1.html"] == "content"


def test_a_page_without_links() -> None:
    assert links("<p>无</p>") == ()
