"""The synthetic site's HTML: frames in the manner of NFCMS, made once, with the article between."""

from __future__ import annotations

from functools import cache

from benchmarks.synthetic import words
from benchmarks.synthetic.site import ROWS, SyntheticSite
from benchmarks.synthetic.writing import NEWEST, STEP, Written

NAME = "示例省民政厅"
_SCRIPT = "\n".join(
    f"function menu{n}(id){{var e=document.getElementById(id);if(e&&e.className.indexOf('on')<0){{e.className+=' on';}}"
    f"setTimeout(function(){{e.className=e.className.replace(' on','');}},{n}00);}}"
    for n in range(14)
)


def article_page(site: SyntheticSite, number: int) -> bytes:
    """The page of an article."""
    written = site.article(number)
    path, name = words.COLUMNS[site.column_of(number)]
    date = f"{written.published:%Y-%m-%d %H:%M}"
    tags = (
        f'<meta name="ArticleTitle" content="{written.title}">\n<meta name="PubDate" content="{date}">\n'
        f'<meta name="ContentSource" content="{written.source or ""}">\n<meta name="ColumnName" content="{name}">\n'
    )
    source = f"<span>来源：{written.source}</span> " if written.source else ""
    views = site.views(number)
    inner = (
        f'<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="{path}">{name}</a></div>\n'
        f'<h3 class="zw-title">{written.title}</h3>\n<div class="zw-info"><span class="time">时间：{date}</span> '
        f"{source}<span>阅读次数：{'-' if views is None else views}</span></div>\n"
        f'<div class="zw">{_body(written)}</div>\n{_attachment(written)}{_related(site, number)}'
    )
    return _page(f"{written.title} - {NAME}", tags, inner, site.small)


def listing_page(site: SyntheticSite, column: int, page: int) -> bytes:
    """Page `page` (from 1) of a column."""
    path, name = words.COLUMNS[column]
    numbers = site.listed[column][(page - 1) * ROWS : page * ROWS]
    rows = "\n".join(_row(site, number, column) for number in numbers)
    pager = _pager(path, page, site.pages(column))
    inner = (
        f'<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="{path}">{name}</a></div>\n'
        f'<h2>{name}</h2>\n<ul class="News_list">\n{rows}\n</ul>\n<div class="page">{pager}</div>'
    )
    return _page(f"{name} - {NAME}", f'<meta name="ColumnName" content="{name}">\n', inner, site.small)


def _body(written: Written) -> str:
    texts = [f'<p style="text-indent:2em;line-height:1.75">{text}</p>' for text in written.paragraphs]
    pictures = [
        f'<p style="text-align:center"><img src="{path}" alt="微信图片{place}.jpg"></p>'
        for place, path in enumerate(written.images)
    ]
    if written.caption and pictures:
        pictures.insert(1, f'<p style="text-align:center"><span style="font-size:14px">{written.caption}</span></p>')
    return "\n".join(texts[:1] + pictures + texts[1:])


def _attachment(written: Written) -> str:
    if written.attachment is None:
        return ""
    address = f"/attachment/0/1/{written.number}.xlsx"
    return f'<div class="fj">附件：<a href="{address}">{written.attachment}</a></div>\n'


def _related(site: SyntheticSite, number: int) -> str:
    others = [other for other in (number - 1, number - 2, number - 3) if site.shows(other)]
    links = "".join(f'<li><a href="{site.path(other)}">相关稿件之{other}</a></li>' for other in others)
    return f'<div class="related"><h4>相关稿件</h4><ul>{links}</ul></div>' if links else ""


def _row(site: SyntheticSite, number: int, column: int) -> str:
    day = f"{NEWEST + (number - site.articles) * STEP:%Y-%m-%d}"
    # The title costs a whole article; listing pages are few.
    title = site.article(number).title
    return f'<li><a href="{site.path(number, column)}" title="{title}">{title}</a><span>{day}</span></li>'


def _pager(path: str, page: int, pages: int) -> str:
    def link(number: int, text: str) -> str:
        return f'<a href="{path}{"index" if number == 1 else f"index_{number}"}.html">{text}</a>'

    links = [link(1, "首页")]
    if page > 1:
        links.append(link(page - 1, "上一页"))
    links += [
        f"<span>{number}</span>" if number == page else link(number, str(number))
        for number in range(max(1, page - 3), min(pages, page + 3) + 1)
    ]
    if page < pages:
        links.append(link(page + 1, "下一页"))
    return "\n".join([*links, link(pages, "尾页")])


def _page(title: str, tags: str, inner: str, small: bool) -> bytes:
    top, bottom = _frame(small)
    head = (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">\n'
        f'<title>{title}</title>\n<meta name="SiteName" content="{NAME}">\n{tags}'
    )
    return f'{head}{top}<div class="main">\n{inner}\n</div>\n{bottom}'.encode()


@cache
def _frame(small: bool) -> tuple[str, str]:
    """What stands above and below the content on every page."""
    if small:
        return "</head><body>\n", '<div class="footer">版权所有：示例省民政厅</div></body></html>'
    groups = "".join(
        f'<li class="sub"><a href="{path}">{name}</a><div class="drop">'
        + "".join(f'<a href="{path}zt{n}/" target="_blank" class="l{n}">{name}专题{n}</a>' for n in range(7))
        + "</div></li>\n"
        for path, name in words.COLUMNS
    )
    friends = "".join(f'<option value="http://www.city{n}.example.gov.cn/">友情链接{n}</option>' for n in range(40))
    top = (
        f"<script>{_SCRIPT}</script>\n<style>.main{{width:1200px}}.zw p{{line-height:1.75}}</style></head>\n<body>\n"
        f'<div class="header"><div class="logo"><a href="/">{NAME}</a></div><ul class="nav">\n{groups}</ul>'
        '<div class="search"><form action="/search"><input name="q"><button>搜索</button></form></div></div>\n'
    )
    bottom = (
        f'<div class="friends"><select>{friends}</select></div>\n<div class="footer"><p>版权所有：{NAME} '
        "主办单位：示例省民政厅 网站标识码：0000000000</p><p>地址：示例市示例路1号 邮编：510000</p>"
        '<p><a href="/gywm/">关于我们</a> | <a href="/map/">网站地图</a></p></div>\n</body></html>'
    )
    return top, bottom
