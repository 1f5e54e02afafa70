"""`gdmzt digest`: whether two datasets say the same."""

from __future__ import annotations

from pathlib import Path

import click

from gdmzt_crawler.cli.options import existing_db_option
from gdmzt_crawler.store.digest import dataset_digest


@click.command("digest")
@existing_db_option
def command(db: Path) -> None:
    """数据集摘要 · One line that is equal for equal datasets, however and whenever each was made.

    文章、段落、图片、附件、修订、阅读次数、重复与栏目都算在内 Articles with all their parts, revisions, view counts,
    duplicates and columns count; ids, our own clock, runs, captures, entries and issues do not.
    """
    click.echo(dataset_digest(db))
