"""What charts of lines say of time."""

from __future__ import annotations

from gdmzt_crawler.browse.charts import lines

FOUND = [{"at": "2024-03", "n": 3}, {"at": "2024-05", "n": 1}]


def test_months_are_months_in_drawing_and_table() -> None:
    chart = lines("词", "words", FOUND, time="at", value="n", names=("月份", "篇数"), monthly=True)
    assert list(chart.rows) == [("2024-03", 3), ("2024-05", 1)]
    across = chart.spec["encoding"]["x"]
    assert (across["axis"]["format"], across["scale"]) == ("%Y-%m", {"type": "utc"})


def test_lines_are_straight_for_a_curve_invents_values() -> None:
    chart = lines("词", "words", FOUND, time="at", value="n", names=("时间", "次数"))
    assert chart.spec["mark"]["interpolate"] == "linear"
