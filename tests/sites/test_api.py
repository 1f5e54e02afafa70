"""The API as a notebook meets it: what may be handed in, and what is told of the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import gdmzt_crawler
from gdmzt_crawler import extract_article, extract_listing

URL = "http://www.example.gov.cn/a/1.html"
PAGE = """<h1>示例市召开养老服务工作会议</h1><p>2024-01-02 来源：示例日报</p>
<p>各地学习了会议精神，很好，并将认真贯彻落实会议的各项要求。</p><p><img src="1.jpg"></p>"""


@pytest.mark.parametrize("body", [PAGE, PAGE.encode(), bytearray(PAGE.encode()), memoryview(PAGE.encode())])
def test_a_page_is_text_or_bytes_of_any_kind(body: Any) -> None:
    article = extract_article(body, URL)
    assert (article.title, [image.url for image in article.images]) == (
        "示例市召开养老服务工作会议",
        ["http://www.example.gov.cn/a/1.jpg"],
    )


@pytest.mark.parametrize("body", [Path("page.html"), None, 7])
def test_what_is_no_page_is_told(body: Any) -> None:
    for extract in (extract_article, extract_listing):
        with pytest.raises(TypeError, match="a bytes-like object is required, not"):
            extract(body, URL)


def test_without_an_address_relative_links_have_none() -> None:
    article = extract_article(PAGE, "")
    assert (article.url, article.images) == ("", ())


def test_names_are_completed_before_they_are_loaded() -> None:
    assert set(gdmzt_crawler.__all__) <= set(dir(gdmzt_crawler))
