"""`gdmzt search`: articles that say something."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from gdmzt_crawler.cli.options import COUNT, existing_db_option, json_option
from gdmzt_crawler.cli.terminal import console, show
from gdmzt_crawler.crawl.options import day
from gdmzt_crawler.errors import UsageError
from gdmzt_crawler.normalize.text import scrub
from gdmzt_crawler.store.search.query import NOTHING_TOLD, terms
from gdmzt_crawler.store.search.restrictions import Where
from gdmzt_crawler.store.search.searching import Hit, Order, Search
from gdmzt_crawler.store.search.snippets import Piece, as_text, marked

_OPERATOR = re.compile(r"(?<!\S)(?:(?:AND|OR|NOT)(?!\S)|-\S)")
_MARK = "bold red"


@click.command("search")
@click.argument("words", nargs=-1, required=True, metavar="QUERY…")
@existing_db_option
@click.option("--site", metavar="KEY", help="只查此站点 · of this site only.")
@click.option("--column", metavar="PATH", help="只查此栏目（路径或名称）· of this column only (path or name).")
@click.option("--since", metavar="DATE", help="此日起发布 · published on this day or later.")
@click.option("--until", metavar="DATE", help="至此日发布 · published on this day or before.")
@click.option(
    "--order",
    type=click.Choice(["rank", "date"]),
    default="rank",
    show_default=True,
    help="rank 最相关在前，date 最新在前 · the best or the newest first.",
)
@click.option("--limit", default=20, show_default=True, type=COUNT, help="最多几条 · hits to show.")
@json_option
def command(
    words: tuple[str, ...],
    db: Path,
    site: str | None,
    column: str | None,
    since: str | None,
    until: str | None,
    order: Order,
    limit: int,
    as_json: bool,
) -> None:
    """检索标题与正文 · Find articles by what their title or text says.

    空白隔开的各词都要出现，引号内为整句；繁简、全半角、大小写、空白与标点不论。
    Parts between blanks must all be there, "quotes" make a phrase; traditional or simplified, width, case, white space
    and punctuation make no difference.
    """
    query = " ".join(words)
    first, last = (None if text is None else day(text) for text in (since, until))
    where = Where(site, column, first, last)
    if not terms(query):
        if as_json:
            click.echo("[]")
        raise UsageError(NOTHING_TOLD, field="query")
    with Search.open(db) as search:
        hits = search.hits(query, where, order=order, limit=limit)
        count = search.count(query, where) if len(hits) == limit else len(hits)
    if as_json:
        click.echo(json.dumps([_document(hit) for hit in hits], ensure_ascii=False, indent=2))
    elif hits:
        show(_table(hits, terms(query), in_colour=console().is_terminal))
        click.echo(f"共 {count} 篇 {count} articles" + (f", 列出 {limit} 篇 shown {limit}" if count > limit else ""))
    else:
        folded = " ".join(terms(query))
        searched = f" — 检索的是 searched for: {folded}" if folded != query else ""
        click.echo(f"没有找到 nothing found: {query}{searched}")
    if _OPERATOR.search(query):
        click.echo("没有运算符 no operators here (- AND OR NOT): 各词都须出现 every word must be there.", err=True)


def _document(hit: Hit) -> dict[str, str | int | None]:
    return {
        "id": hit.id,
        "url": hit.url,
        "title": hit.title,
        "published_at": hit.published_at,
        "snippet": as_text(hit.snippet),
    }


def _table(hits: Sequence[Hit], searched: Sequence[str], *, in_colour: bool) -> Table:
    styled = _styled if in_colour else _plain
    table = Table(box=None, pad_edge=False, show_lines=False)
    table.add_column("编号 id", justify="right", no_wrap=True)
    table.add_column("发布 published", no_wrap=True)
    table.add_column("标题与摘录 title and snippet")
    for hit in hits:
        cell = Text.assemble(styled(marked(hit.title, searched), "bold"), "\n", styled(hit.snippet, ""))
        table.add_row(str(hit.id), (hit.published_at or "")[:10], cell)
    return table


def _styled(pieces: Sequence[Piece], style: str) -> Text:
    return Text.assemble(*((scrub(piece.text), _MARK if piece.marked else style) for piece in pieces))


def _plain(pieces: Sequence[Piece], style: str) -> Text:
    return Text(scrub(as_text(pieces)))
