"""Every field of every fixture folder (`fixtures/<site>/<case>/`) is a test of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from gdmzt_crawler import Article, Listing, NotAListing, NotAnArticle, extract_article, extract_listing
from gdmzt_crawler.models import Image, Paragraph

FIXTURES = Path(__file__).parent / "fixtures"
CASES = sorted(str(path.parent.relative_to(FIXTURES)) for path in FIXTURES.glob("*/*/meta.json"))
OURS = {"gdmzt", "drc", "gdjyj", "qb", "generic", "hostile"}


def read(case: str, name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FIXTURES / case / name).read_text("utf-8"))
    return loaded


@cache
def result(case: str, definition: str | None) -> Article | Listing | NotAnArticle | NotAListing:
    meta = read(case, "meta.json")
    extract: Callable[..., Article | Listing] = extract_article if meta["kind"] == "article" else extract_listing
    body = (FIXTURES / case / "page.html").read_bytes()
    try:
        return extract(body, meta["url"], content_type=meta["content_type"], definition=definition)
    except (NotAnArticle, NotAListing) as error:
        return error


def images(article: Article) -> list[dict[str, object]]:
    """Images with the number of paragraphs before each."""
    found, paragraphs = [], 0
    for block in article.blocks:
        if isinstance(block, Paragraph):
            paragraphs += 1
        elif isinstance(block, Image):
            found.append({"url": block.url, "alt": block.alt, "caption": block.caption, "after": paragraphs})
    return found


def article_field(article: Article, name: str) -> object:
    if name == "paragraphs":
        return [{"kind": p.kind, "text": p.text} for p in article.paragraphs]
    if name == "images":
        return images(article)
    if name == "attachments":
        return [{"url": a.url, "name": a.name} for a in article.attachments]
    return article.to_dict()[name]


def actual(case: str, name: str, definition: str | None) -> object:
    found = result(case, definition)
    if name == "raises":
        return type(found).__name__
    if name == "kind":
        return getattr(found, "kind", found)
    if isinstance(found, NotAnArticle | NotAListing):
        pytest.fail(f"{type(found).__name__} ({found.kind}): {found}")
    return article_field(found, name) if isinstance(found, Article) else found.to_dict()[name]


FIELDS = [(case, name) for case in CASES for name in read(case, "expected.json")]


@pytest.mark.parametrize(("case", "name"), FIELDS, ids=[f"{case}:{name}" for case, name in FIELDS])
def test_field(case: str, name: str) -> None:
    assert actual(case, name, "auto") == read(case, "expected.json")[name]


GENERIC = [(c, n) for c, n in FIELDS if read(c, "meta.json")["site"] is not None and n != "published_at_from"]


@pytest.mark.parametrize(("case", "name"), GENERIC, ids=[f"{case}:{name}" for case, name in GENERIC])
def test_field_without_a_definition(case: str, name: str) -> None:
    assert actual(case, name, None) == read(case, "expected.json")[name]


@pytest.mark.parametrize("case", CASES)
def test_a_fixture_says_what_it_is_for(case: str) -> None:
    meta, expected = read(case, "meta.json"), read(case, "expected.json")
    assert set(meta) == {"url", "kind", "site", "content_type", "note"}
    assert case.split("/")[0] in OURS
    assert len(meta["note"]) > 20
    if "raises" in expected:
        assert set(expected) == {"raises", "kind"}
    elif meta["kind"] == "listing":
        assert {"entries", "next_url", "last_page", "complete"} <= set(expected)
    else:
        assert {"title", "published", "source", "views", "paragraphs", "images", "attachments"} <= set(expected)


def test_every_shape_that_the_project_knows_has_a_fixture() -> None:
    assert {case.split("/")[0] for case in CASES} == OURS
    assert sum(case.startswith("gdmzt/seed-") for case in CASES) == 3
