from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gdmzt_crawler.normalize import text_kinds as kinds

LINES = {  # what a kind of line says, asked in full, and the question that looks for one character first
    "signed": (kinds._SIGNED, kinds._SIGNED.match, kinds.is_signed),
    "field": (kinds._FIELD, kinds._FIELD.match, kinds.is_field),
    "saluted": (kinds._SALUTED, kinds._SALUTED.search, kinds.is_saluted),
    "dated": (kinds._DATED, kinds._DATED.search, kinds.is_dated),
    "reporter": (kinds._BY_REPORTER, kinds._BY_REPORTER.search, kinds.is_reported),
    "file number": (kinds._FILE_NUMBER, kinds._FILE_NUMBER.search, kinds.is_file_number),
    "address": (kinds._ADDRESS, kinds._ADDRESS.search, kinds.is_reported),
}


@pytest.mark.parametrize("kind", LINES)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_the_quick_question_misses_no_line(kind: str, data: st.DataObject) -> None:
    pattern, in_full, quick = LINES[kind]
    line = " ".join(data.draw(st.from_regex(pattern)).split())[: kinds.CAPTION_LONGEST]
    if in_full(line):
        assert quick(line)
        assert not kinds.looks_like_heading(line)
