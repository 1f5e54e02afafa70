"""What our pages count and list, in SQL over the dataset's tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .reading import Row, has_table, remembered, row, rows

if TYPE_CHECKING:
    from datasette.app import Datasette

MONTHS = 36
"""Months of a chart that is about how many are published."""
_BACK = f"-{MONTHS - 1} months"
_COUNTS = """
SELECT (SELECT count(*) FROM articles) AS articles,
    (SELECT count(*) FROM articles WHERE duplicate_of IS NOT NULL) AS copies,
    (SELECT count(*) FROM columns WHERE path <> '/') AS columns, (SELECT count(*) FROM sources) AS sources,
    (SELECT count(*) FROM images) AS images, (SELECT count(*) FROM attachments) AS attachments,
    (SELECT count(DISTINCT article_id) FROM revisions WHERE revision > 1) AS edited,
    (SELECT count(*) FROM articles WHERE withdrawn_at IS NOT NULL) AS withdrawn,
    (SELECT min(published_at) FROM articles) AS oldest, (SELECT max(published_at) FROM articles) AS newest
"""
_LISTED = """
SELECT a.id, a.title, a.published_at, a.view_count, a.image_count, a.withdrawn_at, a.revision, s.name AS site_name,
    c.id AS column_id, c.label AS column_name, o.id AS source_id, o.name AS source_name
FROM articles a JOIN sites s ON s.key = a.site LEFT JOIN columns c ON c.id = a.column_id
    LEFT JOIN sources o ON o.id = a.source_id
"""
OF_COLUMN = """a.id IN (SELECT article_id FROM article_columns WHERE column_id = :id
    UNION SELECT id FROM articles WHERE column_id = :id)"""
OF_SOURCE = "(a.source_id = :id OR a.canonical_source_id = :id)"
_MONTHLY = """
SELECT m.month, c.label AS "column", m.articles FROM (
    SELECT substr(a.published_at, 1, 7) AS month, a.column_id, count(*) AS articles FROM articles a
    WHERE a.published_at >= coalesce(
        (SELECT strftime('%Y-%m', substr(max(published_at), 1, 7) || '-01', :back) FROM articles), '') AND {where}
    GROUP BY 1, 2
) m LEFT JOIN columns c ON c.id = m.column_id ORDER BY 1, 2
"""
_MONTHLY_BY_SOURCE = """
SELECT m.month, coalesce(o.name, '（无）none') AS source, m.articles FROM (
    SELECT substr(a.published_at, 1, 7) AS month, a.source_id, count(*) AS articles FROM articles a
    WHERE a.published_at >= coalesce(
        (SELECT strftime('%Y-%m', substr(max(published_at), 1, 7) || '-01', :back) FROM articles), '') AND {where}
    GROUP BY 1, 2
) m LEFT JOIN sources o ON o.id = m.source_id ORDER BY 1, 2
"""
_BY_SOURCE = """
SELECT o.id, o.name, n.articles FROM (
    SELECT a.source_id, count(*) AS articles FROM articles a WHERE a.source_id IS NOT NULL AND {where}
    GROUP BY 1 ORDER BY 2 DESC LIMIT :limit
) n JOIN sources o ON o.id = n.source_id ORDER BY n.articles DESC, o.name
"""
_READINGS = """
SELECT substr(v.observed_at, 1, 16) || 'Z' AS at, v.view_count, a.title FROM (
    SELECT a.id, a.title, a.view_count FROM articles a
    WHERE a.view_count IS NOT NULL AND {where}
        AND (SELECT count(*) FROM (SELECT 1 FROM view_counts n WHERE n.article_id = a.id LIMIT 2)) = 2
    ORDER BY a.view_count DESC LIMIT :limit
) a JOIN view_counts v ON v.article_id = a.id ORDER BY a.view_count DESC, a.id, v.observed_at
"""


async def counts(datasette: Datasette) -> Row:
    """How much of everything there is."""
    return (await remembered(datasette, _COUNTS))[0]


async def listed(
    datasette: Datasette,
    *,
    where: str = "1",
    limit: int = 20,
    offset: int = 0,
    order: str = "published_at",
    **more: object,
) -> list[Row]:
    """Articles with the names of what they belong to, the newest (or highest `order`) first."""
    sql = f"{_LISTED} WHERE {where} ORDER BY a.{order} DESC, a.id DESC LIMIT :limit OFFSET :offset"
    return await rows(datasette, sql, {"limit": limit, "offset": offset, **more})


async def listed_by_id(datasette: Datasette, numbers: Sequence[int]) -> list[Row]:
    """These articles, in any order."""
    return await rows(
        datasette, f"{_LISTED} WHERE a.id IN (SELECT value FROM json_each(:ids))", {"ids": json.dumps(list(numbers))}
    )


async def how_many(datasette: Datasette, where: str, **more: object) -> int:
    """Articles for which the condition on `a` holds."""
    found = await remembered(datasette, f"SELECT count(*) AS n FROM articles a WHERE {where}", more)
    return int(found[0]["n"])


async def by_month(datasette: Datasette, *, where: str = "1", **more: object) -> list[Row]:
    """`month`, `column`, `articles` of the last months that have any."""
    return await remembered(datasette, _MONTHLY.format(where=where), {"back": _BACK, **more})


async def by_month_and_source(datasette: Datasette, *, where: str = "1", **more: object) -> list[Row]:
    """`month`, `source`, `articles` of the last months that have any."""
    return await remembered(datasette, _MONTHLY_BY_SOURCE.format(where=where), {"back": _BACK, **more})


async def by_source(datasette: Datasette, *, where: str = "1", limit: int = 12, **more: object) -> list[Row]:
    """`id`, `name`, `articles` of the sources that are named most."""
    return await remembered(datasette, _BY_SOURCE.format(where=where), {"limit": limit, **more})


async def readings(datasette: Datasette, *, where: str = "1", limit: int = 6, **more: object) -> list[Row]:
    """`at`, `view_count`, `title`: every reading of the most viewed articles that were read at least twice."""
    return await remembered(datasette, _READINGS.format(where=where), {"limit": limit, **more})


async def last_run(datasette: Datasette, site: str | None = None) -> Row | None:
    """The newest run (of a site)."""
    return await row(
        datasette,
        "SELECT c.*, s.name AS site_name FROM crawl_runs c JOIN sites s ON s.key = c.site"
        " WHERE c.site = coalesce(:site, c.site) ORDER BY c.id DESC LIMIT 1",
        {"site": site},
    )


async def newest_reading(datasette: Datasette) -> str | None:
    """When the article that was read last was read, UTC; None where there are no articles."""
    found = await remembered(datasette, "SELECT max(fetched_at) AS at FROM articles")
    at: str | None = found[0]["at"]
    return at


async def known(datasette: Datasette, *names: str) -> bool:
    """Whether all these tables or views are there."""
    return all([await has_table(datasette, name) for name in names])


def pager(number: object, *, size: int, total: int) -> dict[str, Any]:
    """Which page of how many a request's `page` argument means; the first or last one where it means none."""
    pages = max(1, -(-total // size))
    page = int(number) if isinstance(number, str) and number.isascii() and number.isdigit() and len(number) < 9 else 1
    page = min(max(page, 1), pages)
    return {"page": page, "pages": pages, "offset": (page - 1) * size, "total": total}
