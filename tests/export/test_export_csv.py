"""CSV: what RFC 4180 asks for, nothing that a spreadsheet would compute, and nothing lost."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gdmzt_crawler.export.csvfile import plain_text, safe_text, write_csv
from gdmzt_crawler.export.fields import FLAT

TEXTS = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("'=+-@\t\r\n\",＝＋－＠ \u3000"), max_size=30
)
FORMULA = tuple("=+-@＝＋－＠\t\r\n")


@given(TEXTS)
@example("=1+1")
@example("''=1")
@example(" \u3000=1")
def test_no_text_begins_a_formula_and_none_is_lost(text: str) -> None:
    safe = safe_text(text)
    assert not safe.lstrip().startswith(FORMULA)
    assert not safe.startswith(FORMULA)
    assert plain_text(safe) == text
    assert safe in (text, f"'{text}")


@given(TEXTS, TEXTS)
def test_two_texts_never_become_one(one: str, other: str) -> None:
    assert (safe_text(one) == safe_text(other)) == (one == other)


@pytest.mark.parametrize("text", ["普通标题", "3-5 月", "a=b", "'引号'", "（-）", ""])
def test_harmless_texts_are_left_alone(text: str) -> None:
    assert safe_text(text) == text


def written(**values: object) -> bytes:
    record = {field.name: [] if field.kind == "records" else None for field in FLAT} | {"text": ""} | values
    file = io.BytesIO()
    write_csv(file, [record])
    return file.getvalue()


@given(TEXTS, st.integers(-(2**63), 2**63 - 1), st.floats(0, 1))
def test_a_row_comes_back(text: str, number: int, share: float) -> None:
    body = written(title=text, view_count=number, duplicate_share=share, images=[{"alt": text}])
    (row,) = csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""))
    assert plain_text(row["title"]) == text
    assert (int(row["view_count"]), float(row["duplicate_share"])) == (number, share)
    assert row["images"].startswith('[{"alt":')


def test_the_bytes_are_as_excel_and_the_rfc_want_them() -> None:
    body = written(title='含"引号"，\n换行', view_count=-5)
    assert body.startswith(b"\xef\xbb\xbfid,site,")
    assert body.endswith(b"\r\n")
    header, row = body.decode("utf-8-sig").split("\r\n")[:2]
    assert ',"含""引号""，\n换行",' in row
    assert ",-5," in row
    assert header.count(",") == len(FLAT) - 1
