"""`gdmzt report`: a crawl run in words."""

from __future__ import annotations

import json
from pathlib import Path

import click

from gdmzt_crawler.cli.options import COUNT, existing_db_option, json_option
from gdmzt_crawler.cli.reporting import in_words
from gdmzt_crawler.monitor.report import report
from gdmzt_crawler.normalize.text import scrub


@click.command("report")
@existing_db_option
@click.option("--run", type=COUNT, metavar="N", help="批次，默认最近一次 · the run; the newest by default.")
@click.option("--site", metavar="KEY", help="站点，其最近一次 · the newest run of this site.")
@json_option
def command(db: Path, run: int | None, site: str | None, as_json: bool) -> None:
    """一次抓取的报告 · What a run found: new, changed, withdrawn, failed, how complete, and what to do next."""
    reports = report(db, run=run, site=site)
    if as_json:
        document = {"db": str(db), "runs": [each.to_dict() for each in reports]}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    for number, each in enumerate(reports):
        if number:
            click.echo()
        click.echo(scrub("\n".join(in_words(each))))
