from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from normalize_strategies import ANY_TEXT

from gdmzt_crawler.normalize.text import collapse, fold_nfkc, same_text, scrub, squash


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("　　民政　要闻 ", "民政 要闻"),
        ("a\u00a0\u2003b\r\n\tc", "a b c"),
        ("\u200b河源\u200d乡\ufeff情\u00ad报\u2060", "河源乡情报"),
        ("a \u200b b", "a b"),
        ("甲\x00\x07\x9f乙", "甲乙"),
        ("甲\ud800乙", "甲\ufffd乙"),
        ("（全角）：１２", "（全角）：１２"),
        ("", ""),
        (" \u200b ", ""),
    ],
)
def test_collapse(raw: str, expected: str) -> None:
    assert collapse(raw) == expected


def test_squash_makes_renderings_comparable() -> None:
    assert squash("１ 、“民政”（试 行）\n") == squash("1、“民政”(试行)") == "1、“民政”(试行)"
    assert squash("e\u200b\u0301") == "é"


def test_fold_is_half_width_and_keeps_single_blanks() -> None:
    assert fold_nfkc("来源　：　南方＋　客户端") == "来源 : 南方+ 客户端"


def test_scrub_keeps_white_space() -> None:
    assert scrub("a\n\u3000b\u200b\ud83d") == "a\n\u3000b\ufffd"


@given(ANY_TEXT)
def test_never_fails_is_idempotent_and_encodable(raw: str) -> None:
    for clean in (collapse, squash, fold_nfkc, scrub):
        once = clean(raw)
        assert clean(once) == once
        once.encode("utf-8")


@given(ANY_TEXT)
def test_no_white_space_is_left_but_single_blanks(raw: str) -> None:
    assert collapse(raw) == " ".join(collapse(raw).split())
    assert not any(char.isspace() for char in squash(raw))
    assert unicodedata.is_normalized("NFKC", squash(raw))
    assert squash(collapse(raw)) == squash(raw)


@given(ANY_TEXT, ANY_TEXT, st.sampled_from(["", "民", "政", "　民", "㈱", "\u200b政", "\u2f00", "一"]))
def test_texts_are_the_same_when_their_squashed_forms_are(a: str, b: str, start: str) -> None:
    for one, other in ((a, b), (start + a, a), (start + a, "民" + a), (start + a, "一" + b), (start, "一")):
        assert same_text(one, other) == (squash(one) == squash(other))
