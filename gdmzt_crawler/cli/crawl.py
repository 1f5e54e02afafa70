"""`gdmzt crawl`: one run over one site, or over all."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from gdmzt_crawler.cli.options import contact_option, db_option, json_option, sites_option
from gdmzt_crawler.cli.outcome import described, summarized, verdict_of
from gdmzt_crawler.cli.running import crawl
from gdmzt_crawler.cli.tagging import keywords_option, tag_after
from gdmzt_crawler.cli.together import run_together, tell
from gdmzt_crawler.crawl.manners import check_contact, check_delay, configured_contact
from gdmzt_crawler.crawl.options import DEFAULT_SITE, REVISITS, CrawlOptions
from gdmzt_crawler.crawl.run import CrawlRun
from gdmzt_crawler.errors import UsageError
from gdmzt_crawler.sites.definition import load_enabled
from gdmzt_crawler.sites.validation import EVERY_SITE
from gdmzt_crawler.spiders.site import SiteSpider


@click.command("crawl")
@click.argument("site", default=DEFAULT_SITE)
@db_option()
@click.option("--column", "columns", multiple=True, metavar="PATH", help="只抓这些栏目 · only these columns.")
@click.option("--full", is_flag=True, help="每个栏目走到末页 · walk every column to its last page.")
@click.option("--full-every", metavar="DAYS", help="几天走一次全程 · days between two walks of a column to its end.")
@click.option(
    "--revisit",
    type=click.Choice(REVISITS),
    default="due",
    show_default=True,
    help="重读已存文章：无、到期的、全部 · stored articles to read again.",
)
@click.option("--budget", metavar="N", help="请求数达到 N 后不再重读 · begin no revisit after N requests.")
@click.option("--since", metavar="DATE", help="只取这天及以后的 · articles of this day and later, e.g. 2026-11-24.")
@click.option("--limit", metavar="N", help="最多取几篇，其余留待下次 · article pages to fetch; the rest stay pending.")
@click.option("--archive/--no-archive", default=True, help="保存每个响应到 WARC · keep every answer in WARC files.")
@click.option("--delay", type=float, metavar="S", help="两次请求的间隔秒数 · seconds between requests.")
@keywords_option
@contact_option
@sites_option
@json_option
def command(
    site: str,
    db: Path,
    columns: tuple[str, ...],
    delay: float | None,
    contact: str | None,
    keywords: bool,
    as_json: bool,
    **options: Any,
) -> int:
    """抓取一个站点 · Crawl a site; what is stored already is read again only when it is due.

    SITE 是站点代号，默认 gdmzt；`all` 是全部启用的站点。· SITE is the key of a site (`gdmzt sites list`); `all` crawls
    every enabled site, side by side, one request at a time in each.
    """
    if site == EVERY_SITE:
        runs = _crawl_all(db, columns, delay=delay, contact=contact, **options)
        code = tell(runs, db, as_json=as_json)
    else:
        asked = CrawlOptions.from_texts(site=site, db=str(db), columns=columns, **options)
        runs = [run_crawl(asked, delay=delay, contact=contact)]
        code = _tell(runs[0], db, as_json=as_json)
    if keywords:
        tag_after(db, runs)
    return code


def _tell(run: CrawlRun, db: Path, *, as_json: bool) -> int:
    verdict = verdict_of(run)
    if as_json:
        click.echo(json.dumps({**summarized(run), "db": str(db)}, ensure_ascii=False, indent=2))
        click.echo(verdict.message, err=True)
    else:
        click.echo(f"{described(run)}\n  数据 dataset: {db}")
        if verdict.exit_code:
            click.echo(verdict.message, err=True)
    return verdict.exit_code


def run_crawl(options: CrawlOptions, *, delay: float | None = None, contact: str | None = None) -> CrawlRun:
    """Crawl, and return the finished run. Raises GdmztError for what stops it before its first request."""
    home = options.definition.home_url
    check_contact(home, contact or configured_contact())
    if delay is not None:
        check_delay(home, delay)
        options = replace(options, extra={"delay": delay})
    with CrawlRun.open(options) as run:
        crawl(SiteSpider, overrides={"DOWNLOAD_DELAY": delay}, run=run, contact=contact)
    return run


def _crawl_all(
    db: Path, columns: tuple[str, ...], *, delay: float | None, contact: str | None, **options: Any
) -> list[CrawlRun]:
    if columns:
        raise UsageError("--column 只用于一个站点 is for one site, not for `crawl all`.", field="column")
    each = [CrawlOptions.from_texts(site=site.key, db=str(db), **options) for site in load_enabled()]
    return run_together(each, delay=delay, contact=contact)
