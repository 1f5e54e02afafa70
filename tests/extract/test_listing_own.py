"""Which list is the column's own, lists that scripts fill, and years from what a page prints as today."""

from __future__ import annotations

from datetime import date

import pytest
from listing_pages import DATES, TITLES, read, rows

from gdmzt_crawler.errors import NotAListing
from gdmzt_crawler.extract.document import parse_document
from gdmzt_crawler.extract.listing import extract_listing
from gdmzt_crawler.models import ExtractedListing
from gdmzt_crawler.normalize.listing import normalize_listing

URL = "http://www.example.gov.cn/zcfg/index.html"


def bare(inner: str, title: str = "政策法规-示例县水利局", url: str = URL) -> ExtractedListing:
    html = f'<html><head><meta charset="utf-8"><title>{title}</title></head><body>{inner}</body></html>'
    return extract_listing(parse_document(html.encode(), url))


def module(heading: str, folder: str, count: int) -> str:
    """A block with a heading over a list; each row shows title and date."""
    items = rows(f'<li><a href="/{folder}/{{n}}.html">{{title}}（{folder}）</a><span>{{date}}</span></li>', count)
    return f"<div><h3>{heading}</h3><ul>{items}</ul></div>"


def hrefs(listing: ExtractedListing) -> set[str | None]:
    return {(row.href or "").split("/")[1] for row in listing.rows}


@pytest.mark.parametrize("order", [("slyw", "zcfg", "tzgg"), ("zcfg", "slyw", "tzgg"), ("tzgg", "slyw", "zcfg")])
def test_rows_in_the_pages_folder_beat_heavier_sidebars(order: tuple[str, ...]) -> None:
    headings = {"slyw": "水利要闻", "zcfg": "文件", "tzgg": "通知公告"}
    page = "".join(module(headings[key], key, 4 if key == "zcfg" else 12) for key in order)
    listing = bare(page)
    assert (hrefs(listing), len(listing.rows)) == ({"zcfg"}, 4)


def test_a_list_headed_by_the_columns_name_beats_heavier_sidebars() -> None:
    page = module("水利要闻", "art1", 6) + module("政策法规", "art2", 3) + module("通知公告", "art3", 6)
    listing = bare(page, url="http://www.example.gov.cn/col/col31/index.html")
    assert (hrefs(listing), len(listing.rows)) == ({"art2"}, 3)


def test_a_list_that_fills_most_of_the_page_under_another_heading_gives_way() -> None:
    listing = bare(module("水利要闻", "slyw", 6) * 2 + module("政策法规", "zcfg", 3))
    assert hrefs(listing) == {"zcfg"}


def test_a_list_with_a_heading_of_its_own_stays_where_it_is_alone() -> None:
    listing = bare(module("信息列表", "art", 6), url="http://www.example.gov.cn/col/col31/index.html")
    assert len(listing.rows) == 6


def test_a_list_split_over_two_cells() -> None:
    cell = '<td><ul class="l">{}</ul></td>'
    left = rows('<li><a href="a{n}.html">{title}</a>({date})</li>')
    right = rows('<li><a href="a9{n}.html">{title}</a>({date})</li>')
    assert len(read(f"<table><tr>{cell.format(left)}{cell.format(right)}</tr></table>").rows) == 12
    headed = f'<table><tr>{cell.format(left)}<td><h3>领导活动</h3><ul class="l">{right}</ul></td></tr></table>'
    assert len(read(headed).rows) == 6


VUE = """<table><tr v-for="item in list"><td><a :href="'/letters/'+item.id">{{item.title}}</a></td><td>{{item.time}}</td></tr></table>
<script>$.getJSON('/api/letters?page=1&size=15',function(r){t.list=r.rows;});</script>"""
TEMPLATE = """<ul id="l"><li>数据加载中，请稍候……</li></ul><script type="text/html"><li><a href="{{d.url}}">{{d.title}}</a></li></script>
<script>$.ajax({url: '/api/list', success: function(r){}});</script>"""


@pytest.mark.parametrize(("page", "request_"), [(VUE, "/api/letters?page=1&size=15"), (TEMPLATE, "/api/list")])
def test_a_list_that_a_script_fills_is_an_incomplete_listing(page: str, request_: str) -> None:
    listing = bare(page)
    assert (listing.rows, listing.next_href, listing.complete) == ((), None, False)
    assert listing.paging == f"rows by script: {request_}"


@pytest.mark.parametrize(
    "page",
    [
        "<p>欢迎访问本站</p><script>$.get('/api/weather',function(r){});</script>",
        "<p>视频加载中</p><p>本局职责是管理水利工程。</p>",
        '<p>{{message}}</p><div v-for="a in b">{{a}}</div>',
    ],
)
def test_a_page_with_other_scripts_is_no_listing(page: str) -> None:
    with pytest.raises(NotAListing) as caught:
        bare(page)
    assert caught.value.kind == "navigation"


YEARLESS = rows('<div class="it"><a href="show.php?id={n}">{title}</a><span>{month}-{day}</span></div>')


@pytest.mark.parametrize(
    ("printed", "first"),
    [
        ("今天是2024年10月6日 星期日", date(2024, 9, 24)),
        ("2024年1月6日　星期六", date(2023, 9, 24)),
        ("当前时间：2025-09-30 10:00", date(2025, 9, 24)),
        ("会议于2024年10月6日召开", None),
        ("2024年10月6日", None),
    ],
)
def test_years_from_the_day_that_the_page_prints(printed: str, first: date | None) -> None:
    listing = normalize_listing(bare(f'<div id="hd"><span>{printed}</span></div>{YEARLESS}'))
    assert listing.entries[0].date == first
    assert (listing.entries[-1].date is None) == (first is None)


def test_rows_with_years_need_no_printed_day() -> None:
    full = rows('<li><a href="{n}.html">{title}</a><span>{date}</span></li>')
    listing = bare(f"<p>今天是2019年1月1日</p><ul>{full}</ul>")
    assert listing.printed_day is None
    assert [str(entry.date) for entry in normalize_listing(listing).entries] == list(DATES)


def test_years_from_months_in_addresses() -> None:
    page = rows('<li><a href="/tz/{year}{month}/{n}.html">{title}</a><span>[{month}-{day}]</span></li>')
    assert [str(entry.date) for entry in normalize_listing(bare(f"<ul>{page}</ul>")).entries] == list(DATES)
    two = page.replace("/tz/", "/tz/199901/")
    assert all(entry.date is None for entry in normalize_listing(bare(f"<ul>{two}</ul>")).entries)


def test_titles_are_those_of_the_rows() -> None:
    listing = bare(module("政策法规", "zcfg", 6))
    assert [row.title for row in listing.rows] == [f"{title}（zcfg）" for title in TITLES]


def test_the_list_above_the_pager_beats_a_heavier_one_of_the_same_folder() -> None:
    item = '<li><a href="{{n}}.html">{{title}}{0}</a><span>{{date}}</span></li>'
    side = f'<div class="l"><div>本周关注</div><ul>{rows(item.format("旧"), 12)}</ul></div>'
    own = f'<div class="r"><ul>{rows(item.format("新"))}</ul><p><a href="index_1.html">下一页</a></p></div>'
    for page in (side + own, own + side):
        listing = bare(f'<div class="w">{page}</div>', title="示例县水利局")
        assert [row.title for row in listing.rows] == [f"{title}新" for title in TITLES]


def test_dates_that_only_attributes_show() -> None:
    row = '<a href="show.asp?id={n}" title="文章标题：{title}&#13;更新时间：{date} 9:05:00&#13;点击次数：{n}">{cut}</a><br>'
    listing = bare(f"<table><tr><td>{rows(row)}</td></tr></table>")
    found = [(entry.title, str(entry.date)) for entry in normalize_listing(listing).entries]
    assert found == list(zip(TITLES, DATES, strict=True))


def test_dates_in_digits_of_full_width() -> None:
    wide = str.maketrans("0123456789-", "０１２３４５６７８９－")
    items = "".join(
        f'<tr><td><a href="n{n}.html">{title}</a></td><td>{day.translate(wide)}</td></tr>'
        for n, (title, day) in enumerate(zip(TITLES, DATES, strict=True))
    )
    listing = normalize_listing(bare(f"<table>{items}</table>"))
    assert [str(entry.date) for entry in listing.entries] == list(DATES)


def test_blocks_with_other_ids_are_other_lists() -> None:
    item = '<p>{{date}} <a href="{0}{{n}}.html">{{title}}</a></p>'
    blocks = (
        '<div id="{0}">' + rows(item.format("a"), 6) + '</div><div id="{1}">' + rows(item.format("a9"), 4) + "</div>"
    )
    assert len(bare(blocks.format("left", "right")).rows) == 6
    assert len(bare(blocks.format("list1", "list2")).rows) == 10


CARD = """<div class="zc"><h5><a href="{n}.html">{title}</a></h5><div><span>成文日期：2025年1月1日</span><span>发布日期：{date}</span></div>
<div><a href="j{n}.html">【解读】{title}</a><a href="t{n}.html">一图读懂《{title}》</a></div></div>"""


def test_labelled_dates_are_those_of_one_row() -> None:
    listing = bare(f'<div class="zcs">{rows(CARD)}</div>')
    assert [(row.title, row.href, row.date) for row in listing.rows] == [
        (title, f"{n}.html", day) for n, (title, day) in enumerate(zip(TITLES, DATES, strict=True), 1)
    ]


def test_a_counter_behind_the_date_in_its_brackets() -> None:
    listing = bare(f"<ul>{rows('<li><a href={n}.html>{title}</a> <i>({date},{n}13)</i></li>')}</ul>")
    assert [row.date for row in listing.rows] == list(DATES)
