"""What a dataset holds, column by column: for the table that a command prints."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .connection import connect_readonly, translated

_BY_COLUMN = """
SELECT "column", count(*), sum(image_count), sum(attachment_count), count(view_count), count(duplicate_of),
    substr(min(published_at), 1, 10), substr(max(published_at), 1, 10)
FROM article_list GROUP BY "column" ORDER BY count(*) DESC, "column"
"""


@dataclass(frozen=True, slots=True)
class ColumnOverview:
    """The articles of one column."""

    column: str | None
    articles: int
    images: int
    attachments: int
    with_views: int
    """Articles that show a view count."""
    duplicates: int
    first_day: str | None
    last_day: str | None


def by_column(path: Path) -> list[ColumnOverview]:
    """The columns with articles, the largest first. Raises StoreError."""
    db = connect_readonly(path)
    try:
        with translated(path):
            return [ColumnOverview(*row) for row in db.execute(_BY_COLUMN)]
    finally:
        db.close()
