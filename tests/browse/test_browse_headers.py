"""Every answer is safe: a policy without inline scripts or eval, nothing told of the machine."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from email.message import Message

import pytest
from serving import Served

from gdmzt_crawler.browse.headers import content_security_policy, lasting, with_safety

PAGES = ("/", "/columns", "/column/1", "/sources", "/source/1", "/runs", "/run/1", "/health", "/search?q=会议", "/news")
OF_DATASETTE = (
    "/news/article_list",
    "/news/articles",
    "/news/articles/1",
    "/news?sql=select+1",
    "/news/most_read",
    "/-/search?q=会议",
    "/-/dashboards",
    "/nowhere",
    "/article/999",
    "/news/nowhere",
)


def headers(served: Served, path: str) -> Message:
    address = served.address.rstrip("/") + urllib.request.quote(path, safe="/?=&+")  # type: ignore[attr-defined]
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.headers  # type: ignore[no-any-return]
    except urllib.error.HTTPError as error:
        return error.headers


def body(served: Served, path: str) -> str:
    address = served.address.rstrip("/") + urllib.request.quote(path, safe="/?=&+")  # type: ignore[attr-defined]
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return error.read().decode()


def policy(header: str) -> dict[str, list[str]]:
    return {name: values for name, *values in (part.split() for part in header.split(";"))}


@pytest.mark.parametrize(
    "path", [*PAGES, *OF_DATASETTE, "/news.json", "/robots.txt", "/assets/site.css", "/-/static/table.js"]
)
def test_every_answer_carries_the_policy(served: Served, path: str) -> None:
    found = headers(served, path)
    assert found.get_all("content-security-policy") == [content_security_policy()]
    assert (found["x-content-type-options"], found["referrer-policy"]) == ("nosniff", "no-referrer")
    assert found["x-robots-tag"] == "noindex, nofollow"


def test_the_policy_lets_nothing_run_but_our_files() -> None:
    found = policy(content_security_policy())
    assert found["default-src"] == ["'none'"]
    assert found["script-src"] == found["style-src"] == found["connect-src"] == found["form-action"] == ["'self'"]
    assert found["img-src"] == ["'self'", "data:"]
    assert found["frame-ancestors"] == found["base-uri"] == ["'none'"]
    assert policy(content_security_policy(images_from_source=True))["img-src"] == ["'self'", "data:", "https:", "http:"]


@pytest.mark.parametrize("path", [*PAGES, *OF_DATASETTE])
def test_no_page_has_a_script_or_style_of_its_own(served: Served, path: str) -> None:
    page = body(served, path)
    assert "<main" in page
    scripts = re.findall(r"<script\b([^>]*)>(.*?)</script>", page, re.DOTALL)
    assert scripts
    for attributes, text in scripts:
        assert not text.strip() or 'type="application/json"' in attributes, path
    assert "<style" not in page
    assert not re.findall(r"<[^>]*\son\w+=", page)


def test_robots_are_kept_out(served: Served) -> None:
    assert served.get("/robots.txt").split() == ["User-agent:", "*", "Disallow:", "/"]


@pytest.mark.parametrize("path", ["/-/databases", "/-/databases.json", "/-/threads.json", "/news.db"])
def test_nothing_is_told_of_the_machine(served: Served, path: str) -> None:
    assert served.status(path) in (403, 404)


def test_files_are_kept_and_another_content_has_another_address(served: Served) -> None:
    address = re.search(r'href="(/assets/site\.css\?[0-9a-f]{10})"', served.get("/"))
    assert address
    assert "immutable" in headers(served, address[1])["cache-control"]
    assert headers(served, "/-/static/table.js")["cache-control"] == "public, max-age=86400"
    assert "immutable" not in headers(served, "/")["cache-control"]
    assert headers(served, "/assets/nothing.css?1234567890")["cache-control"] is None
    assert lasting("/x/assets/site.css", b"1", "/x/")
    assert not lasting("/x/columns", b"1", "/x/")


def test_our_headers_take_the_place_of_others() -> None:
    found = with_safety([(b"X-Frame-Options", b"ALLOW"), (b"link", b"x")], [(b"x-frame-options", b"DENY")])
    assert found == [(b"link", b"x"), (b"x-frame-options", b"DENY")]
