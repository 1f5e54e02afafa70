"""The description beside an export tells what is in the file, in words of the schema."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sqlite3
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from gdmzt_crawler.export import FORMATS, Choice, export
from gdmzt_crawler.store.digest import dataset_digest
from gdmzt_crawler.store.schema.articles import ARTICLES

CHOICE = Choice(sites=("one",), since=date(2016, 1, 1), unique=True)


@pytest.fixture(scope="module")
def folder(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("packages")
    for form, written in FORMATS.items():
        export(made, written, CHOICE, path / f"{form}.{written.extension}")
    return path


def package(folder: Path, form: str) -> tuple[Path, dict[str, Any]]:
    path = folder / f"{form}.{FORMATS[form].extension}"
    return path, json.loads(path.with_name(f"{path.name}.datapackage.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("form", FORMATS)
def test_it_tells_file_filters_and_origin(folder: Path, made: Path, form: str) -> None:
    path, told = package(folder, form)
    assert re.fullmatch(r"[a-z0-9._/-]+", told["name"])
    datetime.fromisoformat(told["created"])
    assert told["sources"] == [{"title": "示例厅 one", "path": "http://www.example.gov.cn/one/"}]
    for resource in told["resources"]:
        assert resource["path"] == path.name
        assert resource["bytes"] == path.stat().st_size
        assert resource["hash"] == "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
        assert re.fullmatch(r"[a-z0-9._/-]+", resource["name"])
    ours = told["gdmzt"]
    assert ours["filters"] == {"site": ["one"], "since": "2016-01-01", "unique": True}
    assert ours["dataset_digest"] == dataset_digest(made)
    assert [run["site"] for run in ours["runs"]] == ["one"]
    assert "MIT" in ours["rights"]
    with closing(sqlite3.connect(made)) as db:
        count = db.execute(
            "SELECT count(*) FROM articles WHERE site = 'one' AND published_at >= '2016' AND duplicate_of IS NULL"
        ).fetchone()[0]
    assert (ours["counts"]["articles"], ours["counts"]["unique_articles"]) == (count, count)


def fields(resource: dict[str, Any]) -> list[str]:
    return [field["name"] for field in resource["schema"]["fields"]]


def test_fields_are_those_of_the_file(folder: Path) -> None:
    path, told = package(folder, "csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert fields(told["resources"][0]) == next(csv.reader(file))
    path, told = package(folder, "jsonl")
    first = json.loads(path.read_text(encoding="utf-8").split("\n")[0])
    assert fields(told["resources"][0]) == list(first)
    path, told = package(folder, "parquet")
    assert fields(told["resources"][0]) == pq.read_schema(path).names
    path, told = package(folder, "sqlite")
    with closing(sqlite3.connect(path)) as db:
        for resource in told["resources"]:
            table = resource["dialect"]["table"]
            assert fields(resource) == [row[1] for row in db.execute(f"PRAGMA table_xinfo({table})")], table


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "sqlite"])
def test_every_field_has_words_in_both_languages(folder: Path, form: str) -> None:
    for resource in package(folder, form)[1]["resources"]:
        for field in resource["schema"]["fields"]:
            for language in ("zh", "en"):
                assert field["words"][language]["title"], field
            assert field["type"] in ("string", "integer", "number", "date", "datetime", "array")


def test_words_come_from_the_schema(folder: Path) -> None:
    (views,) = (f for f in package(folder, "csv")[1]["resources"][0]["schema"]["fields"] if f["name"] == "view_count")
    (column,) = (column for column in ARTICLES.columns if column.name == "view_count")
    assert views["words"]["zh"] == {"title": column.words.zh_title, "description": column.words.zh}
    assert views["unit"] == column.unit


def test_keys_point_at_what_is_there(folder: Path) -> None:
    resources = {resource["name"]: resource for resource in package(folder, "sqlite")[1]["resources"]}
    for resource in resources.values():
        for key in resource["schema"].get("foreignKeys", []):
            target = resources[key["reference"]["resource"]]
            assert set(key["reference"]["fields"]) <= set(fields(target))


def test_every_cell_of_a_table_is_of_its_type_and_there_where_it_must_be(folder: Path) -> None:
    """As `frictionless validate` reads it: an empty cell is no value."""
    path, told = package(folder, "csv")
    schema = told["resources"][0]["schema"]
    assert schema["missingValues"] == [""]
    readers = {"string": str, "integer": int, "number": float, "date": date.fromisoformat, "array": json.loads}
    readers["datetime"] = lambda text: datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")
    seen = set()
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            for field in schema["fields"]:
                cell = row[field["name"]]
                assert cell or not field.get("constraints"), field["name"]
                if cell:
                    readers[field["type"]](cell)
                    seen.add(field["type"])
            seen.add(("text", bool(row["text"])))
    assert seen == {*readers, ("text", True), ("text", False)} - {"number"}, "of unique articles none has a share"
