"""A datasette plugin: article numbers in views lead to the article."""

from __future__ import annotations

from datasette import hookimpl
from datasette.app import Datasette
from markupsafe import Markup

_NAME = "gdmzt-article-links"


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(value: object, column: str, table: str | None, database: str, datasette: Datasette) -> Markup | None:
    """A link to the article's row for the columns that the metadata names; None leaves the cell to datasette."""
    if table is None or not isinstance(value, int):
        return None
    config = datasette.plugin_config(_NAME, database=database, table=table) or {}
    if column not in config.get("columns", ()):
        return None
    return Markup('<a href="{}">{}</a>').format(datasette.urls.row(database, "articles", str(value)), value)
