"""A datasette plugin: the first page. What this is, how fresh, how much, what is new."""

from __future__ import annotations

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from gdmzt_crawler.browse import figures
from gdmzt_crawler.browse.asked import QUESTIONS
from gdmzt_crawler.browse.charts import Chart, stacked_months
from gdmzt_crawler.browse.drawings import sources_chart, views_chart
from gdmzt_crawler.browse.pages import page
from gdmzt_crawler.browse.trends import keyword_chart
from gdmzt_crawler.store.schema import VIEWS

_NEWEST = 12


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, object]]:
    """`/`."""
    return [(r"^/$", home)]


async def home(datasette: Datasette, request: Request) -> Response:
    """The first page."""
    context = {
        "counts": await figures.counts(datasette),
        "run": await figures.last_run(datasette),
        "fetched_at": await figures.newest_reading(datasette),
        "newest": await figures.listed(datasette, limit=_NEWEST),
        "questions": QUESTIONS,
        "views": VIEWS,
        "charts": [chart for chart in await _charts(datasette) if chart],
    }
    return await page(datasette, request, "home.html", context)


async def _charts(datasette: Datasette) -> list[Chart]:
    return [
        stacked_months("每月发布篇数", "Articles a month by column", await figures.by_month(datasette)),
        await keyword_chart(datasette),
        sources_chart(await figures.by_source(datasette)),
        views_chart(await figures.readings(datasette)),
    ]
