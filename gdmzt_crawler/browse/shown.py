"""How values are shown on a page: days, moments, numbers, and which addresses may become links."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from urllib.parse import urlsplit

_CHINA = timezone(timedelta(hours=8))
_DAY = 10


def day(value: object) -> str:
    """`2023-06-17` of an ISO 8601 text; empty for None."""
    return str(value)[:_DAY] if value else ""


def moment(value: object) -> str:
    """`2023-06-17 18:40` in China of an ISO 8601 text with offset; a day as it is, empty for None."""
    if not value:
        return ""
    text = str(value)
    if len(text) <= _DAY:
        return text
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return (at.astimezone(_CHINA) if at.tzinfo else at).strftime("%Y-%m-%d %H:%M")


def number(value: object) -> str:
    """`12,345`; `—` for None."""
    if isinstance(value, float):
        return f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else "—"


def percent(value: object) -> str:
    """`98.5 %` of a share from 0 to 1; `—` for None."""
    return f"{100 * value:.1f} %" if isinstance(value, int | float) else "—"


def web_address(value: object) -> str | None:
    """The address if it is one of the web, else None: nothing else may become a link."""
    if not isinstance(value, str):
        return None
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    return value if parts.scheme in ("http", "https") and parts.netloc else None


FILTERS = {"day": day, "moment": moment, "thousands": number, "percent": percent, "web": web_address}
"""By the names that templates use."""
