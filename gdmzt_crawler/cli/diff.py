"""`gdmzt diff`: what changed between two revisions of an article."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from gdmzt_crawler.cli.options import COUNT, db_option, json_option
from gdmzt_crawler.store.difference import Line, Piece, compare_strings, compare_texts
from gdmzt_crawler.store.revisions import ArticleName, Revision, read_revisions

AROUND = 1
"""Unchanged paragraphs shown before and after a changed one."""
_STYLES = {"same": "", "deleted": "red strike", "inserted": "green"}
_MARKS = {"same": ("", ""), "deleted": ("[-", "-]"), "inserted": ("[+", "+]")}
_FIELDS = {"title": "标题 title", "published_at": "发布时间 published", "source": "来源 source"}


@click.command("diff")
@click.argument("article")
@db_option()
@click.option("--from", "first", type=COUNT, metavar="N", help="旧版，默认前一版 · the older revision.")
@click.option("--to", "last", type=COUNT, metavar="M", help="新版，默认当前版 · the newer revision.")
@json_option
def command(article: str, db: Path, first: int | None, last: int | None, as_json: bool) -> None:
    """两版之间改了什么 What changed between two revisions of an article.

    ARTICLE 是 articles 表的编号、稿件编号或网址 is its number in the table articles, its native id or its URL.
    """
    name, before, after = read_revisions(db, article, first, last)
    if as_json:
        click.echo(json.dumps(_document(name, before, after), ensure_ascii=False, indent=2))
        return
    console = Console(soft_wrap=True, highlight=False)
    for line in _told(name, before, after, marks=not console.is_terminal):
        console.print(line)


def _told(name: ArticleName, before: Revision, after: Revision, *, marks: bool) -> Iterator[Text]:
    yield Text(f"{after.title}", style="bold")
    yield Text(f"编号 article {name.id} · {name.url}")
    if name.withdrawn_at is not None:
        yield Text(f"已撤稿 withdrawn, noticed {name.withdrawn_at}")
    if name.revision == 1:
        yield Text(f"只有一版 there is one revision only, of {after.observed_at}.")
        return
    yield Text(f"第 {before.revision} 版 revision {before.revision}, {before.observed_at}")
    yield Text(f"第 {after.revision} 版 revision {after.revision}, {after.observed_at}")
    fields = _fields(before, after)
    changed = [*fields, *(["text"] if before.text != after.text else [])]
    yield Text(f"改动 changed: {', '.join(changed) or '无 nothing'}")
    for field, line in fields.items():
        yield Text(f"{_FIELDS[field]}: ") + _drawn(line, marks)
    if before.text != after.text:
        yield Text("正文 text:")
        yield from _shown(compare_texts(before.text, after.text), marks)


def _fields(before: Revision, after: Revision) -> dict[str, Line]:
    """The fields beside the text that differ."""
    pairs = {field: (getattr(before, field) or "", getattr(after, field) or "") for field in _FIELDS}
    return {field: compare_strings(*pair) for field, pair in pairs.items() if pair[0] != pair[1]}


def _shown(lines: tuple[Line, ...], marks: bool) -> Iterator[Text]:
    """The changed paragraphs with their surroundings; runs of others are counted."""
    changed = [place for place, line in enumerate(lines) if not _is_same(line)]
    near = {place + step for place in changed for step in range(-AROUND, AROUND + 1)}
    skipped = 0
    for place, line in enumerate(lines):
        if place not in near:
            skipped += 1
            continue
        if skipped:
            yield _left_out(skipped)
        skipped = 0
        yield Text("  ") + _drawn(line, marks)
    if skipped:
        yield _left_out(skipped)


def _left_out(count: int) -> Text:
    return Text(f"  … {count} 段不变 unchanged paragraphs", style="dim")


def _is_same(line: Line) -> bool:
    return all(piece.kind == "same" for piece in line)


def _drawn(line: Line, marks: bool) -> Text:
    drawn = Text()
    for piece in line:
        before, after = _MARKS[piece.kind] if marks else ("", "")
        drawn.append(f"{before}{piece.text}{after}", style=_STYLES[piece.kind])
    return drawn


def _document(name: ArticleName, before: Revision, after: Revision) -> dict[str, object]:
    fields = _fields(before, after)
    values: dict[str, object] = {
        field: {"from": getattr(before, field), "to": getattr(after, field), "pieces": _plain(line)}
        for field, line in fields.items()
    }
    lines = compare_texts(before.text, after.text) if before.text != after.text else ()
    return {
        "id": name.id,
        "site": name.site,
        "native_id": name.native_id,
        "url": name.url,
        "title": name.title,
        "revisions": name.revision,
        "from": {"revision": before.revision, "observed_at": before.observed_at},
        "to": {"revision": after.revision, "observed_at": after.observed_at},
        "changed": [*fields, *(["text"] if lines else [])],
        "fields": values,
        "paragraphs": [_plain(line) for line in lines],
    }


def _plain(line: Line) -> list[dict[str, str]]:
    return [_piece(piece) for piece in line]


def _piece(piece: Piece) -> dict[str, str]:
    return {"kind": piece.kind, "text": piece.text}
