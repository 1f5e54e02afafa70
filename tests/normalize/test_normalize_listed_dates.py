from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from normalize_strategies import ANY_TEXT

from gdmzt_crawler.normalize.dates import resolve_listed_dates

TODAY = date(2026, 11, 24)
THE_DAY = date(2026, 9, 24)


def resolved(*raws: str | None, **context: object) -> list[str | None]:
    dates = resolve_listed_dates(raws, **context)  # type: ignore[arg-type]
    return [d.isoformat() if d else None for d in dates]


@pytest.mark.parametrize(
    "raw",
    [
        "[2026-09-24]",
        "2026-09-24",
        " 2026/9/24 ",
        "2026年9月24日",
        "(2026.09.24)",
        "2026-09-24 16:35",
        "发布时间：2026-09-24",
        "20260924",
        "24 2026-09",
        "24\n2026.09",
        "24/2026-09",
        "24日 2026年9月",
        "2026-09\n24",
        "09-24\n2026",
        "2026年\n9月24日",
        "24\n9月\n2026",
        "２０２６－０９－２４",
        "二〇二六年九月二十四日",
        "【2026-09-24】",
        "2026-09-24 浏览",
    ],
)
def test_full_forms(raw: str) -> None:
    assert resolve_listed_dates([raw]) == (THE_DAY,)


@pytest.mark.parametrize(
    "raw", ["09-24", "[09-24]", "9月24日", "09/24", "9.24", "09-24 16:35", "24\n9月", "（9月24号）"]
)
def test_year_less_forms(raw: str) -> None:
    assert resolved(raw) == [None]
    assert resolved("2026-09-30", raw) == ["2026-09-30", "2026-09-24"]


@pytest.mark.parametrize(
    "raw", [None, "", " ", "今天", "18:40", "13-45", "2026-02-30", "3天前", "1234", "24/9", "1.2.3.4", "-"]
)
def test_no_date(raw: str | None) -> None:
    assert resolved(raw, now=TODAY) == [None]


@pytest.mark.parametrize(
    ("raws", "context", "expected"),
    [
        # below a row with a year, back over New Year
        (["2026-01-05", "01-03", "12-30", "11-20"], {}, ["2026-01-05", "2026-01-03", "2025-12-30", "2025-11-20"]),
        # above a row with a year
        (["01-05", "12-30", "2019-12-29"], {}, ["2020-01-05", "2019-12-30", "2019-12-29"]),
        # between two: both ways agree, or nothing is said
        (["2020-01-05", "12-30", "05-01", "2019-04-29"], {}, ["2020-01-05", "2019-12-30", "2019-05-01", "2019-04-29"]),
        (["2020-06-05", "05-01", "2018-04-29"], {}, ["2020-06-05", None, "2018-04-29"]),
        # a few days out of order
        (["2026-01-05", "01-08", "12-30", "01-02"], {}, ["2026-01-05", "2026-01-08", "2025-12-30", "2026-01-02"]),
        # a pinned row on top
        (["2024-03-01", "09-24", "2026-09-20"], {}, ["2024-03-01", "2026-09-24", "2026-09-20"]),
        (["2026-06-01", "09-24", "2026-09-20"], {}, ["2026-06-01", "2026-09-24", "2026-09-20"]),
        # leap day
        (["02-29", "2019-05-01"], {}, ["2020-02-29", "2019-05-01"]),
        # the page's years, the latest first; the clock only where it is given
        (["01-03", "12-30"], {"page_years": (2019, 2020)}, ["2020-01-03", "2019-12-30"]),
        (["09-24", "12-30"], {"now": TODAY}, ["2026-09-24", "2025-12-30"]),
        (["12-20", "12-19"], {"now": TODAY}, ["2025-12-20", "2025-12-19"]),
        (["09-24", "12-30"], {}, [None, None]),
        # the row's own address
        (["01-02", "12-30"], {"hints": [None, date(2019, 12, 28)]}, ["2020-01-02", "2019-12-30"]),
        (["01-02"], {"hints": [date(2019, 12, 31)]}, ["2020-01-02"]),
        (["06-02"], {"hints": [date(2019, 12, 31)]}, [None]),
        # rows without a date say nothing
        (["2026-01-05", None, "12-30"], {}, ["2026-01-05", None, "2025-12-30"]),
        # the future and 1949
        (["2027-01-05", "1949-10-01", "2026-11-25"], {"now": TODAY}, [None, None, "2026-11-25"]),
        # two figures for the year
        (["26-09-24", "2026-09-20"], {}, ["2026-09-24", "2026-09-20"]),
        (["26-09-24"], {}, [None]),
        (["26-09-24"], {"now": TODAY}, ["2026-09-24"]),
        (["24-09-26", "2024-08-01", "2026-01-01"], {}, [None, "2024-08-01", "2026-01-01"]),
    ],
)
def test_years_by_the_rule(raws: list[str | None], context: dict[str, object], expected: list[str | None]) -> None:
    assert resolved(*raws, **context) == expected


DAYS = st.lists(st.dates(date(2015, 1, 1), TODAY), min_size=1, max_size=25).map(lambda d: sorted(d, reverse=True))


@given(DAYS, st.data())
def test_descending_rows_get_their_years_back(days: list[date], data: st.DataObject) -> None:
    """Where no two neighbours lie a year apart, less a week, one full date anywhere tells all the years."""
    kept = [days[0]]
    for day in days[1:]:
        if kept[-1] - day < timedelta(days=350):
            kept.append(day)
    full = data.draw(st.integers(0, len(kept) - 1))
    raws = [d.isoformat() if i == full else d.strftime("%m-%d") for i, d in enumerate(kept)]
    assert resolve_listed_dates(raws) == tuple(kept)


ROWS = st.lists(
    st.none()
    | st.dates().map(str)
    | st.dates().map(lambda d: d.strftime("[%m-%d]"))
    | st.dates().map(lambda d: d.strftime("%y-%m-%d"))
    | ANY_TEXT,
    max_size=20,
)


@given(ROWS, st.none() | st.dates(), st.lists(st.integers(), max_size=3), st.lists(st.none() | st.dates(), max_size=20))
def test_never_fails_keeps_month_and_day_and_stays_in_the_past(
    raws: list[str | None], now: date | None, years: list[int], hints: list[date | None]
) -> None:
    dates = resolve_listed_dates(raws, now=now, page_years=years, hints=hints)
    assert len(dates) == len(raws)
    for raw, found in zip(raws, dates, strict=True):
        if found is None:
            continue
        assert found.year >= 1990
        assert now is None or found <= now + timedelta(days=1)
        if raw is not None and raw.startswith("[") and len(raw) == 7:
            assert found.strftime("[%m-%d]") == raw


def test_dates_of_real_listings(shared: Path) -> None:
    for line in (shared / "pages" / "listings.gold.jsonl").read_text(encoding="utf-8").splitlines():
        items = json.loads(line)["items"]
        dates = resolve_listed_dates([item["date"] for item in items])
        assert [str(d) for d in dates] == [item["date"][:10] for item in items]
