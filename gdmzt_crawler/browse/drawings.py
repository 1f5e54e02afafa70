"""Charts that several pages show, each of what `figures` found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .charts import Chart, bars, lines


def sources_chart(found: Sequence[Mapping[str, Any]]) -> Chart:
    """The sources named most: rows of `name` and `articles`, the most first."""
    names = ("来源 source", "篇数 articles")
    return bars("主要来源", "Sources named most", found, label="name", value="articles", names=names)


def views_chart(found: Sequence[Mapping[str, Any]]) -> Chart:
    """How the counts of the articles most viewed went: rows of `at`, `view_count` and `title`."""
    return lines(
        "阅读次数的变化",
        "View counts over time, most viewed articles",
        found,
        time="at",
        value="view_count",
        series="title",
        names=("读取时间 read at", "阅读次数 views", "文章 article"),
    )
