"""Retry-After."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gdmzt_crawler.crawl.waiting import retry_after

NOW = datetime(2026, 11, 24, 3, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "value", "seconds"),
    [
        (503, b"120", 120.0),
        (429, b" 0 ", 0.0),
        (503, b"Tue, 24 Nov 2026 03:16:00 GMT", 60.0),
        (503, b"Tue, 24 Nov 2026 03:14:00 GMT", 0.0),
        (503, b"soon", None),
        (503, b"-5", None),
        (503, b"", None),
        (503, None, None),
        (200, b"120", None),
        (301, b"120", None),
        (503, b"9" * 400, 999999999.0),
    ],
)
def test_retry_after(status: int, value: bytes | None, seconds: float | None) -> None:
    assert retry_after(status, value, now=NOW) == seconds
