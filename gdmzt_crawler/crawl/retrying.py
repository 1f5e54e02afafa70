"""When to try again what could not be read: later and later, and not for ever."""

from __future__ import annotations

from datetime import datetime, timedelta

from gdmzt_crawler.store.clock import stamp

PASSING = (0, 18, 66, 162, 330)
"""Hours to wait after the first, second … failure that may pass. 18 stand for a day: nightly runs may come early."""
GONE = (18, 66, 162, 330)
"""The same where the page is not there: one that is listed before it is published comes by the next night."""
EMPTY = (18, 162)
"""The same where the page holds no article yet."""
ASTRAY = (18, 162)
"""The same where the page leads elsewhere: a site that is being mended sends all to a login or a notice."""
FORBIDDEN = 18
"""Hours after which robots.txt is asked again about a page, which costs no request of its own."""
WAITS = {
    "http_404": GONE,
    "http_410": GONE,
    "soft_404": GONE,
    "empty": EMPTY,
    "off_site": ASTRAY,
    "redirect_loop": ASTRAY,
}
"""By the kind of what went wrong; what is not named is final, where it does not pass."""


def next_attempt(waits: tuple[int, ...], failures: int, now: datetime) -> tuple[bool, str | None]:
    """Whether to try again after so many failures in a row, and when at the earliest (None: in the next run)."""
    if failures > len(waits):
        return False, None
    hours = waits[failures - 1]
    return True, stamp(now + timedelta(hours=hours)) if hours else None
