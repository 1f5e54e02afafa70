"""Pagers without any site definition: what follows, what is last, and whether every row can be reached."""

from __future__ import annotations

import pytest
from listing_pages import URL, read, rows

from gdmzt_crawler.extract.rules import ListingRules
from gdmzt_crawler.models import ExtractedListing

LIST = "<ul class='list'>" + rows('<li><a href="post_{n}.html">{title}</a><span>{date}</span></li>') + "</ul>"
BASE = "http://www.example.gov.cn/zwgk/tzgg/"


def paged(pager: str, url: str = URL, rules: ListingRules | None = None) -> ExtractedListing:
    return read(LIST + pager, url, rules)


def verdict(listing: ExtractedListing) -> tuple[str | None, int | None, bool]:
    return listing.next_href, listing.last_page, listing.complete


def div(inner: str, css: str = "page") -> str:
    return f'<div class="{css}">{inner}</div>'


LINKS: dict[str, tuple[str, str, tuple[str | None, int | None, bool]]] = {
    "nfcms first": (
        "index.html",
        '<a class="first" href="index.html">第一页</a><a class="current" href="index.html">1</a><a href="index_2.html">2</a>'
        '<a href="index_3.html">3</a><a class="next" href="index_2.html">下一页</a><a class="last" href="index_8.html">最后一页</a>',
        ("index_2.html", 8, True),
    ),
    "nfcms middle": (
        "index_2.html",
        '<a class="first" href="index.html">第一页</a><a href="index.html">上一页</a><a href="index.html">1</a>'
        '<a class="current" href="index_2.html">2</a><a href="index_3.html">3</a><a href="index_4.html">4</a>'
        '<a class="next" href="index_3.html">下一页</a><a class="last" href="index_8.html">最后一页</a>',
        ("index_3.html", 8, True),
    ),
    "nfcms last": (
        "index_8.html",
        '<a href="index.html">第一页</a><a href="index_7.html">上一页</a><a href="index_6.html">6</a><a href="index_7.html">7</a>'
        '<a class="current" href="index_8.html">8</a><a class="last" href="index_8.html">最后一页</a>',
        (None, 8, True),
    ),
    "nfcms single": (
        "index.html",
        '<a class="first" href="">第一页</a><a class="current" href="">1</a><a class="last" href="">最后一页</a>',
        (None, 1, True),
    ),
    "trs counts from 0": (
        "index.html",
        '<span class="current">1</span><a href="index_1.html">2</a><a href="index_2.html">3</a><a href="index_1.html">下一页</a>'
        '<a href="index_66.html">尾页</a>',
        ("index_1.html", 67, True),
    ),
    "next and last alone": (
        "index.html",
        '<a href="index_1.html">下一页</a><a href="index_66.html">尾页</a>',
        ("index_1.html", 67, True),
    ),
    "counting down": (
        "tzgg.htm",
        '<span>共1189条 1/60</span> 首页 上页 <a href="tzgg/59.htm">下页</a><a href="tzgg/1.htm">尾页</a>',
        ("tzgg/59.htm", 60, True),
    ),
    "counting down, middle": (
        "59.htm",
        '<span>2/60</span><a href="../tzgg.htm">首页</a><a href="../tzgg.htm">上页</a><a href="58.htm">下页</a><a href="1.htm">尾页</a>',
        ("58.htm", 60, True),
    ),
    "counting down, last": (
        "1.htm",
        '<span>60/60</span><a href="../tzgg.htm">首页</a><a href="2.htm">上页</a><span>下页</span><span>尾页</span>',
        (None, 60, True),
    ),
    "counting down, no total": (
        "tzgg.htm",
        '<a href="tzgg/59.htm">下页</a><a href="tzgg/1.htm">尾页</a>',
        ("tzgg/59.htm", 60, True),
    ),
    "query of vsb": (
        "list.jsp?urltype=tree.TreeTempUrl&wbtreeid=1004",
        '<a href="?totalpage=12&amp;PAGENUM=2&amp;urltype=tree.TreeTempUrl&amp;wbtreeid=1004">下页</a>'
        '<a href="?totalpage=12&amp;PAGENUM=12&amp;urltype=tree.TreeTempUrl&amp;wbtreeid=1004">尾页</a>',
        ("?totalpage=12&PAGENUM=2&urltype=tree.TreeTempUrl&wbtreeid=1004", 12, True),
    ),
    "query p": (
        "list.php?id=3",
        '<b>1</b><a href="list.php?id=3&amp;p=2">2</a><a href="list.php?id=3&amp;p=3">3</a><a href="list.php?id=3&amp;p=2">&gt;</a>',
        ("list.php?id=3&p=2", None, True),
    ),
    "signs": (
        "index.html",
        '<a href="index.html">«</a><strong>1</strong><a href="list_2.html">2</a><a href="list_3.html">3</a><a href="list_2.html">»</a>',
        ("list_2.html", None, True),
    ),
    "numbers alone": (
        "index.html",
        '<span class="cur">1</span><a href="003-2.html">2</a><a href="003-3.html">3</a>',
        ("003-2.html", 3, True),
    ),
    "numbers alone, last": (
        "003-3.html",
        '<a href="003-1.html">1</a><a href="003-2.html">2</a><span class="cur">3</span>',
        (None, 3, True),
    ),
    "bracketed numbers": (
        "index.html",
        '<b>[1]</b><a href="list_2.html">[2]</a><a href="list_3.html">[3]</a><a href="list_2.html">[下一页]</a>',
        ("list_2.html", None, True),
    ),
    "list items": (
        "index.html",
        '<ul><li class="active"><a href="#">1</a></li><li><a href="2.html">2</a></li><li><a href="3.html">3</a></li>'
        '<li><a href="2.html">下一页 &gt;</a></li></ul>',
        ("2.html", None, True),
    ),
    "total in words": (
        "index.html",
        '共1,227页 24,539条 <a href="index_1.html">下一页</a> <a href="index_1226.html">末页</a>',
        ("index_1.html", 1227, True),
    ),
    "current and total in words": (
        "index_3.html",
        '第3页/共9页 <a href="index.html">首页</a><a href="index_2.html">上一页</a><a href="index_4.html">下一页</a><a href="index_9.html">末页</a>',
        ("index_4.html", 9, True),
    ),
    "last leads to itself": (
        "index_9.html",
        '第9页/共9页 <a href="index.html">首页</a><a href="index_8.html">上一页</a><a href="index_9.html">下一页</a><a href="index_9.html">末页</a>',
        (None, 9, True),
    ),
    "last leads back to the first": (
        "index_9.html",
        '<a href="index.html">首页</a><a href="index_8.html">上一页</a><a href="index.html">下一页</a>',
        (None, None, True),
    ),
    "last leads to the one before": (
        "index_9.html",
        '<a href="index.html">首页</a><a href="index_8.html">上一页</a><a href="index_8.html">下一页</a><a href="index_9.html">尾页</a>',
        (None, None, True),
    ),
    "disabled next": (
        "index.html",
        '<a class="disabled" href="javascript:;">上一页</a><span>1</span><a class="next disabled" href="javascript:;">下一页</a>',
        (None, 1, True),
    ),
    "next by onclick": (
        "index.html",
        '<a href="javascript:void(0)" onclick="location.href=\'index_2.html\'">下一页</a> 共3页',
        ("index_2.html", 3, True),
    ),
    "english": (
        "index.html",
        '<a href="index.html">First</a><a href="index_2.html">Next</a><a href="index_5.html">Last</a>',
        ("index_2.html", 5, True),
    ),
    "next first, page of ten": (
        "index_10.html",
        '<a href="index_11.html">下一页</a><a href="index_9.html">上一页</a><a href="index_9.html">9</a><b>10</b><a href="index_11.html">11</a>',
        ("index_11.html", None, True),
    ),
    "dots before the last number": (
        "index.html",
        '<b>1</b><a href="index_2.html">2</a><a href="index_3.html">3</a>...<a href="index_40.html">40</a><a href="index_2.html">下一页</a>',
        ("index_2.html", 40, True),
    ),
    "picture as next": (
        "index.html",
        '<b>1</b><a href="index_2.html">2</a><a href="index_3.html">3</a><a class="next" href="index_2.html"><i></i></a>',
        ("index_2.html", None, True),
    ),
    "picture with alt as next": (
        "index.html",
        '<b>1</b><a href="index_2.html">2</a><a href="index_2.html"><img src="r.png" alt="下一页"></a>',
        ("index_2.html", None, True),
    ),
    "dummy next on the last page": (
        "index_3.html",
        '<a href="index.html">首页</a><a href="index_2.html">上一页</a><a href="index.html">1</a><a href="index_2.html">2</a>'
        '<a class="cur">3</a><a href="javascript:;">下一页</a><a href="javascript:;">尾页</a>',
        (None, 3, True),
    ),
    "dummy next on the last page, no numbers": (
        "index_3.html",
        '<a href="index.html">首页</a><a href="index_2.html">上一页</a><a href="javascript:void(0)">下一页</a>',
        (None, None, True),
    ),
    "previous article is none": (
        "index.html",
        '<a href="post_1.html">下一篇</a>',
        (None, None, True),
    ),
}


@pytest.mark.parametrize("name", LINKS)
def test_plain_links(name: str) -> None:
    url, pager, wanted = LINKS[name]
    assert verdict(paged(div(pager), BASE + url)) == wanted


def test_two_pagers_are_one() -> None:
    pager = div('<b>1</b><a href="index_2.html">2</a><a href="index_2.html">下一页</a>')
    listing = read(pager + LIST + pager)
    assert verdict(listing) == ("index_2.html", None, True)


def script(text: str) -> str:
    return div(f'<script type="text/javascript">{text}</script>')


TRS_WRITTEN = """var currentPage = %d;//所在页从0开始
var prevPage = currentPage-1;//上一页
var nextPage = currentPage+1;//下一页
var countPage = %d;//共多少页
document.write("共"+countPage+"页&nbsp;");
if(countPage>1&&currentPage!=0) document.write("<a href=\\"index"+"_" + prevPage + "."+"html\\">上一页</a>");
if(countPage>1&&currentPage!=(countPage-1))
  document.write("<a href=\\"index"+"_" + nextPage + "."+"html\\">下一页</a><a href=\\"index_" + (countPage-1) + ".html\\">尾页</a>");
else document.write("下一页&nbsp;尾页");
function toPage(){ var n = document.getElementById("num").value; location.href = "index"+"_"+(n-1)+"."+"html"; }"""

SCRIPTS: dict[str, tuple[str, str, tuple[str | None, int | None, bool]]] = {
    "trs first": ("index.html", 'createPageHTML(7, 0, "index", "html")', ("index_1.html", 7, True)),
    "trs middle": ("index_3.html", "createPageHTML(7, 3, 'index', 'html');", ("index_4.html", 7, True)),
    "trs last": ("index_6.html", 'createPageHTML(7, 6, "index", "html")', (None, 7, True)),
    "trs single": ("index.html", 'createPageHTML(1, 0, "index", "html")', (None, 1, True)),
    "trs empty": ("index.html", 'createPageHTML(0, 0, "index", "html")', (None, 1, True)),
    "trs more arguments": (
        "index.shtml",
        'createPageHTML(17, 0,"index", "shtml", "black2", 250);',
        ("index_1.shtml", 17, True),
    ),
    "trs counting from 1": (
        "index.html",
        "createPageHTML('paging',25,1,'index','html',500);",
        ("index_2.html", 25, True),
    ),
    "trs counting from 1, last": (
        "index_25.html",
        "createPageHTML('paging',25,25,'index','html',500);",
        (None, 25, True),
    ),
    "trs with variables": (
        "index.html",
        'var total = Math.ceil(95/20); createPageHTML(total, 0, "list", "htm");',
        ("list_1.htm", 5, True),
    ),
    "trs, function beside the call": (
        "index.html",
        "function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){ if(_nPageCount<=1) return; }\n"
        'createPageHTML(4, 0, "index", "html");',
        ("index_1.html", 4, True),
    ),
    "written first": ("index.html", TRS_WRITTEN % (0, 67), ("index_1.html", 67, True)),
    "written middle": ("index_5.html", TRS_WRITTEN % (5, 67), ("index_6.html", 67, True)),
    "written last": ("index_66.html", TRS_WRITTEN % (66, 67), (None, 67, True)),
    "written single": ("index.html", TRS_WRITTEN % (0, 1), (None, 1, True)),
    "address by a callback": (
        "column.html",
        "Ls.pagination(\"#p\", function(pageIndex){ location.href='/content/column/67?pageIndex=' + pageIndex;},"
        "{currPage: (0+1),pageCount:3});",
        ("/content/column/67?pageIndex=2", 3, True),
    ),
    "plug-in": ("index.html", '$("#p").pagination("setPage",1,322);', (None, 322, False)),
    "plug-in, last": ("index_9.html", '$("#p").pagination("setPage",9,9);', (None, 9, True)),
    "laypage": (
        "index.html",
        "laypage.render({elem:'p', count: 143, limit: 15, curr: 1, jump: go});",
        (None, 10, False),
    ),
    "jpage": (
        "index.html",
        "$('#1').jpage({themeName:'default',totalRecord:46,perPage:15,groupSize:3,dataUrl:'x'});",
        (None, 4, False),
    ),
    "jpage, single": ("index.html", "$('#1').jpage({totalRecord:6,perPage:15,dataUrl:'x'});", (None, 1, True)),
    "total alone": ("index.html", "var pageCount = 12; function go(n){ load(n); }", (None, 12, False)),
    "unrelated script": ("index.html", "var page = 3; show(page);", (None, None, True)),
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts(name: str) -> None:
    url, text, wanted = SCRIPTS[name]
    assert verdict(paged(script(text), BASE + url)) == wanted


NEEDS_A_SCRIPT = {
    "Page$2": "<table><tr><td><span>1</span></td><td><a href=\"javascript:__doPostBack('GridView1','Page$2')\">2</a></td>"
    "<td><a href=\"javascript:__doPostBack('GridView1','Page$3')\">3</a></td></tr></table>",
    "__doPostBack('AspNetPager1','2')": "<span>1</span><a href=\"javascript:__doPostBack('AspNetPager1','2')\">2</a>"
    "<a href=\"javascript:__doPostBack('AspNetPager1','2')\">下一页</a>",
    "goToPageURL(2)": "<a href='Javascript:goToPageURL(1)'>首页</a><b><span class='cur_page'>1</span></b>"
    "<a href='Javascript:goToPageURL(2)'>2</a><a href='Javascript:goToPageURL(2)'>末页</a>",
    "javascript:;": '<a class="current" href="">1</a><a href="javascript:;">2</a><a class="next" href="javascript:;">下一页</a>',
    "nextPage()": '<a href="#" onclick="nextPage()">下一页</a>',
    "loadMore()": '<a href="javascript:void(0)" onclick="loadMore()">加载更多</a>',
    "page(2)": '<span>1</span><span onclick="page(2)">下一页</span>',
    "form": '<form method="post"><input type="submit" value="下一页"></form>',
}


@pytest.mark.parametrize("needs", NEEDS_A_SCRIPT)
def test_pagers_that_need_a_script(needs: str) -> None:
    listing = paged(div(NEEDS_A_SCRIPT[needs]))
    assert listing.next_href is None
    assert not listing.complete
    assert needs in listing.paging


def test_a_script_pager_on_its_last_page_is_complete() -> None:
    pager = "<a href='javascript:go(1)'>首页</a><a href='javascript:go(1)'>1</a><b class='current'>2</b> 共2页"
    assert verdict(paged(div(pager))) == (None, 2, True)


def test_select_of_addresses() -> None:
    options = '<option value="index.html" selected>1</option><option value="index_1.html">2</option><option value="index_2.html">3</option>'
    pager = f'<select onchange="location.href=this.value">{options}</select>'
    assert verdict(paged(div(pager))) == ("index_1.html", 3, True)
    moved = pager.replace(" selected", "").replace('index_2.html"', 'index_2.html" selected')
    assert verdict(paged(div(moved), BASE + "index_2.html")) == (None, 3, True)


def test_select_of_numbers_needs_its_script() -> None:
    options = "".join(f'<option value="{n}">第{n}页</option>' for n in range(1, 5))
    listing = paged(div(f'<select onchange="turn(this.value)">{options}</select>'))
    assert verdict(listing) == (None, 4, False)
    assert "turn(this.value)" in listing.paging


@pytest.mark.parametrize(
    "options",
    [
        "".join(f"<option value='{year}'>{year}</option>" for year in range(2026, 2016, -1)),
        "".join(f"<option value='{month}'>{month}</option>" for month in range(1, 13)),
        "<option value='http://www.mca.gov.cn/'>民政部</option><option value='http://www.gd.gov.cn/'>省政府</option>",
    ],
)
def test_other_selects_are_no_pagers(options: str) -> None:
    assert verdict(paged(f"<form>时间：<select name='t'>{options}</select></form>")) == (None, None, True)


def test_no_pager_is_complete() -> None:
    listing = paged("")
    assert (listing.paging, *verdict(listing)) == ("none", None, None, True)


def test_an_empty_pager_beside_a_full_page_needs_a_script() -> None:
    row = '<li><a href="post_{n}.html">{title}</a><span>{date}</span></li>'
    full = read(f"<ul>{rows(row, 10)}</ul><div id='pagination'></div>")
    assert verdict(full) == (None, None, False)
    assert "pagination" in full.paging
    assert read(f"<ul>{rows(row, 9)}</ul><div id='pagination'></div>").complete
    assert read(f"<ul>{rows(row, 10)}</ul><div id='pagination'><p>共1页</p></div>").complete
    assert read(f"<ul>{rows(row, 10)}</ul>").complete


def test_the_cap_of_a_platform() -> None:
    pager = div(
        '<b>1</b><a href="index_2.html">2</a><a href="index_3.html">3</a><a href="index_2.html">下一页</a><a href="index_20.html">尾页</a>'
    )
    capped = paged(pager, rules=ListingRules(page_cap=20))
    assert verdict(capped) == ("index_2.html", 20, False)
    assert [kind for kind, _ in capped.notes] == ["capped"]
    assert paged(pager).complete
    assert paged(pager, rules=ListingRules(page_cap=50)).complete


def test_a_cap_that_the_script_admits() -> None:
    pager = div(
        '<b>1</b><a href="index_2.html">2</a><a href="index_3.html">3</a><a href="index_2.html">下一页</a><a href="index_20.html">尾页</a>'
        "<script>var totalPage = Math.ceil(1071/20); var pages_limit=20; if(totalPage>pages_limit){totalPage=pages_limit}"
        'createPageHTML(totalPage, pageCurrent, "index", "html");</script>'
    )
    listing = paged(pager)
    assert verdict(listing) == ("index_2.html", 20, False)
    assert "20 of 54" in dict(listing.notes)["capped"]
    whole = paged(pager.replace("1071", "391"), rules=ListingRules(page_cap=20))
    assert verdict(whole) == ("index_2.html", 20, True)


def test_a_definition_names_the_link() -> None:
    rules = ListingRules(next=("div.turn > a.n",))
    listing = paged('<div class="turn"><a class="n" href="more-2.html"><img src="r.png"></a></div>', rules=rules)
    assert (listing.next_href, listing.paging) == ("more-2.html", "definition")


def test_a_definition_that_names_the_whole_pager() -> None:
    rules = ListingRules(next=("div.page > a",))
    pager = div(
        '<a href="index.html">首页</a><a href="index.html">上一页</a><a href="index_3.html">下一页</a><a href="index_9.html">尾页</a>'
    )
    listing = paged(pager, BASE + "index_2.html", rules)
    assert listing.next_href == "index_3.html"
    last = div('<a href="index.html">首页</a><a href="index_8.html">上一页</a>')
    assert verdict(paged(last, BASE + "index_9.html", rules))[::2] == (None, True)


def test_next_never_leads_to_the_page_itself() -> None:
    for href in ("index.html", "./index.html#top", URL, "http://www.example.gov.cn/zwgk/tzgg/"):
        assert paged(div(f'<a href="{href}">下一页</a>')).next_href is None


def test_links_of_a_picture_show_are_no_pager() -> None:
    show = '<div class="slide"><a href="javascript:void(0)">1</a><a href="javascript:void(0)">2</a><a href="javascript:void(0)">3</a></div>'
    assert verdict(paged(show)) == (None, None, True)


def test_a_calendar_is_no_pager() -> None:
    days = "".join(f'<td><a href="day_{n}.html">{n}</a></td>' for n in range(1, 31))
    assert verdict(paged(f"<table><tr>{days}</tr></table>")) == (None, None, True)


def test_the_sum_beside_the_pager_is_not_the_current_page() -> None:
    pager = div(
        "共 <b>41</b> 页 <a href=\"javascript:toPage('1')\">首页</a> <span>1</span> <a href=\"javascript:toPage('2')\">2</a> "
        "<a href=\"javascript:toPage('2')\">下一页</a> <a href=\"javascript:toPage('41')\">末页</a>"
    )
    listing = paged(pager)
    assert verdict(listing) == (None, 41, False)
    assert "toPage('2')" in listing.paging


GO = '<a href="javascript:void(0)" onclick="goPage(1)">首页</a><a href="javascript:void(0)" onclick="goPage(2)">下一页</a>第1页 共6页'


def test_a_function_of_the_page_that_goes_to_an_address() -> None:
    script = '<script>function goPage(p){ if(p<1){return;} window.location.href="list.jsp?cid=12&page="+p; }</script>'
    assert verdict(paged(div(GO) + script)) == ("list.jsp?cid=12&page=2", 6, True)


@pytest.mark.parametrize(
    "body",
    [
        "document.forms[0].page.value=p;document.forms[0].submit();",
        "location.href='list.jsp?page='+(p-1);",
        "location.href='list.jsp?key='+key+'&page='+p;",
        "if(a){location.href='a.jsp?page='+p;}else{location.href='b.jsp?page='+p;}",
    ],
)
def test_a_function_that_does_more_is_left_alone(body: str) -> None:
    assert verdict(paged(div(GO) + f"<script>function goPage(p){{{body}}}</script>")) == (None, 6, False)


def test_plug_ins_that_go_to_addresses() -> None:
    laypage = "laypage.render({elem:'p',count:236,limit:20,curr:1,jump:function(obj,first){if(!first){location.href='?t=3&page='+obj.curr;}}});"
    assert verdict(paged(f'<div id="p"></div><script>{laypage}</script>')) == ("?t=3&page=2", 12, True)
    kkpager = "kkpager.generPageHtml({pno:3,total:15,totalRecords:290,hrefFormer:'list_',hrefLatter:'.html',getLink:function(n){return this.hrefFormer+n+this.hrefLatter;}});"
    assert verdict(paged(f"<script>{kkpager}</script>")) == ("list_4.html", 15, True)
    mute = "kkpager.generPageHtml({pno:3,total:15,totalRecords:290,click:function(n){load(n);}});"
    assert verdict(paged(f"<script>{mute}</script>")) == (None, 15, False)


def test_the_head_names_the_next_page_where_a_script_prints_the_pager() -> None:
    link = '<link rel="next" href="?page=2"><div class="el-pagination"></div>'
    assert verdict(paged(link)) == ("?page=2", None, True)
    assert paged(f'<link rel="next" href="{URL}">').next_href is None
    own = div('<a href="index_2.html">下一页</a>')
    assert paged(own + '<link rel="next" href="?page=9">').next_href == "index_2.html"


def test_a_block_that_loads_more() -> None:
    listing = paged('<div class="load" data-url="/story/index_2.html">点击加载更多</div>')
    assert (listing.complete, listing.paging) == (False, "block: 点击加载更多")


def test_a_sign_alone_in_a_block_named_as_a_pager() -> None:
    assert paged('<div class="pg"><a href="/p/2.html">&gt;</a></div>').next_href == "/p/2.html"
    assert paged('<div class="tit"><a href="/p/2.html">&gt;</a></div>').next_href is None


def test_numbers_that_a_script_writes_in_a_loop() -> None:
    script = "<script>var maxpage = 12; for(var i=1;i<=maxpage;i++){document.write('<a href=\"index_'+i+'.html\">'+i+'</a>');}</script>"
    assert verdict(paged(script)) == (None, 12, False)
    assert verdict(paged(script, BASE + "index_12.html")) == (None, 12, True)
    assert verdict(paged(script.replace("12", "1"))) == (None, 1, True)
