"""A datasette plugin: the sources that articles name, and the page of each."""

from __future__ import annotations

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from gdmzt_crawler.browse import figures, places
from gdmzt_crawler.browse.charts import stacked_months
from gdmzt_crawler.browse.drawings import sources_chart, views_chart
from gdmzt_crawler.browse.pages import page

_SIZE = 30
_SHOWN = 200
"""Sources on the page of all; datasette's own page of the table has every one."""
_DRAWN = 15


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, object]]:
    """`/sources` and `/source/<id>`."""
    return [(r"^/sources$", sources), (r"^/source/(?P<id>[0-9]{1,18})$", source)]


async def sources(datasette: Datasette, request: Request) -> Response:
    """The sources that are named most."""
    found = await places.sources(datasette, limit=_SHOWN)
    chart = sources_chart(found[:_DRAWN])
    counts = await figures.counts(datasette)
    return await page(
        datasette, request, "sources.html", {"sources": found, "chart": chart, "total": counts["sources"]}
    )


async def source(datasette: Datasette, request: Request) -> Response:
    """One source: how it is written elsewhere, charts, its articles, and what became of its texts."""
    number = int(request.url_vars["id"])
    found = await places.source(datasette, number)
    if found is None:
        raise NotFound(f"没有这个来源 no such source: {number}")
    where = figures.OF_SOURCE
    total = await figures.how_many(datasette, where, id=number)
    pages = figures.pager(request.args.get("page"), size=_SIZE, total=total)
    charts = [
        stacked_months(
            "每月发布篇数", "Articles a month by column", await figures.by_month(datasette, where=where, id=number)
        ),
        views_chart(await figures.readings(datasette, where=where, id=number)),
    ]
    context = {
        "source": found,
        "spellings": await places.spellings(datasette, number),
        "reposts": await places.reposts(datasette, number),
        "pages": pages,
        "articles": await figures.listed(datasette, where=where, limit=_SIZE, offset=pages["offset"], id=number),
        "charts": [chart for chart in charts if chart] if pages["page"] == 1 else [],
    }
    return await page(datasette, request, "source.html", context)
