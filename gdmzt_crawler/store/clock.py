"""Our own clock: UTC, to the second."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from time import monotonic

_read: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: E731


def now() -> datetime:
    """Now, aware, in UTC."""
    return _read()


def utc_now() -> str:
    """Now, as `2026-11-24T03:15:00Z`."""
    return stamp(now())


def stamp(moment: datetime) -> str:
    """An aware moment as `2026-11-24T03:15:00Z`: such texts sort by time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def begin_at(moment: datetime) -> None:
    """Let the clock of this process go on from an aware `moment`: for tests and benchmarks that age a dataset."""
    global _read
    started = monotonic()

    def read() -> datetime:
        return datetime.fromtimestamp(moment.timestamp() + monotonic() - started, UTC)

    _read = read


@contextmanager
def standing_at(moment: str) -> Iterator[None]:
    """Within the block the clock of this process stands at `2026-11-24T03:15:00Z`: what happened then happens again."""
    global _read
    before, then = _read, datetime.fromisoformat(moment)
    _read = lambda: then  # noqa: E731
    try:
        yield
    finally:
        _read = before
