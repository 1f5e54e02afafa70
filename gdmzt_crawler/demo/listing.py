"""Listing pages with their pager, the home page, the channel pages, the site map."""

from __future__ import annotations

from html import escape
from math import ceil
from urllib.parse import urlsplit

from gdmzt_crawler.demo import frame
from gdmzt_crawler.demo.article import article_path
from gdmzt_crawler.demo.content import Content, DemoColumn, DemoRow

PAGE_CAP = 20
CUT_AT = 22
CUT_MARK = "..."


def page_count(column: DemoColumn) -> int:
    """Pages that exist: the cap hides the rows beyond it."""
    return min(PAGE_CAP, max(1, ceil(len(column.rows) / column.per_page)))


def rows_of(column: DemoColumn, number: int) -> tuple[DemoRow, ...]:
    """Rows of a page, 1-based."""
    return column.rows[(number - 1) * column.per_page : number * column.per_page]


def listing_path(column: DemoColumn, number: int) -> str:
    """Path of a page: `index.html`, then `index_2.html`."""
    return f"{column.path}index{'' if number == 1 else f'_{number}'}.html"


def listing_page(content: Content, base: str, column: DemoColumn, number: int) -> str:
    """One page of a column."""
    parent_name, parent_path = column.parents[-1]
    siblings = "".join(
        f'            <li><a href="{base}{c.path}index.html" title="{c.name}"><span>{c.name}</span></a></li>\n'
        for c in content.columns
        if c.parents[-1][1] == parent_path
    )
    values = {
        "breadcrumb": frame.breadcrumb(base, column),
        "parent_name": parent_name,
        "siblings": siblings,
        "column_name": column.name,
        "rows": "".join(_row(content, base, column, row) for row in rows_of(column, number)),
        "pager": _pager(base, column, number),
    }
    title = f"{frame.SITE_NAME} - {column.name}"
    path = listing_path(column, number)
    return frame.page(base, path, frame.fill("listing.html", values), title=title, column=column)


def printed_title(content: Content, row: DemoRow) -> str:
    """Text of the row's link."""
    title = row.title if row.article is None else content.articles[row.article].title
    return title[:CUT_AT] + CUT_MARK if row.cut else title


def row_href(content: Content, base: str, column: DemoColumn, row: DemoRow) -> str:
    """The row's href as written in the page."""
    if row.article is None:
        url = row.url or "javascript:;"
        return base + url if url.startswith("/") else url
    article = content.articles[row.article]
    path = article_path(article)
    return {
        "absolute": base + path,
        "root": path,
        "relative": f"./content/post_{article.id}.html",
        "scheme": f"//{urlsplit(base).netloc}{path}",
        "https": f"https://{urlsplit(base).netloc}{path}",
        "mobile": base + article_path(article, mobile=True),
        "mobile-relative": f"../..{article_path(article, mobile=True)}",
        "other-path": base + article_path(article, folder=column.path),
    }[row.href]


def row_date(content: Content, row: DemoRow) -> str:
    """The day that the row prints, '' for none."""
    if row.date is not None:
        return row.date
    return content.articles[row.article].day if row.article is not None else ""


def _row(content: Content, base: str, column: DemoColumn, row: DemoRow) -> str:
    day = row_date(content, row)
    full = content.articles[row.article].title if row.article is not None else row.title
    title = f' title="{escape(full)}"' if row.cut == "with-title" else ""
    pin = '<img src="/images/top.gif" alt="置顶"/>' if row.pinned else ""
    shown = f" [{day}]" if column.dates == "brackets" and day else day
    href = row_href(content, base, column, row)
    text = escape(printed_title(content, row))
    return f'            <li>{pin}<a target="_blank"{title} href="{href}">{text}</a><span>{shown}</span></li>\n'


def _pager(base: str, column: DemoColumn, number: int) -> str:
    last = page_count(column)
    if last == 1:
        return ""
    links = [("首页", 1), *((str(n), n) for n in range(1, last + 1) if abs(n - number) < 4)]
    if number > 1:
        links.insert(1, ("上一页", number - 1))
    if number < last:
        links.append(("下一页", number + 1))
    links.append(("尾页", last))
    lines = (f'            <a href="{base}{listing_path(column, n)}">{text}</a>\n' for text, n in links)
    values = {
        "links": "".join(lines),
        "total": len(column.rows),
        "per_page": column.per_page,
        "cap": PAGE_CAP,
    }
    return frame.fill("pager.html", values)


def home_page(content: Content, base: str) -> str:
    """The home page: undated article links and links to the columns."""
    values = {"articles": _undated(content, base, content.home), "columns": _column_links(content, base, "/")}
    return frame.page(base, "/index.html", frame.fill("home.html", values), title=frame.SITE_NAME)


def channel_page(content: Content, base: str, name: str, path: str) -> str:
    """A channel: links to its columns, and undated article links on 民政资讯."""
    values = {
        "breadcrumb": f'<a href="{base}/">首页</a> - <a href="{base}{path}">{name}</a>',
        "channel_name": name,
        "columns": _column_links(content, base, path),
        "articles": _undated(content, base, content.channel) if path == "/mzzx/" else "",
    }
    inner = frame.fill("channel.html", values)
    return frame.page(base, f"{path}index.html", inner, title=f"{frame.SITE_NAME} - {name}")


def site_map_page(content: Content, base: str, path: str) -> str:
    """The site map: stands below a `post_` address and is no article."""
    values = {"base": base, "columns": _column_links(content, base, "/mzzx/")}
    return frame.page(base, path, frame.fill("site_map.html", values), title=f"{frame.SITE_NAME} - 网站地图")


def _undated(content: Content, base: str, ids: tuple[int, ...]) -> str:
    articles = (content.articles[i] for i in ids)
    lines = (f'<a target="_blank" href="{base}{article_path(a)}">{escape(a.title)}</a>' for a in articles)
    return "".join(f"            <li>{line}</li>\n" for line in lines)


def _column_links(content: Content, base: str, below: str) -> str:
    columns = (c for c in content.columns if c.path.startswith(below))
    return "".join(f'            <li><a href="{base}{c.path}index.html">{c.name}</a></li>\n' for c in columns)
