"""Whatever the text: a listing, or NotAListing; never another error, and time that grows with the page."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from listing_pages import URL, page, rows

from gdmzt_crawler.errors import NotAListing, PageError
from gdmzt_crawler.extract.document import Document, parse_document
from gdmzt_crawler.extract.listing import extract_listing
from gdmzt_crawler.extract.navigation import extract_navigation
from gdmzt_crawler.extract.pagekind import page_kind
from gdmzt_crawler.extract.rules import ListingRules
from gdmzt_crawler.models import ExtractedListing

FRAGMENTS = (
    "<ul>", "</ul>", "<li>", "</li>", "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<div class='page'>", "</div>",
    "<dl>", "<dt>", "<dd>", "<p>", "<br>", "<span>", "</span>", "</a>", "<a>", "<a href='javascript:;'>", "<a href='p_1.html'>",
    "<a href=\"http://[\">", "<a href='?page=2'>", "<a title='关于开展工作的通知' href='/a/1.html'>", "<base href='//x/'>",
    "<a onclick=\"open('/b.html')\">", "<select>", "<option value='index_1.html'>2</option>", "<option>", "</select>",
    "<script>", "</script>", "createPageHTML(7, 0, \"index\", \"html\")", "var countPage = 67; var currentPage = 0;",
    "<datastore><record><![CDATA[<li><a href='x.html'>关于召开会议的通知</a>2026-09-24</li>]]></record>", "[{\"title\":\"某某\",\"url\":\"/1\"}]",
    "关于开展养老服务机构等级评定工作的通知", "2026-09-24", "[09-24]", "24", "2026-09", "1", "2", "3", "下一页", "尾页", "首页", "1/60",
    "共67页", "更多", "友情链接", "版权所有", "当前位置：", "页面不存在", "验证码", "<title>404</title>", "\x00", "\ud800", "&#0;", "&nbsp;",
    "<!--", "-->", "<![CDATA[", "]]>", "\u3000", "…", "<noscript>", "<template>", "<iframe>", "<svg>", "<time datetime='2026-09-24'>",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join)
WHOLE = page("<ul>" + rows('<li><a href="post_{n}.html" title="{title}">{cut}...</a><span>{date}</span></li>') + "</ul>"
             '<div class="page"><b>1</b><a href="index_2.html">2</a><a href="index_2.html">下一页</a><a href="index_9.html">尾页</a>')  # fmt: skip
RULES = ListingRules(rows=("li", "tr"), title=("a",), date=("span", "td"), next=("div.page a",), page_cap=20)


def document(text: str | bytes) -> Document | None:
    try:
        return parse_document(text, URL)
    except PageError:
        return None


def listing_or_kind(parsed: Document, rules: ListingRules | None) -> ExtractedListing | str:
    try:
        return extract_listing(parsed, rules)
    except NotAListing as error:
        return error.kind


def check(parsed: Document | None, rules: ListingRules | None = None) -> None:
    if parsed is None:
        return
    page_kind(parsed)
    extract_navigation(parsed)
    found = listing_or_kind(parsed, rules)
    if isinstance(found, str):
        assert found in ("challenge", "soft_404", "navigation")
        return
    assert all(row.title and row.href != "" for row in found.rows)
    assert found.last_page is None or found.last_page >= 1
    assert found.next_href is None or found.next_href.strip()


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_any_text(text: str) -> None:
    check(document(text))


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_any_text_with_rules(text: str) -> None:
    check(document(text), RULES)


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_bytes(data: bytes) -> None:
    check(document(data))


@given(st.integers(0, len(WHOLE)), st.integers(0, 400), TEXTS)
@settings(max_examples=150, deadline=None)
def test_a_page_cut_and_patched(at: int, length: int, patch: str) -> None:
    check(document(WHOLE[:at] + patch + WHOLE[at + length :]))


ROW = "<li><a href='post_1.html'>关于开展养老服务机构等级评定工作的通知</a><span>2026-09-24</span></li>"
GROWING = {
    "rows": lambda n: f"<ul>{ROW * n}</ul>",
    "lists": lambda n: f"<div><ul>{ROW * 3}</ul></div>" * (n // 3),
    "flat": lambda n: "<div>" + "<a href='p.html'>关于开展养老服务机构等级评定</a>[09-24]<br>" * n + "</div>",
    "menu": lambda n: "<ul>" + "<li><a href='/a/'>政府信息公开专栏目录</a></li>" * n + "</ul>",
    "nested": lambda n: "".join(f"<div><a href='{i}.html'>关于开展养老服务机构等级评定</a>2026-09-24" for i in range(min(n, 1900))),
    "nested lists": lambda n: f"<ul>{ROW}<li>" * min(n, 900),
    "prose": lambda n: "<p>2026年9月24日，各地认真落实有关规定，切实加强组织领导。</p>" * n + f"<ul>{ROW}</ul>",
    "numbers": lambda n: f"<ul>{ROW}</ul><div class='page'>" + "".join(f"<a href='i_{i}.html'>{i}</a>" for i in range(n)) + "</div>",
    "digits": lambda n: f"<ul>{ROW}</ul><p>" + "1 " * n + "</p>",
    "one token": lambda n: f"<ul><li><a href='x'>{'关于' * n}</a>2026-09-24{' ' * n}</li></ul>",
    "script": lambda n: f"<ul>{ROW}</ul><script>" + "var a = [{'x':1}]; createPage(" * n + "</script>",
    "records": lambda n: "<script><datastore>" + "<record>" * n + "</script>",
    "quotes": lambda n: f"<ul>{ROW}</ul><script>var pageCount=3,currentPage=1;" + "'a' + " * n + "</script>",
    "links without text": lambda n: f"<ul>{ROW}</ul>" + "<a href='x'><img></a>" * n,
    "siblings": lambda n: f"<ul>{ROW}</ul>" + "<div><span>2026</span></div>" * n,
}  # fmt: skip


@pytest.mark.parametrize("name", GROWING)
def test_time_grows_with_the_page(name: str) -> None:
    def seconds(n: int) -> float:
        parsed = document(f"<html><body>{GROWING[name](n)}</body></html>")
        start = time.thread_time()
        check(parsed)
        return time.thread_time() - start

    seconds(50)
    small = min(seconds(600) for _ in range(3))
    large = min(seconds(6000) for _ in range(2))
    assert large < max(30 * small, 0.5), (small, large)
