"""Article pages: desktop and mobile."""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

from gdmzt_crawler.demo import frame
from gdmzt_crawler.demo.body import Body
from gdmzt_crawler.demo.content import Content, DemoArticle, DemoColumn

COLONS = {"half": ":", "full": "：", "spaced": "  :  "}


def article_path(article: DemoArticle, *, folder: str | None = None, mobile: bool = False) -> str:
    """Path of the page, below its own column or another folder."""
    return f"{folder or article.path}content/{'m' if mobile else ''}post_{article.id}.html"


def desktop_page(content: Content, article: DemoArticle, body: Body, path: str) -> str:
    """The page as a desktop browser gets it."""
    column = content.column(article.path)
    inner = frame.fill("article.html", _values(content, article, body, column))
    title = f"{frame.SITE_NAME} - {escape(article.title)}"
    return frame.page(body.base, path, inner, title=title, column=column, article_tags=_article_tags(article, column))


def mobile_page(content: Content, article: DemoArticle, body: Body) -> str:
    """The page below `mpost_`: other markup, same content."""
    column = content.column(article.path)
    values = _values(content, article, body, column) | {
        "host": urlsplit(body.base).netloc,
        "base": body.base,
        "title": escape(article.title),
        "column_tags": frame.column_tags(column),
        "article_tags": _article_tags(article, column),
        "url": body.base + article_path(article),
    }
    return frame.fill("mobile.html", values)


def _values(content: Content, article: DemoArticle, body: Body, column: DemoColumn) -> dict[str, str]:
    related = (content.articles[i] for i in article.related if i in content.articles)
    subtitle = f'        <h2 class="content_subtitle">{escape(article.subtitle)}</h2>\n' if article.subtitle else ""
    return {
        "site_name": frame.SITE_NAME,
        "breadcrumb": frame.breadcrumb(body.base, column),
        "title_lines": "<br/>".join(escape(line) for line in article.title_lines),
        "subtitle": subtitle,
        "byline": _byline(article),
        "body": "".join(body.html),
        "attachments": "".join(body.file_links),
        "related": "".join(f'<a href="{body.base}{article_path(a)}">{escape(a.title)}</a><br/>' for a in related),
    }


def _byline(article: DemoArticle) -> str:
    """The printed line: time without a label, 来源, 阅读次数, each in a span."""
    colon = COLONS[article.byline]
    spans = [f"<span>{article.published}</span>"]
    if article.source is not None:
        name = escape(article.source)
        spans.append(f"<span>来源{colon}{_linked(name, article.source_url)}</span>")
    if article.view_script:
        spans.append(f'<span>阅读次数{colon}<b id="hits"></b></span><script>showHits("hits", {article.id});</script>')
    elif article.views is not None:
        spans.append(f"<span>阅读次数{colon}{article.views}</span>")
    return "".join(spans)


def _linked(name: str, url: str | None) -> str:
    return f'<a href="{url}" target="_blank">{name}</a>' if url else name


def _article_tags(article: DemoArticle, column: DemoColumn) -> str:
    values = {
        "ArticleTitle": article.title,
        "keywords": column.name,
        "PubDate": article.pub_date,
        "ContentSource": article.content_source,
    }
    return "".join(f'    <meta name="{name}" content="{escape(value)}">\n' for name, value in values.items())
