"""What the templates of an article's pages are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..charts import Chart, lines
from ..pages import dataset
from ..shown import moment
from .body import blocks_of
from .moments import published

if TYPE_CHECKING:
    from datasette.app import Datasette

FIELD_NAMES = {
    "title": "标题 title",
    "subtitle": "副标题 subtitle",
    "published_at": "发布时间 published",
    "source": "来源 source",
    "author": "作者 author",
    "editor": "编辑 editor",
    "view_count": "阅读次数 views",
    "body": "正文 body",
    "column": "栏目 column",
}
_AGREEMENT = {
    1: "独立规则一致 independent rules agree",
    0: "独立规则不一致 independent rules differ",
    None: "只有一条规则 one rule only",
}
REASONS = {
    "http_404": "网址返回 404 its address answered 404",
    "http_410": "网址返回 410 its address answered 410",
    "soft_404": "网址变成错误页或栏目页 its address led to an error page or a column",
    "moved": "网址转到另一篇 its address led to another article",
}


def article_context(datasette: Datasette, found: dict[str, Any]) -> dict[str, Any]:
    """What `read_article` found, ready to be shown."""
    evidence = [
        {
            "field": FIELD_NAMES.get(each["field"], each["field"]),
            "rule": each["rule"],
            "says": _AGREEMENT[each["agrees"]],
        }
        for each in found["evidence"]
    ]
    return {
        **found,
        **words_of(datasette),
        "blocks": blocks_of(found["paragraphs"], found["images"]),
        "evidence": evidence,
        "views_chart": views_chart(found["readings"]),
        "read_at": found["readings"][-1]["observed_at"] if found["readings"] else None,
        "reasons": REASONS,
    }


def words_of(datasette: Datasette) -> dict[str, Any]:
    """Functions that the templates use, and addresses of datasette's own pages."""
    return {
        "published": published,
        "article_url": lambda number: datasette.urls.path(f"article/{number}"),
        "row_url": lambda table, key: datasette.urls.row(dataset(datasette).name, table, str(key)),
        "archived": dataset(datasette).path is not None,
    }


def views_chart(readings: list[dict[str, Any]]) -> Chart | None:
    """How often the article was read, over time; None for fewer than two readings."""
    if len(readings) < 2:
        return None
    shown = [{**each, "observed_at": moment(each["observed_at"])} for each in readings]
    names = ("时间 time", "阅读次数 views")
    return lines("阅读次数的变化", "Views over time", shown, time="observed_at", value="view_count", names=names)
