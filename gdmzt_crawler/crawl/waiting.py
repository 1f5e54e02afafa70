"""How long a server asks us to wait."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

ASKING = (429, 503)
"""Statuses with which Retry-After says when to come back."""


def retry_after(status: int, value: bytes | None, *, now: datetime) -> float | None:
    """Seconds of a Retry-After header (a number or an HTTP date); None where the answer asks for no wait."""
    if value is None or status not in ASKING:
        return None
    text = value.decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        then = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (then if then.tzinfo else then.replace(tzinfo=UTC)).timestamp() - now.timestamp())
