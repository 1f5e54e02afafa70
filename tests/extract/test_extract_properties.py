"""Whatever the bytes or the text: an article or NotAnArticle, a listing or NotAListing; never a crash, never a hang."""

from __future__ import annotations

import gc
import time
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.extraction.contract import check, try_mutant
from benchmarks.extraction.growth import SHAPES, cost
from benchmarks.extraction.growth import page as grown_page
from benchmarks.extraction.mutants import Mutant
from benchmarks.extraction.repeats import bent
from gdmzt_crawler import Article, Listing, NotAnArticle, extract_article, extract_listing

URL = "http://www.example.gov.cn/zwgk/202306/t20230617_1.html"
SITE_URL = "http://smzt.gd.gov.cn/mzzx/mzyw/content/post_4201234.html"
SENTENCE = "各地认真落实有关规定，切实加强组织领导，工作取得了新的成效。"
HEAD = (
    "<html><head><title>关于开展养老服务机构等级评定的通知-某市民政局</title></head><body><div class='con'>"
    "<h1>关于开展养老服务机构等级评定的通知</h1><p>发布时间：2023-06-17 18:40 来源：某市民政局 浏览次数：532</p>"
)
WHOLE = (
    f"{HEAD}<div><p>{SENTENCE}</p><p>{SENTENCE}</p><img src='/W1.jpg'><a href='P1.doc'>附件：表.doc</a></div></div>"
    "</body></html>"
)
FRAGMENTS = (
    "<h1>", "</h1>", "<h3 class='zw-title'>", "<div>", "</div>", "<div id='zoomcon'>", "<p>", "</p>", "<br>",
    "<span>", "</span>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<section>", "<font>", "<ucapcontent>",
    "</a>", "<li>", "<a href='a.html'>", "<a href='P1.doc'>附件1</a>", "<img src='a.jpg'>",
    "<img src='data:image/gif;base64,R0'>", "<img srcset='a.jpg 1x, b.jpg 2x'>", "<img data-src='//['>", "<script>",
    "</script>", "<style>", "</body>", "</html>", "<title>关于开展工作的通知-某局</title>",
    "<meta name='PubDate' content='2023-06-17 18:40'>", "<base href='http://[::'>",
    "<meta name='ContentSource' content='某日报'>", "<p style='text-align:center'>",
    "<script type='application/ld+json'>{\"datePublished\":[1,{}]}</script>", "<div style='display:none'>",
    "<li><a href='post_1.html'>关于开展工作的通知</a><span>2023-06-17</span></li>",
    "关于开展养老服务机构等级评定的通知", SENTENCE, "发布时间：2023-06-17 18:40", "来源：某市民政局", "来源：",
    "浏览次数：", "532", "1.2万", "作者：", "图1 会场", "（责任编辑：某某）", "上一篇：", "相关阅读", "附件：",
    "字体：[大 中 小]", "当前位置：首页 > 资讯", "版权所有", "2023-06-17", "2023年6月", "二〇二三年六月十七日",
    "\x00", "\ud800", "&#xD800;", "&#0;", "&nbsp;", "\u3000", "<!--", "-->", "<![CDATA[", "]]>", "页面不存在",
    "验证码", "<svg>", "<o:p>",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join)
CONTENT_TYPES = st.sampled_from(
    [None, "text/html", "text/html; charset=gbk", "text/html; charset=utf-16", "text/html; charset=idna"]
)


def failures(body: bytes | str, content_type: str | None = None, url: str = URL) -> list[tuple[str, str]]:
    """What went wrong when the page was read in all four ways."""
    return list(try_mutant(Mutant(body, url, content_type, ()), Counter()))


@given(st.binary(max_size=400), CONTENT_TYPES)
@settings(max_examples=150, deadline=None)
def test_any_bytes(body: bytes, content_type: str | None) -> None:
    assert failures(body, content_type) == []


@given(st.text(max_size=400))
@settings(max_examples=100, deadline=None)
def test_any_text(text: str) -> None:
    assert failures(text) == []
    assert failures(f"{HEAD}{text}") == []


@given(TEXTS, st.sampled_from([URL, SITE_URL]))
@settings(max_examples=250, deadline=None)
def test_any_pieces_of_pages(text: str, url: str) -> None:
    assert failures(text, url=url) == []
    assert failures(f"{HEAD}{text}", url=url) == []


@given(st.integers(0, len(WHOLE)), st.integers(0, 300), TEXTS)
@settings(max_examples=150, deadline=None)
def test_a_page_cut_and_patched(at: int, length: int, patch: str) -> None:
    assert failures(WHOLE[:at] + patch + WHOLE[at + length :]) == []


@given(st.text(alphabet=st.characters(codec=None, exclude_characters="<&"), max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_address(url: str) -> None:
    assert failures(WHOLE, url=url) == []
    assert failures(WHOLE, url=f"http://smzt.gd.gov.cn/{url}") == []


def same(first: Article, second: Article) -> bool:
    return first.to_dict() == second.to_dict()


@given(st.lists(st.integers(0, len(WHOLE)), min_size=1, max_size=200))
@settings(max_examples=60, deadline=None)
def test_nul_bytes_change_nothing(places: list[int]) -> None:
    text = WHOLE
    for place in sorted(places, reverse=True):
        text = text[:place] + "\0" + text[place:]
    assert same(extract_article(text.encode(), URL, definition=None), extract_article(WHOLE, URL, definition=None))


@pytest.mark.parametrize("surrogate", ["\ud800", "\udfff\ud800", "&#xD800;", "&#xDFFF;&#xD800;"])
def test_lone_surrogates_leave_a_page_that_can_be_written(surrogate: str) -> None:
    text = WHOLE.replace("各地", f"各{surrogate}地").replace("某市", f"某{surrogate}市").replace("W1", surrogate)
    article = extract_article(text, URL, definition=None)
    check(article)
    assert article.published == "2023-06-17T18:40+08:00"
    assert len(article.paragraphs) == 2


def nested(levels: int, tag: str) -> bytes:
    deep = f"<{tag}>" * levels + "最深处的一句话，也是正文。" + f"</{tag}>" * levels
    return WHOLE.replace("<img", f"{deep}<img").encode()


@pytest.mark.parametrize("tag", ["div", "span", "section", "b"])
@pytest.mark.parametrize("levels", [10, 250, 1900])
def test_text_is_kept_down_to_two_thousand_levels(levels: int, tag: str) -> None:
    article = extract_article(nested(levels, tag), URL, definition=None)
    assert "最深处的一句话" in article.text
    assert "cut" not in dict(article.notes)


@pytest.mark.parametrize("tag", ["div", "span", "ul><li", "table><tr><td", "font", "p><table"])
def test_nesting_without_end_is_cut_and_says_so(tag: str) -> None:
    deep = f"<{tag}>" * 100_000 + "最深处的一句话，也是正文。"
    body = WHOLE.replace("</body></html>", deep).encode()
    assert failures(body) == []
    article = extract_article(body, URL, definition=None)
    assert [p.text for p in article.paragraphs][:2] == [SENTENCE, SENTENCE]
    # A parser that mends tables and lists may keep the text; where it is gone, a note says so.
    assert "最深处的一句话" in article.text or "cut" in dict(article.notes)


def test_a_listing_that_is_cut_says_so() -> None:
    rows = "<li><a href='post_{}.html'>关于开展养老服务机构等级评定工作的通知</a><span>2026-09-24</span></li>"
    some = "".join(rows.format(n) for n in range(8))
    listing = extract_listing(f"<html><body><ul>{some}</ul>{'<div>' * 100_000}<ul>{some}</ul>", URL, definition=None)
    assert len(listing.entries) == 8
    assert "cut" in dict(listing.notes)


@pytest.mark.parametrize("shape", ["one long paragraph", "script", "comments"])
def test_fifty_megabytes(shape: str) -> None:
    body = grown_page(shape, 50_000)
    start = time.process_time()
    article = extract_article(body, URL, definition=None)
    assert time.process_time() - start < 30
    assert article.source == "某市民政局"
    assert len(article.text) > (10_000_000 if shape == "one long paragraph" else 10)


BOMB = "<!DOCTYPE html [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n + 1} '{f'&a{n};' * 10}'>" for n in range(12)) + "]>"


@pytest.mark.parametrize(
    "bomb", [BOMB + WHOLE.replace("各地", "&a12;"), WHOLE.replace("各地", "&a;" * 200_000), WHOLE + "&" * 500_000]
)
def test_entity_bombs_do_not_go_off(bomb: str) -> None:
    start = time.process_time()
    assert failures(bomb) == []
    assert time.process_time() - start < 10
    assert len(extract_article(bomb, URL, definition=None).text) < 2 * len(bomb)


READERS: dict[str, Callable[[bytes], Article | Listing]] = {
    "article": lambda body: extract_article(body, URL, definition=None),
    "listing": lambda body: extract_listing(body, URL, definition=None),
}


def times_dearer(read: Callable[[bytes], object], small: bytes, large: bytes, enough: float) -> float:
    """How many times dearer a KB of `large` is. What else the machine does only adds to a time: measured again, up to
    five times, until it is below `enough`. Collecting the garbage of the tests before is none of the page's cost."""
    gc.collect()
    gc.freeze()
    fewer, more = cost(read, small, 2), cost(read, large, 1)
    for _ in range(4):
        if more < enough * fewer:
            break
        fewer, more = min(fewer, cost(read, small, 2)), min(more, cost(read, large, 1))
    gc.unfreeze()
    return more / fewer


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_page(shape: str, reader: str) -> None:
    assert times_dearer(READERS[reader], grown_page(shape, 30), grown_page(shape, 300), 3) < 3


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("place", "unit"),
    [
        ("title", "（"),
        ("title", " > "),
        ("body", "<a href=x><div>1"),
        ("body", "<h1><img src=a.jpg>"),
        ("body", "<td><a href=x>上一篇：</a>"),
        ("body", "<li onclick=\"open('/b.html')\"><select>"),
        ("body", "</b><a href=x>1<span>"),
        ("body", "<ul><li>会议强调，要抓好各项工作落实。<a href=x>政务公开</a>"),
        ("byline", "</a><div class=page>"),
        ("byline", "年<dt><option value=i_2.html>"),
        ("link", "</a><em><a onclick=\"open('/b.html')\">...<ul>"),
    ],
)
def test_units_that_once_took_minutes(place: str, unit: str, reader: str) -> None:
    assert bent(place, unit, reader) is None


WIDE = {
    "pager": ("<dd>" + "<em>" * 60, "<a href=index_{0}.html>{0}</a><b>字</b>&nbsp;", "listing"),
    "rows": ("<tr><td>1</td><td><blockquote><i>" * 150, "<p align=center>图为现场</p><span>来源</span>", "article"),
}


@pytest.mark.parametrize("name", WIDE)
def test_many_neighbours_far_down_are_read_once(name: str) -> None:
    above, unit, reader = WIDE[name]

    def page(depth: str, count: int) -> bytes:
        return (HEAD + depth + "".join(map(unit.format, range(count)))).encode()

    deep = page(above, 6000)
    assert times_dearer(READERS[reader], page(above, 600), deep, 3) < 3
    assert times_dearer(READERS[reader], page("", 6000), deep, 10) < 10


@pytest.mark.parametrize("tag", ["li\x01x", "li{", "{x}li", "a:li", "li\x7f", "中li"])
def test_rows_whose_tag_is_damaged(tag: str) -> None:
    title = "<a href='post_1.html'>关于开展养老服务机构等级评定工作的通知</a>"
    page = "<ul>" + "".join(f"<{tag}>{title}<span>2023-06-1{n}</span></{tag}>" for n in range(6)) + "</ul>"
    assert failures(page) == []
    assert failures(page + "".join(f"<{tag}>2023-06-17</{tag}>" for _ in range(6))) == []


@pytest.mark.parametrize("number", ["3\u00b2\u00b3", "\u2462", "\uff13", "\u0663", "\u1369"])
def test_digits_that_are_no_number(number: str) -> None:
    links = "".join(f"<a href='index_{n}.html'>{text}</a>" for n, text in enumerate(("1", "2", number), 1))
    page = f"{WHOLE}<div class='page'>{links}</div><img width='{number}' src='a.jpg' srcset='b.jpg {number}x'>"
    script = f"<script>createPageHTML({number}, 0, 'index', 'html')</script>"
    assert failures(page) == []
    assert failures(f"{page}<span>{number}</span>{script}") == []


HUGE = "9" * 6000


@pytest.mark.parametrize("number", [HUGE, f"{HUGE}.{HUGE}", "0" * 5999 + "3", f"{HUGE}万"])
@pytest.mark.parametrize(
    "place",
    [
        "<script>createPageHTML({0}, {0}, 'index', 'html')</script>",
        "<script>var countPage = {0}; var currentPage = {0}; document.write('index_' + (currentPage + 1) + '.html')</script>",
        "<script>kkpager.generPageHtml({{pno: {0}, total: {0}}})</script>",
        "<div class='page'>第{0}页/共{0}页 <a href='index_{0}.html'>下一页</a></div>",
        "<img src='a.jpg' width='{0}' height='{0}px' srcset='b.jpg {0}x, c.jpg {0}w'>",
        "<p>浏览次数：{0}</p><p>发布时间：{0}-{0}-{0}</p>",
    ],
)
def test_numbers_of_thousands_of_digits(place: str, number: str) -> None:
    rows = "".join(f"<li><a href='p{n}.html'>关于开展工作的通知</a><span>2023-06-1{n}</span></li>" for n in range(6))
    start = time.process_time()
    for page in (f"{WHOLE}{place.format(number)}", f"<ul>{rows}</ul>{place.format(number)}"):
        assert failures(page) == []
        assert failures(page, url=f"http://www.example.gov.cn/{number}/t{number}_{number}.html") == []
    assert time.process_time() - start < 5


def test_a_script_of_signs_that_begin_an_address() -> None:
    script = f"<script>countPage = 9; currentPage = 1; pagination({'=' * 50_000})</script>"
    start = time.process_time()
    assert failures(f"{WHOLE}{script}") == []
    assert time.process_time() - start < 5


@pytest.mark.parametrize("url", ["http://[", "http://[::1/", "", "//", "http://www.example.gov.cn:x/"])
def test_a_listing_at_a_damaged_address(url: str) -> None:
    page = "<div><a href='a.html'>关于工作</a>：2023-01-09 05:56<a href='http://[/b.html'>关于开展工作的通知</a></div>"
    assert failures(page, url=url) == []


def test_an_empty_page_is_refused_in_words() -> None:
    for body in (b"", b" \n", b"\0\0", "", b"\xef\xbb\xbf"):
        with pytest.raises(NotAnArticle) as caught:
            extract_article(body, URL)
        assert caught.value.kind == "empty"
