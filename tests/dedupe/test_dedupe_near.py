"""Near-duplicates: reposts are found, cases of a template are not."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable

import pytest
from notices import TEMPLATES, WORDS, Written, article, changed, cut_off, day, person

from gdmzt_crawler.dedupe.kernel import Content, content_of
from gdmzt_crawler.dedupe.near import MAX_PARAGRAPHS, containment, keys_of, likeness, paragraph_hashes

BODY = ["各地民政部门学习了会议精神。", "会议要求，把养老服务放在重要位置，全省各地抓紧落实。"]


def found(later: Content, earlier: Content) -> float | None:
    """What a dataset would find: looked up, then compared."""
    return likeness(later, earlier) if keys_of(later) & keys_of(earlier) else None


def recall(repost: Callable[[random.Random, Written], Written], *, paragraphs: int | None = None) -> float:
    rng = random.Random(20261124)
    hits = 0
    for _ in range(200):
        original = article(rng, paragraphs)
        hits += found(content_of(*repost(rng, original)), content_of(*original)) is not None
    return hits / 200


def test_the_same_body_under_another_title() -> None:
    a, b = content_of("全省民政工作会议召开", BODY), content_of("要闻：民政会议在广州举行", BODY)
    assert found(a, b) == 1.0
    assert recall(lambda rng, it: (it[0][::-1], it[1])) == 1.0


@pytest.mark.parametrize(
    "body",
    [
        ["".join(BODY)],
        [*BODY[0].split("，"), *BODY[1].split("，")],
        [" ".join(BODY[0]), BODY[1].replace("，", ",").replace("。", "．")],
        ["“各地民政部门”学习了会议精神！", BODY[1]],
    ],
    ids=["one paragraph", "many", "width and blanks", "other marks"],
)
def test_layout_and_marks_do_not_count(body: list[str]) -> None:
    assert found(content_of("会议", BODY), content_of("会议", body)) == 1.0


def test_a_body_that_says_nothing_is_no_likeness() -> None:
    a, b = content_of("关于甲的公告", ["详见附件。"]), content_of("关于乙的公告", ["详见附件。"])
    assert likeness(a, b) is None
    assert not keys_of(a) & keys_of(b)
    assert likeness(content_of("甲", []), content_of("乙", [])) is None
    assert keys_of(content_of("甲", [])) == frozenset()


def test_reposts_with_changed_characters() -> None:
    assert recall(lambda rng, it: (it[0], changed(rng, it[1], 0.03))) >= 0.96
    assert recall(lambda rng, it: (it[0], changed(rng, it[1], 0.01))) >= 0.99


@pytest.mark.parametrize("share", [0.9, 0.7, 0.5, 0.3])
@pytest.mark.parametrize("paragraphs", [None, 2])
def test_reposts_that_were_cut_off(share: float, paragraphs: int | None) -> None:
    assert recall(lambda rng, it: (it[0], cut_off(it[1], share)), paragraphs=paragraphs) >= 0.98


def test_reposts_with_something_before_and_behind() -> None:
    def repost(rng: random.Random, it: Written) -> Written:
        head = f"本报讯（记者{person(rng)} 通讯员{person(rng)}）{day(rng)}消息，据省民政厅网站报道："
        return f"要闻：{it[0][:5]}", [head, *it[1], f"责任编辑：{person(rng)}，电话000-{rng.randint(1000, 9999)}"]

    assert recall(repost) == 1.0
    assert recall(repost, paragraphs=1) >= 0.98


def test_reposts_in_one_paragraph() -> None:
    assert recall(lambda rng, it: (it[0], ["".join(it[1])])) == 1.0


def test_other_articles_are_not_found() -> None:
    assert recall(lambda rng, _: article(rng)) == 0.0


@pytest.mark.parametrize("template", TEMPLATES)
def test_150_cases_of_a_template_are_150_articles(template: str) -> None:
    rng = random.Random(template)
    contents = [content_of(*TEMPLATES[template](rng)) for _ in range(150)]
    pairs = itertools.combinations(contents, 2)
    false = [(a.plain, b.plain) for a, b in pairs if a.text != b.text and likeness(b, a) is not None]
    assert false == []


def long_notice(name: str, numbers: str) -> Content:
    rng = random.Random(4)
    first, second, third = ("".join(rng.choices(WORDS, k=200)) for _ in range(3))
    a, b, c, d = numbers.split()
    body = [f"{name}有关事项：{first}，收到{a}件。", f"{second}，办结{b}件。", f"{third}，共{c}人{d}次。"]
    return content_of(f"关于{name}的公告", body)


def test_in_a_long_notice_one_name_or_all_numbers_tell_the_cases_apart() -> None:
    case = long_notice("甲乙协会", "12345 678 90123 456")
    assert likeness(long_notice("丙丁学会", "12345 678 90123 456"), case) is None, "another name"
    assert likeness(long_notice("甲乙协会", "54321 876 32109 654"), case) is None, "other numbers"
    corrected = likeness(long_notice("甲乙协会", "12345 678 90123 457"), case)
    assert corrected is not None, "one number corrected"
    assert corrected > 0.97


def test_a_repost_of_one_case_is_found_among_them() -> None:
    rng = random.Random(7)
    title, body = TEMPLATES["registration"](rng)
    assert likeness(content_of("转载：" + title, ["本网讯：", *body]), content_of(title, body)) is not None
    assert likeness(content_of(title, cut_off(body, 0.6)), content_of(title, body)) is not None


def test_a_corrected_number_is_the_same_article() -> None:
    rng = random.Random(3)
    title, body = article(rng)
    now = [*body, "全省共有1234人参加，其中56人获得表彰，活动持续到9月。"]
    then = [*body, "全省共有1235人参加，其中56人获得表彰，活动持续到9月。"]
    share = likeness(content_of(title, now), content_of(title, then))
    assert share is not None
    assert share > 0.9


def test_a_digest_is_no_duplicate_of_a_part_but_a_part_is_one_of_it() -> None:
    rng = random.Random(11)
    parts = [article(rng, 4) for _ in range(6)]
    digest = content_of("一周要闻", [text for _, body in parts for text in body])
    part = content_of(*parts[2])
    assert likeness(digest, part) is None
    assert found(part, digest) is not None


def test_containment_counts_characters() -> None:
    a = paragraph_hashes(["各地认真学习会议精神。", "会议。"])
    b = paragraph_hashes(["各地 认真学习“会议精神”", "别的话"])
    assert containment(a, b) == pytest.approx(10 / 12)
    assert containment(b, a) == pytest.approx(10 / 13)
    assert containment({}, b) == containment(a, {}) == 0.0
    assert paragraph_hashes(["", " ", "——"]) == {}


def test_keys_never_change() -> None:
    """They are stored: whoever changes them must raise `minhash.VERSION` and have the tables made anew."""
    rng = random.Random(1)
    keys = keys_of(content_of(*article(rng, 3)))
    assert all(-(2**63) <= key < 2**63 for key in keys)
    assert len(keys) == 3 + 2 + 16
    assert (min(keys), max(keys)) == EXPECTED


EXPECTED = (-8350731886849720315, 8596447331975704044)


def test_a_long_document_has_no_more_keys_than_others() -> None:
    rng = random.Random(2)
    title, body = article(rng, 400)
    keys = keys_of(content_of(title, body))
    assert len(keys) <= MAX_PARAGRAPHS + 2 + 16
    assert len(keys & keys_of(content_of(title, body[:150]))) > 1, "a part chooses the same paragraphs"
