"""`gdmzt extract`: one page to JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from gdmzt_crawler.cli.options import contact_option, sites_option
from gdmzt_crawler.errors import PageError, UsageError
from gdmzt_crawler.models import Article, Listing, RawPage
from gdmzt_crawler.normalize.urls import absolute_url, is_http
from gdmzt_crawler.sites.pages import extract_article, extract_listing

_MOST = 256 << 20
"""Bytes of a file: no page is larger, and a device may have no end."""

_NO_ADDRESS = (
    "没有 --url：相对链接无法还原，也不用站点定义 without --url relative links (images, attachments, rows) have no "
    "address, and no site definition is used."
)
_LISTING = " — 可当作列表页读 it reads as a listing: 请加 add --listing"
_ARTICLE = " — 可当作文章页读 it reads as an article: 请去掉 leave out --listing"
_GIVE = (
    " — 请给出文件，或以 http:// 或 https:// 开头的网址 give a file, or an address that begins with http:// or https://"
)


@click.command("extract")
@click.argument("source", metavar="FILE_OR_URL")
@click.option("--url", metavar="U", help="页面的网址 · the page's address, where it is saved: links need it.")
@click.option("--generic", is_flag=True, help="不用站点定义 · use no site definition.")
@click.option("--explain", is_flag=True, help="列出所有候选值和理由 · show every candidate of every field, and why.")
@click.option("--listing", is_flag=True, help="当作列表页 · read the page as a listing.")
@contact_option
@sites_option
@click.option("--json", "as_json", is_flag=True, help="与 --explain 合用也输出 JSON · JSON with --explain, too.")
def command(
    source: str, url: str | None, generic: bool, explain: bool, listing: bool, contact: str | None, as_json: bool
) -> None:
    """一个页面变成 JSON · One page to JSON on standard output; `-` reads standard input."""
    if url is not None and not (is_http(url) and absolute_url(url, url)):
        raise UsageError(f"网址不对 no address: {url!r} — give one with http:// or https://.", field="url")
    page = read_source(source, contact)
    if explain and listing:
        raise UsageError("--explain 只用于文章页 is for article pages: leave --listing out.", field="explain")
    found = _extracted(page, source, url or page.url, listing=listing, definition=None if generic else "auto")
    if url is None and not is_http(page.url):
        click.echo(_NO_ADDRESS, err=True)
    if explain and isinstance(found, Article):
        # rich takes a while to load
        from gdmzt_crawler.cli.explain import explain as show
        from gdmzt_crawler.cli.explain import explained

        if not as_json:
            show(found)
            return
        document = explained(found)
    else:
        document = found.to_dict()
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def _extracted(page: RawPage, source: str, url: str, *, listing: bool, definition: str | None) -> Article | Listing:
    """What the page holds. Raises PageError, which names the page and, where it reads as the other kind, the step."""
    read, other = (extract_listing, extract_article) if listing else (extract_article, extract_listing)
    try:
        return read(page.body, url, content_type=page.content_type, definition=definition)
    except PageError as error:
        try:
            other(page.body, url, content_type=page.content_type, definition=definition)
        except PageError:
            step = ""
        else:
            step = _ARTICLE if listing else _LISTING
        name = "标准输入 standard input" if source == "-" else source
        raise type(error)(f"{error.message} ({name}){step}", kind=error.kind, url=error.url) from error


def read_source(source: str, contact: str | None) -> RawPage:
    """A page from a file, from the net, or from standard input. Raises UsageError, Disallowed or Unreachable."""
    if is_http(source):
        return _fetched(source, contact)
    page = _read(source)
    if len(page.body) > _MOST:
        raise UsageError(f"太大，不是页面 too large for a page: {source} — at most {_MOST >> 20} MB.", field="source")
    return page


def _read(source: str) -> RawPage:
    if source == "-":
        # closed, it is None
        return RawPage("", sys.stdin.buffer.read(_MOST + 1) if sys.stdin else b"")
    path = Path(source)
    try:
        with path.open("rb") as file:
            return RawPage(path.resolve().as_uri(), file.read(_MOST + 1))
    except OSError as error:
        step = _GIVE if isinstance(error, FileNotFoundError) else ""
        raise UsageError(f"读不了文件 cannot read {source}: {error.strerror}{step}.") from None


def _fetched(source: str, contact: str | None) -> RawPage:
    # Scrapy is loaded only where a page has to be fetched.
    from gdmzt_crawler.cli.fetching import fetch

    return fetch(source, contact)
