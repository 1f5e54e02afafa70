"""What is to be run, and when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path

from gdmzt_crawler.errors import UsageError

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
"""Ends a line, or is no text at all (a file name that is not UTF-8): no unit file and no crontab can hold it."""
_INTERVAL = re.compile(r"(\d{1,2})h", re.I)


@dataclass(frozen=True, slots=True)
class Plan:
    """A crawl that is to be repeated. Raises UsageError for what no file of a scheduler can hold."""

    site: str
    """Its key, or `all`."""
    command: tuple[str, ...]
    """Program (an absolute path) and arguments."""
    folder: Path
    """Where it runs, absolute."""
    environment: Mapping[str, str] = field(default_factory=dict)
    at: time = time(2, 30)
    """Of the machine's own clock."""
    every: int = 24
    """Hours: a divisor of 24."""
    spread: int = 0
    """Longest random delay, in seconds."""
    log: Path | None = None
    """Absolute; None leaves what is printed to the scheduler."""

    def __post_init__(self) -> None:
        for text in (*self.command, str(self.folder), *self.environment.values(), str(self.log or "")):
            if _CONTROL.search(text):
                raise UsageError(
                    f"文件名或设置含控制字符 cannot be scheduled, has a character that is no text: {text!r}"
                )
        for path in (self.folder, self.log):
            # Such a line of a unit file would go on in the next one, or lose its end.
            if path is not None and str(path) != str(path).rstrip(" \\"):
                raise UsageError(f"路径不能以空格或反斜杠结尾 must not end in a blank or backslash: {str(path)!r}")
        if self.spread >= self.every * 3600:
            raise UsageError("随机延迟要短于间隔 --spread must be shorter than --every.", field="spread")

    @property
    def name(self) -> str:
        """Of the units, and of the block in a crontab."""
        return f"gdmzt-crawl-{self.site}"

    @property
    def hours(self) -> tuple[int, ...]:
        """The hours of the day at which it starts."""
        return tuple(range(self.at.hour % self.every, 24, self.every))


def clock(text: str) -> time:
    """`2:30` → 02:30. Raises UsageError."""
    found = re.fullmatch(r"(\d{1,2})[:：](\d\d)", text.strip())
    try:
        return time(int(found[1]), int(found[2])) if found else time(24)
    except ValueError:
        raise UsageError(f"时刻不对 no time of day: {text!r} — write it as 02:30.", field="at") from None


def interval(text: str) -> int:
    """`day` → 24, `6h` → 6: hours. Raises UsageError."""
    found = _INTERVAL.fullmatch(text.strip())
    hours = 24 if text.strip().lower() == "day" else int(found[1]) if found else 0
    if hours < 1 or 24 % hours:
        raise UsageError(f"间隔不对 no interval: {text!r} — give day, 12h, 8h, 6h, 4h, 3h, 2h or 1h.", field="every")
    return hours
