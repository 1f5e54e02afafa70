"""CSV: UTF-8 with a byte order mark, RFC 4180, safe and readable in Excel.

A text that a spreadsheet would take for a formula gets an apostrophe before it, and so does one that would look as if
it had got one: `plain_text` undoes it without a doubt. Numbers are left alone. Lists are JSON arrays.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import BinaryIO

from .articles import Record
from .fields import FLAT, Field

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


def write_csv(file: BinaryIO, records: Iterable[Record], fields: Sequence[Field] = FLAT) -> None:
    """One row for each article under a row of names."""
    file.write(codecs.BOM_UTF8)
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=False)
    try:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([field.name for field in fields])
        cells = [(field.name, _cell(field)) for field in fields]
        for record in records:
            writer.writerow([cell(record[name]) for name, cell in cells])
        text.flush()
    finally:
        text.detach()


def safe_text(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would compute it."""
    return f"'{text}" if _FORMULA.match(text.lstrip("'")) else text


def plain_text(cell: str) -> str:
    """What `safe_text` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell.lstrip("'")) else cell


def _cell(field: Field) -> Callable[[object], object]:
    if field.kind == "records":
        return _list
    return _number if field.kind in ("integer", "real") else _text


def _text(value: object) -> object:
    return None if value is None else safe_text(str(value))


def _number(value: object) -> object:
    return value


def _list(value: object) -> object:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else None
