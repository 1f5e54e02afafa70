"""What SQLite cannot hold, made into what it can: lone surrogates and numbers beyond 64 bits."""

from __future__ import annotations

import dataclasses
from typing import TypeVar, cast

T = TypeVar("T")
_LARGEST = 2**63 - 1


def wellformed(value: T) -> T:
    """A copy without lone surrogates (each becomes U+FFFD) and without integers that do not fit (None)."""
    return cast("T", _mended(value))


def _mended(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, int) and abs(value) > _LARGEST:
        return None
    if isinstance(value, (tuple, list)):
        return type(value)(_mended(item) for item in value)
    if isinstance(value, dict):
        return {_mended(key): _mended(item) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: _mended(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return dataclasses.replace(value, **fields)
    return value
