"""The demo site as a whole: every page that the server can be asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from functools import cached_property

from gdmzt_crawler.demo import article as article_pages
from gdmzt_crawler.demo import frame, listing, pictures
from gdmzt_crawler.demo.body import Body, write_body
from gdmzt_crawler.demo.content import Content, load_content
from gdmzt_crawler.demo.expected import Expected, expect
from gdmzt_crawler.demo.variation import Variation, apply

HTML = "text/html; charset=utf-8"
TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
}
DISALLOWED = "/zwgk/nbzl/"
ROBOTS = f"User-agent: *\nDisallow: {DISALLOWED}\n"
CHANNELS = {"/mzzx/": "民政资讯", "/zwgk/": "政务公开"}
SITE_MAP = "/wzdt/content/post_2661590.html"
CHINA = timezone(timedelta(hours=8))
BUILT = "2025-07-01 08:00:00"


@dataclass(frozen=True, slots=True)
class Page:
    """What the server answers for one path."""

    status: int
    content_type: str
    body: bytes
    last_modified: str | None = None
    """As in the HTTP header; None for an error page."""


@dataclass(frozen=True)
class DemoSite:
    """The site below one address, as written or in a variation of it."""

    base_url: str = "http://127.0.0.1/"
    variation: Variation = field(default_factory=Variation)

    @property
    def base(self) -> str:
        """The address without a slash at the end."""
        return self.base_url.rstrip("/")

    @cached_property
    def content(self) -> Content:
        """Articles and rows after the variation."""
        return apply(load_content(), self.variation)

    def pages(self) -> Mapping[str, Page]:
        """Every page by its path; a path that is not in it answers `missing()`."""
        return self._pages

    def missing(self) -> Page:
        """The page behind a 404."""
        return Page(404, HTML, self._missing_html("404 页面不存在"))

    def expected(self) -> Expected:
        """What a crawl of the site must find."""
        return expect(self.content, self._bodies, self.base)

    @cached_property
    def _pages(self) -> dict[str, Page]:
        return dict(self._everything())

    @cached_property
    def _bodies(self) -> dict[int, Body]:
        return {a.id: write_body(a, self.base) for a in self.content.articles.values()}

    def _everything(self) -> Iterator[tuple[str, Page]]:
        yield "/robots.txt", Page(200, "text/plain; charset=utf-8", ROBOTS.encode(), http_date(BUILT))
        yield from self._navigation_pages()
        yield from self._listing_pages()
        yield from self._article_pages()
        yield from self._own_pages()
        yield from self._files()

    def _navigation_pages(self) -> Iterator[tuple[str, Page]]:
        yield "/index.html", self._html(listing.home_page(self.content, self.base))
        for path, name in CHANNELS.items():
            yield f"{path}index.html", self._html(listing.channel_page(self.content, self.base, name, path))

    def _listing_pages(self) -> Iterator[tuple[str, Page]]:
        for column in self.content.columns:
            for number in range(1, listing.page_count(column) + 1):
                page = self._html(listing.listing_page(self.content, self.base, column, number))
                yield listing.listing_path(column, number), page

    def _article_pages(self) -> Iterator[tuple[str, Page]]:
        other_paths = {
            row.article: column.path
            for column in self.content.columns
            for row in column.rows
            if row.href == "other-path" and row.article is not None
        }
        for article in self.content.articles.values():
            body = self._bodies[article.id]
            folders = (article.path, *(p for i, p in other_paths.items() if i == article.id))
            for folder in folders:
                path = article_pages.article_path(article, folder=folder)
                html = article_pages.desktop_page(self.content, article, body, path)
                yield path, self._html(html, article.modified or article.pub_date)
            mobile = article_pages.mobile_page(self.content, article, body)
            mobile_page = self._html(mobile, article.modified or article.pub_date)
            yield article_pages.article_path(article, mobile=True), mobile_page

    def _own_pages(self) -> Iterator[tuple[str, Page]]:
        """Pages that a crawl must not store: those of the footer, the soft 404, the disallowed one."""
        for name, path in frame.own_page_links().items():
            if path == SITE_MAP:
                yield path, self._html(listing.site_map_page(self.content, self.base, path))
            else:
                yield path, self._html(self._static_page(name, path))
        for column in self.content.columns:
            for row in column.rows:
                if row.state == "rejected" and row.url:
                    yield row.url, Page(200, HTML, self._missing_html("提示信息"), http_date(BUILT))
                elif row.state == "disallowed" and row.url:
                    yield row.url, self._html(self._static_page(row.title, row.url))

    def _files(self) -> Iterator[tuple[str, Page]]:
        css = frame.fill("main.css", {}).encode()
        yield "/css/main.css", Page(200, "text/css; charset=utf-8", css, http_date(BUILT))
        yield "/global/common.js", Page(200, "text/javascript; charset=utf-8", b"", http_date(BUILT))
        for name in ("logo", "banner", "qrcode", "cover"):
            yield f"/images/{name}.png", _file("png", pictures.png(len(name)))
        for name in ("top", "spacer"):
            yield f"/images/{name}.gif", Page(200, "image/gif", pictures.GIF, http_date(BUILT))
        for body in self._bodies.values():
            yield from self._body_files(body)

    def _body_files(self, body: Body) -> Iterator[tuple[str, Page]]:
        for placed in body.images:
            path, extension = self._own_path(placed.image.url), placed.image.url.rpartition(".")[2]
            if path:
                seed = int(path.split("/")[4])
                yield path, _file(extension, pictures.png(seed) if extension == "png" else pictures.jpeg(seed))
        for attachment in body.attachments:
            path = self._own_path(attachment.url)
            if path:
                extension = path.rpartition(".")[2]
                yield path, _file(extension, pictures.attachment(extension, attachment.name))

    def _own_path(self, url: str | None) -> str | None:
        return url.removeprefix(self.base) if url and url.startswith(self.base + "/") else None

    def _html(self, text: str, modified: str = BUILT) -> Page:
        stamp = self.variation.regenerated
        comment = f"\n<!-- published at {stamp} -->\n" if stamp else ""
        return Page(200, HTML, (text + comment).encode(), http_date(stamp or modified))

    def _missing_html(self, title: str) -> bytes:
        return frame.fill("missing.html", {"base": self.base, "title": title}).encode()

    def _static_page(self, name: str, path: str) -> str:
        inner = (
            f'<div class="wrapper"><h1 class="content_title">{name}</h1><p>{name}的说明文字，属于演示内容。</p></div>\n'
        )
        return frame.page(self.base, path, inner, title=f"{frame.SITE_NAME} - {name}")


def http_date(printed: str) -> str:
    """A printed time (+08:00) as an HTTP date."""
    return format_datetime(datetime.fromisoformat(printed).replace(tzinfo=CHINA).astimezone(UTC), usegmt=True)


def _file(extension: str, body: bytes) -> Page:
    return Page(200, TYPES[extension], body, http_date(BUILT))
