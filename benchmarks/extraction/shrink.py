"""Cuts a failing input down while it still fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Text = TypeVar("Text", bytes, str)


def shrink(body: Text, fails: Callable[[Text], bool], most_tries: int = 4000) -> Text:
    """Take ever smaller pieces out of `body` as long as `fails` holds. Returns the smallest body found."""
    size, tries = len(body) // 2, 0
    while size and tries < most_tries:
        start, shorter = 0, False
        while start < len(body) and tries < most_tries:
            candidate = body[:start] + body[start + size :]
            tries += 1
            if fails(candidate):
                body, shorter = candidate, True
            else:
                start += size
        if not shorter or size > 1:
            size = min(size // 2, len(body) // 2) if size > 1 else 0
    return body
