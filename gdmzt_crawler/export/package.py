"""What lies beside an export: a description after the Frictionless Data Package, version 2."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ..store.schema import TABLES, Column, Table, Words
from ..version import __version__
from .choice import Choice
from .fields import FIELDS, FLAT, Field
from .formats import Format
from .snapshot import Provenance
from .sqlitefile import LEFT_BEHIND

Json = dict[str, object]
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_TITLE = "政府网站文章 Articles of government sites"
_RIGHTS = (
    "文章版权归原发布者所有；本程序的许可证（MIT）不及于数据，再次发布前请查看各网站的使用条款。"
    " All rights in the articles stay with their publishers; the program's licence (MIT) does not cover them:"
    " mind the terms of the sites before you pass the data on."
)
_FOR_FORMAT = {
    "csv": "UTF-8，带 BOM；空格即无值；会被当作公式的文字前有一个 '；列表为 JSON 数组。"
    " UTF-8 with BOM; an empty cell is no value; a text that would be taken for a formula has a ' before it;"
    " lists are JSON arrays.",
    "jsonl": "每行一篇完整的文章；无值即 null。 One whole article a line; no value is null.",
    "parquet": "只知日期的文章 published_at 为空，日期在 published_on。"
    " Where only the day is known published_at is null, and published_on has it.",
    "sqlite": "与原数据同一结构；不含列表项、存档、批次与异常；重复关系在所选文章之间重新判定。"
    " The same schema, without entries, captures, runs and issues; duplicates are linked among the chosen articles.",
    "atom": "新增与改动的文章，新者在前。 Articles that are new or have changed, the latest first.",
}
_TYPES = {
    "text": "string",
    "integer": "integer",
    "real": "number",
    "time": "datetime",
    "published": "string",
    "day": "date",
    "records": "array",
}
_IN_CSV = [replace(field, required=field.required and field.name != "text") for field in FLAT]
"""An empty cell is no value, so that of an empty text too."""
_SQL_TYPES = {"TEXT": "string", "INTEGER": "integer", "REAL": "number"}


def data_package(
    file: Path, written: Format, *, size: int, sha256: str, choice: Choice, about: Provenance, created: str
) -> Json:
    """The description of the export `file`, in plain JSON types."""
    common: Json = {
        "path": file.name,
        "format": written.name,
        "mediatype": written.mediatype,
        "bytes": size,
        "hash": f"sha256:{sha256}",
        "description": _FOR_FORMAT[written.name],
    }
    sources = [{"title": site["name"], "path": site["home_url"]} for site in about.sites]
    return {
        "$schema": _PROFILE,
        "name": _slug(file.stem),
        "title": _TITLE,
        "description": _RIGHTS,
        "created": created,
        **({"sources": sources} if sources else {}),
        "resources": _resources(written, common, _slug(file.stem)),
        "gdmzt": {
            "program": f"gdmzt-crawler {__version__}",
            "rights": _RIGHTS,
            "dataset_digest": about.dataset_digest,
            "filters": choice.plain(),
            "counts": about.counts,
            "sites": about.sites,
            "runs": about.runs,
        },
    }


def told(package: Mapping[str, object]) -> str:
    """The description as the text of its file."""
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _resources(written: Format, common: Json, name: str) -> list[Json]:
    match written.name:
        case "csv":
            dialect = {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True, "header": True}
            tabular = {"encoding": "utf-8", "dialect": dialect}
            schema = _schema(_IN_CSV) | {"missingValues": [""]}
            return [{"name": name, "type": "table", **common, **tabular, "schema": schema}]
        case "jsonl":
            return [{"name": name, "type": "table", **common, "encoding": "utf-8", "schema": _schema(FIELDS)}]
        case "parquet":
            return [{"name": name, "type": "table", **common, "schema": _schema(FIELDS, published="datetime")}]
        case "sqlite":
            tables = (table for table in TABLES if table.name not in LEFT_BEHIND and not table.hidden)
            return [_table(table, common) for table in tables]
    return [{"name": name, **common, "encoding": "utf-8"}]


def _schema(fields: Sequence[Field], published: str = "string") -> Json:
    told = [_field(field, published) for field in fields]
    return {"fields": told, "primaryKey": ["site", "native_id"], "missingValues": []}


def _field(field: Field, published: str) -> Json:
    kind = published if field.kind == "published" else _TYPES[field.kind]
    more: Json = {"constraints": {"required": True}} if field.required else {}
    if field.parts:
        more["fields"] = [_field(part, published) for part in field.parts]
    return {"name": field.name, "type": kind, **_words(field.words, field.unit), **more}


def _table(table: Table, common: Json) -> Json:
    schema: Json = {"fields": [_column(column) for column in table.columns], "primaryKey": list(table.key)}
    if keys := [_foreign_key(column) for column in table.columns if _points_inside(column)]:
        schema["foreignKeys"] = keys
    words = _words(table.words)
    return {"name": table.name, "type": "table", **common, **words, "dialect": {"table": table.name}, "schema": schema}


def _points_inside(column: Column) -> bool:
    return column.references is not None and column.references.partition(".")[0] not in LEFT_BEHIND


def _foreign_key(column: Column) -> Json:
    resource, _, key = str(column.references).partition(".")
    return {"fields": [column.name], "reference": {"resource": resource, "fields": [key]}}


def _column(column: Column) -> Json:
    more: Json = {"constraints": {"required": True}} if column.required else {}
    return {"name": column.name, "type": _SQL_TYPES[column.type], **_words(column.words, column.unit), **more}


def _words(words: Words, unit: str | None = None) -> Json:
    return {
        "title": words.title,
        "description": words.description,
        **({"unit": unit} if unit else {}),
        "words": {
            "zh": {"title": words.zh_title, "description": words.zh},
            "en": {"title": words.en_title, "description": words.en},
        },
    }


def _slug(name: str) -> str:
    """A name as the specification wants it: lower case letters, digits and `-._/`."""
    return re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-") or "articles"
