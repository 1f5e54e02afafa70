"""`</body>` and `</html>` in odd places: libxml2 drops or moves what follows them, a browser does not."""

from __future__ import annotations

import pytest
from lxml import etree

from gdmzt_crawler.extract.document import parse_document

URL = "http://www.example.gov.cn/a.html"
FIRST, LAST = "<p>第一段文字。</p>", "<p>最后一段文字，它在结束标记之后。</p>"
ENDS = ("</body></html>", "</body>\n</html>\n", "</BODY></HTML>", "</html>", "</body >", "")
EARLY = ("</body>", "</html>", "</body></html>", "</BODY>", "</Html >", "<div></body></div>")


def paragraphs(page: str) -> list[str]:
    document = parse_document(f"<html><head><title>标题</title></head><body>{page}".encode(), URL)
    assert document.body.tag == "body"
    return [etree.tostring(p, encoding="unicode", method="text", with_tail=False) for p in document.body.iter("p")]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("early", EARLY)
def test_text_behind_an_early_end_stays_in_the_body(early: str, end: str) -> None:
    assert paragraphs(FIRST + early + LAST + end) == ["第一段文字。", "最后一段文字，它在结束标记之后。"]


@pytest.mark.parametrize("end", ENDS)
def test_nothing_of_the_parser_is_left_in_the_tree(end: str) -> None:
    document = parse_document(f"<html><body><div>{FIRST}<span>末尾{end}".encode(), URL)
    assert [e.tag for e in document.body.iter()] == ["body", "div", "p", "span"]
    assert "gdmzt" not in etree.tostring(document.root, encoding="unicode")


@pytest.mark.parametrize("open_tag", ["<script>", "<style>", "<!--", "<textarea>", "<title>", "<a href='"])
def test_what_was_never_closed_holds_nothing_of_the_parser(open_tag: str) -> None:
    document = parse_document(f"<html><body>{FIRST}{open_tag} 未闭合 </body></html>".encode(), URL)
    assert "gdmzt" not in etree.tostring(document.root, encoding="unicode")
    assert next(document.body.iter("p")).text == "第一段文字。"


def test_an_end_tag_in_an_attribute_is_left_alone() -> None:
    document = parse_document(
        f"<html><body><p title='a</body>b'>文字</p>{FIRST * 20}</body></html>".encode(),
        URL,
    )
    assert next(document.body.iter("p")).get("title") == "a</body>b"
