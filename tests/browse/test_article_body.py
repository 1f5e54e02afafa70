"""Blocks of an article in the order of its page, and what changed as passages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdmzt_crawler.browse.article.body import Block, blocks_of
from gdmzt_crawler.browse.article.changes import passages_of
from gdmzt_crawler.browse.article.moments import published
from gdmzt_crawler.store.difference import compare_texts

KINDS = ("paragraph", "heading", "caption", "table")


def paragraph(position: int, text: str, kind: str = "paragraph") -> dict[str, object]:
    return {"position": position, "kind": kind, "text": text}


def image(position: int, after: int, **more: object) -> dict[str, object]:
    base = {"position": position, "after_paragraph": after, "url": f"http://x.cn/img/{position}.jpg"}
    return {**base, "alt": None, "caption": None, **more}


def shape(blocks: list[Block]) -> list[tuple[str, object]]:
    return [(block.kind, block.picture.position if block.picture else block.rows or block.text) for block in blocks]


def test_images_stand_where_they_stood_and_captions_below_them() -> None:
    texts = [paragraph(1, "首段"), paragraph(2, "图1 会场", "caption"), paragraph(3, "小标题", "heading")]
    found = blocks_of(texts, [image(1, 0), image(2, 1), image(3, 3)])
    assert shape(found) == [("figure", 1), ("paragraph", "首段"), ("figure", 2), ("heading", "小标题"), ("figure", 3)]
    assert [block.text for block in found if block.kind == "figure"] == ["", "图1 会场", ""]


def test_a_caption_without_an_image_stays_a_line_and_rows_of_a_table_stay_together() -> None:
    texts = [
        paragraph(1, "（资料图）", "caption"),
        *(paragraph(n, f"行{n}", "table") for n in (2, 3)),
        paragraph(4, "末"),
    ]
    assert shape(blocks_of(texts, [])) == [("caption", "（资料图）"), ("rows", ["行2", "行3"]), ("paragraph", "末")]


@pytest.mark.parametrize(
    ("alt", "caption", "words"),
    [
        ("养老院的花园", None, "养老院的花园"),
        ("微信图片_20230617.jpg", "图1 会场", "图1 会场"),
        ("IMG.PNG", None, "图 7，原文没有文字说明 image 7, not described"),
        (None, None, "图 7，原文没有文字说明 image 7, not described"),
        (" ", "会场", "会场"),
    ],
)
def test_who_does_not_see_an_image_is_told_words_and_no_file_name(
    alt: str | None, caption: str | None, words: str
) -> None:
    (block,) = blocks_of([], [image(7, 0, alt=alt, caption=caption)])
    assert block.picture is not None
    assert block.picture.alt == words


@pytest.mark.parametrize(
    ("url", "name", "href"),
    [
        ("http://x.cn/a/%E5%9B%BE.jpg?x=1", "图.jpg", True),
        ("https://x.cn/", "https://x.cn/", True),
        ("javascript:alert(1)//x.jpg", "x.jpg", False),
        ("data:image/svg+xml,<svg onload=alert(1)>", "svg+xml,<svg onload=alert(1)>", False),
        ("http://[bad/x.png", "http://[bad/x.png", False),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str, name: str, href: bool) -> None:
    (block,) = blocks_of([], [image(1, 0, url=url)])
    assert block.picture is not None
    assert (block.picture.name, block.picture.href) == (name, url if href else None)


@given(
    st.lists(st.tuples(st.sampled_from(KINDS), st.text("养老服务ab ", min_size=1, max_size=5)), max_size=12),
    st.lists(st.integers(0, 14), max_size=6),
)
def test_nothing_is_lost_and_the_order_is_kept(texts: list[tuple[str, str]], places: list[int]) -> None:
    paragraphs = [paragraph(n, text, kind) for n, (kind, text) in enumerate(texts, 1)]
    images = [image(n, after) for n, after in enumerate(sorted(places), 1)]
    found = blocks_of(paragraphs, images)
    words = [text for block in found for text in (block.rows or ([block.text] if block.text else []))]
    assert words == [text for _, text in texts]
    assert [block.picture.position for block in found if block.picture] == list(range(1, len(images) + 1))


@given(st.lists(st.sampled_from(["甲。", "乙。", "丙丁。", "戊己庚。"]), max_size=12), st.integers(0, 12))
def test_passages_hold_every_line_and_fold_only_what_is_the_same(lines: list[str], place: int) -> None:
    before, after = "\n".join(lines), "\n".join([*lines[:place], "全新的一段文字。", *lines[place:]])
    compared = compare_texts(before, after)
    found = passages_of(compared)
    assert tuple(line for passage in found for line in passage.lines) == compared
    assert all(piece.kind == "same" for passage in found if passage.folded for line in passage.lines for piece in line)
    assert any(not passage.folded for passage in found)


@pytest.mark.parametrize(
    ("value", "precision", "shown"),
    [
        ("2023-06-07T18:40:33+08:00", "second", "2023年6月7日 18:40:33"),
        ("2023-06-07T18:40:00+08:00", "minute", "2023年6月7日 18:40"),
        ("2023-06-07", "day", "2023年6月7日"),
        (None, None, None),
    ],
)
def test_times_are_shown_as_precisely_as_they_are_known(value: str, precision: str, shown: str) -> None:
    assert published(value, precision) == shown
