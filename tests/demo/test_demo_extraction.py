"""Every page of the demo site, through the extractors: what `expected()` says, with the definition and without one."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from gdmzt_crawler.demo import listing
from gdmzt_crawler.demo.content import DemoColumn, DemoRow
from gdmzt_crawler.demo.expected import ExpectedArticle
from gdmzt_crawler.demo.frame import own_page_links
from gdmzt_crawler.demo.site import SITE_MAP, DemoSite
from gdmzt_crawler.errors import NotAnArticle
from gdmzt_crawler.models import Article, Image, Listing, Paragraph, RawPage
from gdmzt_crawler.sites.definition import SiteDefinition, load_file
from gdmzt_crawler.sites.pages import read_article, read_listing

BASE = "http://127.0.0.1:8001"
SITE = DemoSite(BASE + "/")
EXPECTED = SITE.expected()
DEFINITION = load_file(Path(str(files("gdmzt_crawler.demo") / "demo.toml"))).at(SITE.base_url)
HOW = [pytest.param(DEFINITION, id="definition"), pytest.param(None, id="generic")]
MOBILE_ROWS = {"4703002", "4699034"}
"""Articles that some row links by their mobile address."""
FIELDS = "title subtitle published precision source views editor breadcrumb paragraphs images attachments".split()
PAGES = [(column, number) for column in SITE.content.columns for number in range(1, listing.page_count(column) + 1)]


def raw(path: str) -> RawPage:
    page = SITE.pages()[path]
    return RawPage(BASE + path, page.body, page.status, page.content_type)


@cache
def article(path: str, definition: SiteDefinition | None) -> Article:
    return read_article(raw(path), definition)


def field(found: Article, name: str) -> object:
    if name == "images":
        return placed(found)
    own = {"views": found.view_count, "precision": found.published_at_precision}
    return own[name] if name in own else getattr(found, name)


def placed(found: Article) -> list[tuple[int, Image]]:
    result, paragraphs = [], 0
    for block in found.blocks:
        paragraphs += isinstance(block, Paragraph)
        if isinstance(block, Image):
            result.append((paragraphs, block))
    return result


def wanted(expected: ExpectedArticle, name: str) -> object:
    if name == "images":
        return [(one.after_paragraph, one.image) for one in expected.images]
    return getattr(expected, name)


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("definition", HOW)
@pytest.mark.parametrize("expected", EXPECTED.articles, ids=lambda a: a.native_id)
def test_article_page(expected: ExpectedArticle, definition: SiteDefinition | None, name: str) -> None:
    found = article(expected.url.removeprefix(BASE), definition)
    assert field(found, name) == wanted(expected, name)


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("definition", HOW)
@pytest.mark.parametrize("native_id", sorted(MOBILE_ROWS))
def test_mobile_page(native_id: str, definition: SiteDefinition | None, name: str) -> None:
    expected = EXPECTED.article(native_id)
    found = article(expected.url.removeprefix(BASE).replace("/post_", "/mpost_"), definition)
    assert field(found, name) == wanted(expected, name)


def test_the_rows_with_mobile_addresses_are_these() -> None:
    rows = [row for column in SITE.content.columns for row in column.rows if row.href in ("mobile", "mobile-relative")]
    assert {str(row.article) for row in rows} == MOBILE_ROWS


def test_where_the_source_and_the_time_come_from() -> None:
    tagged = article(EXPECTED.article("4660777").url.removeprefix(BASE), DEFINITION)
    assert "meta.ContentSource" in {e.rule for e in tagged.evidence if e.field == "source"}
    regenerated = article(EXPECTED.article("4690555").url.removeprefix(BASE), DEFINITION)
    assert regenerated.published_at_from == "byline"
    assert ("published_at", False) in {(e.field, e.agrees) for e in regenerated.evidence}


@cache
def listed(path: str, definition: SiteDefinition | None) -> Listing:
    return read_listing(raw(path), definition)


def entry(column: DemoColumn, row: DemoRow) -> tuple[str, str | None]:
    title = row.title if row.article is None else SITE.content.articles[row.article].title
    shown = title if row.cut == "with-title" else listing.printed_title(SITE.content, row)
    return shown, listing.row_date(SITE.content, row) or None


@pytest.mark.parametrize("definition", HOW)
@pytest.mark.parametrize(
    ("column", "number"), [p for p in PAGES if p[0].rows], ids=lambda v: v.path if isinstance(v, DemoColumn) else v
)
def test_listing_page(column: DemoColumn, number: int, definition: SiteDefinition | None) -> None:
    found = listed(listing.listing_path(column, number), definition)
    rows = listing.rows_of(column, number)
    assert [(e.title, e.date.isoformat() if e.date else None) for e in found.entries] == [
        entry(column, r) for r in rows
    ]
    assert [e.url is None for e in found.entries] == [row.state == "unlinked" for row in rows]
    last = listing.page_count(column)
    following = BASE + listing.listing_path(column, number + 1) if number < last else None
    assert found.next_url == following
    assert found.last_page == (last if last > 1 else None)
    assert found.complete == (last < listing.PAGE_CAP)


@pytest.mark.parametrize("definition", HOW)
def test_what_is_no_article_is_refused(definition: SiteDefinition | None) -> None:
    for path in (SITE_MAP, "/mzzx/jcdt/content/post_4623333.html", "/mzzx/index.html", "/index.html"):
        with pytest.raises(NotAnArticle):
            read_article(raw(path), definition)
    assert SITE_MAP in own_page_links().values()
