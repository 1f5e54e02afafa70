"""Rows of a listing without any site definition: one case for each shape of the usual CMSs."""

from __future__ import annotations

import pytest
from listing_pages import DATES, TITLES, URL, expected, found, page, read, rows

from gdmzt_crawler.errors import NotAListing
from gdmzt_crawler.extract.document import parse_document
from gdmzt_crawler.extract.links import scan_links
from gdmzt_crawler.extract.plainlist import plain_list
from gdmzt_crawler.extract.rowfields import link_title
from gdmzt_crawler.extract.rowlists import dated_lists
from gdmzt_crawler.extract.rows import main_rows

A = '<a href="post_{n}.html">{title}</a>'


def listed(
    template: str, before: str = "", after: str = "", count: int = 6
) -> list[tuple[str, str | None, str | None]]:
    return found(read(before + rows(template, count) + after))


SHAPES = {
    "li, date behind": ("<ul>", f"<li>{A}<span>{{date}}</span></li>", "</ul>"),
    "li, date in front": ("<ul>", f"<li><span>{{date}}</span>{A}</li>", "</ul>"),
    "li, bracketed date as tail": ("<ul>", f"<li>{A}({{date}})</li>", "</ul>"),
    "li, label and counters": (
        "<ul>",
        f"<li>{A}<p>来源：办公室　发布时间：{{date}}　浏览次数：12{{n}}</p></li>",
        "</ul>",
    ),
    "date inside the link": (
        "<ul>",
        '<li><a href="post_{n}.html"><span class="t">{title}</span><span class="d">{date}</span></a></li>',
        "</ul>",
    ),
    "date as text at the end of the link": ("<ul>", '<li><a href="post_{n}.html">{title} [{date}]</a></li>', "</ul>"),
    "date as text in front in the link": ("<ul>", '<li><a href="post_{n}.html">[{date}] {title}</a></li>', "</ul>"),
    "whole row is a link with heading and summary": (
        "<div class='list'>",
        '<a href="post_{n}.html" class="item"><h4>{title}</h4><p>各乡镇（街道），现将有关事项通知如下，请认真贯彻。</p>'
        "<em>{date}</em></a>",
        "</div>",
    ),
    "a link around picture, heading, date and summary": (
        "<div class='sec-list'>",
        '<li id="line_{n}"><a href="post_{n}.html"><img src="" class="pic"><h4>{title}</h4>'
        '<p class="date"><i class="fa"></i>{date}</p><p>为做好2026年度有关工作，本着公平、公正原则，项目预算金额35000元。有关事项说明...</p></a></li>'
        '<span style="display:none;"><hr></span>',
        "</div>",
    ),
    "table rows": (
        "<table><tr><th>序号</th><th>标题</th><th>发布日期</th></tr>",
        f"<tr><td>{{n}}</td><td>{A}</td><td>{{date}}</td></tr>",
        "</table>",
    ),
    "table with 文号 and 成文日期": (
        "<table><tr><th>名称</th><th>文号</th><th>成文日期</th><th>发布日期</th></tr>",
        f"<tr><td>{A}</td><td>示民〔2026〕{{n}}号</td><td>2026-01-0{{n}}</td><td>{{date}}</td></tr>",
        "</table>",
    ),
    "labelled dates, 发布 wins": (
        "<ul>",
        f"<li>{A}<span>发布日期：{{date}}</span><span>成文日期：2026-01-0{{n}}</span></li>",
        "</ul>",
    ),
    "a table for each row": ("<div>", f"<table><tr><td>·</td><td>{A}</td><td>[{{date}}]</td></tr></table>", "</div>"),
    "title and date in rows of their own": (
        "<table>",
        f"<tr><td colspan=2>{A}</td></tr><tr><td>办公室</td><td>{{date}}</td></tr>",
        "</table>",
    ),
    "dt and dd": ("<dl>", f"<dt>{A}</dt><dd>{{date}}</dd>", "</dl>"),
    "a dl for each row": (
        "<div>",
        f"<dl><dt>{A}</dt><dd>摘要：关于有关工作的说明。</dd><dd>{{date}}</dd></dl>",
        "</div>",
    ),
    "blocks with summary and 详细": (
        "<div class='news'>",
        f'<div class="item"><h3>{A}</h3><p>为做好有关工作，现将事项公布如下。<a href="post_{{n}}.html">[详细]</a></p>'
        "<span>{date}</span></div>",
        "</div>",
    ),
    "summary is a link too": (
        "<div class='news'>",
        f'<div class="item"><h3>{A}</h3><a href="post_{{n}}.html">为做好有关工作，现将具体事项公布如下，请遵照执行并认真抓好落实。</a>'
        "<span>{date}</span></div>",
        "</div>",
    ),
    "picture and title": (
        "<ul class='pics'>",
        f'<li><a href="post_{{n}}.html"><img src="/{{n}}.jpg" alt=""></a><div>{A}<i>{{date}}</i></div></li>',
        "</ul>",
    ),
    "flat, br between rows": ("<div>", f"{A} [{{date}}]<br>", "</div>"),
    "flat, date in front": ("<p>", f"{{date}} {A}<br>", "</p>"),
    "flat, spans between links": ("<div>", f"{A}<span>{{date}}</span>", "</div>"),
    "category link in front": (
        "<ul>",
        f'<li><a href="/zwgk/gg/">[通知公告]</a>{A}<span>{{date}}</span></li>',
        "</ul>",
    ),
    "more links in a row": (
        "<ul>",
        f'<li>{A}<span>{{date}}</span><a href="post_{{n}}.html">查看全文</a><a href="/file/{{n}}.pdf">下载附件</a></li>',
        "</ul>",
    ),
    "empty items as separators": ("<ul>", f"<li>{A}<span>{{date}}</span></li><li class='line'></li>", "</ul>"),
}


@pytest.mark.parametrize("name", SHAPES)
def test_rows_of_each_shape(name: str) -> None:
    before, template, after = SHAPES[name]
    assert listed(template, before, after) == expected()


@pytest.mark.parametrize("name", SHAPES)
def test_a_list_of_two_rows(name: str) -> None:
    before, template, after = SHAPES[name]
    assert listed(template, before, after, 2) == expected(2)


@pytest.mark.parametrize("name", ["li, date behind", "table rows", "blocks with summary and 详细", "dt and dd"])
def test_a_list_of_one_row(name: str) -> None:
    before, template, after = SHAPES[name]
    assert listed(template, before, after, 1) == expected(1)


WRITTEN = {
    "[{year}-{month}-{day}]": "2026-09-24",
    "（{year}-{month}-{day}）": "2026-09-24",
    "{year}年{month}月{day}日": "2026年09月24日",
    "{year}/{month}/{day}": "2026/09/24",
    "{year}.{month}.{day}": "2026.09.24",
    "{year}{month}{day}": "20260924",
    "{year}-{month}-{day} 16:35:08": "2026-09-24 16:35:08",
    "{month}-{day}": "09-24",
    "[{month}/{day}]": "09/24",
    "{month}月{day}日": "09月24日",
    "26-{month}-{day}": "26-09-24",
    "发布时间：{year}-{month}-{day}": "2026-09-24",
    "{year}-{month}-{day} 星期四": "2026-09-24",
}


@pytest.mark.parametrize("written", WRITTEN)
def test_dates_as_written(written: str) -> None:
    listing = read("<ul>" + rows(f"<li>{A}<span>{written}</span></li>") + "</ul>")
    assert len(listing.rows) == 6
    assert listing.rows[0].date == WRITTEN[written]


SPLIT = {
    "<div class='date'><b>{day}</b><span>{year}-{month}</span></div>{a}": "24 2026-09",
    "{a}<p>{year}-{month}</p><p>{day}</p>": "2026-09 24",
    "<b>{month}-{day}</b><i>{year}</i>{a}": "09-24 2026",
    "<i>{year}</i><b>{month}-{day}</b>{a}": "2026 09-24",
    "<b>{day}</b><i>{month}月</i>{a}": "24 09月",
    "<span>{year}</span>-<span>{month}</span>-<span>{day}</span>{a}": "2026-09-24",
    "<b>{day}</b><i>{year}年{month}月</i>{a}": "24 2026年09月",
    "<b>{day}</b>/<i>{year}.{month}</i>{a}": "24/2026.09",
}


@pytest.mark.parametrize("template", SPLIT)
def test_dates_split_over_tags(template: str) -> None:
    listing = read("<ul>" + rows(f"<li>{template.replace('{a}', A)}</li>") + "</ul>")
    assert [row.title for row in listing.rows] == list(TITLES)
    assert listing.rows[0].date == SPLIT[template]


def test_rows_split_over_several_lists() -> None:
    item = f"<li>{A}<span>{{date}}</span></li>"
    parts = rows(item).splitlines()
    listing = read("<div>" + "".join(f"<ul>{''.join(parts[i : i + 2])}</ul>" for i in (0, 2, 4)) + "</div>")
    assert found(listing) == expected()
    listing = read(
        "<div>" + "".join(f"<ul>{''.join(part)}</ul>" for part in (parts[:3], parts[3:5], parts[5:])) + "</div>"
    )
    assert found(listing) == expected()


def test_rows_in_tables_closed_too_often() -> None:
    row = f"<tr><td></td><td>{A}</td><td><span>{{date}}</span></td></tr></table></td></tr>"
    inner = f"<table><tr><td><table><tr><td><table><tr><td><table></table></td></tr>{rows(row)}"
    assert found(read(inner)) == expected()


def test_title_whole_where_the_text_is_cut() -> None:
    listing = read(
        "<ul>" + rows('<li><a href="post_{n}.html" title="{title}">{cut}...</a><span>{date}</span></li>') + "</ul>"
    )
    assert found(listing) == expected()
    listing = read(
        "<ul>" + rows('<li><a href="post_{n}.html" title="{title}">{cut}</a><span>{date}</span></li>') + "</ul>"
    )
    assert found(listing) == expected()
    listing = read(
        "<ul>" + rows('<li><a href="post_{n}.html"><span title="{title}">{cut}…</span></a>{date}</li>') + "</ul>"
    )
    assert found(listing) == expected()


def test_title_as_printed_where_no_attribute_holds_it() -> None:
    listing = read(
        "<ul>" + rows('<li><a href="p{n}.html" title="点击查看">{cut}……</a><span>{date}</span></li>') + "</ul>"
    )
    assert listing.rows[0].title == TITLES[0][:12] + "……"


def test_pinned_rows_stay_and_may_lack_a_date() -> None:
    top = f'<li class="top"><em>置顶</em><a href="post_0.html">{"关于政务服务大厅搬迁的公告"}</a></li>'
    listing = read("<ul>" + top + rows(f"<li>{A}<span>{{date}}</span></li>") + "</ul>")
    assert found(listing) == [("关于政务服务大厅搬迁的公告", "post_0.html", None), *expected()]


def test_rows_without_usable_link_are_kept() -> None:
    listing = read("<ul>" + rows('<li><a href="javascript:;">{title}</a><span>{date}</span></li>') + "</ul>")
    assert found(listing) == expected(href=None)


LINKED_BY_SCRIPT = {
    "onclick of the link": '<li><a href="javascript:void(0)" onclick="window.open(\'post_{n}.html\')">{title}</a>{date}</li>',
    "javascript href": "<li><a href=\"javascript:location.href='post_{n}.html'\">{title}</a><span>{date}</span></li>",
    "onclick of the row": "<li onclick=\"location.href='post_{n}.html'\"><p>{title}</p><span>{date}</span></li>",
    "onclick of the row, empty link": '<li onclick="go(\'post_{n}.html\')"><a href="#">{title}</a><span>{date}</span></li>',
    "data-url of the link": '<li><a data-url="post_{n}.html">{title}</a><span>{date}</span></li>',
    "data-href of the row": '<li data-href="post_{n}.html"><p>{title}</p><span>{date}</span></li>',
    "button beside the title": '<li><span>{title}</span><i>{date}</i><a href="post_{n}.html">查看</a></li>',
}


@pytest.mark.parametrize("name", LINKED_BY_SCRIPT)
def test_links_from_scripts_and_data(name: str) -> None:
    listing = read("<ul>" + rows(LINKED_BY_SCRIPT[name]) + "</ul>")
    assert found(listing) == expected()


def test_an_onclick_that_names_no_address_gives_none() -> None:
    listing = read("<ul>" + rows('<li><a href="#" onclick="show({n})">{title}</a><span>{date}</span></li>') + "</ul>")
    assert found(listing) == expected(href=None)


def test_short_titles() -> None:
    inner = "".join(
        f'<li><a href="p{n}.html">{name}</a><span>{DATES[n]}</span></li>'
        for n, name in enumerate(("招聘公告", "放假通知", "停电通知"))
    )
    assert [row.title for row in read(f"<ul>{inner}</ul>").rows] == ["招聘公告", "放假通知", "停电通知"]


HOT = '<div class="side"><h3>热点排行</h3><ul>{}</ul></div>'


def test_hot_lists_and_sidebars_are_left_out() -> None:
    hot = HOT.format(
        "".join(
            f'<li><a href="hot_{n}.html">热门文章标题之一二三四（{n}）</a><span>09-1{n}</span></li>' for n in range(8)
        )
    )
    main = "<h2>通知公告</h2><ul class='list'>" + rows(f"<li>{A}<span>{{date}}</span></li>", 4) + "</ul>"
    assert found(read(main + hot)) == expected(4)
    assert found(read(hot + main)) == expected(4)


def test_a_hot_list_of_the_same_make_is_left_out() -> None:
    hot = (
        "<h3>推荐阅读</h3><ul class='list'>"
        + rows('<li><a href="h{n}.html">推荐：{title}</a><span>{date}</span></li>', 3)
        + "</ul>"
    )
    main = "<ul class='list'>" + rows(f"<li>{A}<span>{{date}}</span></li>") + "</ul>"
    assert found(read(main + hot)) == expected()


def test_rows_in_a_datastore() -> None:
    record = f"<record><![CDATA[<li>{A}<span>{{date}}</span></li>]]></record>"
    inner = (
        '<div id="88"><script type="text/xml"><datastore><nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1'
        f'&columnid=5"></a>]]></nextgroup><recordset>{rows(record)}</recordset></datastore></script></div>'
        "<script>$('#88').jpage({totalRecord:43,perPage:6,proxyUrl:'/module/web/jpage/dataproxy.jsp'});</script>"
    )
    listing = read(inner)
    assert found(listing) == expected()
    assert (listing.rows_rule, listing.next_href, listing.complete) == ("datastore", None, False)
    assert "dataproxy.jsp?page=1&columnid=5" in listing.paging
    whole = read(inner.replace("totalRecord:43", "totalRecord:6"))
    assert whole.complete
    assert found(whole) == expected()


def test_table_rows_in_a_datastore() -> None:
    record = f"<record><![CDATA[<tr><td>{A}</td><td>[{{date}}]</td></tr>]]></record>"
    assert (
        found(read(f'<script type="text/xml"><datastore><recordset>{rows(record)}</recordset></datastore></script>'))
        == expected()
    )


def test_rows_in_json() -> None:
    items = rows('{{"title": "{title}", "url": "post_{n}.html", "daytime": "{date}", "id": {n}}},').rstrip(",")
    listing = read(f'<script>var dataList=[{{"infolist":[{items}]}}];var pages={{"curPageNo":1}};</script>')
    assert found(listing) == expected()
    assert listing.rows_rule == "json"


def test_undated_list_that_is_the_content() -> None:
    listing = read("<ul>" + rows(f"<li>{A}</li>") + "</ul>")
    assert found(listing) == [(title, href, None) for title, href, _ in expected()]
    assert listing.rows_rule == "undated"


def test_a_home_page_with_several_undated_lists_is_no_listing() -> None:
    boxes = "".join(f"<div class='box'><h3>栏目{n}</h3><ul>{rows(f'<li>{A}</li>')}</ul></div>" for n in range(4))
    with pytest.raises(NotAListing) as error:
        read(boxes)
    assert error.value.kind == "navigation"


def test_a_channel_page_keeps_its_other_links_apart() -> None:
    dated = "<div class='one'><h3>工作动态</h3><ul>" + rows(f"<li>{A}<span>{{date}}</span></li>") + "</ul></div>"
    other = (
        "<div class='two'><h3>政策文件</h3><ul>"
        + rows('<li><a href="doc_{n}.html">{title}</a>{date}</li>', 4)
        + "</ul></div>"
    )
    listing = read(dated + other)
    assert found(listing) == expected()
    assert ("http://www.example.gov.cn/zwgk/tzgg/doc_1.html", TITLES[0]) in listing.links
    assert not [href for href, _ in listing.links if "post_99" in href]


def test_a_plain_listing_names_no_further_links() -> None:
    assert read("<ul>" + rows(f"<li>{A}<span>{{date}}</span></li>") + "</ul>").links == ()


EMPTY = {
    "pager without rows": "<ul class='list'></ul><div class='page'><a class='first' href=''>第一页</a><a class='last' href=''>最后一页</a></div>",
    "words": "<div class='list'><p>暂无数据</p></div>",
    "count of nothing": "<ul></ul><div>共 0 条记录</div>",
}


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_column_is_a_listing_without_rows(name: str) -> None:
    listing = read(EMPTY[name])
    assert listing.rows == ()
    assert listing.next_href is None
    assert listing.complete


def test_an_article_is_no_listing() -> None:
    body = "".join(
        f"<p>第{n}条　本办法所称养老服务，是指在家庭成员承担赡养义务的基础上提供的服务。有关部门应当加强监督。</p>"
        for n in range(12)
    )
    with pytest.raises(NotAListing):
        read(f"<h1>养老服务管理办法</h1><div class='info'>2026-09-24 来源：本局</div><div class='text'>{body}</div>")


def test_a_short_article_with_breadcrumb_and_attachment_is_no_listing() -> None:
    crumbs = "<div class='pos'><a href='/'>首页</a> &gt; <a href='/tz/'>通知</a> 2026-09-24</div>"
    text = "<p>根据有关规定，现予公布。如有异议，请于五日内反映。</p>" * 4
    file = "<p><a href='/f/1.pdf'>附件：年度检查结果名单.pdf</a></p><p>2026年9月24日</p>"
    with pytest.raises(NotAListing):
        read(f"{crumbs}<h1>年度检查结果公告</h1><div>2026-09-24 10:00</div>{text}{file}")


def test_a_datastore_beats_a_dated_sidebar() -> None:
    record = f"<record><![CDATA[<li>{A}<span>{{date}}</span></li>]]></record>"
    side = "<div class='r'><ul>" + rows('<li><a href="s_{n}.html">公告：{title}</a>{date}</li>', 5) + "</ul></div>"
    store = f'<script type="text/xml"><datastore><recordset>{rows(record)}</recordset></datastore></script>'
    assert found(read(side + store)) == expected()


def test_dates_without_links_make_no_rows() -> None:
    with pytest.raises(NotAListing):
        read("<p>今天是2026年9月24日</p><p>最后更新：2026-09-24</p>")


def test_dates_that_a_script_writes() -> None:
    inner = (
        "<ul>"
        + rows(f"<li>{A}<span><script>document.write('{{date}} 10:00:00'.substr(0,10))</script></span></li>")
        + "</ul>"
    )
    assert [(row.title, row.date) for row in read(inner).rows] == [
        (title, f"{date} 10:00:00") for title, _, date in expected()
    ]


def test_dates_in_time_elements() -> None:
    inner = "<ul>" + rows(f"<li>{A}<time datetime='{{date}}'>三天前</time></li>") + "</ul>"
    assert found(read(inner)) == expected()


def test_a_mark_inside_the_link_is_part_of_the_title() -> None:
    inner = (
        "<ul>"
        + rows('<li><a href="post_{n}.html"><strong>【置顶】</strong>{title}</a><span>{date}</span></li>')
        + "</ul>"
    )
    assert [row.title for row in read(inner).rows] == [f"【置顶】{title}" for title in TITLES]


def test_title_in_an_attribute_with_labels() -> None:
    attribute = "文章标题：{title}&#10;作    者：佚名&#10;更新时间：{date}"
    inner = (
        "<table>"
        + rows(f'<tr><td><a href="post_{{n}}.html" title="{attribute}">{{cut}}...</a></td><td>{{date}}</td></tr>')
        + "</table>"
    )
    assert found(read(inner)) == expected()


def test_two_rows_beside_one_another() -> None:
    cells = rows(f"<td>{A}</td><td>{{date}}</td>").splitlines()
    inner = "<table>" + "".join(f"<tr>{cells[i]}{cells[i + 1]}</tr>" for i in (0, 2, 4)) + "</table>"
    assert found(read(inner)) == expected()


def test_a_list_printed_twice_is_read_once() -> None:
    listed = "<ul class='list'>" + rows(f"<li>{A}<span>{{date}}</span></li>") + "</ul>"
    assert found(read(f"<div class='pc'>{listed}</div><div class='phone'>{listed}</div>")) == expected()
    assert found(read(f"<div>{listed}{listed}</div>")) == expected()


@pytest.mark.parametrize("name", SHAPES)
def test_both_readers_find_the_same_rows(name: str) -> None:
    before, template, after = SHAPES[name]
    document = parse_document(page(before + rows(template) + after), URL)
    links = scan_links(document.root)
    plain = plain_list(links)
    slow, _ = main_rows(dated_lists(links))
    if plain:
        assert [(entry.title, entry.date) for entry in plain] == [
            (link_title(row.link, row.text), row.date) for row in slow
        ]


def test_the_usual_listing_is_read_straight() -> None:
    assert read("<ul>" + rows(f"<li>{A}<span>{{date}}</span></li>") + "</ul>").rows_rule == "rows.plain"
    assert read("<table>" + rows(f"<tr><td>{A}</td><td>{{date}}</td></tr>") + "</table>").rows_rule == "rows.plain"
