from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from normalize_strategies import ANY_TEXT

from gdmzt_crawler.normalize.dates import CHINA, Published, parse_published

NOW = datetime(2026, 11, 24, 12, tzinfo=CHINA)
DAY, MINUTE, SECOND = "2023-06-17", "2023-06-17T18:40", "2023-06-17T18:40:33"

WRITTEN = {
    "2023-06-17 18:40:33": SECOND,
    "2023-06-17T18:40:33+08:00": SECOND,
    "2023-06-17T10:40:33Z": SECOND,
    "2023-06-17T10:40:33.000+0000": SECOND,
    "2023-06-17 18:40:33.0": SECOND,
    "2023-06-17T18:40+08": MINUTE,
    "2023-06-17T10:40+00:00": MINUTE,
    "2023-06-17T18+08": DAY,
    "2023-06-17": DAY,
    "[2023-06-17]": DAY,
    "2023/6/17": DAY,
    "2023.06.17": DAY,
    "2023-06/17": DAY,
    "2023/6/17 18:40": MINUTE,
    "2023–06–17 18∶40": MINUTE,
    "2023年6月17日": DAY,
    "2023年 6 月 17 日 18时40分": MINUTE,
    "2023年6月17日18时40分33秒": SECOND,
    "2023年06月17日18:40": MINUTE,
    "2023年6月17日 星期六 下午6:40": MINUTE,
    "2023-06-17（星期六）18:40": MINUTE,
    "2023-06-17 6:40 PM": MINUTE,
    "2023-06-17 下午 6:40:33": SECOND,
    "2023-06-17 18时": DAY,
    "20230617": DAY,
    "20230617184033": SECOND,
    "20230617T184033": SECOND,
    "202306171840": MINUTE,
    "/202306/t20230617_941677.html": DAY,
    "２０２３－０６－１７　１８：４０：３３": SECOND,
    "二〇二三年六月十七日": DAY,
    "二○二三年六月十七日 十八时四十分": MINUTE,
    "发布时间：2023-06-17 18:40": MINUTE,
    "发 布 日 期 ：2023-06-17": DAY,
    "时间  :  2023-06-17 18:40:33": SECOND,
    "日期：2023-06-17 来源：某网 2022-01-01": DAY,
    "更新时间：2024-01-01 发布时间：2023-06-17": DAY,
    "2023-06-1718:40:33": SECOND,
    "2023-06-17来源": DAY,
    "6/17/2023 6:40:33 PM": SECOND,
    "17/06/2023": DAY,
    "Sat Jun 17 18:40:33 CST 2023": SECOND,
    "Sat, 17 Jun 2023 10:40:33 GMT": SECOND,
    "June 17, 2023": DAY,
    "2023-06-17 25:61": DAY,
    "2023-06-17 24:00:00": DAY,
    "2023-06-17 上午12:40": DAY,
    "2023-06-17 1840": DAY,
    "2023-06-17 18:40-19:30": MINUTE,
    "2023-06-17 18:40:33532": MINUTE,
}
NO_DATE = (
    "",
    "-",
    "06-17 18:40",
    "17日",
    "2023-06",
    "2023年6月",
    "2023-02-29 10:00",
    "2023-13-01",
    "2023年6月31日",
    "5/6/2023",
    "1949-10-01",
    "2026-11-26 12:01",
    "2031-01-01",
    "3小时前",
    "粤民发〔2023〕12号",
    "2023.6.1.7",
    "1686998433",
    "2023年第6期",
    "23-06-17",
    "May 2023",
    "${pubDate}",
)


def iso(found: Published | None) -> str | None:
    if found is None:
        return None
    return found.at.isoformat()[: {"day": 10, "minute": 16, "second": 19}[found.precision]]


@pytest.mark.parametrize(("raw", "expected"), WRITTEN.items())
def test_written_forms(raw: str, expected: str) -> None:
    found = parse_published(raw, now=NOW)
    assert iso(found) == expected
    assert found is not None
    assert found.at.utcoffset() == timedelta(hours=8)
    if found.precision == "day":
        assert found.at.time().isoformat() == "00:00:00"


@pytest.mark.parametrize("raw", NO_DATE)
def test_no_date_rather_than_a_wrong_one(raw: str) -> None:
    assert parse_published(raw, now=NOW) is None


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("12:05 AM", "00:05"),
        ("12:05 PM", "12:05"),
        ("凌晨1:05", "01:05"),
        ("中午1:05", "13:05"),
        ("晚上8:05", "20:05"),
        ("上午8:05", "08:05"),
        ("下午0:05", "12:05"),
        ("下午20:05", "20:05"),
    ],
)
def test_halves_of_the_day(clock: str, expected: str) -> None:
    found = parse_published(f"2023年6月17日 {clock}", now=NOW)
    assert found is not None
    assert found.at.strftime("%H:%M") == expected


def test_a_day_after_now_is_the_latest() -> None:
    assert parse_published("2026-11-25 12:00", now=NOW) is not None
    assert parse_published("2026-11-25 12:01", now=NOW) is None
    assert parse_published("2026-11-25 12:00", now=NOW.replace(tzinfo=None)) is not None
    assert parse_published("2026-11-25 12:00", now=NOW.astimezone(UTC)) is not None
    assert parse_published("2020-01-01") is not None


@given(
    st.datetimes(datetime(1990, 1, 2), datetime(2026, 11, 23)).map(lambda d: d.replace(microsecond=0)),
    st.integers(-12, 14).map(lambda h: timezone(timedelta(hours=h))),
)
def test_round_trip_in_any_offset(at: datetime, offset: timezone) -> None:
    at = at.replace(tzinfo=CHINA)
    assert parse_published(at.astimezone(offset).isoformat(), now=NOW) == Published(at, "second")
    for form in (
        "%Y年%m月%d日 %H时%M分%S秒",
        "%Y/%m/%d %H:%M:%S",
        "%Y.%m.%d %H:%M:%S",
        "时间：%Y-%m-%d%H:%M:%S 来源：",
        "%Y%m%d%H%M%S",
    ):
        assert parse_published(at.strftime(form), now=NOW) == Published(at, "second")


HAN = "〇一二三四五六七八九"


@given(st.dates(date(1990, 1, 2), date(2026, 11, 23)))
def test_round_trip_of_chinese_numerals(day: date) -> None:
    def number(n: int) -> str:
        tens, ones = divmod(n, 10)
        return ("" if tens == 0 else "十" if tens == 1 else HAN[tens] + "十") + (HAN[ones] if ones else "")

    year = "".join(HAN[int(c)] for c in str(day.year))
    found = parse_published(f"{year}年{number(day.month)}月{number(day.day)}日", now=NOW)
    assert found is not None
    assert found.at.date() == day


DATE_LIKE = st.text(st.sampled_from("0123456789-/.:年月日时分秒 TZ+上下午星期一二十〇发布AMPMJun,()"), max_size=40)


@given(ANY_TEXT | DATE_LIKE)
def test_never_fails_and_never_invents_a_year(raw: str) -> None:
    found = parse_published(raw, now=NOW)
    if found is not None:
        assert 1990 <= found.at.year <= 2026
        assert parse_published(found.at.isoformat(), now=NOW) is not None


def test_long_and_hostile_strings_stay_cheap() -> None:
    for raw in ("2023" + " " * 1_000_000, "2023-06-" * 200_000, "十" * 1_000_000 + "年", "发布" * 500_000):
        assert parse_published(raw, now=NOW) is None


def test_dateparser_is_loaded_only_when_it_is_needed() -> None:
    code = (
        "import sys; from gdmzt_crawler.normalize.dates import parse_published as p;"
        "p('2023年6月17日'); p('nothing'); assert 'dateparser' not in sys.modules;"
        "p('Jun 17, 2023'); assert 'dateparser' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])
