"""A datasette plugin: the crawl runs, each of them, and how healthy the dataset is."""

from __future__ import annotations

from collections import Counter

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from gdmzt_crawler.browse import figures, places, running
from gdmzt_crawler.browse.charts import Chart, stacked
from gdmzt_crawler.browse.pages import page
from gdmzt_crawler.browse.reading import Row
from gdmzt_crawler.browse.shown import moment

_SHOWN = 50
_RECENT = 10
"""Runs whose issues the page of health sums up."""
_BROUGHT = (
    ("articles_new", "新增 new"),
    ("articles_revised", "改动 changed"),
    ("articles_withdrawn", "撤稿 withdrawn"),
)


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, object]]:
    """`/runs`, `/run/<id>` and `/health`."""
    return [(r"^/runs$", runs), (r"^/run/(?P<id>[0-9]{1,18})$", run), (r"^/health$", health)]


async def runs(datasette: Datasette, request: Request) -> Response:
    """The newest runs, and how many articles each brought."""
    found = await running.runs(datasette, limit=_SHOWN)
    context = {"runs": found, "chart": _chart(found), "fetched_at": await figures.newest_reading(datasette)}
    return await page(datasette, request, "runs.html", context)


async def run(datasette: Datasette, request: Request) -> Response:
    """One run: what it did, what was odd."""
    number = int(request.url_vars["id"])
    found = await running.run(datasette, number)
    if found is None:
        raise NotFound(f"没有这个批次 no such run: {number}")
    context = {
        "run": found,
        "issues": await running.issues(datasette, number, number),
        "coverage": await running.coverage(datasette, number),
    }
    return await page(datasette, request, "run.html", context)


async def health(datasette: Datasette, request: Request) -> Response:
    """Sites, columns, fields and issues: what is complete and what is not."""
    recent = await running.runs(datasette, limit=_RECENT)
    first, last = (recent[-1]["id"], recent[0]["id"]) if recent else (0, -1)
    columns = await places.columns(datasette)
    context = {
        "sites": await running.sites(datasette),
        "columns": columns,
        "unfinished": Counter(one["site"] for one in columns if one["walk"] == "unfinished"),
        "fetched_at": await figures.newest_reading(datasette),
        "coverage": await running.coverage(datasette),
        "issues": await running.issues(datasette, first, last),
        "states": await running.states(datasette),
        "recent": recent,
        "chart": _chart(await running.runs(datasette, limit=_SHOWN)),
    }
    return await page(datasette, request, "health.html", context)


def _chart(found: list[Row]) -> Chart:
    """What the runs brought, the oldest first."""
    named = [(f"#{one['id']} {moment(one['started_at'])[5:]}", one) for one in reversed(found)]
    rows = [(name, told, one[key]) for name, one in named for key, told in _BROUGHT if one[key]]
    return stacked(
        "各批次所得",
        "What each run brought",
        rows,
        along=[name for name, _ in named],
        order=[told for _, told in _BROUGHT],
        fields=("批次 run", "所得 what", "篇数 articles"),
    )
