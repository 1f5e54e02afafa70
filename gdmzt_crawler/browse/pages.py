"""What our own pages share: the dataset that is served, addresses of files, and the answer."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database
    from datasette.utils.asgi import Request, Response

STATIC = Path(__file__).with_name("static")
TEMPLATES = Path(__file__).with_name("templates")
OTHERS = ("_internal", "_memory")
"""Databases of datasette itself."""
MOUNT = "assets"
"""Where the files of `static/` are served."""


def dataset(datasette: Datasette) -> Database:
    """The one dataset that is served."""
    return datasette.get_database(next(name for name in datasette.databases if name not in OTHERS))


async def page(
    datasette: Datasette, request: Request, template: str, context: Mapping[str, object], *, status: int = 200
) -> Response:
    """The page that `templates/<template>` makes of the context."""
    # Known wherever a dataset is browsed; the schema's words need it not.
    from datasette.utils.asgi import Response

    made = await datasette.render_template(template, dict(context), request=request)
    headers = {"cache-control": f"max-age={datasette.setting('default_cache_ttl')}"}
    return Response.html(made, status=status, headers=headers)


def asset(datasette: Datasette, name: str) -> str:
    """Address of a file of `static/`; another content has another address."""
    return str(datasette.urls.path(f"{MOUNT}/{name}")) + f"?{_digest(name)}"


@cache
def _digest(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
