"""Bytes are UTF-8 where every piece of them is; what a page calls itself counts where they are damaged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdmzt_crawler.extract.encoding import _PIECE, decode

TEXT = "民政厅召开工作会议，部署下一阶段工作。"

LETTERS = ("中".encode(), "😀".encode(), "é".encode(), b"a")


@given(st.integers(-4, 1), st.sampled_from(LETTERS), st.integers(0, 3))
def test_a_character_over_the_edge_of_a_piece(shift: int, letter: bytes, cut: int) -> None:
    body = b"x" * (_PIECE + shift) + letter * 3 + "页".encode() * _PIECE
    assert decode(body).encoding == "utf-8"
    broken = body[: len(body) - cut]
    assert decode(broken).encoding == "utf-8"
    assert (decode(broken).data == broken) is (cut in (0, 3))


@given(st.integers(0, 3 * _PIECE))
def test_gb18030_is_told_in_any_piece(place: int) -> None:
    body = b"x" * place + "民政厅召开会议".encode("gb18030") + b"x" * (3 * _PIECE - place)
    assert decode(body).encoding == "gb18030"


SURROGATE = b"\xed\xa0\x80"


@pytest.mark.parametrize(
    ("label", "times", "encoding"),
    [("utf-8", 1, "utf-8"), ("utf-8", 8, "utf-8"), ("gb2312", 8, "gb18030"), ("utf-8", 200, "gb18030")],
)
def test_damage_is_borne_by_a_page_that_calls_itself_utf8(label: str, times: int, encoding: str) -> None:
    meta = f'<meta charset="{label}">'.encode()
    assert decode(meta + TEXT.encode() * 5 + SURROGATE * times).encoding == encoding


def test_gb18030_that_calls_itself_utf8_is_gb18030() -> None:
    body = b'<meta charset="utf-8">' + TEXT.encode("gb18030")
    assert (decode(body).encoding, TEXT in decode(body).data.decode()) == ("gb18030", True)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_in_front(encoding: str) -> None:
    page = f"<html><title>{TEXT}</title>"
    decoded = decode(page.encode(encoding))
    assert (decoded.encoding, decoded.data.decode()) == (encoding, page)
