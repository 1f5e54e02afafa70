"""Times as a reader in China reads them."""

from __future__ import annotations


def published(value: str | None, precision: str | None) -> str | None:
    """`2023年6月17日 18:40:33`, without what the page does not print; None stays None."""
    if value is None:
        return None
    day = f"{int(value[:4])}年{int(value[5:7])}月{int(value[8:10])}日"
    length = {"minute": 5, "second": 8}.get(precision or "", 0)
    return f"{day} {value[11 : 11 + length]}" if length and len(value) > len("2023-06-17") else day
