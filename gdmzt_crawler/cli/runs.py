"""`gdmzt runs`: the last crawl runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from gdmzt_crawler.cli.options import COUNT, existing_db_option, json_option
from gdmzt_crawler.cli.terminal import show
from gdmzt_crawler.store.repository import Store

_WIDTH = 80
"""Columns of the terminal that a row fills."""


@click.command("runs")
@existing_db_option
@click.option("--limit", default=20, show_default=True, type=COUNT, help="最多几条 · runs to show.")
@json_option
def command(db: Path, limit: int, as_json: bool) -> None:
    """抓取批次 · The last crawl runs, newest first."""
    with Store.open(db, readonly=True) as store:
        runs = store.runs(limit)
    if as_json:
        click.echo(json.dumps(runs, ensure_ascii=False, indent=2))
    elif runs:
        show(_table(runs), needs=_WIDTH)
    else:
        click.echo("还没有抓取 no runs yet.")


def _table(runs: list[dict[str, Any]]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("批次 run", "站点 site", "开始 started (UTC)", "状态 state"):
        table.add_column(heading, no_wrap=True)
    for heading in ("请求", "新", "改", "失败 failed"):
        table.add_column(heading, justify="right")
    for run in runs:
        numbers = (run["requests"], run["articles_new"], run["articles_revised"], run["articles_failed"])
        started = str(run["started_at"]).replace("T", " ").rstrip("Z")
        table.add_row(str(run["id"]), run["site"], started, run["state"], *map(str, numbers))
    return table
