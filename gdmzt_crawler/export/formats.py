"""The formats of exports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FormatName = Literal["csv", "jsonl", "parquet", "sqlite", "atom"]


@dataclass(frozen=True, slots=True)
class Format:
    """What a file of this format is called, and whether it can be written to standard output."""

    name: FormatName
    extension: str
    mediatype: str
    streams: bool


FORMATS: dict[str, Format] = {
    made.name: made
    for made in (
        Format("csv", "csv", "text/csv", streams=True),
        Format("jsonl", "jsonl", "application/jsonl", streams=True),
        Format("parquet", "parquet", "application/vnd.apache.parquet", streams=False),
        Format("sqlite", "db", "application/vnd.sqlite3", streams=False),
        Format("atom", "atom", "application/atom+xml", streams=True),
    )
}
