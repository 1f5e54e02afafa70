"""Parquet: times as times, lists as lists, in row groups of bounded size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UsageError
from .articles import Record
from .fields import FIELDS, Field

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 500
CHARACTERS = 1 << 20
"""A row group is full with so many articles, or so many characters of their texts."""
_MISSING = (
    "导出 Parquet 需要 pyarrow exporting Parquet needs pyarrow — "
    "请安装 install it: python -m pip install 'gdmzt-crawler[export]'"
)


def write_parquet(path: Path, records: Iterable[Record], fields: Sequence[Field] = FIELDS) -> None:
    """Whole articles. `check` says whether this can be done."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    # what was freed goes back at once: the default pool keeps it
    pool = pa.system_memory_pool()
    schema = pa.schema([pa.field(field.name, _type(field), not field.required, _about(field)) for field in fields])
    with pq.ParquetWriter(path, schema, compression="zstd", memory_pool=pool) as writer:
        for group in _groups(records):
            columns = [
                pa.array([_value(field, row[field.name]) for row in group], _type(field), memory_pool=pool)
                for field in fields
            ]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema), row_group_size=ROWS)


def check() -> None:
    """Raises UsageError where pyarrow is missing."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError:
        raise UsageError(_MISSING) from None


def _groups(records: Iterable[Record]) -> Iterator[list[Record]]:
    group: list[Record] = []
    characters = 0
    for record in records:
        group.append(record)
        characters += len(str(record["text"]))
        if len(group) == ROWS or characters >= CHARACTERS:
            yield group
            group, characters = [], 0
    if group:
        yield group


def _type(field: Field) -> pa.DataType:
    import pyarrow as pa

    if field.kind == "records":
        return pa.list_(pa.struct([pa.field(part.name, _type(part), not part.required) for part in field.parts]))
    return {
        "text": pa.string(),
        "integer": pa.int64(),
        "real": pa.float64(),
        "day": pa.date32(),
        "time": pa.timestamp("us", "UTC"),
        "published": pa.timestamp("us", "Asia/Shanghai"),
    }[field.kind]


def _about(field: Field) -> dict[str, str]:
    return {"title": field.words.title, "description": field.words.description}


def _value(field: Field, value: object) -> object:
    if value is None:
        return None
    if field.kind == "records" and isinstance(value, list):
        return [{part.name: _value(part, record[part.name]) for part in field.parts} for record in value]
    if field.kind == "day":
        return date.fromisoformat(str(value))
    if field.kind in ("time", "published"):
        return moment(str(value))
    return value


def moment(text: str) -> datetime | None:
    """A time as an aware moment in UTC; None for a day, whose time is not known."""
    return datetime.fromisoformat(text).astimezone(UTC) if "T" in text else None
