"""Columns and sources: what there is to say of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .reading import Row, remembered, row, rows

if TYPE_CHECKING:
    from datasette.app import Datasette

_COLUMNS = """
SELECT c.id, c.site, c.label, c.path, c.url, c.last_full_walk_at, c.broken_at, c.parent_id, s.name AS site_name,
    CASE WHEN c.complete THEN 'complete' WHEN c.broken_at IS NOT NULL THEN 'unfinished'
        WHEN c.last_full_walk_at IS NOT NULL THEN 'capped'
        WHEN l.articles IS NULL AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.column_id = c.id) THEN 'never'
        ELSE 'unfinished' END AS walk,
    p.label AS parent_label, coalesce(o.articles, 0) AS own, coalesce(l.articles, 0) AS listed,
    max(coalesce(o.newest, ''), coalesce(l.newest, '')) AS newest
FROM columns c JOIN sites s ON s.key = c.site LEFT JOIN columns p ON p.id = c.parent_id
    LEFT JOIN (SELECT column_id, count(*) AS articles, max(published_at) AS newest FROM articles GROUP BY 1) o
        ON o.column_id = c.id
    LEFT JOIN (SELECT column_id, count(*) AS articles, max(listed_date) AS newest FROM article_columns GROUP BY 1) l
        ON l.column_id = c.id
WHERE c.id = coalesce(:id, c.id)
ORDER BY s.name, c.path
"""
_SOURCES = """
SELECT o.id, o.name, n.articles, k.id AS canonical_id, k.name AS canonical_name FROM (
    SELECT source_id, count(*) AS articles FROM articles WHERE source_id IS NOT NULL GROUP BY 1
    ORDER BY 2 DESC LIMIT :limit
) n JOIN sources o ON o.id = n.source_id LEFT JOIN sources k ON k.id = o.canonical_id
ORDER BY n.articles DESC, o.name
"""
_REPOSTS = """
SELECT q.id, q.name, n.copies FROM (
    SELECT a.source_id, count(*) AS copies FROM articles a JOIN articles r ON r.id = a.duplicate_of
    WHERE r.source_id = :id AND a.source_id IS NOT r.source_id AND a.source_id IS NOT NULL
    GROUP BY 1 ORDER BY 2 DESC LIMIT 10
) n JOIN sources q ON q.id = n.source_id ORDER BY n.copies DESC, q.name
"""


async def columns(datasette: Datasette) -> list[Row]:
    """Every column but home pages without articles, by site and path.

    `walk`: `complete`, `capped` (as far as paging reaches), `unfinished` (broken off), or `never`.
    """
    found = await remembered(datasette, _COLUMNS, {"id": None})
    return [one for one in found if one["path"] != "/" or one["own"] or one["listed"]]


async def column(datasette: Datasette, number: int) -> Row | None:
    """One column with the same facts."""
    found = await remembered(datasette, _COLUMNS, {"id": number})
    return found[0] if found else None


async def children(datasette: Datasette, number: int) -> list[Row]:
    """The columns below."""
    return await rows(datasette, "SELECT id, label FROM columns WHERE parent_id = :id ORDER BY path", {"id": number})


async def sources(datasette: Datasette, *, limit: int) -> list[Row]:
    """The sources named most, with the proper name where one is known."""
    return await remembered(datasette, _SOURCES, {"limit": limit})


async def source(datasette: Datasette, number: int) -> Row | None:
    """One source."""
    return await row(
        datasette,
        "SELECT o.id, o.name, k.id AS canonical_id, k.name AS canonical_name FROM sources o"
        " LEFT JOIN sources k ON k.id = o.canonical_id WHERE o.id = :id",
        {"id": number},
    )


async def spellings(datasette: Datasette, number: int) -> list[Row]:
    """Other names under which the same source is printed."""
    return await rows(
        datasette, "SELECT id, name FROM sources WHERE canonical_id = :id AND id <> :id ORDER BY name", {"id": number}
    )


async def reposts(datasette: Datasette, number: int) -> list[Row]:
    """Other sources under which copies of its articles stand, and how many."""
    return await remembered(datasette, _REPOSTS, {"id": number})
