"""What a crawl of the demo site must find, worked out from the content and not from the pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gdmzt_crawler.demo import frame, listing
from gdmzt_crawler.demo.article import article_path
from gdmzt_crawler.demo.body import Body, PlacedImage
from gdmzt_crawler.demo.content import Content, DemoArticle, DemoColumn, DemoRow
from gdmzt_crawler.models import Attachment, Paragraph, Precision

PRECISIONS: dict[int, Precision] = {10: "day", 16: "minute", 19: "second"}


@dataclass(frozen=True, slots=True)
class ExpectedArticle:
    """One article as it must be stored."""

    native_id: str
    url: str
    """Canonical."""
    title: str
    subtitle: str | None
    published: str
    """As Article.published gives it."""
    precision: Precision
    source: str | None
    source_from_head: bool
    """The page prints no source, the ContentSource tag has it."""
    views: int | None
    editor: str | None
    breadcrumb: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    images: tuple[PlacedImage, ...]
    attachments: tuple[Attachment, ...]
    columns: Mapping[str, tuple[str, str | None]]
    """Path of each walked column that lists it, with the title as its first row there prints it (whole where
    `title=` has it) and the listed day."""
    duplicate_of: str | None
    """native_id of the article of which it is an exact duplicate."""
    near_duplicate_of: str | None
    """native_id of the article with the same body under another title."""
    traps: tuple[str, ...]

    @property
    def text(self) -> str:
        """Paragraphs joined by a newline."""
        return "\n".join(p.text for p in self.paragraphs)


@dataclass(frozen=True, slots=True)
class ExpectedColumn:
    """One column as a full walk must see it."""

    path: str
    name: str
    pages: int
    rows: int
    """Rows on those pages, the ones without a link too."""
    complete: bool


@dataclass(frozen=True, slots=True)
class Expected:
    """What a full crawl must end with."""

    articles: tuple[ExpectedArticle, ...]
    columns: tuple[ExpectedColumn, ...]
    """Walked columns that have rows."""
    entries: Mapping[str, str]
    """URL of each row that leads to no article, and the state in which it ends."""
    unlinked: int
    """Rows without a link."""
    never_requested: tuple[str, ...]
    """Paths that no crawl may ask for."""
    unreachable: tuple[str, ...]
    """native_id of articles that exist and stand in no page of a capped column."""

    def article(self, native_id: int | str) -> ExpectedArticle:
        """The article with this id; KeyError where the crawl must not find it."""
        found = {a.native_id: a for a in self.articles}
        return found[str(native_id)]


def expect(content: Content, bodies: Mapping[int, Body], base: str) -> Expected:
    """Work out what must be found on the site below `base` (no slash at the end)."""
    walked = tuple(c for c in content.columns if c.walked)
    rows = tuple((c, row) for c in walked for row in _shown(c))
    reached = {row.article for _, row in rows if row.article} | {*content.home, *content.channel}
    articles = tuple(_article(content, bodies[i], a, rows) for i, a in content.articles.items() if i in reached)
    return Expected(
        articles=articles,
        columns=tuple(_column(c) for c in walked if c.rows),
        entries={_absolute(base, row.url): row.state for _, row in rows if row.url and row.state},
        unlinked=sum(row.state == "unlinked" for _, row in rows),
        never_requested=_never_requested(content, rows),
        unreachable=tuple(str(i) for i in content.articles if i not in reached),
    )


def _shown(column: DemoColumn) -> tuple[DemoRow, ...]:
    return column.rows[: listing.page_count(column) * column.per_page]


def _column(column: DemoColumn) -> ExpectedColumn:
    shown = _shown(column)
    return ExpectedColumn(
        path=column.path,
        name=column.name,
        pages=listing.page_count(column),
        rows=len(shown),
        complete=len(shown) == len(column.rows) and listing.page_count(column) < listing.PAGE_CAP,
    )


def _article(
    content: Content, body: Body, article: DemoArticle, rows: tuple[tuple[DemoColumn, DemoRow], ...]
) -> ExpectedArticle:
    return ExpectedArticle(
        native_id=str(article.id),
        url=body.base + article_path(article),
        title=article.title,
        subtitle=article.subtitle,
        published=_iso(article.published),
        precision=PRECISIONS[len(article.published)],
        source=article.source or article.content_source or None,
        source_from_head=article.source is None and bool(article.content_source),
        views=_views(article),
        editor=article.editor,
        breadcrumb=frame.breadcrumb_names(content.column(article.path)),
        paragraphs=tuple(body.paragraphs),
        images=tuple(body.images),
        attachments=tuple(body.attachments),
        columns=_columns(content, article, rows),
        duplicate_of=_id(content, article.duplicate_of),
        near_duplicate_of=_id(content, article.near_duplicate_of),
        traps=article.traps,
    )


def _columns(
    content: Content, article: DemoArticle, rows: tuple[tuple[DemoColumn, DemoRow], ...]
) -> dict[str, tuple[str, str | None]]:
    found: dict[str, tuple[str, str | None]] = {}
    for column, row in rows:
        if row.article == article.id:
            title = article.title if row.cut == "with-title" else listing.printed_title(content, row)
            found.setdefault(column.path, (title, listing.row_date(content, row) or None))
    return found


def _iso(printed: str) -> str:
    return printed if len(printed) == len("2025-01-16") else f"{printed.replace(' ', 'T')}+08:00"


def _views(article: DemoArticle) -> int | None:
    """The printed number; None for `-` and for nothing."""
    match = re.fullmatch(r"([\d,.]+)(万?)次?", article.views or "")
    if match is None or article.view_script:
        return None
    return round(float(match[1].replace(",", "")) * (10_000 if match[2] else 1))


def _id(content: Content, other: int | None) -> str | None:
    return str(other) if other in content.articles else None


def _absolute(base: str, url: str | None) -> str:
    return base + url if url and url.startswith("/") else str(url)


def _never_requested(content: Content, rows: tuple[tuple[DemoColumn, DemoRow], ...]) -> tuple[str, ...]:
    disallowed = [row.url for _, row in rows if row.state == "disallowed" and row.url]
    hidden = [article_path(a) for a in content.articles.values() if "beyond-the-cap" in a.traps]
    return (*frame.own_page_links().values(), *disallowed, *hidden)
