"""`gdmzt fixtures save`: a page and what is read from it, as a test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from gdmzt_crawler.cli.extract import read_source
from gdmzt_crawler.cli.options import contact_option, sites_option
from gdmzt_crawler.errors import PageError, UsageError
from gdmzt_crawler.models import Article, Listing, RawPage
from gdmzt_crawler.normalize.urls import is_http
from gdmzt_crawler.sites.definition import load_definition
from gdmzt_crawler.sites.fixtures import Fixture, expectation
from gdmzt_crawler.sites.pages import extract_article, extract_listing

_FOLDER = Path("tests/fixtures")


@click.group("fixtures")
def command() -> None:
    """样例 · Fixtures: pages with what must be read from them; each field is a test (`make test`)."""


@command.command("save")
@click.argument("site")
@click.argument("source", metavar="FILE_OR_URL")
@click.option("--case", required=True, metavar="NAME", help="样例名 · name of the folder, such as two-images.")
@click.option("--url", metavar="U", help="页面的网址 · the page's address, where it is read from a file.")
@click.option("--listing", is_flag=True, help="列表页 · the page is a listing.")
@click.option("--note", metavar="TEXT", help="为何要它 · why this case is worth a test.")
@click.option("--into", type=click.Path(path_type=Path), default=_FOLDER, show_default=True, metavar="FOLDER")
@contact_option
@sites_option
def save(
    site: str,
    source: str,
    case: str,
    url: str | None,
    listing: bool,
    note: str | None,
    into: Path,
    contact: str | None,
) -> None:
    """存成样例 · Save a page of SITE as a fixture. Then read expected.json against the page: what is wrong, correct."""
    if not case.replace("-", "").replace("_", "").isalnum():
        raise UsageError(f"样例名不对 no name of a case: {case!r} — use letters, digits and -.", field="case")
    page = read_source(source, contact)
    address = url or page.url
    _check_site(site, address)
    fixture = _made(page, address, site, listing=listing, note=note)
    folder = into / site / case
    try:
        fixture.write(folder)
    except FileExistsError:
        raise UsageError(f"样例已存在 the case is there already: {folder} — choose another name.") from None
    except OSError as error:
        raise UsageError(f"写不了 cannot write {folder}: {error.strerror}.") from None
    click.echo(f"已存 saved: {folder}\n请逐项核对 now check every value against the page: {folder / 'expected.json'}")


def _check_site(site: str, url: str) -> None:
    if not is_http(url):
        raise UsageError(f"请用 --url 给出网址 give the page's address with --url: {url}", field="url")
    definition = load_definition(site)
    if not definition.is_own(url):
        raise UsageError(f"不是 {site} 的网址 not an address of {definition.home_url}: {url}", field="url")


def _made(page: RawPage, url: str, site: str, *, listing: bool, note: str | None) -> Fixture:
    """Raises PageError for a page that is not of the kind asked for."""
    read: Callable[..., Article | Listing] = extract_listing if listing else extract_article
    expected = expectation(read(page.body, url, content_type=page.content_type, definition=site))
    try:
        alike = expectation(read(page.body, url, content_type=page.content_type, definition=None)) == expected
    except PageError:
        alike = False
    given: dict[str, Any] = {"content_type": page.content_type, "note": note, "generic": alike or None}
    meta = {"url": url, "kind": "listing" if listing else "article", "site": site}
    return Fixture(page.body, {**meta, **{name: value for name, value in given.items() if value}}, expected)
