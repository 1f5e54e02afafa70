"""Take-away: the dataset, or a part of it, as CSV, JSON Lines, Parquet, SQLite or an Atom feed."""

from __future__ import annotations

from .choice import Choice
from .formats import FORMATS, Format
from .run import Exported, export, stream

__all__ = ["FORMATS", "Choice", "Exported", "Format", "export", "stream"]
