"""Pages that are no article, however much they look like one."""

from __future__ import annotations

import pytest

from gdmzt_crawler import NotAnArticle, extract_article

URL = "http://www.example.gov.cn/tzgg/1.html"
DAYS = ("2021-03-25", "2020-11-26", "2020-09-27", "2020-03-20", "2018-12-24")


def page(days: tuple[str, ...], label: str = "") -> bytes:
    rows = "".join(f"<p>关于开展第{n}批检查工作的通知 {label}{day}</p>" for n, day in enumerate(days))
    text = "<div id='zoom'><p>县里召开会议，部署了下一阶段的各项工作，要求各单位抓好落实。</p></div>"
    return f"<html><head><title>某县林业局</title></head><body><div><h2>通知公告</h2>{rows}{text}</div></body></html>".encode()


def test_many_days_under_one_heading_are_those_of_a_list() -> None:
    with pytest.raises(NotAnArticle, match="many days") as refused:
        extract_article(page(DAYS), URL, definition=None)
    assert refused.value.kind == "navigation"


def test_a_day_that_comes_again_or_has_a_label_refuses_nothing() -> None:
    for body in (page(DAYS[:1] * 5), page(DAYS[:3]), page(DAYS, "发布日期：")):
        assert extract_article(body, URL, definition=None).published_at is not None
