"""A datasette plugin: article numbers in views lead to the article, and a row shows labels in place of ids."""

from __future__ import annotations

from collections.abc import Awaitable

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils import tilde_encode
from markupsafe import Markup

_NAME = "gdmzt-article-links"


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(
    value: object, column: str, table: str | None, database: str, datasette: Datasette
) -> Markup | Awaitable[Markup | None] | None:
    """A link for the columns that the metadata names; None leaves the cell to datasette.

    In lists of rows datasette puts the labels itself: the value is a dict then.
    """
    if table is None or not isinstance(value, int | str):
        return None
    config = datasette.plugin_config(_NAME, database=database, table=table) or {}
    if column in config.get("columns", ()):
        return Markup('<a href="{}">{}</a>').format(datasette.urls.row(database, "articles", str(value)), value)
    if column in config.get("labels", {}):
        return _labelled(datasette, database, config["labels"][column], value)
    return None


async def _labelled(datasette: Datasette, database: str, place: tuple[str, str, str], value: object) -> Markup | None:
    table, key, label = place
    query = f"select [{label}] from [{table}] where [{key}] = ?"
    row = (await datasette.get_database(database).execute(query, [value])).first()
    if row is None or row[0] is None:
        return None
    address = datasette.urls.row(database, table, tilde_encode(str(value)))
    return Markup('<a href="{}">{}</a>&nbsp;<em>{}</em>').format(address, row[0], value)
