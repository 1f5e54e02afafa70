"""What tells two cases of a template from two copies of an article."""

from __future__ import annotations

import random
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st
from notices import article, changed

from gdmzt_crawler.dedupe.kernel import content_of
from gdmzt_crawler.dedupe.slots import replaced
from gdmzt_crawler.dedupe.subject import names_differ, numbers_differ, slots_differ

FRAME = "各地认真学习贯彻会议精神{}进一步完善社会救助制度{}推动养老服务高质量发展{}全面提升基层治理水平"


@pytest.mark.parametrize(
    ("a", "b", "pairs"),
    [
        (("甲乙", "12", "丙"), ("丁戊己", "345", "丙"), [("甲乙", "丁戊己"), ("12", "345")]),
        (("", "", ""), ("甲乙", "", "丙"), []),
        (("甲", "乙", "丙"), ("甲", "乙", "丙"), []),
        (("甲", "", ""), ("乙", "", ""), [("甲", "乙")]),
    ],
)
def test_what_stands_in_the_place_of_what(a: tuple[str, ...], b: tuple[str, ...], pairs: list[tuple[str, str]]) -> None:
    assert replaced(FRAME.format(*a), FRAME.format(*b)) == pairs


def test_at_the_ends_and_in_texts_without_anything_in_common() -> None:
    assert replaced("甲" + FRAME, "乙" + FRAME) == [("甲", "乙")]
    assert replaced(FRAME + "甲", FRAME + "乙") == [("甲", "乙")]
    assert replaced("甲乙丙", "丁戊") == [("甲乙丙", "丁戊")]
    assert replaced("", "甲") == replaced("甲", "") == replaced("", "") == []


@given(st.text("甲乙丙丁戊", max_size=60), st.text("甲乙丙丁戊", max_size=60))
def test_any_two_texts(a: str, b: str) -> None:
    pairs = replaced(a, b)
    assert all(in_a and in_b and in_a[0] != in_b[0] and in_a[-1] != in_b[-1] for in_a, in_b in pairs)
    # in order, and nothing twice
    at = 0
    for in_a, _ in pairs:
        at = a.index(in_a, at) + len(in_a)


def test_close_to_what_a_slow_comparison_finds() -> None:
    rng = random.Random(5)
    text = "".join(article(rng, 2)[1])
    other = changed(rng, [text], 0.02)[0]
    slow = [tag for tag, *_ in SequenceMatcher(None, text, other, autojunk=False).get_opcodes() if tag == "replace"]
    assert abs(len(replaced(text, other)) - len(slow)) <= 2


def test_numbers() -> None:
    a = content_of("", ["共123人，2023年5月6日，编号77。"])
    b = content_of("", ["共456人，2023年7月8日，编号99。"])
    assert numbers_differ(a, b, 0.1)
    assert not numbers_differ(a, a, 0.1)
    one = content_of("", ["共124人，2023年5月6日，编号77。"])
    assert not numbers_differ(a, one, 0.1), "one may be a correction"
    more = content_of("", ["共123人，2023年5月6日，编号77。6月1日报道，电话020。"])
    assert not numbers_differ(a, more, 0.1), "what was added is in the place of nothing"
    assert not numbers_differ(a, b, 0.9), "where all the text differs numbers say nothing"
    years = "2023年" * 9
    assert numbers_differ(content_of("", [years + "12号34件"]), content_of("", [years + "56号78件"]), 0.0)
    listed = content_of("", ["1.第一", "2.第二", "3.第三"]), content_of("", ["4.第一", "5.第二", "6.第三"])
    assert not numbers_differ(*listed, 0.0)


def test_names() -> None:
    a = content_of("关于准予甲乙协会登记的批复", ["准予甲乙协会登记。"])
    b = content_of("关于准予丙丁学会登记的批复", ["准予丙丁学会登记。"])
    assert names_differ(a, b)
    assert not names_differ(a, content_of("关于准予丙丁学会登记的批复", ["准予甲乙协会登记。"]))
    assert not names_differ(a, content_of("甲乙协会获准登记", ["准予甲乙协会登记。"]))


def test_slots() -> None:
    text = FRAME.format("甲乙", "丙丁", "戊己")
    assert slots_differ(content_of("", [text]), content_of("", [FRAME.format("庚辛", "壬癸", "子丑")]))
    assert slots_differ(
        content_of("", [FRAME.format("甲乙", "12", "")]), content_of("", [FRAME.format("丙丁", "3", "")])
    )
    assert not slots_differ(content_of("", [text]), content_of("", [FRAME.format("甲乙", "壬癸", "子丑")]))
    assert not slots_differ(content_of("", [text]), content_of("", [FRAME.format("", "", "")]))
    rng = random.Random(9)
    body = article(rng)[1]
    assert not slots_differ(content_of("", body), content_of("", changed(rng, body, 0.03)))
