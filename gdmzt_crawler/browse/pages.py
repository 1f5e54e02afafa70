"""What our own pages share: the dataset that is served, rows as dicts, addresses of files, and the answer."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database
    from datasette.utils.asgi import Request, Response

Row = dict[str, Any]
STATIC = Path(__file__).with_name("static")
TEMPLATES = Path(__file__).with_name("templates")
MOUNT = "assets"
"""Where the files of `static/` are served."""


def dataset(datasette: Datasette) -> Database:
    """The one dataset that is served."""
    names = [name for name in datasette.databases if not name.startswith("_")]
    return datasette.get_database(names[0])


async def rows(
    datasette: Datasette, sql: str, parameters: Mapping[str, object] | Sequence[object] | None = None
) -> list[Row]:
    """Every row of a query, as dicts. Raises datasette's QueryInterrupted when it takes longer than allowed."""
    found = await dataset(datasette).execute(sql, parameters, truncate=True)
    return [dict(row) for row in found.rows]


async def row(
    datasette: Datasette, sql: str, parameters: Mapping[str, object] | Sequence[object] | None = None
) -> Row | None:
    """The first row, or None."""
    found = await rows(datasette, sql, parameters)
    return found[0] if found else None


async def has_table(datasette: Datasette, name: str) -> bool:
    """Whether the dataset has the table or view; one of an older version may not."""
    return bool(await rows(datasette, "SELECT 1 FROM sqlite_schema WHERE name = ?", [name]))


async def page(
    datasette: Datasette, request: Request, template: str, context: Mapping[str, object], *, status: int = 200
) -> Response:
    """The page that `templates/<template>` makes of the context."""
    # Known wherever a dataset is browsed; the schema's words need it not.
    from datasette.utils.asgi import Response

    made = await datasette.render_template(template, dict(context), request=request)
    return Response.html(made, status=status)


def asset(datasette: Datasette, name: str) -> str:
    """Address of a file of `static/`; another content has another address."""
    return str(datasette.urls.path(f"{MOUNT}/{name}")) + f"?{_digest(name)}"


@cache
def _digest(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
