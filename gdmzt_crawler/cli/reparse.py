"""`gdmzt reparse`: the dataset made anew from its archive."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import click
from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from gdmzt_crawler.archive.faults import translated
from gdmzt_crawler.cli.options import db_option, json_option, sites_option
from gdmzt_crawler.cli.reparsed import tell
from gdmzt_crawler.cli.tagging import keywords_option, tag_after
from gdmzt_crawler.crawl.archiving import archive_of
from gdmzt_crawler.crawl.rebuild import Progress, Rebuilt, files_of, rebuilt, take_place
from gdmzt_crawler.crawl.verdict import SUSPECT
from gdmzt_crawler.errors import ArchiveError
from gdmzt_crawler.sites.definition import ENVIRONMENT, load_for_archive
from gdmzt_crawler.store.digest import dataset_digest
from gdmzt_crawler.store.lock import exclusive
from gdmzt_crawler.store.renewal import Differences, compare, is_blank, renew

MOST_PROCESSES = 8


@click.command("reparse")
@click.argument("site", required=False)
@db_option()
@click.option(
    "--archive",
    type=click.Path(path_type=Path, file_okay=False, readable=False),
    metavar="DIR",
    help="存档目录，默认与数据文件同名 · the archive's folder, by default the one beside the dataset.",
)
@click.option("--dry-run", is_flag=True, help="只说会改什么，不写入 · say what would change, write nothing.")
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=min(os.cpu_count() or 1, MOST_PROCESSES),
    show_default="处理器数 one for each core",
    metavar="N",
    help="读页面的进程数 · processes that read pages.",
)
@keywords_option
@sites_option
@json_option
def command(
    site: str | None,
    db: Path,
    archive: Path | None,
    dry_run: bool,
    processes: int,
    keywords: bool,
    as_json: bool,
) -> int:
    """从存档重建数据集，不发任何请求 · Make the dataset anew from its archive, without a single request.

    SITE 只重建一个站点 only the articles of this site. 已有的数据集一次改完 a dataset that is there is changed in one
    transaction: articles keep their numbers, and whatever was read without being archived stays as it is.
    """
    if site is not None:
        load_for_archive(site)
    archive = archive or archive_of(db)
    files_of(archive)
    with translated(db.parent):
        db.parent.mkdir(parents=True, exist_ok=True)
    began = monotonic()
    with exclusive(db, leave=not dry_run), shown() as progress:
        # a dataset that cannot be brought up to date is told before the archive is read
        blank = is_blank(db, upgrade=not dry_run)
        with rebuilt(db, archive, site=site, processes=processes, progress=progress) as made:
            _refuse_unknown(made)
            found = None if blank else compare(db, made.path, site)
            if dry_run:
                counts = Differences(articles=Counter(new=made.articles)) if found is None else found
                tell(made, counts, db, None, monotonic() - began, as_json=as_json)
                return _code(made)
            if found is None:
                take_place(made.path, db)
            else:
                renew(db, made.path, site)
    tell(
        made,
        found or Differences(articles=Counter(new=made.articles)),
        db,
        dataset_digest(db),
        monotonic() - began,
        as_json=as_json,
    )
    if keywords:
        tag_after(db, ())
    return _code(made)


def _code(made: Rebuilt) -> int:
    return SUSPECT if made.counts["damaged"] else 0


def _refuse_unknown(made: Rebuilt) -> None:
    skipped = made.counts.get("unknown_site", 0)
    if skipped and skipped + made.counts.get("foreign", 0) == made.counts["captures"]:
        raise ArchiveError(
            f"存档里的站点在此没有定义 no definition here for the sites of the archive: {', '.join(made.unknown)} — "
            f"请用 --sites 或 {ENVIRONMENT} 指明其文件夹，或给出 SITE name the folder that has them, or a SITE"
        )


@contextmanager
def shown() -> Iterator[Progress]:
    """Progress, shown on a terminal."""
    progress, console = Progress(), Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield progress
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[pages]}"), TimeRemainingColumn())
    with Bar(*columns, console=console, transient=True, refresh_per_second=4) as bar:
        task = bar.add_task("读存档 reading", total=None, pages="")

        def move() -> None:
            bar.update(task, total=progress.bytes or None, completed=progress.read, pages=f"{progress.captures}")

        progress.on_move = move
        yield progress
