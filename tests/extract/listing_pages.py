"""Listing pages written by hand in the shapes of the usual CMSs, wrapped in the header, menu and footer of a site."""

from __future__ import annotations

from gdmzt_crawler.extract.document import parse_document
from gdmzt_crawler.extract.listing import extract_listing
from gdmzt_crawler.extract.rules import ListingRules
from gdmzt_crawler.models import ExtractedListing

URL = "http://www.example.gov.cn/zwgk/tzgg/index.html"
TITLES = (
    "关于开展养老服务机构等级评定工作的通知",
    "2026年社会组织年度检查结果公告（第3号）",
    "关于印发《婚姻登记工作规范》实施细则的通知",
    "全县城乡低保标准自2026年1月1日起调整",
    "关于公布2025年度慈善组织名单的公告",
    "民政局召开安全生产工作会议",
)
DATES = ("2026-09-24", "2026-09-18", "2026-08-30", "2026-08-02", "2026-07-15", "2026-06-01")


def rows(template: str, count: int = 6) -> str:
    """The template filled `count` times with `{title}`, `{date}`, `{n}`, `{day}`, `{month}` (09), `{year}`."""
    parts = []
    for n in range(count):
        date = DATES[n % 6]
        year, month, day = date.split("-")
        title = TITLES[n % 6]
        parts.append(template.format(title=title, cut=title[:12], date=date, n=n + 1, day=day, month=month, year=year))
    return "\n".join(parts)


HEADER = """<div class="header"><div class="logo"><a href="/"><img src="/logo.png" alt="示例县民政局"></a></div>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li><li><a href="/zwgk/xxgkzn/">政府信息公开指南</a>
</li><li><a href="/zwgk/tzgg/">通知公告</a></li><li><a href="/hdjl/">互动交流</a></li></ul></div>
<div class="dqwz">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="/zwgk/tzgg/">通知公告</a></div>"""
FOOTER = """<div class="yqlj"><h3>友情链接</h3><a href="http://www.mca.gov.cn/">中华人民共和国民政部</a>
<a href="http://www.gd.gov.cn/">广东省人民政府门户网站</a><a href="/zwgk/tzgg/content/post_99.html">示例县网上办事大厅</a></div>
<div class="foot"><p>主办单位：示例县民政局　网站标识码4400000000</p><p><a href="https://beian.miit.gov.cn/">粤ICP备00000000号</a></p></div>"""


def page(inner: str, *, title: str = "通知公告 - 示例县民政局", head: str = "") -> str:
    """A whole page around its content."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{HEADER}'
        f'<div class="main"><div class="leftnav"><h3>政务公开</h3><ul><li><a href="/zwgk/tzgg/">通知公告</a></li>'
        f'<li><a href="/zwgk/zcfg/">政策法规与规范性文件</a></li></ul></div><div class="content">{inner}</div></div>'
        f"{FOOTER}</body></html>"
    )


def read(inner: str, url: str = URL, rules: ListingRules | None = None, **parts: str) -> ExtractedListing:
    """Extract a page made around this content."""
    return extract_listing(parse_document(page(inner, **parts), url), rules)


def expected(count: int = 6, href: str | None = "post_{n}.html") -> list[tuple[str, str | None, str]]:
    """(title, href, date) of the rows that `rows` makes, the date as `2026-09-24`."""
    return [(TITLES[n], href.format(n=n + 1) if href else None, DATES[n]) for n in range(count)]


def found(listing: ExtractedListing) -> list[tuple[str, str | None, str | None]]:
    """(title, href, date) of the rows that were extracted."""
    return [(row.title, row.href, row.date) for row in listing.rows]
