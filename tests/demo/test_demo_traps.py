"""The table of traps, the content and the pages agree: each trap is where README.md says, and really is one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from importlib.resources import files

import lxml.html
import pytest

from gdmzt_crawler.demo import listing
from gdmzt_crawler.demo.article import article_path
from gdmzt_crawler.demo.content import Content, DemoColumn, DemoRow, load_content
from gdmzt_crawler.demo.site import DISALLOWED, DemoSite

BASE = "http://127.0.0.1:8001"
SITE = DemoSite(BASE + "/")
CONTENT = load_content()
CONTAINER = re.compile(r'<div id="zoomcon">(.*?)<div class="close">', re.S)
BYLINE = re.compile(r'<div class="info_fbt">(.*?)</div>', re.S)


def table_of_readme() -> dict[str, list[str]]:
    text = (files("gdmzt_crawler.demo") / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| [^|]+ \| ([^|]+) \|$", text, re.M)
    assert len(rows) == len({trap for trap, _ in rows})
    return {trap: places.split() for trap, places in rows}


def traps_of_content(content: Content) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for article in content.articles.values():
        for trap in article.traps:
            found[trap].append(str(article.id))
    for column in content.columns:
        if column.trap:
            found[column.trap].append(column.path)
        for row in column.rows:
            if row.trap:
                found[row.trap].append(str(row.article or row.url or column.path))
    return found


def page(native_id: str) -> str:
    return SITE.pages()[article_path(CONTENT.articles[int(native_id)])].body.decode()


def body(native_id: str) -> str:
    found = CONTAINER.search(page(native_id))
    assert found is not None
    return found[1]


def byline(native_id: str) -> str:
    found = BYLINE.search(page(native_id))
    assert found is not None
    return found[1]


def rows(place: str) -> list[tuple[DemoColumn, DemoRow, lxml.html.HtmlElement]]:
    """(column, row, its <li> on the served page) of every row that leads to this article or address."""
    found = []
    for column in CONTENT.columns:
        for number in range(1, listing.page_count(column) + 1):
            path = listing.listing_path(column, number)
            items = lxml.html.document_fromstring(SITE.pages()[path].body.decode()).cssselect("ul.News_list > li")
            pairs = zip(listing.rows_of(column, number), items, strict=True)
            found += [(column, row, item) for row, item in pairs if place in (str(row.article), row.url)]
    return found


def hrefs(place: str) -> list[str]:
    return [item.cssselect("a")[0].get("href") for _, _, item in rows(place)]


def markup(item: lxml.html.HtmlElement) -> str:
    return lxml.html.tostring(item, encoding="unicode")


def first_link(place: str) -> lxml.html.HtmlElement:
    return rows(place)[0][2].cssselect("a")[0]


def cut_with_the_whole_in_title(native_id: str) -> bool:
    link = first_link(native_id)
    return link.text.endswith("...") and link.get("title") == CONTENT.articles[int(native_id)].title


def pinned_above_and_in_its_place(native_id: str) -> bool:
    (_, first, item), (column, last, _) = rows(native_id)
    return "置顶" in markup(item) and first is column.rows[0] and last is column.rows[-1] and not last.pinned


def has_one_row_without_a_link(path: str) -> bool:
    elsewhere = [item for column, _, item in rows("None") if column.path == path]
    return sum("javascript:;" in markup(item) for item in elsewhere) == 1


def is_empty_listing(path: str) -> bool:
    page = lxml.html.document_fromstring(SITE.pages()[path + "index.html"].body.decode())
    return len(page.cssselect("ul.News_list")) == 1 and not page.cssselect("ul.News_list > li")


def links_to(path: str, native_id: str) -> bool:
    return f"post_{native_id}.html" in SITE.pages()[path].body.decode()


def expected(native_id: str):
    return SITE.expected().article(native_id)


def squashed(native_id: str) -> str:
    return "".join("".join(lxml.html.fromstring(body(native_id)).text_content().split()).split("\u200b"))


def same_body(native_id: str, other: int | None) -> bool:
    return other is not None and squashed(native_id).split("相关附件")[0] == squashed(str(other)).split("相关附件")[0]


def is_duplicate(native_id: str) -> bool:
    article = CONTENT.articles[int(native_id)]
    return same_body(native_id, article.duplicate_of) and article.title == CONTENT.articles[article.duplicate_of].title


def differs_in_white_space_only(native_id: str) -> bool:
    article = CONTENT.articles[int(native_id)]
    return is_duplicate(native_id) and expected(native_id).text != expected(str(article.duplicate_of)).text


def duplicate_in_another_column(native_id: str) -> bool:
    article = CONTENT.articles[int(native_id)]
    return is_duplicate(native_id) and article.path != CONTENT.articles[article.duplicate_of].path


def same_body_other_title(native_id: str) -> bool:
    article = CONTENT.articles[int(native_id)]
    other = article.near_duplicate_of
    return same_body(native_id, other) and article.title != CONTENT.articles[other].title


def follows_the_template(native_id: str) -> bool:
    article = CONTENT.articles[int(native_id)]
    return (
        article.title.startswith("关于准予")
        and article.title.endswith("成立登记的公告")
        and "特此公告。" in article.body
    )


def regenerated_later(native_id: str) -> bool:
    printed = CONTENT.articles[int(native_id)].published
    return printed in byline(native_id) and f'name="PubDate" content="{printed}"' not in page(native_id)


def images_stand_between(native_id: str) -> bool:
    found = expected(native_id)
    return bool(found.images) and all(0 < i.after_paragraph < len(found.paragraphs) for i in found.images)


def headings(native_id: str) -> int:
    return sum(p.kind == "heading" for p in expected(native_id).paragraphs)


def is_root(native_id: str) -> bool:
    copies = [a for a in CONTENT.articles.values() if int(native_id) in (a.duplicate_of, a.near_duplicate_of)]
    return bool(copies) and all(a.published > CONTENT.articles[int(native_id)].published for a in copies)


def other_with_same_title(native_id: str) -> bool:
    one = CONTENT.articles[int(native_id)]
    others = [a for a in CONTENT.articles.values() if a.title == one.title and a.id != one.id]
    return bool(others) and not any(same_body(native_id, a.id) for a in others)


def only_reached_from(native_id: str, path: str) -> bool:
    listed = [p for p in SITE.pages() if "/index" in p and not p.startswith("/zwgk/zcjd/") and links_to(p, native_id)]
    return listed == [path]


def ids_disagree_with_dates(native_id: str) -> bool:
    one = CONTENT.articles[int(native_id)]
    return any(a.id < one.id and a.published > one.published for a in CONTENT.articles.values())


def capped(path: str) -> bool:
    column = CONTENT.column(path)
    first = SITE.pages()[listing.listing_path(column, 1)].body.decode()
    last = SITE.pages()[f"{path}index_20.html"].body.decode()
    return (
        f"{path}index_21.html" not in SITE.pages()
        and "Math.ceil(23/1)" in first
        and "pages_limit=20" in first
        and f"{path}index_20.html" in first
        and "下一页" not in last
        and len(column.rows) > 20
    )


PROOFS: dict[str, Callable[[str], object]] = {
    "pinned-row": pinned_above_and_in_its_place,
    "https-twin": lambda p: [h.partition(":")[0] for h in hrefs(p)] == ["http", "https"],
    "mobile-twin": lambda p: any("/mpost_" in h for h in hrefs(p)) and any("/post_" in h for h in hrefs(p)),
    "mobile-only-row": lambda p: hrefs(p) and all("/mpost_" in h for h in hrefs(p)),
    "scheme-relative-href": lambda p: any(h.startswith("//") for h in hrefs(p)),
    "root-relative-href": lambda p: any(h.startswith("/") and h[1] != "/" for h in hrefs(p)),
    "relative-href": lambda p: any(h.startswith("./") for h in hrefs(p)),
    "cut-title-with-title": cut_with_the_whole_in_title,
    "cut-title-without-title": lambda p: first_link(p).text.endswith("...") and first_link(p).get("title") is None,
    "listed-date-later": lambda p: rows(p)[0][2].cssselect("span")[0].text.strip(" []") > CONTENT.articles[int(p)].day,
    "undated-row": lambda p: not rows(p)[0][2].cssselect("span")[0].text_content(),
    "external-row": lambda p: hrefs(p) == [p] and p.startswith("http"),
    "row-without-link": has_one_row_without_a_link,
    "withdrawn-row": lambda p: hrefs(p) == [BASE + p] and p not in SITE.pages(),
    "soft-404-row": lambda p: SITE.pages()[p].status == 200 and "页面不存在" in SITE.pages()[p].body.decode(),
    "disallowed-row": lambda p: p.startswith(DISALLOWED) and p in SITE.pages(),
    "two-columns": lambda p: len({c.path for c, _, _ in rows(p)}) == 2 and len(set(hrefs(p))) == 1,
    "two-paths": lambda p: len({c.path for c, _, _ in rows(p)}) == 2 and len(set(hrefs(p))) == 2,
    "capped-column": capped,
    "beyond-the-cap": lambda p: p in SITE.expected().unreachable and not rows(p),
    "empty-column": is_empty_listing,
    "channel-page-only": lambda p: only_reached_from(p, "/mzzx/index.html"),
    "home-page-only": lambda p: only_reached_from(p, "/index.html"),
    "ids-not-following-time": ids_disagree_with_dates,
    "exact-duplicate": duplicate_in_another_column,
    "differs-in-white-space-only": differs_in_white_space_only,
    "same-body-under-another-title": same_body_other_title,
    "duplicate-root": is_root,
    "reused-title": other_with_same_title,
    "templated-notices": follows_the_template,
    "two-line-title": lambda p: re.search(r"<h1[^>]*>[^<]+<br/>[^<]+</h1>", page(p)),
    "subtitle": lambda p: re.search(r"</h1>\s*<h2[^>]*>——", page(p)),
    "full-width-colon": lambda p: "来源：" in byline(p) and "阅读次数：" in byline(p),
    "spaced-labels": lambda p: "来源  :  " in byline(p),
    "views-number": lambda p: re.search(r"阅读次数[:：]\d+<", byline(p)),
    "views-wan": lambda p: re.search(r"阅读次数:[\d.]+万<", byline(p)),
    "views-comma-and-unit": lambda p: re.search(r"阅读次数:\d,\d{3}次<", byline(p)),
    "views-dash": lambda p: "阅读次数:-<" in byline(p),
    "views-empty-filled-by-script": lambda p: 'id="hits"></b>' in byline(p) and "<script>" in byline(p),
    "views-absent": lambda p: "阅读" not in byline(p),
    "source-in-a-link": lambda p: re.search(r'来源:<a href="[^"]+"[^>]*>[^<]+</a>', byline(p)),
    "source-from-head-tag": lambda p: "来源" not in byline(p) and re.search(r'"ContentSource" content="[^"]', page(p)),
    "no-source-anywhere": lambda p: "来源" not in byline(p) and 'name="ContentSource" content=""' in page(p),
    "pubdate-regenerated": regenerated_later,
    "minute-precision": lambda p: re.search(r">\d{4}-\d\d-\d\d \d\d:\d\d<", byline(p)),
    "day-precision": lambda p: re.search(r">\d{4}-\d\d-\d\d<", byline(p)),
    "dates-in-the-body": lambda p: len(re.findall(r"\d月\d+日", body(p))) > 3,
    "editor-line": lambda p: "责任编辑：" in body(p) and "责任编辑" not in expected(p).text,
    "images-between-paragraphs": images_stand_between,
    "caption-centred": lambda p: re.search(r'<img[^>]*/></p><p style="text-align: center;">[^<]', body(p)),
    "caption-indented": lambda p: re.search(r'<img[^>]*/></p><p style="text-align: justify;">　　图为', body(p)),
    "caption-triangle": lambda p: re.search(r'<img[^>]*/></p><p style="text-align: justify;">　　▲', body(p)),
    "external-image": lambda p: re.search(r'<img[^>]*src="http://img\.media\.example/', body(p)),
    "lazy-image": lambda p: re.search(r'<img[^>]*src="/images/spacer.gif" data-original="http', body(p)),
    "file-type-icon": lambda p: "fileTypeImages" in body(p) and not expected(p).images,
    "image-only": lambda p: len(re.findall(r"<img", body(p))) == 3 and not expected(p).paragraphs,
    "video": lambda p: "new Aliplayer(" in body(p),
    "table": lambda p: len(re.findall(r"<tr>", body(p))) == 5 == sum(b.kind == "table" for b in expected(p).paragraphs),
    "merged-cells": lambda p: 'rowspan="2"' in body(p),
    "list-items": lambda p: len(re.findall(r"<li>", body(p))) == 5,
    "line-breaks-in-one-paragraph": lambda p: len(re.findall(r"；<br/>　　", body(p))) == 3,
    "heading-tags": lambda p: len(re.findall(r"<h3>", body(p))) == 3,
    "long-article": lambda p: headings(p) == 5 and len(expected(p).text) > 600,
    "one-paragraph": lambda p: len(expected(p).paragraphs) == 1,
    "signature-lines": lambda p: len(re.findall(r'<p style="text-align: right;">', body(p))) == 2,
    "nested-font-spans": lambda p: 'SimSun;"><span style' in body(p) and "<font>" in body(p),
    "full-width-indent": lambda p: "　　" in body(p) and "　" not in expected(p).text,
    "office-markup": lambda p: "<o:p>" in body(p) and "<!--[if gte mso 9]>" in body(p) and "<style>" in body(p),
    "zero-width-characters": lambda p: "\u200b" in body(p) and "\u200b" not in expected(p).text,
    "full-width-digits": lambda p: "２０２４" in body(p),
    "attachment-block": lambda p: re.search(r'class="fujianm"><a [^>]*href="http', body(p)),
    "attachment-in-a-sentence": lambda p: re.search(r"全文见<a [^>]*cms-attachment[^>]*>[^<]+</a>，", body(p)),
    "attachment-behind-a-script": lambda p: re.search(r'<a [^>]*href="javascript:;"[^>]*>[^<]+\.zip</a>', body(p)),
    "related-links": lambda p: re.search(r'id="xxddk".*?<a href="http[^"]*post_\d+\.html"', body(p), re.S),
}


def test_the_table_says_what_the_content_marks() -> None:
    assert {trap: sorted(places) for trap, places in table_of_readme().items()} == {
        trap: sorted(places) for trap, places in traps_of_content(CONTENT).items()
    }


def test_every_trap_has_a_proof() -> None:
    assert set(table_of_readme()) == set(PROOFS)


@pytest.mark.parametrize(
    ("trap", "place"), [(trap, place) for trap, places in traps_of_content(CONTENT).items() for place in places]
)
def test_the_pages_hold_the_trap(trap: str, place: str) -> None:
    assert PROOFS[trap](place)


@pytest.mark.parametrize("native_id", sorted(map(str, CONTENT.articles)))
def test_traps_of_every_article_page(native_id: str) -> None:
    html = body(native_id)
    assert re.search(r"<p >\s*<(p|h3|div|!--)", html)
    assert "<p><br/></p></p>" in html
    assert 'class="fjlis"' in html
    assert 'id="xxddk"' in html
    for name in ("浏览字号", "打印页面", "关闭窗口", "扫描关注", "新浪微博", "aliplayer-min.js", "navigator.userAgent"):
        assert name in page(native_id)


def test_head_tags_stand_in_the_order_of_the_national_standard() -> None:
    names = re.findall(r'<meta name="(\w+)"', page("4702311"))
    assert (
        names
        == (
            "SiteName SiteDomain SiteIDCode ColumnName ColumnDescription ColumnKeywords ColumnType "
            "ArticleTitle keywords PubDate ContentSource"
        ).split()
    )


def test_the_footer_has_110_friend_links_and_some_look_like_articles() -> None:
    links = lxml.html.document_fromstring(page("4702311")).cssselect(".footer li a")
    own = [a.get("href") for a in links if a.get("href").startswith(BASE)]
    assert len(links) == 110
    assert len(own) == 8
    assert all("/content/post_" in href for href in own)
