"""What counts for a fingerprint and what does not."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdmzt_crawler.dedupe.fingerprint import essence, essences, fingerprint

TITLE = "全省民政工作会议召开"
BODY = ["会议强调：要做好“一老一小”工作（含2023年）。", "共100人参加。"]


@pytest.mark.parametrize(
    "body",
    [
        ["会议强调:要做好“一老一小”工作(含２０２３年)。", "共１００人参加。"],
        ["\u3000\u3000会议强调：要做好 “一老一小”\u00a0工作（含2023年）。\r\n", "\t共100人参加。 "],
        ["会议强调：要做好“一老一小”工作（含2023年）。共100人参加。"],
        ["会议强调：", "", "要做好“一老一小”工作（含2023年）。", "共100人参加。"],
        ["\ufeff会议强\u200b调：要做好“一老一小”工作（含2023年）。", "共100\u200d人参加\u00ad。\u200e"],
    ],
    ids=["width", "white space", "one paragraph", "more paragraphs", "invisible"],
)
def test_what_does_not_count(body: list[str]) -> None:
    assert fingerprint(TITLE, body) == fingerprint(TITLE, BODY)
    assert fingerprint(" ".join(TITLE), body) == fingerprint(TITLE, BODY)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (TITLE + "！", BODY),
        (TITLE, BODY[::-1]),
        (TITLE, BODY[:1]),
        (TITLE, [BODY[0], "共101人参加。"]),
        (TITLE, [BODY[0], "共100人参加！"]),
        (TITLE + BODY[0], BODY[1:]),
        ("", [TITLE, *BODY]),
    ],
    ids=["title", "order", "shorter", "number", "punctuation", "moved to the title", "no title"],
)
def test_what_counts(title: str, body: list[str]) -> None:
    assert fingerprint(title, body) != fingerprint(TITLE, BODY)


def test_the_form_is_fixed() -> None:
    # stored in datasets: another value here needs a migration; as `b2sum -l 128` makes it
    assert fingerprint("标题", ["正文。"]) == "159a4162622c2018ed81fc37e72ee46a"
    assert re.fullmatch("[0-9a-f]{32}", fingerprint("", []))


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_has_a_fingerprint_and_its_essence_is_plain_nfkc(text: str) -> None:
    assert len(fingerprint(text, [text, text])) == 32
    assert not any(letter.isspace() for letter in essence(text))
    visible = "".join(unicodedata.normalize("NFKC", text).split())
    if all(unicodedata.category(letter)[0] not in "CM" for letter in visible):
        assert essence(text) == visible


@given(st.lists(st.text("会议，。 \u3000\n12１２ａa", max_size=20), max_size=5), st.integers(0, 50))
def test_white_space_anywhere_changes_nothing(body: list[str], place: int) -> None:
    text = "".join(body)
    place = min(place, len(text))
    assert fingerprint("题", body) == fingerprint("题", [text[:place], "\u3000\n", text[place:]])


@given(
    st.lists(st.text(st.characters(exclude_characters="\n") | st.sampled_from("，：_ \u3000\u0301\u1161")), max_size=4)
)
def test_lines_are_reduced_at_once_as_they_are_one_by_one(lines: list[str]) -> None:
    assert essences("\n".join(lines)).split("\n") == ([essence(line) for line in lines] or [""])
