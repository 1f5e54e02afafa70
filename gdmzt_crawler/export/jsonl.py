"""JSON Lines: whole articles, one a line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import BinaryIO

from .articles import Record

_BREAKS = str.maketrans({"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085"})
"""Line breaks to some programs, which JSON does not escape."""


def write_jsonl(file: BinaryIO, records: Iterable[Record]) -> None:
    """UTF-8 without a byte order mark; absent is null."""
    for record in records:
        line = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
        file.write(line.translate(_BREAKS).encode("utf-8") + b"\n")
