"""What may be scheduled, and when it starts."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest

from gdmzt_crawler.errors import UsageError
from gdmzt_crawler.schedule.plan import Plan, clock, interval

PLAN = Plan("gdmzt", ("/bin/gdmzt", "crawl"), Path("/data"))


@pytest.mark.parametrize(
    ("text", "expected"), [("02:30", time(2, 30)), (" 2:05 ", time(2, 5)), ("23：59", time(23, 59))]
)
def test_a_time_of_day(text: str, expected: time) -> None:
    assert clock(text) == expected


@pytest.mark.parametrize("text", ["24:00", "2:60", "2.30", "", "2", "02:30:00", "-1:00", "noon"])
def test_no_time_of_day(text: str) -> None:
    with pytest.raises(UsageError, match="02:30"):
        clock(text)


@pytest.mark.parametrize(("text", "expected"), [("day", 24), ("DAY", 24), ("24h", 24), ("6h", 6), (" 1H ", 1)])
def test_an_interval(text: str, expected: int) -> None:
    assert interval(text) == expected


@pytest.mark.parametrize("text", ["0h", "5h", "48h", "6", "h", "week", "", "-6h"])
def test_no_interval(text: str) -> None:
    with pytest.raises(UsageError, match="6h"):
        interval(text)


@pytest.mark.parametrize(
    ("at", "every", "hours"),
    [("02:30", 24, (2,)), ("02:30", 6, (2, 8, 14, 20)), ("23:00", 12, (11, 23)), ("00:10", 1, tuple(range(24)))],
)
def test_the_hours_of_a_day(at: str, every: int, hours: tuple[int, ...]) -> None:
    assert replace(PLAN, at=clock(at), every=every).hours == hours


@pytest.mark.parametrize("bad", ["/a\nb", "/a\rb", "/a\x00b", "/a\tb", "/a\udcffb"])
def test_what_no_file_can_hold_is_refused(bad: str) -> None:
    for change in ({"command": ("/x", bad)}, {"folder": Path(bad)}, {"environment": {"A": bad}}, {"log": Path(bad)}):
        with pytest.raises(UsageError):
            replace(PLAN, **change)


@pytest.mark.parametrize("bad", ["/data ", "/data\\"])
def test_a_path_that_would_not_end_with_its_line_is_refused(bad: str) -> None:
    for change in ({"folder": Path(bad)}, {"log": Path(bad)}):
        with pytest.raises(UsageError):
            replace(PLAN, **change)


def test_the_random_delay_is_shorter_than_the_interval() -> None:
    assert replace(PLAN, every=1, spread=3599).spread == 3599
    with pytest.raises(UsageError):
        replace(PLAN, every=1, spread=3600)
