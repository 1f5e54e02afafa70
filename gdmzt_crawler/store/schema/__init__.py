"""The dataset's schema: the one source of truth for SQL, data dictionary and datasette's metadata.

A later version adds columns and tables with `since=N` here, and a migration of that number that creates them.
"""

from __future__ import annotations

from . import articles, body, crawling, history, keyword_views, keywords, likeness, publishers, search, views
from .crawling import ENTRY_STATES, RUN_STATES
from .shape import Column, Index, Table, View, Words

TABLES: tuple[Table, ...] = (
    *publishers.TABLES,
    *articles.TABLES,
    *body.TABLES,
    *history.TABLES,
    *likeness.TABLES,
    *crawling.TABLES,
    *search.TABLES,
    *keywords.TABLES,
)
VIEWS: tuple[View, ...] = (*views.VIEWS, *keyword_views.VIEWS)

__all__ = ["ENTRY_STATES", "RUN_STATES", "TABLES", "VIEWS", "Column", "Index", "Table", "View", "Words"]
