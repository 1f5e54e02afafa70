"""Crawl runs and the health of the dataset: what there is to say of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .reading import Row, remembered, row, rows

if TYPE_CHECKING:
    from datasette.app import Datasette

_RUNS = """
SELECT c.*, s.name AS site_name, (SELECT count(*) FROM issues i WHERE i.run_id = c.id) AS issues
FROM crawl_runs c JOIN sites s ON s.key = c.site WHERE c.id = coalesce(:id, c.id) ORDER BY c.id DESC LIMIT :limit
"""
_ISSUES = """
SELECT kind, count(*) AS issues, min(message) AS example, min(url) AS url FROM issues
WHERE run_id >= :first AND run_id <= :last GROUP BY 1 ORDER BY 2 DESC, 1
"""
_COVERAGE = """
SELECT site, field, sum(articles) AS articles, sum(present) AS present, 1.0 * sum(present) / sum(articles) AS share
FROM field_coverage WHERE (:run IS NULL OR run_id = :run) GROUP BY 1, 2 ORDER BY 1, 5 DESC, 2
"""
_SITES = """
SELECT s.key, s.name, s.home_url, (SELECT count(*) FROM articles a WHERE a.site = s.key) AS articles,
    (SELECT count(*) FROM columns c WHERE c.site = s.key) AS columns,
    (SELECT count(*) FROM entries e WHERE e.site = s.key AND e.state = 'pending') AS pending,
    (SELECT count(*) FROM articles a WHERE a.site = s.key AND a.quarantined_at IS NOT NULL) AS quarantined,
    (SELECT max(c.id) FROM crawl_runs c WHERE c.site = s.key) AS run_id
FROM sites s ORDER BY s.name, s.key
"""
_STATES = "SELECT state, count(*) AS entries FROM entries GROUP BY 1 ORDER BY 2 DESC, 1"


async def runs(datasette: Datasette, *, limit: int, number: int | None = None) -> list[Row]:
    """The newest runs (or one), with the number of issues."""
    return await rows(datasette, _RUNS, {"limit": limit, "id": number})


async def run(datasette: Datasette, number: int) -> Row | None:
    """One run with what its summary says: `message`, `suspicions`, `columns` walked."""
    found = await runs(datasette, limit=1, number=number)
    if not found:
        return None
    summary = _object(found[0]["summary"])
    return found[0] | {
        "message": summary.get("message"),
        "suspicions": [str(one) for one in _list(summary.get("suspicions"))],
        "columns": [one for one in _list(summary.get("columns")) if isinstance(one, dict)],
    }


async def issues(datasette: Datasette, first: int, last: int) -> list[Row]:
    """Issues of these runs by kind, the most frequent first, with one example."""
    return await remembered(datasette, _ISSUES, {"first": first, "last": last})


async def coverage(datasette: Datasette, run: int | None = None) -> list[Row]:
    """Share of articles that have a value, by site and field; of those that one run was the last to read."""
    return await remembered(datasette, _COVERAGE, {"run": run})


async def sites(datasette: Datasette) -> list[Row]:
    """Every site with what is pending, in doubt, and its newest run."""
    found = await remembered(datasette, _SITES)
    return [one | {"run": await row(datasette, _RUNS, {"limit": 1, "id": one["run_id"] or 0})} for one in found]


async def states(datasette: Datasette) -> list[Row]:
    """Rows of listing pages by what became of them."""
    return await remembered(datasette, _STATES)


def _object(text: str) -> dict[str, Any]:
    found = json.loads(text)
    return found if isinstance(found, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
