from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from normalize_strategies import ANY_TEXT

from gdmzt_crawler.normalize.counts import parse_view_count

LABELS = ("阅读次数", "浏览次数", "浏览量", "点击数", "点击率", "访问量", "人气", "阅读量", "浏览", "阅读", "点 击 数")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("532", 532),
        ("阅读次数:532", 532),
        ("阅读次数：1,234次", 1234),
        ("3,456", 3456),
        ("１２３", 123),
        ("0", 0),
        ("浏览次数：0", 0),
        ("1.2万", 12_000),
        ("1.2 万+", 12_000),
        ("10万+", 100_000),
        ("阅读量 1.2w+", 12_000),
        ("1亿", 10**8),
        ("532次浏览", 532),
        ("已阅读532次", 532),
        ("（阅读 532）", 532),
        ("【浏览:12】", 12),
        ("浏览次数：[ 66 ]", 66),
        ("浏览次数：1234 次 打印", 1234),
        ("时间：23:00  浏览：33", 33),
        ("浏览：1234，来源", 1234),
    ],
)
def test_numbers(raw: str, expected: int) -> None:
    assert parse_view_count(raw) == expected


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "",
        " ",
        "-",
        "--",
        "null",
        "undefined",
        "NaN",
        "${views}",
        "{{hits}}",
        "阅读次数：",
        "阅读次数：-",
        "浏览次数： 字号 大 中 小",
        "23:00 浏览",
        "浏览 2023-06-17",
        "阅读 10分钟",
        "1.5",
        "532.0",
        "1.23456万",
        "12,34",
        "5 3 2",
        "5²",
        "一百",
        "999999999999",
        "9" * 5000,
        "-1",
    ],
)
def test_no_number_is_none_and_never_zero(raw: str | None) -> None:
    assert parse_view_count(raw) is None


@given(st.integers(0, 10**11), st.sampled_from(LABELS), st.sampled_from(["：", ":", " : ", "　", "("]))
def test_round_trip_behind_any_label(count: int, label: str, colon: str) -> None:
    if colon != "(":
        assert parse_view_count(f"{label}{colon}{count}") == count
        assert parse_view_count(f"2023-06-17 18:40 {label}{colon}{count:,} 次") == count
    assert parse_view_count(str(count)) == count


@given(ANY_TEXT | st.text(st.sampled_from("0123456789.,万+次浏览阅读:： -"), max_size=30))
def test_never_fails(raw: str) -> None:
    count = parse_view_count(raw)
    assert count is None or (0 <= count <= 10**11 and any(c.isdigit() for c in raw))
