"""`--explain` names one winner for each field; what says the same agrees."""

from __future__ import annotations

import pytest

from gdmzt_crawler import extract_article

PAGE = (
    "<html><head><title>某县举办技能培训班</title><meta name='ContentSource' content='{tag}'></head><body><div>"
    "<h1>某县举办技能培训班</h1><p>2023-06-17 来源：{shown} 浏览次数：53</p><p>来源：{shown} 浏览次数：53</p>"
    "<div><p>近日，某县举办技能培训班，来自各乡镇的学员参加了培训。</p></div></div></body></html>"
)


@pytest.mark.parametrize(("shown", "tag"), [("某县民政局", "某县民政局"), ("某县民政局", "某日报"), ("", "某日报")])
def test_one_candidate_of_a_field_is_chosen(shown: str, tag: str) -> None:
    article = extract_article(PAGE.format(shown=shown, tag=tag).encode(), "http://www.example.gov.cn/a.html")
    sources = [c for c in article.candidates if c.field == "source"]
    assert [c.value for c in sources if c.verdict == "chosen"] == [shown or tag]
    assert len(sources) > 1 or not shown
    assert all((c.verdict in ("chosen", "agrees")) is (c.value == (shown or tag)) for c in sources)


def test_the_same_count_again_agrees() -> None:
    article = extract_article(PAGE.format(shown="某局", tag="").encode(), "http://www.example.gov.cn/a.html")
    views = [c.verdict for c in article.candidates if c.field == "view_count"]
    assert (views[0], set(views[1:])) == ("chosen", {"agrees"})
