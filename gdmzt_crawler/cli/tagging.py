"""Words, topics and places of what a crawl brought, once the crawl is over and told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from gdmzt_crawler.crawl.run import CrawlRun, writing
from gdmzt_crawler.errors import GdmztError, StoreError
from gdmzt_crawler.store.keywords import tag_pending

SECONDS = 60.0
"""What takes longer is left to the next run, or to `gdmzt keywords --update`."""
keywords_option = click.option(
    "--keywords/--no-keywords",
    default=True,
    envvar="GDMZT_KEYWORDS",
    help="之后标注关键词、主题、地方 · find words, topics and places afterwards.",
)


def tag_after(db: Path, runs: Sequence[CrawlRun]) -> None:
    """Tags new and changed articles; a run that was interrupted or has no room on the disk is not kept longer.

    The crawl has ended and is told: nothing that happens here is its failure, and Ctrl-C leaves the rest to the next.
    """
    if any(run.interrupted or isinstance(run.error, StoreError) for run in runs):
        return
    try:
        with writing(db) as store, shown() as progress:
            done = tag_pending(store, seconds=SECONDS, progress=progress)
    except KeyboardInterrupt:
        click.echo("关键词留待下次 the rest of the words are left to the next run.", err=True)
    except GdmztError as error:
        click.echo(f"关键词未标注 no words were found: {error.message}", err=True)
    else:
        if done.left:
            click.echo(
                f"{done.left} 篇待标注关键词 articles wait for their words — gdmzt keywords --update --db {db}",
                err=True,
            )


@contextmanager
def shown() -> Iterator[Callable[[int, int], None]]:
    """Progress on standard error, where that is a terminal."""
    terminal = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=terminal, transient=True, disable=not terminal.is_terminal) as bar:
        task = bar.add_task("标注 tagging", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
