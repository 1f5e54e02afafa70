from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from normalize_strategies import ANY_TEXT

from gdmzt_crawler.normalize.people import clean_person
from gdmzt_crawler.normalize.sources import clean_source, source_parts

CASES = {
    "来源:广东省民政厅": ("来源", "广东省民政厅"),
    "2023-06-17 18:40:33 来源:广东省民政厅 阅读次数:532": ("来源", "广东省民政厅"),
    "来源  :  本网站": ("来源", "本网站"),
    "来 源 ： 某市民政局": ("来源", "某市民政局"),
    "来源:\u200b某地乡情报记者 甲乙 通讯员 丙": ("来源", "某地乡情报记者 甲乙 通讯员 丙"),
    "来源：某县林业局-某县林业局    时间：2017-10-09 09:06": ("来源", "某县林业局-某县林业局"),
    "来源：甲研究院、乙研究院等": ("来源", "甲研究院、乙研究院等"),
    "来源：某日报     编辑：甲": ("来源", "某日报"),
    "来源：某日报作者：甲": ("来源", "某日报"),
    "来源：某日报 责任编辑 甲": ("来源", "某日报"),
    "【来源：新华社】【字体：大 中 小】": ("来源", "新华社"),
    "（来源：某网微信公众号(ID:abc)作者：甲）": ("来源", "某网微信公众号(ID:abc)"),
    "来源：【新华社】": ("来源", "新华社"),
    "信息来源：上海发布 发布时间：2023": ("信息来源", "上海发布"),
    "来源：广州发布": ("来源", "广州发布"),
    "来源：某杂志编辑部": ("来源", "某杂志编辑部"),
    "来源：时间杂志": ("来源", "时间杂志"),
    "来源：新华社2023-06-17 18:40": ("来源", "新华社"),
    "来源：新华社 18:40": ("来源", "新华社"),
    "来源：<a href='http://a.example/'>某网</a>": ("来源", "某网"),
    "来源：新华社 打印 关闭": ("来源", "新华社"),
    "来源：新华社 [大 中 小]": ("来源", "新华社"),
    "来源 | 局组织处": ("来源", "局组织处"),
    "来源 广东省民政厅": ("来源", "广东省民政厅"),
    "来源：来源：稿源：新华社": ("来源", "新华社"),
    "来源：南方＋": ("来源", "南方+"),
    "稿源：新华社": ("稿源", "新华社"),
    "文章来源：某日报 | 作者：": ("文章来源", "某日报"),
    "转载自：新华社": ("转载自", "新华社"),
    "供稿：办公室": ("供稿", "办公室"),
    "发布机构：市府办": ("发布机构", "市府办"),
    "发布机构：市府办 来源：某网": ("来源", "某网"),
    "来源： 发布机构：市府办": ("发布机构", "市府办"),
    "南方+客户端": (None, "南方+客户端"),
    "办公室供稿": (None, "办公室"),
    "来源：": ("来源", None),
    "来源：-": ("来源", None),
    "来源：未知  浏览：12": ("来源", None),
    "来源：12345": ("来源", None),
    "来源：${source}": ("来源", None),
    "发文机关：广东省民政厅": (None, None),
    "图片来源：新华社": (None, None),
    "2023-06-17 18:40": (None, None),
    "": (None, None),
}


@pytest.mark.parametrize(("raw", "expected"), CASES.items())
def test_parts(raw: str, expected: tuple[str | None, str | None]) -> None:
    assert source_parts(raw) == expected
    assert clean_source(raw) == expected[1]


def test_a_sentence_is_no_source_but_a_head_tag_may_be_long() -> None:
    long = "、".join(f"第{n}研究院" for n in range(20))
    assert clean_source(f"来源：{long}") is None
    assert clean_source(long, meta=True) == long
    assert clean_source(None) is None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("责任编辑：张三", "张三"),
        ("（责任编辑：张三）", "张三"),
        ("编辑/李四", "李四"),
        ("文/张三", "张三"),
        ("作者：办公室 时间：2019", "办公室"),
        ("编辑：张三 审核：李四", "张三"),
        ("责任编辑 张三", "张三"),
        ("张三", "张三"),
        ("某报编辑部", "某报编辑部"),
        ("责编：", None),
        ("甲" * 61, None),
        (None, None),
    ],
)
def test_people(raw: str | None, expected: str | None) -> None:
    assert clean_person(raw) == expected


LABELLED = st.text(st.sampled_from("来源：: 作者编辑【】（）()[]《》新华社发布2023-06/17<a>|、 \u3000"), max_size=60)


@given(ANY_TEXT | LABELLED)
def test_never_fails_encodable_and_stable(raw: str) -> None:
    for clean in (clean_source, clean_person):
        value = clean(raw)
        if value is not None:
            assert value
            assert value == value.strip()
            assert len(value) <= 60
            value.encode("utf-8")


NAMES = st.lists(st.sampled_from("甲乙丙丁省市报社网局厅"), min_size=2, max_size=20).map("".join)


@given(
    NAMES,
    st.sampled_from(["来源", "信息来源", "稿源", "文章来源", "发布机构"]),
    st.sampled_from([":", "：", " : ", "　：　"]),
)
def test_a_name_comes_back_whatever_stands_around_it(name: str, label: str, colon: str) -> None:
    assert clean_source(f"2023-06-17 {label}{colon}{name} 作者：戊 浏览次数：1") == name
    assert clean_source(name) == name


def test_linear_in_hostile_input() -> None:
    for raw in ("来源：" * 100_000, "来源：" + "(" * 1_000_000, "<a" * 500_000, "来 " * 500_000):
        clean_source(raw)
        clean_person(raw)
