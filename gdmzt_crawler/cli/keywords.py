"""`gdmzt keywords`: the words of a period, and bringing them up to date."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from gdmzt_crawler.cli.options import COUNT, existing_db_option, json_option
from gdmzt_crawler.cli.tagging import shown
from gdmzt_crawler.cli.terminal import show
from gdmzt_crawler.crawl.options import day
from gdmzt_crawler.crawl.run import writing
from gdmzt_crawler.errors import StoreError, UsageError
from gdmzt_crawler.store.clock import now
from gdmzt_crawler.store.keywords import Tagging, tag_pending
from gdmzt_crawler.store.keywords.periods import Choice, Period, Word, read_period

ORDERS = ("weight", "articles", "rise", "fall")


@click.command("keywords")
@existing_db_option
@click.option("--since", metavar="DATE", help="这天及以后发布的，并与之前等长的一段相比 · this day or later, compared.")
@click.option("--until", metavar="DATE", help="这天及以前发布的 · published on this day or earlier.")
@click.option("--site", metavar="KEY", help="只要这个站点 · only this site.")
@click.option(
    "--column", metavar="PATH", help="只要这个栏目及其下级 · only this column and those below (path or name)."
)
@click.option("--order", type=click.Choice(ORDERS), default="weight", show_default=True, help="次序 · the order.")
@click.option("--limit", type=COUNT, default=30, show_default=True, metavar="N", help="几个词 · words.")
@click.option("--update", is_flag=True, help="标注新的、改过的、词表变过的文章 · tag what is new, changed or outdated.")
@click.option("--rebuild", is_flag=True, help="重新标注全部文章 · tag every article anew.")
@click.option(
    "--dictionary",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="自己的词表，加在自带词表之上 · your own terms, on top of ours (or GDMZT_DICTIONARY).",
)
@json_option
def command(db: Path, update: bool, rebuild: bool, dictionary: Path | None, as_json: bool, **chosen: Any) -> None:
    """一段时间的关键词及其升降 · The words of a period: how many articles have them, and what rose and fell.

    有 --since 时与之前等长的一段相比 With --since they are compared with the period of the same length before.
    """
    if dictionary is not None and not (update or rebuild):
        raise UsageError(
            "--dictionary 须与 --update 或 --rebuild 合用 needs --update or --rebuild.", field="dictionary"
        )
    if update or rebuild:
        _tag(db, rebuild, dictionary, as_json)
        return
    _tell(db, as_json, **chosen)


def _tag(db: Path, rebuild: bool, dictionary: Path | None, as_json: bool) -> None:
    if not db.exists():
        raise StoreError(f"没有这个数据文件 no dataset at {db} — 请先抓取或检查 --db crawl first or check --db")
    with writing(db) as store, shown() as progress:
        done = tag_pending(store, which="every" if rebuild else "outdated", dictionary=dictionary, progress=progress)
    if as_json:
        click.echo(json.dumps({"db": str(db), "tagged": done.done, "left": done.left}))
    else:
        click.echo(told(done))


def told(done: Tagging) -> str:
    """One line of what was tagged."""
    if not done.done:
        return "关键词都是新的 nothing to tag: every article has its words."
    left = f"，余 left {done.left}: gdmzt keywords --update" if done.left else ""
    return f"已标注 tagged {done.done} 篇 articles{left}"


def _tell(
    db: Path,
    as_json: bool,
    *,
    since: str | None,
    until: str | None,
    site: str | None,
    column: str | None,
    order: Any,
    limit: int,
) -> None:
    first, last = (None if text is None else day(text) for text in (since, until))
    if first is not None and last is not None and last < first:
        raise UsageError("--until 早于 --since is before --since.", field="until")
    if first is None and order in ("rise", "fall"):
        raise UsageError(
            f"--order {order} 须有 --since needs --since: 与之前一段相比 it compares with the time before."
        )
    period = read_period(db, Choice(first, last, site, column), order=order, limit=limit)
    if period.untagged:
        click.echo(
            f"{period.untagged} 篇尚未标注 articles have no words yet — 请运行 run: gdmzt keywords --update --db {db}",
            err=True,
        )
    if as_json:
        click.echo(json.dumps(_document(db, period), ensure_ascii=False, indent=2))
    elif period.words:
        click.echo(_heading(period))
        show(_table(period.words, compared=bool(period.articles_before)))
    else:
        click.echo("没有符合条件的词 no words: no tagged article passes the filters, or nothing moved.")


def _heading(period: Period) -> str:
    line = f"{_days(period.choice)}: {period.articles} 篇 articles"
    if period.before is not None:
        line += f"；之前 before {_days(period.before)}: {period.articles_before} 篇 articles"
    return line


def _days(choice: Choice) -> str:
    if choice.since is None and choice.until is None:
        return "全部 all"
    return f"{choice.since or '…'} – {choice.until or now().date()}"


def _table(words: list[Word], *, compared: bool) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("词 word", no_wrap=True)
    headings = ["篇数 articles", "比例 share", "权重 weight"] + (["之前 before", "变化 change"] if compared else [])
    for heading in headings:
        table.add_column(heading, justify="right", no_wrap=True)
    for word in words:
        cells = [str(word.articles), f"{word.share:.1%}", f"{word.weight:.2f}"]
        if compared:
            cells += [str(word.articles_before), f"{word.change:+.1%}"]
        table.add_row(word.word, *cells)
    return table


def _document(db: Path, period: Period) -> dict[str, object]:
    before = period.before
    return {
        "db": str(db),
        **period.choice.values(),
        "articles": period.articles,
        "before": None if before is None else {"since": str(before.since), "until": str(before.until)},
        "articles_before": period.articles_before,
        "untagged": period.untagged,
        "words": [asdict(word) for word in period.words],
    }
