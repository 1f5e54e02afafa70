"""Numbers of the schema versions, for `since=`: each has a step of that number in `store.migrations`."""

from __future__ import annotations

MEMORY = 2
"""Revisits, withdrawals, quarantine, attempts put off, what a full walk no longer showed."""
NEAR = 3
"""Near-duplicates."""
ARCHIVE = 4
"""Where captures lie in the archive."""
SEARCH = 5
"""The search index."""
KEYWORDS = 6
"""Words, topics and places of articles."""
KEYWORD_COUNTS = 7
"""Articles by month and word, counted as they are tagged."""
