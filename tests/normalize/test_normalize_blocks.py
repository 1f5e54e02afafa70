from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from normalize_strategies import ANY_TEXT

from gdmzt_crawler.models import Attachment, Image, Paragraph, RawBlock
from gdmzt_crawler.normalize.blocks import classify_blocks

BASE = "http://www.site.example/a/content/post_1.html"
LONG = "社会组织是经济建设和社会发展的重要力量，在服务高质量发展中的作用日益凸显，各地要高度重视，抓好落实。"


def text(value: str, *, centred: bool = False) -> RawBlock:
    return RawBlock("text", value, centred=centred)


def image(url: str = "1.jpg", alt: str = "") -> RawBlock:
    return RawBlock("image", alt, url=url)


def kinds(*blocks: RawBlock) -> list[str]:
    return [b.kind for b in classify_blocks(blocks, BASE) if isinstance(b, Paragraph)]


@pytest.mark.parametrize(
    "heading",
    [
        "百家行业协会商会发起十大行动倡议",
        "一、总体要求",
        "（一）工作目标",
        "第一章 总则",
        "【工作动态】",
        "活化传统建筑，老街小巷焕新",
        "走进社区（第二期）",
        "2023年工作回顾",
        "某地：新规下月施行",
        "老" * 40,
    ],
)
def test_a_short_line_without_a_stop_before_a_longer_paragraph_is_a_heading(heading: str) -> None:
    assert kinds(text(heading), text(LONG)) == ["heading", "paragraph"]
    assert kinds(text(heading), image(), text("图为现场。某人 摄"), text(LONG)) == ["heading", "caption", "paragraph"]


@pytest.mark.parametrize(
    "line",
    [
        "会议指出：",
        "出席会议。",
        "怎么办理？",
        "他说：“好。”",
        "第一、",
        "未完……",
        "老" * 41,
        "2023年6月17日",
        "广东省某厅 2023年6月17日",
        "二〇二三年六月十七日",
        "6月17日",
        "（2023年6月17日）",
        "尊敬的各位来宾",
        "各位代表",
        "女士们、先生们",
        "同志们",
        "（记者 甲乙）",
        "某社记者 甲乙",
        "通讯员 甲乙",
        "文/甲乙",
        "附件1",
        "附件：1.名单",
        "联系人：甲乙",
        "地  址：某路1号",
        "主办单位：某馆",
        "某民发〔2023〕12号",
        "http://www.site.example/",
        "12345",
        "——",
        "甲",
    ],
)
def test_lines_that_are_no_heading(line: str) -> None:
    assert kinds(text(line), text(LONG)) == ["paragraph", "paragraph"]


def test_a_heading_needs_a_longer_paragraph_behind_it() -> None:
    assert kinds(text("一、总体要求")) == ["paragraph"]
    assert kinds(text("一、总体要求"), text("从简。")) == ["paragraph", "paragraph"]
    assert kinds(text("总则"), text("张三李四"), text("王五赵六钱七")) == ["paragraph"] * 3
    assert kinds(
        text("一、总体要求"),
        RawBlock("table", "序号 名称 金额 备注 一二三四五六七八九十 一二三四五六七八九十 一二三四五六七八"),
    ) == [
        "paragraph",
        "table",
    ]


def test_an_office_above_a_date_signs() -> None:
    assert kinds(text(LONG), text("广东省某厅"), text("2023年6月17日")) == ["paragraph"] * 3
    assert (
        kinds(text("广东省某厅"), text("联系人：甲乙，电话：020-12345678，地址：某市某区某路某号某大厦某楼"))
        == ["paragraph"] * 2
    )


@pytest.mark.parametrize(
    "caption",
    [
        "图为会议现场。",
        "图1 流程",
        "▲合影",
        "活动现场 甲乙 摄",
        "代表发言（甲乙摄）",
        "通讯员供图",
        "（图片来源：某网）",
        "甲乙摄影",
    ],
)
def test_captions_by_their_words(caption: str) -> None:
    assert kinds(image(), text(caption), text(LONG)) == ["caption", "paragraph"]
    assert kinds(text(caption), image(), text(LONG))[0] != "caption"
    assert kinds(image(), text(LONG), text(caption)) == ["paragraph", "paragraph"]


def test_captions_by_their_place() -> None:
    assert kinds(image(), text("活动现场", centred=True), text(LONG)) == ["caption", "paragraph"]
    assert kinds(image(), text("活动现场", centred=True), text(LONG, centred=True)) == ["heading", "paragraph"]
    assert kinds(image(), text("活动现场"), text(LONG)) == ["heading", "paragraph"]
    assert kinds(image(), text("长" * 61, centred=True), text(LONG)) == ["paragraph", "paragraph"]
    assert kinds(image(), text("一、活动现场", centred=True), text(LONG)) == ["heading", "paragraph"]


@pytest.mark.parametrize("line", ["图书馆举办阅读活动", "长" * 58 + "甲乙摄"])
def test_lines_after_an_image_that_are_no_caption(line: str) -> None:
    assert "caption" not in kinds(image(), text(line), text(LONG))


def test_a_caption_is_put_on_the_images_directly_before_it() -> None:
    blocks = classify_blocks(
        [image("1.jpg"), text(LONG), image("2.jpg"), image("3.jpg"), text(" "), text("▲合影"), image("4.jpg")], BASE
    )
    assert [b.caption for b in blocks if isinstance(b, Image)] == [None, "▲合影", "▲合影", None]
    assert Paragraph("▲合影", "caption") in blocks


def test_images_are_absolute_and_keep_their_order() -> None:
    blocks = classify_blocks(
        [
            image("../1.jpg", "微信图片.jpg"),
            image("javascript:;"),
            RawBlock("image", url="//img.example/2.png", title="合影"),
            image(""),
        ],
        BASE,
    )
    assert blocks == (
        Image("http://www.site.example/a/1.jpg", "微信图片.jpg"),
        Image("http://img.example/2.png", "合影"),
    )


def test_attachments_once_each_and_by_name_where_only_a_script_knows() -> None:
    def file(name: str, url: str | None) -> RawBlock:
        return RawBlock("attachment", name, url=url)

    blocks = classify_blocks(
        [
            file("", "/f/%E8%A1%A8.doc"),
            file("附件1.pdf", "/f/1.pdf"),
            file("附件1.pdf", "/f/1.pdf"),
            file("附件1.pdf", "javascript:;"),
            file("附件2.pdf", "javascript:down(2)"),
            file("", None),
        ],
        BASE,
    )
    assert blocks == (
        Attachment("http://www.site.example/f/%E8%A1%A8.doc", "表.doc"),
        Attachment("http://www.site.example/f/1.pdf", "附件1.pdf"),
        Attachment(None, "附件2.pdf"),
    )


def test_texts_are_collapsed_and_empty_ones_dropped() -> None:
    blocks = classify_blocks(
        [text("　　甲\u200b　乙\n丙 "), text("\u3000\u200b"), RawBlock("table", "序号　名称\n\n1  甲")], BASE
    )
    assert blocks == (Paragraph("甲 乙 丙"), Paragraph("序号 名称", "table"), Paragraph("1 甲", "table"))


def test_the_seed_article(shared: Path) -> None:
    """Its three subheads and nothing else are headings (the text as SITE.md shows it: image names stand for images)."""
    lines = (
        (shared / "site" / "seed-article.txt")
        .read_text(encoding="utf-8")
        .split("打印页面")[1]
        .split("关闭窗口")[0]
        .splitlines()
    )
    raws = [image(line.strip()) if line.strip().endswith(".jpg") else text(line) for line in lines]
    blocks = classify_blocks(raws, BASE)
    assert [b.text for b in blocks if isinstance(b, Paragraph) and b.kind == "heading"] == [
        "百家行业协会商会发起助力广东高质量发展十大行动倡议",
        "省市区三级共建粤港澳大湾区社会组织高质量发展平台",
        "大湾区城市探索行业协会商会服务高质量发展有效模式",
    ]
    assert sum(isinstance(b, Image) for b in blocks) == 3
    assert {b.kind for b in blocks if isinstance(b, Paragraph)} == {"heading", "paragraph"}


RAW = st.builds(
    RawBlock,
    st.sampled_from(["text", "table", "image", "attachment"]),
    ANY_TEXT | st.sampled_from(["图1", "▲", "一、总则", LONG, "甲 摄"]),
    url=st.none() | ANY_TEXT | st.just("1.jpg"),
    centred=st.booleans(),
    title=ANY_TEXT,
)


@given(st.lists(RAW, max_size=12))
def test_never_fails_and_loses_no_text(raws: list[RawBlock]) -> None:
    blocks = classify_blocks(raws, BASE)
    again = [RawBlock("table" if b.kind == "table" else "text", b.text) for b in blocks if isinstance(b, Paragraph)]
    assert [b.text for b in classify_blocks(again, BASE) if isinstance(b, Paragraph)] == [r.text for r in again]
    for block in blocks:
        repr(block).encode("utf-8")
        assert not isinstance(block, Paragraph) or block.text


def test_time_grows_with_the_number_of_blocks_only() -> None:
    def seconds(n: int) -> float:
        raws = [text("一、总体要求"), image(), text("▲合影"), text(LONG)] * n
        start = time.process_time()
        classify_blocks(raws, BASE)
        return time.process_time() - start

    seconds(1000)
    small, large = min(seconds(1000) for _ in range(3)), min(seconds(10_000) for _ in range(3))
    assert large < 30 * small
