"""The dataset's schema: the one source of truth for SQL, data dictionary and datasette's metadata.

A later version adds columns and tables with `since=N` here, and a migration of that number that creates them.
"""

from __future__ import annotations

from . import articles, body, crawling, history, likeness, publishers, search
from .crawling import ENTRY_STATES, RUN_STATES
from .shape import Column, Index, Table, View, Words
from .views import VIEWS

TABLES: tuple[Table, ...] = (
    *publishers.TABLES,
    *articles.TABLES,
    *body.TABLES,
    *history.TABLES,
    *likeness.TABLES,
    *crawling.TABLES,
    *search.TABLES,
)

__all__ = ["ENTRY_STATES", "RUN_STATES", "TABLES", "VIEWS", "Column", "Index", "Table", "View", "Words"]
