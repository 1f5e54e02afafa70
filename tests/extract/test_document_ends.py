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
