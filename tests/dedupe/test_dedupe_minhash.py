"""Signatures: right in the mean, the same everywhere and for ever."""

from __future__ import annotations

import random
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st
from notices import article, changed

from gdmzt_crawler.dedupe.kernel import content_of, kernel_of
from gdmzt_crawler.dedupe.minhash import (
    BANDS,
    MIN_GRAMS,
    ROWS,
    SLOTS,
    bands,
    grams,
    jaccard,
    resemblance,
    signature,
)

TEXT = (
    "各地民政部门认真学习会议精神，把养老服务放在重要位置，加强基层治理，完善社会救助制度，"
    "提升服务能力和水平，推动民政事业高质量发展。"
)


def test_grams_are_those_of_the_text() -> None:
    assert len(grams("一二三四五六")) == 3
    assert grams("一二三四") == {int.from_bytes("一二三四".encode("utf-16-le"), "little")}
    assert grams("一二三") == grams("") == set()
    assert len(grams("一一一一一一一")) == 1
    assert grams("一二三四五六") & grams("零一二三四") == grams("一二三四")


@pytest.mark.parametrize("length", [46, 60, 120, 300, 800, 3000])
def test_the_estimate_is_right(length: int) -> None:
    rng = random.Random(length)
    errors = []
    for _ in range(60):
        a = kernel_of("".join(article(rng, 20)[1]))[:length]
        b = "".join(changed(rng, [a], rng.uniform(0.01, 0.1)))
        errors.append(jaccard(signature(a), signature(b)) - resemblance(grams(a), grams(b)))
    assert abs(statistics.mean(errors)) < 0.02
    assert statistics.pstdev(errors) < 0.05


def test_a_signature_is_of_the_set_of_grams() -> None:
    text = kernel_of(TEXT)
    assert grams(text * 2) == grams(text * 3)
    assert signature(text * 2) == signature(text * 3)
    assert len(signature(text)) == SLOTS
    assert all(0 <= value < 2**31 for value in signature(text))
    assert jaccard(signature(text), signature(text)) == 1.0


def slowly(kernel: str) -> tuple[int | None, ...]:
    """The same, gram by gram."""

    def mixed(word: int) -> int:
        word = ((word ^ word >> 29) & 0xFFFFFFFF) * 0xC2B2AE3D
        word = ((word ^ word >> 32) & 0xFFFFFFFF) * 0x27D4EB2F
        return (word ^ word >> 32) & 0xFFFFFFFF

    first = {mixed((gram & 0xFFFFFFFF) * 0x85EBCA77 ^ gram >> 32) for gram in grams(kernel)}
    slots: list[int | None] = [None] * SLOTS
    for turn in range(64):
        words = first if turn == 0 else {mixed(word + (turn * 0x9E3779B1 & 0xFFFFFFFF)) for word in first}
        for slot in range(SLOTS):
            values = [word for word in words if word % SLOTS == slot]
            if values and slots[slot] is None:
                slots[slot] = turn << 25 | min(values) >> 7
    return tuple(slots)


@pytest.mark.parametrize("length", [43, 50, 64, 300])
def test_as_computed_gram_by_gram(length: int) -> None:
    kernel = kernel_of("".join(article(random.Random(length), 9)[1]))[:length]
    assert signature(kernel) == slowly(kernel)


def test_short_texts_have_none() -> None:
    short = kernel_of(TEXT)[: MIN_GRAMS + 2]
    assert signature(short) == ()
    assert bands(()) == ()
    assert jaccard((), ()) == jaccard(signature(kernel_of(TEXT)), ()) == 0.0
    assert len(signature(kernel_of(TEXT)[: MIN_GRAMS + 3])) == SLOTS


def test_signatures_never_change() -> None:
    """They are stored: whoever changes them must raise VERSION and have the tables made anew."""
    found = signature(kernel_of(TEXT))
    assert (found[0], found[1], found[-1], sum(found)) == EXPECTED
    assert len(set(bands(found))) == BANDS
    assert bands(found)[0] == EXPECTED_BAND


EXPECTED = (183568157, 64003518, 14034278, 10204234038)
EXPECTED_BAND = 273011066052088733


def test_a_band_is_the_same_when_its_slots_are() -> None:
    found = signature(kernel_of(TEXT))
    other = (found[0] + 1, *found[1:ROWS], *found[ROWS:])
    assert [a == b for a, b in zip(bands(found), bands(other), strict=True)] == [False] + [True] * (BANDS - 1)
    assert bands(found[: BANDS * ROWS] + (0,) * (SLOTS - BANDS * ROWS)) == bands(found)


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    kernel = kernel_of(text)
    found = signature(kernel)
    assert len(found) in {0, SLOTS}
    assert len(bands(found)) in {0, BANDS}
    content = content_of(text, [text])
    assert content.text == kernel


def test_lone_surrogates_and_rare_characters() -> None:
    assert len(signature("𠮷野家" * 20 + kernel_of(TEXT) + "\ud800" * 5)) == SLOTS


def test_a_long_text_of_few_grams_has_the_signature_of_a_short_one() -> None:
    # gone through gram by gram, the longer one would take half a minute
    assert signature("天地玄黄" * 250_000) == signature("天地玄黄" * 20)
