"""Waits between attempts, and readings that cannot be believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from gdmzt_crawler.crawl.doubt import doubt
from gdmzt_crawler.crawl.retrying import GONE, PASSING, next_attempt
from gdmzt_crawler.models import Article, Attachment, Block, Image, Paragraph
from gdmzt_crawler.store.records import VisitRow

NOW = datetime(2025, 5, 20, 3, tzinfo=UTC)
TEXT = "各地民政部门认真学习了会议精神，研究部署下一阶段的各项工作任务，把养老服务和社会救助放在重要位置。" * 20
STORED = VisitRow(
    article_id=1,
    url="http://x.gov.cn/a/content/post_1.html",
    native_id="1",
    title="全省民政工作会议在广州召开",
    addresses=(),
    listed_title="全省民政工作会议在广州召开",
    listed_date=None,
    char_count=len(TEXT),
    parts=1,
    parser_version="",
    etag=None,
    last_modified=None,
    withdrawn=False,
    quarantined=False,
    doubted_fingerprint=None,
    failures=0,
)


def test_waits_grow_and_end() -> None:
    assert next_attempt(PASSING, 1, NOW) == (True, None)
    waits = [next_attempt(PASSING, failures, NOW) for failures in range(2, 6)]
    assert [again for again, _ in waits] == [True] * 4
    assert [at for _, at in waits] == sorted(str(at) for _, at in waits)
    assert next_attempt(PASSING, 6, NOW) == (False, None)
    assert next_attempt(GONE, 1, NOW) == (True, "2025-05-20T21:00:00Z")
    assert next_attempt((), 1, NOW) == (False, None)


def read(title: str = STORED.title, text: str = TEXT) -> Article:
    return Article(STORED.url, title, blocks=tuple(Paragraph(line) for line in text.split("\n") if line))


def shown(*blocks: Block) -> Article:
    return Article(STORED.url, STORED.title, blocks=blocks)


@pytest.mark.parametrize(
    "article",
    [
        read(),
        read(text=TEXT[:-40] + "以上内容已经更正。"),
        read(text=TEXT[: len(TEXT) // 5]),
        read(title="关于召开全省民政工作会议的通知（更新）"),
        read(title="图解新闻", text=TEXT),
        shown(Image("http://x.gov.cn/1.jpg"), Attachment("http://x.gov.cn/1.pdf", "全文.pdf")),
        shown(Paragraph("全文见附件。"), *[Attachment("http://x.gov.cn/1.pdf", "全文.pdf")] * 2),
    ],
    ids=["same", "edited", "shortened", "retitled", "renamed", "now a picture and a file", "now a file"],
)
def test_edits_are_believed(article: Article) -> None:
    assert doubt(STORED, article, lambda: TEXT) is None


@pytest.mark.parametrize(
    ("article", "words"),
    [
        (read(text=""), "is gone"),
        (read(text="请登录后查看。"), "are left of"),
        (
            read(title="招标公告", text="本项目采购办公家具一批，预算金额八十万元，欢迎供应商报名。" * 20),
            "another title",
        ),
    ],
    ids=["empty", "short", "another article"],
)
def test_faults_are_not(article: Article, words: str) -> None:
    reason = doubt(STORED, article, lambda: TEXT)
    assert reason is not None
    assert words in reason


def test_what_the_listing_says_is_believed() -> None:
    article = read(title="招标公告", text="本项目采购办公家具一批，预算金额八十万元，欢迎供应商报名。" * 20)
    assert doubt(replace(STORED, listed_title="招标公告"), article, lambda: TEXT) is None


def test_short_articles_may_become_anything() -> None:
    short = replace(STORED, char_count=60)
    assert doubt(short, read(text="更正。"), lambda: "更正。") is None
    assert doubt(short, read(text=""), lambda: "") is None
