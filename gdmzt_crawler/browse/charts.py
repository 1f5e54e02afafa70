"""Charts as Vega-Lite says them, each with its table for those who do not see it; colours come from the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Spec = dict[str, Any]
OTHERS = "其他 others"
_WHOLE = {"tickMinStep": 1, "format": ",d"}
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


def stacked_months(
    zh: str, en: str, found: Sequence[Mapping[str, Any]], *, series: str = "column", value: str = "articles"
) -> Chart:
    """Bars a month (`month`, such as `2023-06`), stacked by `series`; the largest series keep their names."""
    totals: Counter[str] = Counter()
    for one in found:
        totals[_name(one[series])] += one[value]
    kept = [name for name, _ in totals.most_common(_SERIES)]
    counted: Counter[tuple[str, str]] = Counter()
    for one in found:
        name = _name(one[series])
        counted[one["month"], name if name in kept else OTHERS] += one[value]
    order = [*kept, OTHERS] if len(totals) > len(kept) else kept
    rows = sorted((month, name, count) for (month, name), count in counted.items())
    encoding = {
        "x": {"field": "month", "type": "ordinal", "title": None, "axis": {"labelOverlap": "greedy", "labelAngle": 0}},
        "y": {"field": "articles", "type": "quantitative", "title": None, "stack": "zero", "axis": _WHOLE},
        "color": _color("series", order),
        "order": {"field": "rank", "type": "quantitative"},
        "tooltip": [_tip("month", "月份 month"), _tip("series", "栏目 column"), _tip("articles", "篇 articles")],
    }
    data = [{"month": m, "series": s, "articles": n, "rank": order.index(s)} for m, s, n in rows]
    spec = _spec(data, {"type": "bar", "cornerRadius": 1}, encoding, height=260)
    return Chart(zh, en, spec, ("月份 month", "栏目 column", "篇数 articles"), rows)


def bars(
    zh: str, en: str, found: Sequence[Mapping[str, Any]], *, label: str, value: str, names: tuple[str, str]
) -> Chart:
    """Lying bars, the longest first; `names` are those of the table's two columns."""
    rows = [(_name(one[label]), one[value]) for one in found]
    data = [{"label": name, "value": count} for name, count in rows]
    encoding = {
        "y": {"field": "label", "type": "nominal", "title": None, "sort": None, "axis": {"labelLimit": 190}},
        "x": {"field": "value", "type": "quantitative", "title": None, "axis": _WHOLE},
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
) -> Chart:
    """Lines over time (ISO 8601), one for each `series`; `names`: those of time, value and series."""
    data = [{"at": one[time], "value": one[value], **({"series": one[series]} if series else {})} for one in found]
    encoding: Spec = {
        "x": {
            "field": "at",
            "type": "temporal",
            "title": None,
            "axis": {"labelOverlap": "greedy", "format": "%Y-%m-%d"},
        },
        "y": {
            "field": "value",
            "type": "quantitative",
            "title": None,
            "scale": {"zero": False, "nice": True},
            "axis": _WHOLE,
        },
        "tooltip": [_tip("at", names[0], type="nominal"), _tip("value", names[1])],
    }
    if series:
        order = list(dict.fromkeys(one[series] for one in found))
        encoding["color"] = _color("series", order)
        encoding["tooltip"].append(_tip("series", names[2]))
    mark = {"type": "line", "point": {"size": 36}, "strokeWidth": 2, "interpolate": "monotone"}
    rows = [tuple(one.values()) for one in data]
    return Chart(zh, en, _spec(data, mark, encoding, height=240), names, rows)


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
