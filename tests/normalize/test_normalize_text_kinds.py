from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdmzt_crawler.normalize import text_kinds as kinds

LINES = [  # what a kind of line says, asked in full, and the quick question that is put first
    (kinds._SIGNED.match, kinds.is_signed, kinds._SIGNED),
    (kinds._FIELD.match, kinds.is_field, kinds._FIELD),
    (kinds._SALUTED.search, kinds.is_saluted, kinds._SALUTED),
    (kinds._DATED.search, kinds.is_dated, kinds._DATED),
    (kinds._BY_REPORTER.search, kinds.is_reported, kinds._BY_REPORTER),
    (kinds._ADDRESS.search, kinds.is_reported, kinds._ADDRESS),
]


@pytest.mark.parametrize(("in_full", "quick", "pattern"), LINES)
@given(data=st.data())
def test_the_quick_question_misses_no_line(
    in_full: Callable[[str], re.Match[str] | None],
    quick: Callable[[str], bool],
    pattern: re.Pattern[str],
    data: st.DataObject,
) -> None:
    line = " ".join(data.draw(st.from_regex(pattern)).split())[: kinds.CAPTION_LONGEST]
    if in_full(line):
        assert quick(line)
