"""`gdmzt crawl`: one run over one site."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import click

from gdmzt_crawler.cli.options import contact_option, db_option, json_option, sites_option
from gdmzt_crawler.cli.running import crawl
from gdmzt_crawler.crawl.manners import check_contact, check_delay, configured_contact
from gdmzt_crawler.crawl.options import DEFAULT_SITE, CrawlOptions
from gdmzt_crawler.crawl.run import CrawlRun
from gdmzt_crawler.crawl.verdict import Verdict
from gdmzt_crawler.spiders.site import SiteSpider


@click.command("crawl")
@click.argument("site", default=DEFAULT_SITE)
@db_option()
@click.option("--column", "columns", multiple=True, metavar="PATH", help="只走这些栏目 walk only these columns.")
@click.option("--full", is_flag=True, help="每个栏目走到末页 walk every column to its last page.")
@click.option("--since", metavar="DATE", help="只取这天及以后的 articles of this day (2026-11-24) and later.")
@click.option("--limit", metavar="N", help="最多取几篇，其余留待下次 article pages to fetch; the rest stay pending.")
@click.option("--delay", type=float, metavar="S", help="两次请求的间隔秒数 seconds between requests.")
@contact_option
@sites_option
@json_option
def command(
    site: str,
    db: Path,
    columns: tuple[str, ...],
    full: bool,
    since: str | None,
    limit: str | None,
    delay: float | None,
    contact: str | None,
    as_json: bool,
) -> int:
    """抓取一个站点 Crawl a site; what is stored already is not fetched again.

    SITE 是站点代号，默认 gdmzt is the site's key; `gdmzt sites list` shows all.
    """
    options = CrawlOptions.from_texts(site=site, db=str(db), columns=columns, full=full, since=since, limit=limit)
    run = run_crawl(options, delay=delay, contact=contact)
    verdict = _verdict(run)
    if as_json:
        document = {**run.summary(), "name": run.site.name, "db": str(db), "exit_code": verdict.exit_code}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        click.echo(verdict.message, err=True)
    else:
        click.echo(described(run, db))
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


def described(run: CrawlRun, db: Path) -> str:
    """What a run did, for people."""
    count, verdict = run.counters, _verdict(run)
    lines = [
        f"{run.site.name} {run.site.key}: {verdict.state if verdict.exit_code else verdict.message}",
        f"  列表页 listing pages {count['listing_pages']}, 请求 requests {count['requests']}, {run.seconds:.0f} s",
        f"  文章 articles: 新 new {count['articles_new']}, 改 changed {count['articles_revised']}, "
        f"未变 unchanged {count['articles_unchanged']}, 失败 failed {count['articles_failed']}, "
        f"不是文章 rejected {count['articles_rejected']}, 禁止 disallowed {count['articles_disallowed']}",
    ]
    if incomplete := [column for column in run.columns if not column["complete"]]:
        listed = ", ".join(f"{column['path']} ({column['end']})" for column in incomplete[:8])
        lines.append(f"  栏目不全 incomplete columns {len(incomplete)}: {listed}")
    if run.issues:
        lines.append("  异常 issues: " + ", ".join(f"{kind} {number}" for kind, number in sorted(run.issues.items())))
    lines.append(f"  数据 dataset: {db}")
    return "\n".join(lines)


def _verdict(run: CrawlRun) -> Verdict:
    return run.verdict or run.finish()
