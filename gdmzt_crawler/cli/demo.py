"""`gdmzt demo`: the whole path on the bundled site, without a network."""

from __future__ import annotations

import socket
from contextlib import AbstractContextManager
from pathlib import Path

import click
from rich.table import Table

from gdmzt_crawler.browse.server import serve as browse
from gdmzt_crawler.cli.crawl import run_crawl
from gdmzt_crawler.cli.options import DEMO_DB, db_option
from gdmzt_crawler.cli.outcome import described
from gdmzt_crawler.cli.tagging import tag_after
from gdmzt_crawler.cli.terminal import show
from gdmzt_crawler.crawl.options import CrawlOptions
from gdmzt_crawler.demo.server import HOST, RunningServer, serve
from gdmzt_crawler.sites.definition import DEMO, load_file
from gdmzt_crawler.store.overview import by_column

DEMO_PORT = 8117
"""So that a second demo finds the articles of the first under their addresses."""


@click.command("demo")
@db_option(DEMO_DB)
@click.option(
    "--browse/--no-browse", "wants_browse", default=True, help="之后打开 datasette · serve datasette afterwards."
)
def command(db: Path, wants_browse: bool) -> int:
    """抓取内置演示站点并浏览 · Crawl the bundled demo site on this machine, print what was found, and browse it."""
    definition = load_file(DEMO)
    # The site is there as long as it is browsed: the addresses of articles and images lead somewhere.
    with _served() as server:
        run = run_crawl(CrawlOptions(definition.at(server.base_url), db=db))
        click.echo(f"{described(run)}\n  数据 dataset: {db}")
        verdict = run.verdict
        if verdict is not None and verdict.exit_code:
            click.echo(verdict.message, err=True)
            return verdict.exit_code
        show(_found(db))
        tag_after(db, [run])
        if wants_browse:
            site = f"演示站点 demo site: {server.base_url}"
            browse(db, announce=lambda address: click.echo(f"浏览 browse: {address} (Ctrl-C 结束 to stop)\n{site}"))
    return 0


def _served() -> AbstractContextManager[RunningServer]:
    """The demo site, at the same address every time unless somebody else is there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, DEMO_PORT))
        except OSError:
            return serve(port=0)
    return serve(port=DEMO_PORT)


def _found(db: Path) -> Table:
    table = Table(title="抓到了什么 what was found", title_justify="left", box=None, pad_edge=False)
    table.add_column("栏目\ncolumn")
    for heading in ("文章\narticles", "图片\nimages", "附件\nfiles", "有阅读数\nwith views", "重复\ncopies"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("日期\ndays", no_wrap=True)
    for row in by_column(db):
        numbers = (row.articles, row.images, row.attachments, row.with_views, row.duplicates)
        days = f"{row.first_day} – {row.last_day}" if row.first_day else ""
        table.add_row(row.column or "", *map(str, numbers), days)
    return table
