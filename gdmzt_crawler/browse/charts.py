"""Charts as Vega-Lite says them, each with its table for those who do not see it; colours come from the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Spec = dict[str, Any]
OTHERS = "其他 others"
_SERIES_TITLE = {"column": "栏目 column", "source": "来源 source"}
_FEW = 6
_SERIES = 7
"""As many colours as can be told apart; what is left becomes one more."""


@dataclass(frozen=True, slots=True)
class Chart:
    """What `templates/_chart.html` draws: `fields` name the table's columns, `rows` are its values."""

    zh: str
    en: str
    spec: Spec
    fields: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]] = field(default_factory=tuple)

    def __bool__(self) -> bool:
        return bool(self.rows)


def stacked_months(zh: str, en: str, found: Sequence[Mapping[str, Any]], *, series: str = "column") -> Chart:
    """Bars a month (`month`, such as `2023-06`), stacked by `series`; the largest series keep their names."""
    totals: Counter[str] = Counter()
    for one in found:
        totals[_name(one[series])] += one["articles"]
    kept = [name for name, _ in totals.most_common(_SERIES)]
    counted: Counter[tuple[str, str]] = Counter()
    for one in found:
        name = _name(one[series])
        counted[one["month"], name if name in kept else OTHERS] += one["articles"]
    order = [*kept, OTHERS] if len(totals) > len(kept) else kept
    rows = sorted((month, name, count) for (month, name), count in counted.items())
    fields = ("月份 month", _SERIES_TITLE[series], "篇数 articles")
    return stacked(zh, en, rows, along=_months([month for month, _, _ in rows]), order=order, fields=fields)


def stacked(
    zh: str,
    en: str,
    rows: Sequence[tuple[str, str, int]],
    *,
    along: Sequence[str],
    order: Sequence[str],
    fields: tuple[str, str, str],
) -> Chart:
    """Standing bars of (place, series, count), with room for every place of `along`, stacked in `order`."""
    tops: Counter[str] = Counter()
    for place, _, count in rows:
        tops[place] += count
    scale, axis = {"domain": list(along)}, {"labelOverlap": "greedy", "labelAngle": 0}
    encoding = {
        "x": {"field": "place", "type": "ordinal", "title": None, "scale": scale, "axis": axis},
        "y": {"field": "count", "type": "quantitative", "title": None, "stack": "zero", "axis": _whole(tops.values())},
        "color": _color("series", order),
        "order": {"field": "rank", "type": "quantitative"},
        "tooltip": [_tip("place", fields[0]), _tip("series", fields[1]), _tip("count", fields[2])],
    }
    data = [{"place": p, "series": s, "count": n, "rank": order.index(s)} for p, s, n in rows]
    return Chart(zh, en, _spec(data, {"type": "bar", "cornerRadius": 1}, encoding, height=260), fields, rows)


def bars(
    zh: str, en: str, found: Sequence[Mapping[str, Any]], *, label: str, value: str, names: tuple[str, str]
) -> Chart:
    """Lying bars, the longest first; `names` are those of the table's two columns."""
    rows = [(_name(one[label]), one[value]) for one in found]
    data = [{"label": name, "value": count} for name, count in rows]
    encoding = {
        "y": {"field": "label", "type": "nominal", "title": None, "sort": None, "axis": {"labelLimit": 190}},
        "x": {"field": "value", "type": "quantitative", "title": None, "axis": _whole(count for _, count in rows)},
        "tooltip": [_tip("label", names[0]), _tip("value", names[1])],
    }
    spec = _spec(data, {"type": "bar", "cornerRadiusEnd": 3}, encoding, height=24 * max(1, len(data)) + 12)
    return Chart(zh, en, spec, names, rows)


def lines(
    zh: str,
    en: str,
    found: Sequence[Mapping[str, Any]],
    *,
    time: str,
    value: str,
    series: str | None = None,
    names: tuple[str, ...],
    monthly: bool = False,
) -> Chart:
    """Straight lines over time (ISO 8601; `monthly`: such as `2024-03`), one for each `series`.

    `names`: those of time, value and series.
    """
    data = [{"at": one[time], "value": one[value], **({"series": one[series]} if series else {})} for one in found]
    encoding: Spec = {
        "x": {
            "field": "at",
            "type": "temporal",
            "title": None,
            # a month alone is read as one of UTC
            **({"scale": {"type": "utc"}} if monthly else {}),
            "axis": {
                "labelOverlap": "greedy",
                "labelSeparation": 12,
                "labelBound": True,
                "format": "%Y-%m" if monthly else "%Y-%m-%d",
            },
        },
        "y": {
            "field": "value",
            "type": "quantitative",
            "title": None,
            "scale": {"zero": False, "nice": True},
            "axis": {"format": ",d", "tickCount": 5},
        },
        "tooltip": [_tip("at", names[0], type="nominal"), _tip("value", names[1])],
    }
    if series:
        order = list(dict.fromkeys(one[series] for one in found))
        encoding["color"] = _color("series", order)
        encoding["tooltip"].append(_tip("series", names[2]))
    mark = {"type": "line", "point": {"size": 36}, "strokeWidth": 2, "interpolate": "linear"}
    rows = [tuple(one.values()) for one in data]
    return Chart(zh, en, _spec(data, mark, encoding, height=240), names, rows)


def _whole(values: Iterable[int]) -> Spec:
    """Ticks of an axis that counts: no halves where there is little to count."""
    top = max(values, default=0)
    return {"format": ",d", "tickCount": 5} | ({"values": list(range(top + 1))} if top <= _FEW else {})


def _months(found: Sequence[str]) -> list[str]:
    """Every month from the first to the last, those without articles too."""
    months = sorted(set(found))
    if not months:
        return []
    numbers = [int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (months[0], months[-1])]
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(numbers[0], numbers[1] + 1)]


def _spec(data: list[Spec], mark: Spec, encoding: Spec, *, height: int) -> Spec:
    return {
        "width": "container",
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": data},
        "mark": mark,
        "encoding": encoding,
    }


def _color(name: str, order: Sequence[str]) -> Spec:
    legend = {"orient": "bottom", "columns": 4, "title": None, "labelLimit": 150, "symbolType": "square"}
    return {"field": name, "type": "nominal", "scale": {"domain": list(order)}, "legend": legend}


def _tip(name: str, title: str, **more: str) -> Spec:
    return {"field": name, "title": title, **more}


def _name(value: object) -> str:
    return "（无）none" if value is None else str(value)
