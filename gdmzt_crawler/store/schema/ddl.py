"""SQL made from the schema."""

from __future__ import annotations

from collections.abc import Iterator

from . import TABLES, VIEWS
from .shape import Column, Index, Table, View


def quote(name: str) -> str:
    """An SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def statements(version: int) -> Iterator[str]:
    """What turns a dataset of version `version - 1` into one of `version`, views aside."""
    for table in TABLES:
        if table.since == version:
            yield create_table(table, version)
        else:
            for column in table.columns:
                if column.since == version > max(table.since, 1):
                    yield f"ALTER TABLE {quote(table.name)} ADD COLUMN {column_sql(column)}"
        for index in table.indexes:
            if max(index.since, table.since) == version:
                yield create_index(table, index)


def view_statements() -> Iterator[str]:
    """Drops every view and makes it anew: views hold nothing."""
    for view in reversed(VIEWS):
        yield f"DROP VIEW IF EXISTS {quote(view.name)}"
    for view in VIEWS:
        yield create_view(view)


def create_table(table: Table, version: int) -> str:
    """The CREATE TABLE of the columns that exist in `version`."""
    lines = [column_sql(column) for column in table.columns if column.since <= max(version, table.since, 1)]
    if table.key == ("id",):
        lines[0] = f"{quote('id')} INTEGER PRIMARY KEY"
    else:
        lines.append(f"PRIMARY KEY ({_names(table.key)})")
    lines += [f"UNIQUE ({_names(columns)})" for columns in table.unique]
    options = "STRICT, WITHOUT ROWID" if table.clustered else "STRICT"
    return f"CREATE TABLE {quote(table.name)} (\n    " + ",\n    ".join(lines) + f"\n) {options}"


def column_sql(column: Column) -> str:
    """One column of a CREATE TABLE or ALTER TABLE ADD COLUMN."""
    parts = [quote(column.name), column.type]
    if column.generated is not None:
        parts.append(f"GENERATED ALWAYS AS ({column.generated}) VIRTUAL")
    if column.required:
        parts.append("NOT NULL")
    if column.default is not None:
        parts.append(f"DEFAULT {column.default}")
    if column.check is not None:
        parts.append(f"CHECK ({column.check})")
    if column.references is not None:
        table, _, key = column.references.partition(".")
        parts.append(f"REFERENCES {quote(table)}({quote(key)})")
    return " ".join(parts)


def create_index(table: Table, index: Index) -> str:
    """The CREATE INDEX, named `table_columns`."""
    name = quote("_".join((table.name, *index.columns)))
    where = f" WHERE {index.where}" if index.where else ""
    return f"CREATE INDEX {name} ON {quote(table.name)} ({_names(index.columns)}){where}"


def create_view(view: View) -> str:
    """The CREATE VIEW."""
    return f"CREATE VIEW {quote(view.name)} AS {view.sql.strip()}"


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(quote(column) for column in columns)
