"""Exports read back, each into articles as the database has them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from sqlite3 import connect
from typing import Any

import pyarrow.parquet as pq

from benchmarks.exports.truth import ORDER, WIDE, Article, articles
from gdmzt_crawler.export.csvfile import plain_text

_NUMBERS = frozenset(
    "id view_count char_count paragraph_count image_count attachment_count revision duplicate_of exact_duplicate_of".split()
)
_LISTS = frozenset("images attachments columns keywords topics places".split())
NEVER_COPIED = ("captures", "crawl_runs", "entries", "issues", "visits")


def from_csv(path: Path) -> Iterator[Article]:
    csv.field_size_limit(1 << 24)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {name: _cell(name, value) for name, value in row.items()}


def _cell(name: str, value: str) -> object:
    if name in _LISTS:
        return json.loads(value) if value else []
    if value == "":
        return "" if name == "text" else None
    if name in _NUMBERS:
        return int(value)
    return float(value) if name == "duplicate_share" else plain_text(value)


def from_jsonl(path: Path) -> Iterator[Article]:
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            yield json.loads(line)


def from_parquet(path: Path) -> Iterator[Article]:
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(200):
            yield from map(_plain, batch.to_pylist())


def _plain(row: dict[str, Any]) -> Article:
    made = {name: _value(name, value) for name, value in row.items()}
    if made["published_at"] is None and made["published_at_precision"] == "day":
        made["published_at"] = made["published_on"]
    return made


def _value(name: str, value: object) -> object:
    if isinstance(value, list):
        return [{part: _value(part, inner) for part, inner in record.items()} for record in value]
    if isinstance(value, datetime):
        if name == "published_at":
            return value.isoformat()
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, date) else value


READERS = {"csv": from_csv, "jsonl": from_jsonl, "parquet": from_parquet}


def differences(form: str, exported: Path, db: Path, where: str = "TRUE") -> list[str]:
    """What an export says otherwise than the database; nothing where they are equal."""
    if form == "sqlite":
        return copy_differences(exported, db, where)
    found = []
    read = READERS[form](exported)
    for number, (ours, true) in enumerate(zip(read, articles(db, where), strict=True)):
        expected = {name: value for name, value in true.items() if form != "csv" or name not in WIDE}
        if ours != expected:
            wrong = {name for name in ours.keys() | expected.keys() if ours.get(name, ...) != expected.get(name, ...)}
            found.append(f"article {number}: {sorted(wrong)}")
    return found


def copy_differences(copy: Path, db: Path, where: str = "TRUE") -> list[str]:
    """Rows that a trimmed copy lacks or has too many, table by table, and what SQLite finds in it."""
    with closing(connect(f"file:{db}?mode=ro", uri=True)) as opened:
        opened.execute("ATTACH ? AS copy", (f"file:{copy}?mode=ro",))
        found = [row[0] for row in opened.execute("PRAGMA copy.integrity_check") if row[0] != "ok"]
        found += [f"foreign key: {row}" for row in opened.execute("PRAGMA copy.foreign_key_check")]
        opened.execute(f"CREATE TEMP TABLE kept AS SELECT a.id FROM articles a WHERE {where} ORDER BY {ORDER}")
        for table, columns in _tables(opened):
            mine = f"SELECT {columns} FROM copy.{table}"
            theirs = f"SELECT {columns} FROM main.{table} {_of_kept(table, columns)}"
            for what, one, other in (("missing", theirs, mine), ("too many", mine, theirs)):
                (count,) = opened.execute(f"SELECT count(*) FROM ({one} EXCEPT {other})").fetchone()
                found += [f"{table}: {count} {what}"] if count else []
        for table in NEVER_COPIED:
            found += [f"{table} copied"] if opened.execute(f"SELECT 1 FROM copy.{table}").fetchone() else []
    return found


def _tables(db: Any) -> Iterator[tuple[str, str]]:
    """Tables of what belongs to articles, with the columns that a copy keeps as they are."""
    names = "articles paragraphs images attachments article_columns evidence revisions view_counts withdrawals".split()
    for table in [*names, "keywords", "article_topics", "article_places", "tagged"]:
        columns = [row[1] for row in db.execute(f"PRAGMA main.table_info({table})")]
        # what points at another article may be decided anew
        dropped = ("capture_id", "run_id", "duplicate_of", "exact_duplicate_of", "duplicate_kind", "duplicate_share")
        yield table, ", ".join(column for column in columns if column not in dropped)


def _of_kept(table: str, columns: str) -> str:
    return f"WHERE {'id' if table == 'articles' else 'article_id'} IN (SELECT id FROM temp.kept)"
