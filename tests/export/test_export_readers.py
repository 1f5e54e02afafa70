"""What analysts open the files with: pandas, polars and DuckDB read the types that were meant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

from benchmarks.exports.truth import Article, articles
from gdmzt_crawler.export import FORMATS, Choice, export
from gdmzt_crawler.export.parquet import CHARACTERS, ROWS

ASKED = (
    "id",
    "title",
    "published_at",
    "published_on",
    "first_seen_at",
    "view_count",
    "duplicate_share",
    "paragraphs",
    "images",
)


@pytest.fixture(scope="module")
def parquet(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("readers") / "x.parquet"
    export(made, FORMATS["parquet"], Choice(), path)
    return path


def by_pandas(path: Path) -> list[Article]:
    frame = pd.read_parquet(path, columns=list(ASKED), dtype_backend="pyarrow")
    assert str(frame.dtypes["published_at"]) == "timestamp[us, tz=Asia/Shanghai][pyarrow]"
    return frame.to_dict("records")


def by_polars(path: Path) -> list[Article]:
    frame = pl.read_parquet(path, columns=list(ASKED))
    assert frame.schema["published_at"] == pl.Datetime("us", "Asia/Shanghai")
    assert frame.schema["published_on"] == pl.Date
    assert isinstance(frame.schema["paragraphs"], pl.List)
    return frame.to_dicts()


def by_duckdb(path: Path) -> list[Article]:
    asked = ", ".join(name if not name.endswith("_at") else f"epoch_us({name}) AS {name}" for name in ASKED)
    answer = duckdb.sql(f"SELECT {asked} FROM '{path}'")
    types = dict(duckdb.sql(f"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '{path}')").fetchall())
    assert types["published_at"] == types["first_seen_at"] == "TIMESTAMP WITH TIME ZONE"
    assert types["published_on"] == "DATE"
    assert types["images"].startswith("STRUCT(")
    assert types["images"].endswith("[]")
    return [dict(zip(ASKED, row, strict=True)) for row in answer.fetchall()]


def moment(value: Any) -> datetime | None:
    """A time of whichever reader, in UTC."""
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, int):
        return datetime.fromtimestamp(value / 1_000_000, UTC)
    return datetime.fromtimestamp(value.timestamp(), UTC)


def day(value: Any) -> date | None:
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    return value.date() if isinstance(value, datetime) else value


@pytest.mark.parametrize("read", [by_pandas, by_polars, by_duckdb])
def test_readers_see_what_the_database_says(parquet: Path, made: Path, read: Callable[[Path], list[Article]]) -> None:
    nothing = (None, pd.NA)
    for ours, true in zip(read(parquet), articles(made), strict=True):
        published = true["published_at"]
        assert (ours["id"], ours["title"]) == (true["id"], true["title"])
        assert moment(ours["published_at"]) == (
            datetime.fromisoformat(published) if published and "T" in published else None
        )
        assert day(ours["published_on"]) == (date.fromisoformat(published[:10]) if published else None)
        assert moment(ours["first_seen_at"]) == datetime.fromisoformat(true["first_seen_at"])
        for name in ("view_count", "duplicate_share"):
            assert ours[name] == true[name] or (ours[name] in nothing and true[name] is None)
        assert [dict(record) for record in ours["paragraphs"]] == true["paragraphs"]
        assert [dict(record) for record in ours["images"]] == true["images"]


def test_row_groups_are_bounded(parquet: Path) -> None:
    with pq.ParquetFile(parquet) as file:
        groups = [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)]
        assert sum(groups) == 300
        assert max(groups) <= ROWS
        assert file.metadata.row_group(0).column(0).compression == "ZSTD"
        about = file.schema_arrow.field("view_count").metadata
    assert about[b"title"].decode().startswith("阅读次数")
    assert CHARACTERS <= 1 << 20


def test_csv_and_json_lines_are_read_too(made: Path, tmp_path: Path) -> None:
    for form in ("csv", "jsonl"):
        export(made, FORMATS[form], Choice(), tmp_path / f"x.{form}")
    views = [article["view_count"] for article in articles(made)]
    table = pd.read_csv(tmp_path / "x.csv", encoding="utf-8-sig", dtype_backend="pyarrow")
    assert [None if value is pd.NA else value for value in table["view_count"]] == views
    assert pl.read_csv(tmp_path / "x.csv", infer_schema_length=None)["view_count"].to_list() == views
    assert pl.read_ndjson(tmp_path / "x.jsonl", infer_schema_length=None)["view_count"].to_list() == views
    total = sum(view or 0 for view in views)
    for read in (f"read_csv('{tmp_path}/x.csv')", f"read_json('{tmp_path}/x.jsonl')"):
        assert duckdb.sql(f"SELECT sum(view_count) FROM {read}").fetchall() == [(total,)], read
