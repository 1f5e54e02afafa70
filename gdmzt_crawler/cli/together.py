"""`gdmzt crawl all`: every enabled site in one run, side by side, with one writer to the dataset."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import click

from gdmzt_crawler.cli.outcome import described, summarized, verdict_of
from gdmzt_crawler.cli.running import crawl_together
from gdmzt_crawler.crawl.manners import check_contact, check_delay, configured_contact
from gdmzt_crawler.crawl.options import CrawlOptions
from gdmzt_crawler.crawl.run import CrawlRun, archiving, writing
from gdmzt_crawler.crawl.verdict import INTERRUPTED, SUSPECT
from gdmzt_crawler.errors import GdmztError
from gdmzt_crawler.spiders.site import SiteSpider
from gdmzt_crawler.store.clock import utc_now

_WORST_FIRST = (INTERRUPTED, 1, 2, SUSPECT)


def run_together(
    each: Sequence[CrawlOptions], *, delay: float | None = None, contact: str | None = None
) -> list[CrawlRun]:
    """Crawl sites side by side into the dataset of the first, and return the finished runs.

    A site that fails does not stop the others. Raises GdmztError for what stops all before the first request.
    """
    for options in each:
        check_contact(options.definition.home_url, contact or configured_contact())
        if delay is not None:
            check_delay(options.definition.home_url, delay)
    given: dict[str, object] = {"together": utc_now()} | ({} if delay is None else {"delay": delay})
    with ExitStack() as stack:
        store = stack.enter_context(writing(each[0].db))
        archive = stack.enter_context(archiving(each[0], store))
        runs = [stack.enter_context(CrawlRun.begin(replace(options, extra=given), store, archive)) for options in each]
        arguments = [{"run": run, "contact": contact} for run in runs]
        errors = crawl_together(SiteSpider, arguments, overrides={"DOWNLOAD_DELAY": delay})
        for run, error in zip(runs, errors, strict=True):
            if isinstance(error, GdmztError):
                run.stop(error)
            elif error is not None:
                raise error
    return runs


def worst(codes: Sequence[int]) -> int:
    """The exit code of several runs: interrupted before failed before suspect before done."""
    return next((code for code in _WORST_FIRST if code in codes), 0)


def tell(runs: Sequence[CrawlRun], db: Path, *, as_json: bool) -> int:
    """Print how the runs ended; the exit code."""
    code = worst([verdict_of(run).exit_code for run in runs])
    if as_json:
        document = {"db": str(db), "exit_code": code, "sites": [summarized(run) for run in runs]}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join([*map(described, runs), f"  数据 dataset: {db}"]))
    for run in runs:
        verdict = verdict_of(run)
        if verdict.exit_code or as_json:
            click.echo(f"{run.site.key}: {verdict.message}", err=True)
    return code
