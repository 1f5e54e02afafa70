"""A datasette plugin: the columns of the sites, and the page of each."""

from __future__ import annotations

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from gdmzt_crawler.browse import figures, places
from gdmzt_crawler.browse.charts import stacked_months
from gdmzt_crawler.browse.drawings import sources_chart, views_chart
from gdmzt_crawler.browse.pages import page

_SIZE = 30


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, object]]:
    """`/columns` and `/column/<id>`."""
    return [(r"^/columns$", columns), (r"^/column/(?P<id>[0-9]{1,18})$", column)]


async def columns(datasette: Datasette, request: Request) -> Response:
    """Every column with how much it has and whether its pages were walked to the end."""
    return await page(datasette, request, "columns.html", {"columns": await places.columns(datasette)})


async def column(datasette: Datasette, request: Request) -> Response:
    """One column: what it is, charts, its articles."""
    number = int(request.url_vars["id"])
    found = await places.column(datasette, number)
    if found is None:
        raise NotFound(f"没有这个栏目 no such column: {number}")
    where = figures.OF_COLUMN
    total = await figures.how_many(datasette, where, id=number)
    pages = figures.pager(request.args.get("page"), size=_SIZE, total=total)
    charts = [
        stacked_months(
            "每月发布篇数",
            "Articles a month by source",
            await figures.by_month_and_source(datasette, where=where, id=number),
            series="source",
        ),
        sources_chart(await figures.by_source(datasette, where=where, id=number)),
        views_chart(await figures.readings(datasette, where=where, id=number)),
    ]
    context = {
        "column": found,
        "children": await places.children(datasette, number),
        "pages": pages,
        "articles": await figures.listed(datasette, where=where, limit=_SIZE, offset=pages["offset"], id=number),
        "charts": [chart for chart in charts if chart] if pages["page"] == 1 else [],
    }
    return await page(datasette, request, "column.html", context)
