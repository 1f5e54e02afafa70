"""`gdmzt export`: the dataset, or a part of it, as a file to take away."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import chain, count
from pathlib import Path
from types import FrameType
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from gdmzt_crawler.cli.options import COUNT, existing_db_option, json_option
from gdmzt_crawler.crawl.options import day
from gdmzt_crawler.errors import ExportError, UsageError
from gdmzt_crawler.export import FORMATS, Choice, Exported, Format, export, stream
from gdmzt_crawler.export.atom import NEWEST
from gdmzt_crawler.export.overwriting import check_target
from gdmzt_crawler.export.run import Progress as Tell
from gdmzt_crawler.store import clock
from gdmzt_crawler.store.search.query import NOTHING_TOLD, terms

FOLDER = Path("data/exports")
STANDARD_OUTPUT = "-"


@click.command("export")
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@existing_db_option
@click.option(
    "--out", metavar="FILE", help=f"写到哪里，- 为标准输出 · where to; default {FOLDER}/<db>-<date>.<ext> (…-2)."
)
@click.option("--site", "sites", multiple=True, metavar="KEY", help="只要这些站点 · only these sites.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="PATH",
    help="只要这些栏目（路径或名称）· only these columns, by path or name.",
)
@click.option("--since", metavar="DATE", help="这天及以后发布的 · published on this day or later, e.g. 2025-01-01.")
@click.option("--until", metavar="DATE", help="这天及以前发布的 · published on this day or earlier.")
@click.option("--query", metavar="TEXT", help="搜索得到的 · found by this search.")
@click.option("--unique", is_flag=True, help="每种内容只取最早一篇 · of each content only the earliest article.")
@click.option("--limit", type=COUNT, metavar="N", help=f"最新的几篇 · the newest N; atom: {NEWEST}.")
@json_option
def command(form: str, db: Path, out: str | None, as_json: bool, **filters: Any) -> int:
    """带走数据 · The dataset, or a part of it, as a file: csv, jsonl, parquet, sqlite or atom.

    各条件须同时满足 All filters must be met. 文件旁有说明 Beside the file lies its description,
    `FILE.datapackage.json`.
    """
    written = FORMATS[form]
    choice = _choice(written, **filters)
    with _ended_by_signal():
        if out == STANDARD_OUTPUT:
            return _to_standard_output(db, written, choice, as_json)
        path = _path(db, written, out)
        check_target(path, db)
        with _shown() as tell:
            done = export(db, written, choice, path, tell)
    click.echo(json.dumps(_plain(done, db), ensure_ascii=False, indent=2) if as_json else _said(done))
    return 0


def _choice(
    written: Format,
    sites: tuple[str, ...],
    columns: tuple[str, ...],
    since: str | None,
    until: str | None,
    query: str | None,
    unique: bool,
    limit: int | None,
) -> Choice:
    first, last = (None if text is None else day(text) for text in (since, until))
    if query is not None and not terms(query):
        raise UsageError(NOTHING_TOLD, field="query")
    return Choice(sites, columns, first, last, query, unique, limit or (NEWEST if written.name == "atom" else None))


def _path(db: Path, written: Format, out: str | None) -> Path:
    today: date = clock.now().date()
    name = f"{db.stem}-{today.isoformat()}.{written.extension}"
    if out is None:
        return _free(FOLDER / name)
    return _free(Path(out) / name) if Path(out).is_dir() else Path(out)


def _free(path: Path) -> Path:
    """The path, or with `-2`, `-3` … where that is taken: a name that nobody gave replaces nothing."""
    others = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    return next(each for each in chain([path], others) if not each.exists())


def _to_standard_output(db: Path, written: Format, choice: Choice, as_json: bool) -> int:
    if not written.streams:
        refused = f"{written.name} 不能写到标准输出 cannot be written to standard output"
        raise UsageError(f"{refused} — 请用 --out 给出文件 name a file with --out")
    if as_json:
        raise UsageError(
            "--json 与 --out - 都要用标准输出 both want standard output — 请去掉其一 leave one of them out"
        )
    out = getattr(sys.stdout, "buffer", None)
    if out is None:
        raise ExportError(
            "标准输出已关闭 standard output is closed — 请打开，或用 --out 给出文件 open it, or name a file with --out"
        )
    try:
        stream(db, written, choice, out)
    except BrokenPipeError:
        # whoever read has seen enough; nothing more may be flushed at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0


@contextmanager
def _ended_by_signal() -> Iterator[None]:
    """SIGTERM ends an export as Ctrl-C does: nothing is left behind."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _shown() -> Iterator[Tell]:
    """Progress on standard error, where that is a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("articles", total=None)

        def tell(what: str, done: int, total: int) -> None:
            progress.update(task, description=what, completed=done, total=total or None)

        yield tell


def _said(done: Exported) -> str:
    none = " — 没有符合条件的文章 none passed the filters" if not done.articles else ""
    return (
        f"导出 exported: {done.articles} 篇 articles, {done.bytes:,} bytes{none}\n"
        f"  文件 file: {done.path}\n  说明 description: {done.package}"
    )


def _plain(done: Exported, db: Path) -> dict[str, object]:
    return {
        "format": done.format,
        "articles": done.articles,
        "path": str(done.path),
        "bytes": done.bytes,
        "sha256": done.sha256,
        "package": str(done.package),
        "dataset_digest": done.dataset_digest,
        "db": str(db),
    }
