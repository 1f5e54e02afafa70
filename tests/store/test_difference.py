"""What became of a text."""

from __future__ import annotations

import itertools
import time

from hypothesis import given
from hypothesis import strategies as st

from gdmzt_crawler.store.difference import Line, Piece, compare_strings, compare_texts

TEXTS = st.text(alphabet="会议召开，。养老\n服务12", max_size=60)


def side(lines: tuple[Line, ...], other: str) -> str:
    """One side of a comparison, without what only the `other` has."""
    kept = [[piece.text for piece in line if piece.kind != other] for line in lines]
    return "\n".join("".join(pieces) for line, pieces in zip(lines, kept, strict=True) if pieces or not line)


@given(TEXTS, TEXTS)
def test_both_sides_can_be_read_from_the_lines(before: str, after: str) -> None:
    lines = compare_texts(before, after)
    assert side(lines, "inserted").split("\n") == before.split("\n") or not before
    assert side(lines, "deleted").split("\n") == after.split("\n") or not after


@given(TEXTS, TEXTS)
def test_pieces_alternate_and_none_is_empty(before: str, after: str) -> None:
    line = compare_strings(before, after)
    assert all(piece.text for piece in line)
    assert all(one.kind != other.kind for one, other in itertools.pairwise(line))


def test_a_number_in_a_sentence() -> None:
    assert compare_strings("发放补贴120万元。", "发放补贴135万元。") == (
        Piece("same", "发放补贴1"),
        Piece("deleted", "20"),
        Piece("inserted", "35"),
        Piece("same", "万元。"),
    )


def test_a_lone_character_in_common_is_no_island() -> None:
    line = compare_strings("今年的计划已经完成", "明年又的打算还未完成")
    assert [piece.kind for piece in line] == ["deleted", "inserted", "same"]
    assert line[-1].text == "完成"


def test_paragraphs_added_edited_and_taken_out() -> None:
    before = "第一段说明会议的时间。\n第二段要被删去，一个字都不留。\n第三段说明会议的地点。"
    after = "第一段说明会议的时间。\n第三段说明会议的地点和参加人员。\n全新的一段。"
    lines = compare_texts(before, after)
    kinds = [[piece.kind for piece in line] for line in lines]
    assert kinds == [["same"], ["deleted"], ["same", "inserted", "same"], ["inserted"]]
    assert lines[2][1].text == "和参加人员"


def test_nothing_against_something() -> None:
    assert compare_texts("", "") == ()
    assert compare_texts("", "一段。") == ((Piece("inserted", "一段。"),),)
    assert compare_texts("一段。", "") == ((Piece("deleted", "一段。"),),)


def test_long_texts_are_compared_by_clauses_in_good_time() -> None:
    clauses = [f"第{n}条说明办理的程序和时限" for n in range(5_000)]
    changed = [*clauses[:2_000], "这一条换了", *clauses[2_001:]]
    began = time.thread_time()
    line = compare_strings("，".join(clauses), "，".join(changed))
    many = compare_texts("\n".join(clauses), "\n".join(f"{clause}改" for clause in clauses))
    assert time.thread_time() - began < 10
    assert [piece.kind for piece in line] == ["same", "deleted", "inserted", "same"]
    assert all([piece.kind for piece in each] == ["same", "inserted"] for each in many)
