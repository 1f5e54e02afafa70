"""A datasette plugin: numbers and titles lead to our pages, and a row shows labels in place of ids."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils import tilde_encode
from markupsafe import Markup

from gdmzt_crawler.browse.metadata import LINKS_PLUGIN

_PAGES = {"articles": "article", "columns": "column", "sources": "source", "crawl_runs": "run"}
"""Tables whose rows have a page of our own."""
_IN_QUERIES = ("article_id", "root_id")
"""Columns of any query that hold an article's number."""


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(
    row: Any, value: object, column: str, table: str | None, database: str, datasette: Datasette
) -> Markup | Awaitable[Markup | None] | None:
    """A link for the columns that the metadata names, and for titles; None leaves the cell to datasette.

    In lists of rows datasette puts the labels itself: the value is a dict then.
    """
    config = (datasette.plugin_config(LINKS_PLUGIN, database=database, table=table) or {}) if table else _QUERY
    if isinstance(value, dict):
        return _expanded(datasette, config.get("labels", {}).get(column), value)
    if not isinstance(value, int | str) or value == "":
        return None
    if column in config.get("columns", ()):
        return _link(datasette.urls.path(f"article/{value}"), value) if _is_number(value) else None
    if column == "title" and _is_number(number := _of_row(row, config.get("title"))):
        return _link(datasette.urls.path(f"article/{number}"), value)
    if column in config.get("labels", {}):
        return _labelled(datasette, database, config["labels"][column], value)
    return None


_QUERY: dict[str, Any] = {"columns": _IN_QUERIES, "title": "article_id"}


def _link(address: str, text: object) -> Markup:
    return Markup('<a href="{}">{}</a>').format(address, text)


def _is_number(value: object) -> bool:
    return isinstance(value, int) or (isinstance(value, str) and value.isascii() and value.isdigit())


def _of_row(row: Any, name: str | None) -> object:
    try:
        return row[name] if name else None
    except (KeyError, IndexError):
        return None


def _address(datasette: Datasette, database: str, table: str, value: object) -> str:
    if table in _PAGES:
        return str(datasette.urls.path(f"{_PAGES[table]}/{value}"))
    return str(datasette.urls.row(database, table, tilde_encode(str(value))))


def _expanded(datasette: Datasette, place: tuple[str, str, str] | None, value: dict[str, Any]) -> Markup | None:
    if place is None or place[0] not in _PAGES:
        return None
    return _link(_address(datasette, "", place[0], value["value"]), value["label"] or value["value"])


async def _labelled(datasette: Datasette, database: str, place: tuple[str, str, str], value: object) -> Markup | None:
    table, key, label = place
    query = f"select [{label}] from [{table}] where [{key}] = ?"
    row = (await datasette.get_database(database).execute(query, [value])).first()
    if row is None or row[0] is None:
        return None
    address = _address(datasette, database, table, value)
    return Markup('<a href="{}">{}</a>&nbsp;<em>{}</em>').format(address, row[0], value)
