"""The data dictionary, made from the schema: `python -m gdmzt_crawler.store.dictionary [FILE]` prints or writes it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from .schema import TABLES, VIEWS, Column, Table, View

_INTRO = """\
# 数据字典 Data dictionary

由程序生成，勿手改 generated, do not edit: `python -m gdmzt_crawler.store.dictionary docs/data-dictionary.md`

- 时间为 ISO 8601：发布时间 +08:00，本程序自己的时间为 UTC（`…Z`）。没有即 NULL。
  Times are ISO 8601: published times in +08:00, our own clock in UTC (`…Z`). Absent is NULL.
- 所有表皆为 STRICT。All tables are STRICT. **粗体 bold**: 主键 primary key · `!`: NOT NULL · →: 外键 foreign key
"""
_HEAD = "| 列 column | 类型 type | 名称 title | 说明 description |\n|---|---|---|---|\n"


def data_dictionary() -> str:
    """Markdown over every table and view."""
    return "".join((_INTRO, *_contents(), *map(_table, TABLES), *map(_view, VIEWS)))


def main(arguments: Sequence[str]) -> None:
    """Writes the dictionary to the file named, else prints it."""
    if arguments:
        Path(arguments[0]).write_text(data_dictionary(), encoding="utf-8")
    else:
        sys.stdout.write(data_dictionary())


def _contents() -> Iterator[str]:
    for heading, things in (("表 Tables", TABLES), ("视图 Views", VIEWS)):
        names = " · ".join(f"[`{thing.name}`](#{thing.name}) {thing.words.zh_title}" for thing in things)
        yield f"\n**{heading}** {names}\n"


def _table(table: Table) -> str:
    notes = [f"唯一 unique: ({', '.join(columns)})" for columns in table.unique]
    notes += [
        f"索引 index: ({', '.join(index.columns)})" + (f" WHERE {index.where}" if index.where else "")
        for index in table.indexes
    ]
    foot = "".join(f"- {note}\n" for note in notes)
    rows = "".join(_row(column, key=column.name in table.key) for column in table.columns)
    return _heading(table) + _HEAD + rows + (f"\n{foot}" if foot else "")


def _view(view: View) -> str:
    return _heading(view) + _HEAD + "".join(map(_row, view.columns))


def _heading(thing: Table | View) -> str:
    words = thing.words
    kind = "视图 view" if isinstance(thing, View) else "表 table"
    return f"\n## {thing.name}\n\n{words.title} ({kind}). {words.description}\n\n"


def _row(column: Column, key: bool = False) -> str:
    name = f"**`{column.name}`**" if key else f"`{column.name}`"
    kind = column.type + ("!" if column.required and not key else "")
    words = column.words
    notes = [words.zh, words.en]
    if column.unit:
        notes.append(f"单位 unit: {column.unit}.")
    if column.references:
        notes.append(f"→ `{column.references}`")
    if column.check:
        notes.append(f"`{column.check}`")
    description = " ".join(notes).replace("|", "\\|")
    return f"| {name} | {kind} | {words.title} | {description} |\n"


if __name__ == "__main__":
    main(sys.argv[1:])
