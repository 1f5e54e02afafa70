"""What the dataset says about one article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..reading import Row, row, rows

if TYPE_CHECKING:
    from datasette.app import Datasette

_ARTICLE = """
SELECT a.id, a.site, s.name AS site_name, a.native_id, a.url, a.title, a.subtitle, a.published_at,
    a.published_at_precision, a.published_at_raw, a.published_at_from, a.source_id, o.name AS source,
    k.name AS canonical_source, a.source_raw, a.author, a.editor, a.column_id, c.label AS column_name, a.view_count,
    a.char_count, a.image_count, a.attachment_count, a.revision, a.duplicate_of, a.duplicate_kind, a.duplicate_share,
    a.first_seen_at, a.last_seen_at, a.fetched_at, a.changed_at, a.withdrawn_at, a.quarantined_at,
    a.quarantine_reason, a.capture_id, p.warc_file, p.fetched_at AS captured_at, a.parser_version
FROM articles a JOIN sites s ON s.key = a.site LEFT JOIN columns c ON c.id = a.column_id
    LEFT JOIN sources o ON o.id = a.source_id LEFT JOIN sources k ON k.id = a.canonical_source_id
    LEFT JOIN captures p ON p.id = a.capture_id
WHERE a.id = :id
"""
_PARTS = {
    "paragraphs": "SELECT position, kind, text FROM paragraphs WHERE article_id = :id ORDER BY position",
    "images": "SELECT * FROM images WHERE article_id = :id ORDER BY position",
    "attachments": "SELECT position, url, name FROM attachments WHERE article_id = :id ORDER BY position",
    "readings": "SELECT observed_at, view_count FROM view_counts WHERE article_id = :id ORDER BY observed_at",
    "evidence": "SELECT field, rule, agrees FROM evidence WHERE article_id = :id ORDER BY field",
    "withdrawals": "SELECT withdrawn_at, reason, returned_at FROM withdrawals WHERE article_id = :id ORDER BY 1",
    "listed": """
        SELECT c.id, c.label, ac.listed_title, ac.listed_date FROM article_columns ac JOIN columns c
        ON c.id = ac.column_id WHERE ac.article_id = :id ORDER BY c.path = '/', c.id
    """,
    "keywords": "SELECT word FROM keywords WHERE article_id = :id ORDER BY rank LIMIT 12",
    "topics": """
        SELECT t.name FROM article_topics a JOIN topics t ON t.id = a.topic_id
        WHERE a.article_id = :id ORDER BY a.in_title DESC, a.mentions DESC, t.id
    """,
    "places": """
        SELECT p.name FROM article_places a JOIN places p ON p.code = a.place_code
        WHERE a.article_id = :id ORDER BY a.mentions = 0, p.code
    """,
}
_SAME = """
SELECT a.id, a.title, s.name AS site_name, a.published_at, a.published_at_precision, a.duplicate_of,
    a.duplicate_kind, a.duplicate_share
FROM articles a JOIN sites s ON s.key = a.site
WHERE (a.id = :root OR a.duplicate_of = :root) AND a.id <> :id
ORDER BY a.id <> :root, a.published_at, a.id LIMIT 50
"""
_BEFORE = """
SELECT id, title FROM {articles} WHERE column_id = :column AND published_at IS NOT NULL
    AND (published_at, id) < (:at, :id) ORDER BY published_at DESC, id DESC LIMIT 1
"""
_AFTER = """
SELECT id, title FROM {articles} WHERE column_id = :column AND (published_at, id) > (:at, :id)
ORDER BY published_at, id LIMIT 1
"""
_NEAR = 2000
"""Articles of all columns that are looked through first: quick where columns are large, as the whole column is not."""
_JUST_BEFORE = f"""(
    SELECT id, title, column_id, published_at FROM articles WHERE (published_at, id) < (:at, :id)
    ORDER BY published_at DESC, id DESC LIMIT {_NEAR}
)"""
_JUST_AFTER = f"""(
    SELECT id, title, column_id, published_at FROM articles WHERE (published_at, id) > (:at, :id)
    ORDER BY published_at, id LIMIT {_NEAR}
)"""
_HEADING = """
SELECT a.id, a.title, a.url, a.revision, a.withdrawn_at, a.column_id, c.label AS column_name
FROM articles a LEFT JOIN columns c ON c.id = a.column_id WHERE a.id = :id
"""


async def read_heading(datasette: Datasette, number: int) -> Row | None:
    """Title and whereabouts of an article; None where there is no such article."""
    return await row(datasette, _HEADING, {"id": number})


async def read_article(datasette: Datasette, number: int) -> dict[str, Any] | None:
    """Everything that the page of an article shows; None where there is no such article."""
    article = await row(datasette, _ARTICLE, {"id": number})
    if article is None:
        return None
    parts = {name: await rows(datasette, sql, {"id": number}) for name, sql in _PARTS.items()}
    same = {"root": article["duplicate_of"] or number, "id": number}
    return {
        "article": article,
        **parts,
        "duplicates": await rows(datasette, _SAME, same),
        "neighbours": await _neighbours(datasette, article),
    }


async def _neighbours(datasette: Datasette, article: Row) -> dict[str, Row | None]:
    """The articles before and after it in its column, by time."""
    if article["column_id"] is None or article["published_at"] is None:
        return {"before": None, "after": None}
    values = {"column": article["column_id"], "at": article["published_at"], "id": article["id"]}
    return {
        "before": await _nearest(datasette, _BEFORE, _JUST_BEFORE, values),
        "after": await _nearest(datasette, _AFTER, _JUST_AFTER, values),
    }


async def _nearest(datasette: Datasette, sql: str, near: str, values: Row) -> Row | None:
    found = await row(datasette, sql.format(articles=near), values)
    return found or await row(datasette, sql.format(articles="articles"), values)
