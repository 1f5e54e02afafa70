"""Pages read with their site's definition: the public API, and the single stages for the crawl.

Rules are tried in this order, field by field: the site's, its platform's, the generic ones.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from gdmzt_crawler import platforms
from gdmzt_crawler.errors import NotAListing, NotAnArticle, PageError
from gdmzt_crawler.extract.article import extract_article as extract_article_page
from gdmzt_crawler.extract.breadcrumb import find_breadcrumb, find_home
from gdmzt_crawler.extract.document import Document, parse_document
from gdmzt_crawler.extract.listing import extract_listing as extract_listing_page
from gdmzt_crawler.extract.navigation import NavLink, extract_navigation
from gdmzt_crawler.extract.rules import ArticleRules, ListingRules
from gdmzt_crawler.models import Article, ExtractedArticle, ExtractedListing, Listing, RawPage
from gdmzt_crawler.normalize.article import normalize_article
from gdmzt_crawler.normalize.listing import normalize_listing
from gdmzt_crawler.normalize.text import collapse
from gdmzt_crawler.sites.definition import SiteDefinition, definition_for_host


def extract_article(
    body: bytes | str, url: str, *, content_type: str | None = None, definition: str | None = "auto"
) -> Article:
    """One article page as an `Article`.

    `body`: the page itself, best the bytes as they came. `url`: its address, against which links are resolved; `""`
    where nobody knows it: relative links then have none.
    `definition`: `"auto"` picks the site's by the host of `url`, a key names one, None uses the generic rules only.
    Raises NotAnArticle with the reason, and nothing else, whatever the bytes (UnknownSite for a key that no site has).
    """
    return read_article(_raw(body, url, content_type), pick_definition(url, definition))


def extract_listing(
    body: bytes | str, url: str, *, content_type: str | None = None, definition: str | None = "auto"
) -> Listing:
    """One listing page as a `Listing`. Parameters as for `extract_article`. Raises NotAListing, and nothing else."""
    page = _raw(body, url, content_type)
    return normalize_listing(extract_listing_stage(page, pick_definition(url, definition)))


def pick_definition(url: str, definition: str | None) -> SiteDefinition | None:
    """The site definition that an API call asks for."""
    if definition is None:
        return None
    if definition != "auto":
        from gdmzt_crawler.sites.definition import load_definition

        return load_definition(definition)
    try:
        return definition_for_host(urlsplit(url).hostname)
    except ValueError:
        return None


def extract_page(page: RawPage, definition: SiteDefinition | None) -> ExtractedArticle:
    """The extraction stage of an article page. Raises NotAnArticle."""
    try:
        return extract_article_page(_document(page), *article_rules(definition))
    except NotAnArticle:
        raise
    except PageError as error:
        raise NotAnArticle(error.message, kind=error.kind, url=page.url) from error


def read_article(page: RawPage, definition: SiteDefinition | None, *, now: datetime | None = None) -> Article:
    """An article page, extracted and normalized. Raises NotAnArticle."""
    return normalize_article(extract_page(page, definition), now=now)


def extract_listing_stage(page: RawPage, definition: SiteDefinition | None) -> ExtractedListing:
    """The extraction stage of a listing page. Raises NotAListing."""
    try:
        return extract_listing_page(_document(page), listing_rules(definition))
    except NotAListing:
        raise
    except PageError as error:
        raise NotAListing(error.message, kind=error.kind, url=page.url) from error


def read_listing(page: RawPage, definition: SiteDefinition | None, *, now: datetime | None = None) -> Listing:
    """A listing page, extracted and normalized. Raises NotAListing."""
    return normalize_listing(extract_listing_stage(page, definition), now=now.date() if now else None)


def read_navigation(page: RawPage) -> tuple[NavLink, ...]:
    """Every link of a page with the place where it stands. Raises NotAListing for what is no page at all."""
    try:
        return extract_navigation(_document(page))
    except PageError as error:
        raise NotAListing(error.message, kind=error.kind, url=page.url) from error


def read_own_name(page: RawPage) -> str | None:
    """What a listing page calls its column: the end of its breadcrumb, else its head tag ColumnName; None without."""
    try:
        document = _document(page)
    except PageError:
        return None
    breadcrumb = find_breadcrumb(None, find_home(document.body), None)
    name = breadcrumb[-1] if len(breadcrumb) > 1 else document.head.get("columnname")
    return collapse(name or "") or None


def article_rules(definition: SiteDefinition | None) -> tuple[tuple[str, ArticleRules], ...]:
    """The named rules of a site and of its platform, in the order in which they are tried."""
    if definition is None:
        return ()
    platform = platforms.get(definition.platform)
    return ("site", definition.article), (platform.name, platform.article_rules)


def listing_rules(definition: SiteDefinition | None) -> ListingRules | None:
    """A site's listing rules, with its platform's behind them."""
    if definition is None:
        return None
    site, platform = definition.listing, platforms.get(definition.platform).listing_rules
    return ListingRules(
        rows=site.rows + platform.rows,
        title=site.title + platform.title,
        date=site.date + platform.date,
        next=site.next + platform.next,
        page_cap=site.page_cap or platform.page_cap,
    )


def _document(page: RawPage) -> Document:
    return parse_document(page.body, page.url, page.content_type)


def _raw(body: bytes | str, url: str, content_type: str | None) -> RawPage:
    # Lone surrogates, in an address or a text, would make a result that no file can hold.
    address = url.encode("utf-8", "replace").decode("utf-8")
    if isinstance(body, str):
        data = body.encode("utf-8", "replace")
    else:
        # what holds no bytes, a Path say, is told so here: TypeError
        data = body if type(body) is bytes else bytes(memoryview(body))
    return RawPage(address, data, content_type=_utf8(body, content_type))


def _utf8(body: bytes | str, content_type: str | None) -> str | None:
    """Text was decoded by somebody already: whatever the header said of its bytes no longer holds."""
    return content_type if isinstance(body, bytes) else None
