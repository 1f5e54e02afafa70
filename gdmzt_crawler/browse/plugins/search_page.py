"""A datasette plugin: the page that searches titles and texts."""

from __future__ import annotations

import sqlite3
from urllib.parse import urlencode

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from gdmzt_crawler.browse import figures, finding
from gdmzt_crawler.browse.pages import page
from gdmzt_crawler.errors import GdmztError

_SIZE = 20


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, object]]:
    """`/search`."""
    return [(r"^/search$", search)]


async def search(datasette: Datasette, request: Request) -> Response:
    """What is found for `q`, in `order`, in a `column`, `since` and `until` a day, `page` by page."""
    wanted = finding.asked(request.args)
    context: dict[str, object] = {
        "wanted": wanted,
        "columns": await finding.column_names(datasette),
        "again": urlencode(
            {"q": wanted.query, "order": wanted.order}
            | {name: getattr(wanted, name) for name in ("column", "since", "until") if getattr(wanted, name)}
        ),
    }
    try:
        context |= await _found(datasette, request, wanted)
    except GdmztError as error:
        context["failure"] = error.message
    except sqlite3.OperationalError:
        context["failure"] = "查询太慢，请缩小范围 this took too long — narrow it down, for instance by dates."
    return await page(datasette, request, "search.html", context)


async def _found(datasette: Datasette, request: Request, wanted: finding.Asked) -> dict[str, object]:
    if not wanted.sought:
        return {}
    total = await finding.count(datasette, wanted)
    pages = figures.pager(request.args.get("page"), size=_SIZE, total=total)
    return {
        "pages": pages,
        "articles": await finding.hits(datasette, wanted, limit=_SIZE, offset=pages["offset"]),
    }
