"""Every field of every fixture folder (`fixtures/<site>/<case>/`) is a test of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from gdmzt_crawler import Article, Listing, NotAListing, NotAnArticle, extract_article, extract_listing, sites
from gdmzt_crawler.sites.definition import definition_for_host
from gdmzt_crawler.sites.fixtures import LISTING_FIELDS, NEEDED, fields_of

FIXTURES = Path(__file__).parent / "fixtures"
CASES = sorted(str(path.parent.relative_to(FIXTURES)) for path in FIXTURES.glob("*/*/meta.json"))
OF_NO_SITE = {"generic", "hostile"}
"""Folders of pages of no site, and of pages that lie."""


def read(case: str, name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FIXTURES / case / name).read_text("utf-8"))
    return loaded


@cache
def result(case: str, definition: str | None) -> Article | Listing | NotAnArticle | NotAListing:
    meta = read(case, "meta.json")
    extract: Callable[..., Article | Listing] = extract_article if meta["kind"] == "article" else extract_listing
    body = (FIXTURES / case / "page.html").read_bytes()
    try:
        return extract(body, meta["url"], content_type=meta.get("content_type"), definition=definition)
    except (NotAnArticle, NotAListing) as error:
        return error


def actual(case: str, name: str, definition: str | None) -> object:
    found = result(case, definition)
    if name == "raises":
        return type(found).__name__
    if name == "kind":
        return getattr(found, "kind", found)
    if isinstance(found, NotAnArticle | NotAListing):
        pytest.fail(f"{type(found).__name__} ({found.kind}): {found}")
    return fields_of(found)[name]


FIELDS = [(case, name) for case in CASES for name in read(case, "expected.json")]


@pytest.mark.parametrize(("case", "name"), FIELDS, ids=[f"{case}:{name}" for case, name in FIELDS])
def test_field(case: str, name: str) -> None:
    assert actual(case, name, "auto") == read(case, "expected.json")[name]


GENERIC = [(c, n) for c, n in FIELDS if read(c, "meta.json").get("generic") and n != "published_at_from"]


@pytest.mark.parametrize(("case", "name"), GENERIC, ids=[f"{case}:{name}" for case, name in GENERIC])
def test_field_without_a_definition(case: str, name: str) -> None:
    assert actual(case, name, None) == read(case, "expected.json")[name]


@pytest.mark.parametrize("case", CASES)
def test_a_fixture_says_what_it_is_for(case: str) -> None:
    meta, expected = read(case, "meta.json"), read(case, "expected.json")
    assert {"url", "kind", "site"} <= set(meta) <= {"url", "kind", "site", "content_type", "note", "generic"}
    if "raises" in expected:
        assert set(expected) == {"raises", "kind"}
    elif meta["kind"] == "listing":
        assert set(LISTING_FIELDS) <= set(expected)
    else:
        assert set(expected) >= NEEDED


@pytest.mark.parametrize("case", CASES)
def test_a_fixture_belongs_to_its_site(case: str) -> None:
    meta, folder = read(case, "meta.json"), case.split("/")[0]
    if meta["site"] is not None:
        owner = definition_for_host(urlsplit(meta["url"]).hostname)
        assert owner is not None
        assert owner.key == meta["site"], "its address says which definition reads it"
    assert folder in {meta["site"], *OF_NO_SITE}


def test_every_site_has_a_fixture() -> None:
    shipped = {path.stem for path in Path(sites.__file__).parent.glob("*.toml")}
    assert shipped | OF_NO_SITE <= {case.split("/")[0] for case in CASES}
    assert sum(case.startswith("gdmzt/seed-") for case in CASES) == 3
