"""One walk for all selectors of a page's rules finds what each of them finds by itself."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from gdmzt_crawler import extract_article
from gdmzt_crawler.extract.document import parse_document
from gdmzt_crawler.extract.rules import ArticleRules
from gdmzt_crawler.extract.select import select_one
from gdmzt_crawler.extract.selected import Selected

SELECTORS = (
    "div.zw",
    "div.zw.info",
    "div.info > span.time",
    "div.info span.time",
    "span.time",
    "div#zw",
    "h3.zw",
    ".info",
    "div.info > span",
    "div:not(.zw)",
)
CLASSES = (None, "zw", "info", "zw info", " info  zw", "time", "zwinfo")


@st.composite
def pages(draw: st.DrawFn, depth: int = 3) -> str:
    parts = []
    for _ in range(draw(st.integers(0, 3))):
        tag, name = draw(st.sampled_from(("div", "span", "h3"))), draw(st.sampled_from(CLASSES))
        inner = draw(pages(depth - 1)) if depth else ""
        attribute = f' class="{name}"' if name else draw(st.sampled_from(("", ' id="zw"')))
        parts.append(f"<{tag}{attribute}>{draw(st.sampled_from(('', ' ', '文')))}{inner}</{tag}>")
    return "".join(parts)


@settings(max_examples=150, deadline=None)
@given(pages(), st.lists(st.sampled_from(SELECTORS), min_size=1, max_size=3, unique=True))
def test_finds_what_each_selector_finds(html: str, selectors: list[str]) -> None:
    root = parse_document(f"<body><p>甲</p>{html}</body>", "http://a/").body
    rules = (("site", ArticleRules(body=SELECTORS)),)
    assert Selected(root, rules).one(selectors) is select_one(root, selectors)


def test_nested_elements_of_the_first_step() -> None:
    page = '<div class="info"><div class="info"><span class="time">内</span></div><span class="time">外</span></div>'
    root = etree.HTML(f"<body>{page}</body>")
    found = Selected(root, (("site", ArticleRules(published=("div.info > span.time",))),)).one(
        ("div.info > span.time",)
    )
    assert found is not None
    assert found.text == "内"


BYLINE = '<span class="time">{}</span> <span class="ly">{}</span>'
BODY = "<p>近日，民政厅召开会议，研究部署下一阶段的工作，并对重点任务作出安排。</p>" * 3


@pytest.mark.parametrize(
    ("time", "source", "published", "from_source"),
    [
        ("时间：2020-12-04 09:10:07", "来源：南方日报", "2020-12-04T09:10:07+08:00", "南方日报"),
        ("2020-12-04", "南方日报", "2020-12-04", "南方日报"),
        ("时间：2020-12-04 更新时间：2021-01-05", "来源：", "2020-12-04", None),
        ("二〇二〇年十二月四日", "来源：新华社 客户端", "2020-12-04", "新华社 客户端"),
    ],
)
def test_elements_named_for_a_field(time: str, source: str, published: str, from_source: str | None) -> None:
    byline = f'<div class="zw-info">{BYLINE.format(time, source)}</div>'
    page = f'<h3 class="zw-title">关于召开会议的通知</h3>{byline}<div class="zw">{BODY}</div>'
    article = extract_article(page, "http://www.qb.gd.gov.cn/a/content/post_1.html", definition="qb")
    assert (article.published, article.source) == (published, from_source)
    rules = {evidence.field: evidence.rule for evidence in article.evidence}
    assert rules["published_at"].startswith("site.published")
    assert from_source is None or rules["source"].startswith("site.source")
