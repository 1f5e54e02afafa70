"""Bytes are UTF-8 where every piece of them is, wherever the pieces part a character."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gdmzt_crawler.extract.encoding import _PIECE, decode

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
