"""The dataset: schema, migrations, and `Store`, through which everything is written."""

from __future__ import annotations

from .clock import utc_now
from .records import ArticleRecord, CaptureRecord, ColumnRow, EntryRow, Saved, SeenEntry
from .repository import Store

__all__ = ["ArticleRecord", "CaptureRecord", "ColumnRow", "EntryRow", "Saved", "SeenEntry", "Store", "utc_now"]
