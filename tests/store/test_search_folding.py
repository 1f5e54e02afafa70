"""What counts as the same text, and where it stands in the original."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from opencc import OpenCC
from search_texts import paragraphs, texts

from gdmzt_crawler.store.search.folding import fold, fold_all, folded_with_places

IGNORED = {"Cc", "Cf", "Cs", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "Sc", "Sk", "Sm", "Zl", "Zp", "Zs"}
SELECTORS = {0x34F, 0x180B, 0x180C, 0x180D, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
T2S = OpenCC("t2s")


def plainly(text: str) -> str:
    """The rule, character by character, as slow as it may be."""
    text = unicodedata.normalize("NFKC", text).casefold()
    kept = (c for c in text if unicodedata.category(c) not in IGNORED and ord(c) not in SELECTORS)
    return "".join(T2S.convert(T2S.convert(c)) for c in kept)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("臺灣、廣東：養老服務", "台湾广东养老服务"),
        ("ＣＯＶＩＤ－１９ 第１２期", "covid19第12期"),
        ("“五社联动”（试点）", "五社联动试点"),
        ("2023年6月17日 18:40", "2023年6月17日1840"),
        ("㎡ ℃ ½ ① Ⅷ ㈠", "m2°c121viii一"),
        ("Straße ΣΊΣΥΦΟΣ", "strasseσίσυφοσ"),
        ("e\u0301tude étude", "étudeétude"),
        ("葛\U000e0100城", "葛城"),
        ("👍🏽★", "👍★"),
        ("𠮷野家，乾隆", "𠮷野家干隆"),
        ("。，　\u200b\x00\ud800", ""),
        ("", ""),
    ],
)
def test_what_counts(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(paragraphs)
@settings(max_examples=400, deadline=None)
def test_the_quick_way_is_the_plain_rule(paragraph: str) -> None:
    assert fold(paragraph) == plainly(paragraph)


@given(texts)
@settings(max_examples=200, deadline=None)
def test_a_whole_text_is_folded_paragraph_by_paragraph(text: str) -> None:
    assert fold_all(text) == [plainly(paragraph) for paragraph in text.split("\n")]


def test_a_line_break_does_not_count() -> None:
    assert fold("养老\n服务") == "养老服务"
    assert fold("\n") == ""


@given(paragraphs)
@settings(max_examples=400, deadline=None)
def test_every_folded_character_knows_where_it_stands(paragraph: str) -> None:
    folded, places = folded_with_places(paragraph)
    assert folded == fold(paragraph)
    assert len(places) == len(folded)
    assert all(before[0] <= after[0] and before[1] <= after[1] for before, after in pairwise(places))
    assert all(letter in fold(paragraph[slice(*place)]) for letter, place in zip(folded, places, strict=True))


def test_every_traditional_character_of_opencc_is_known() -> None:
    letters = [chr(code) for first, end in ((0x3400, 0xA000), (0x20000, 0x31350)) for code in range(first, end)]
    simple = T2S.convert("\n".join(letters)).split("\n")
    pairs = zip(letters, simple, strict=True)
    assert [letter for letter, other in pairs if fold(letter) != fold(other)] == []
    assert sum(fold(letter) != letter for letter in letters) > 4000
