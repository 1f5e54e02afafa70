"""`gdmzt index`: the search index completed, rebuilt, checked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from gdmzt_crawler.cli.options import existing_db_option, json_option
from gdmzt_crawler.store.search import indexing
from gdmzt_crawler.store.search.tokens import MODES, Mode

_SHOWN = 20


@click.command("index")
@existing_db_option
@click.option("--rebuild", is_flag=True, help="从头重建 · begin anew.")
@click.option(
    "--mode",
    type=click.Choice(MODES),
    help="characters 逐字或 bigrams 逐二字 · by characters (the default) or bigrams (very large datasets).",
)
@click.option(
    "--check", "checking", is_flag=True, help="只核对索引与所存正文 · only compare the index to the stored texts."
)
@json_option
def command(db: Path, rebuild: bool, mode: Mode | None, checking: bool, as_json: bool) -> int:
    """检索索引 · Complete the search index, rebuild it, or check it.

    抓取时索引随文章同步写入；旧数据文件、换了分词器或要换方式时才需要本命令。中断后再运行即接着做。
    A crawl keeps the index in step; this is for older datasets, another tokenizer or another mode. Interrupted, it goes
    on where it stopped.
    """
    if checking:
        if rebuild or mode:
            raise click.UsageError("--check 单独使用 stands alone: it changes nothing")
        return _check(db, as_json)
    with _progress("建索引 indexing", "篇 articles") as told:
        built = indexing.build(db, mode=mode, rebuild=rebuild, progress=told)
    if as_json:
        click.echo(json.dumps(asdict(built)))
    elif built.indexed:
        click.echo(f"检索索引已建成 the search index is complete: {built.articles} articles, by {built.mode}")
    else:
        click.echo(f"检索索引已是最新 the search index is complete already: {built.articles} articles, by {built.mode}")
    return 0


def _check(db: Path, as_json: bool) -> int:
    with _progress("核对 checking", "词 words") as told:
        checked = indexing.check(db, told)
    if as_json:
        click.echo(json.dumps(asdict(checked)))
    elif checked.wrong:
        listed = ", ".join(map(str, checked.wrong[:_SHOWN])) + (" …" if len(checked.wrong) > _SHOWN else "")
        click.echo(
            f"索引与正文不符 the index differs from the texts of {len(checked.wrong)} articles: {listed} — "
            f"请重建 run: gdmzt index --rebuild --db {db}"
        )
    else:
        click.echo(f"检索索引与正文一致 the search index agrees with the texts of all {checked.articles} articles")
    return 1 if checked.wrong else 0


@contextmanager
def _progress(what: str, unit: str) -> Iterator[indexing.Progress]:
    """A bar on a terminal, nothing elsewhere."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TextColumn(unit), TimeRemainingColumn())
    with Progress(
        *columns, console=Console(stderr=True), transient=True, disable=not Console(stderr=True).is_terminal
    ) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
