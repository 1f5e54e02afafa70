"""The pages of the demo site hang together, and `expected()` says what is on them."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest

from gdmzt_crawler.demo.content import load_content
from gdmzt_crawler.demo.expected import ExpectedArticle
from gdmzt_crawler.demo.site import SITE_MAP, DemoSite

BASE = "http://127.0.0.1:8001"
SITE = DemoSite(BASE + "/")
EXPECTED = SITE.expected()
HTML_PAGES = sorted(path for path, page in SITE.pages().items() if page.content_type.startswith("text/html"))
LISTINGS = sorted(path for path in HTML_PAGES if re.search(r"/(mzyw|jcdt|tzgg)/index(_\d+)?\.html$", path))
SIGNATURES = {
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
    "gif": b"GIF89a",
    "pdf": b"%PDF-",
    "zip": b"PK",
    "doc": b"{\\rtf1",
}


def squash(text: str) -> str:
    return re.sub(r"[\s\u200b\ufeff]+", "", text)


def path_of(article: ExpectedArticle) -> str:
    return article.url.removeprefix(BASE)


@pytest.mark.parametrize("path", HTML_PAGES)
def test_every_page_parses_and_names_itself(path: str) -> None:
    page = SITE.pages()[path]
    root = lxml.html.document_fromstring(page.body.decode("utf-8"))
    assert root.findtext(".//title")
    assert "$" not in root.text_content()
    if page.status == 200 and "/mpost_" not in path:
        assert root.cssselect("body")


@pytest.mark.parametrize("path", LISTINGS)
def test_every_row_leads_somewhere_that_is_accounted_for(path: str) -> None:
    for link in lxml.html.document_fromstring(SITE.pages()[path].body.decode()).cssselect("ul.News_list a"):
        url = urljoin(BASE + path, link.get("href"))
        parts = urlsplit(url)
        if not url.startswith("javascript:") and parts.netloc == urlsplit(BASE).netloc:
            assert parts.path in SITE.pages() or EXPECTED.entries.get(url) == "failed"
        elif not url.startswith("javascript:"):
            assert EXPECTED.entries[url] == "external"


@pytest.mark.parametrize("path", LISTINGS)
def test_every_pager_link_leads_to_a_page(path: str) -> None:
    for link in lxml.html.document_fromstring(SITE.pages()[path].body.decode()).cssselect("div.page > a"):
        assert link.get("href").removeprefix(BASE) in SITE.pages()


def test_the_numbers_that_the_readme_gives() -> None:
    assert len(EXPECTED.articles) == 42
    assert [(c.path, c.pages, c.rows, c.complete) for c in EXPECTED.columns] == [
        ("/mzzx/mzyw/", 3, 18, True),
        ("/mzzx/jcdt/", 2, 13, True),
        ("/zwgk/tzgg/", 20, 20, False),
    ]
    assert sorted(EXPECTED.entries.values()) == ["disallowed", "external", "external", "external", "failed", "rejected"]
    assert EXPECTED.unlinked == 1
    assert len(EXPECTED.unreachable) == 3


def test_what_may_not_be_requested_can_be_had_so_that_a_request_would_be_seen() -> None:
    assert SITE_MAP in EXPECTED.never_requested
    for path in EXPECTED.never_requested:
        assert SITE.pages()[path].status == 200


@pytest.mark.parametrize("article", EXPECTED.articles, ids=lambda a: a.native_id)
@pytest.mark.parametrize("mobile", [False, True], ids=["desktop", "mobile"])
def test_what_is_expected_stands_on_the_page_in_order(article: ExpectedArticle, mobile: bool) -> None:
    path = path_of(article).replace("/post_", "/mpost_") if mobile else path_of(article)
    root = lxml.html.document_fromstring(SITE.pages()[path].body.decode())
    text = squash("".join(root.itertext()))
    position = text.index(squash("".join(article.title)))
    for paragraph in article.paragraphs:
        position = text.index(squash(paragraph.text.replace(" ", "")), position) + 1
    sources = [img.get("data-original") or img.get("src") for img in root.cssselect("img.nfw-cms-img")]
    assert sources == [placed.image.url for placed in article.images]
    links = root.cssselect("a.nfw-cms-attachment")
    assert [(a.text, a.get("href")) for a in links] == [(a.name, a.url or "javascript:;") for a in article.attachments]


@pytest.mark.parametrize("article", EXPECTED.articles, ids=lambda a: a.native_id)
def test_kinds_follow_the_written_rules(article: ExpectedArticle) -> None:
    paragraphs = article.paragraphs
    for number, paragraph in enumerate(paragraphs):
        if paragraph.kind == "heading":
            assert len(paragraph.text) <= 40
            assert paragraph.text[-1] not in "。！？；：，"
            assert len(paragraphs[number + 1].text) > len(paragraph.text)
        if paragraph.kind == "caption":
            assert len(paragraph.text) <= 60
            assert number in {placed.after_paragraph for placed in article.images}
    captions = [p.text for p in paragraphs if p.kind == "caption"]
    assert captions == [placed.image.caption for placed in article.images if placed.image.caption]


def test_ids_and_files_are_told_apart() -> None:
    own = [i.image.url for a in EXPECTED.articles for i in a.images if i.image.url.startswith(BASE)]
    own += [f.url for a in EXPECTED.articles for f in a.attachments if f.url]
    assert len(own) == len(set(own)) == 13
    assert len({SITE.pages()[url.removeprefix(BASE)].body for url in own}) == len(own)
    assert len(load_content().articles) == 45


@pytest.mark.parametrize("path", sorted(set(SITE.pages()) - set(HTML_PAGES)))
def test_files_are_what_their_names_say(path: str) -> None:
    body = SITE.pages()[path].body
    assert body.startswith(SIGNATURES.get(path.rpartition(".")[2], b""))
    assert len(body) < 2000


def test_the_day_is_past_and_after_the_rules_for_dates() -> None:
    assert all("2022-12" < article.published < "2025-07" for article in EXPECTED.articles)


def test_views_and_sources_cover_every_form() -> None:
    views = {a.native_id: a.views for a in EXPECTED.articles}
    assert views["4701876"] == 12000
    assert views["4699034"] == 3208
    assert [views[i] for i in ("4631120", "4700411", "4695120")] == [None, None, None]
    sources = {a.native_id: (a.source, a.source_from_head) for a in EXPECTED.articles}
    assert sources["4660777"] == ("湛江市示例区民政局", True)
    assert sources["4641003"] == (None, False)


def test_duplicates_point_at_the_earliest() -> None:
    pairs = {a.native_id: a.duplicate_of for a in EXPECTED.articles if a.duplicate_of}
    assert pairs == {"4572001": "4571200", "4689003": "4688991"}
    assert [a.native_id for a in EXPECTED.articles if a.near_duplicate_of] == ["4470033"]


def test_rows_say_where_an_article_is_listed() -> None:
    assert EXPECTED.article("4631120").columns == {
        "/mzzx/mzyw/": (EXPECTED.article("4631120").title, "2024-12-18"),
        "/mzzx/jcdt/": (EXPECTED.article("4631120").title, "2024-12-18"),
    }
    assert EXPECTED.article("4660777").columns["/mzzx/jcdt/"][1] == "2025-03-03"
    assert EXPECTED.article("4641003").columns["/mzzx/jcdt/"][1] is None
    assert EXPECTED.article("4571200").columns["/mzzx/mzyw/"][0].endswith("...")
    assert not EXPECTED.article("4655001").columns
    assert not EXPECTED.article("4683000").columns


def test_the_definition_names_what_the_site_has() -> None:
    definition = tomllib.loads((files("gdmzt_crawler.demo") / "demo.toml").read_text("utf-8"))
    columns = {c.path: c.name for c in load_content().columns}
    assert all(columns[c["path"]] == c["name"] for c in definition["columns"])
    assert definition["expect"]["min_articles"] == len(EXPECTED.articles)
    discovered = {c.path for c in EXPECTED.columns} - {c["path"] for c in definition["columns"]}
    assert discovered == {"/mzzx/jcdt/"}
    assert all(path.startswith(tuple(definition["crawl"]["discover"])) for path in discovered)
