from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from normalize_strategies import ANY_TEXT

from gdmzt_crawler.normalize.urls import absolute_url, canonical_path, canonical_url, is_http, path_of, same_site

BASE = "http://www.site.example/a/b/c.html"
URL_LIKE = st.text(st.sampled_from("htps:/\\.?#[]@%aA0 \t\n;=&{$\u3000中\ud800"), max_size=40)


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("x.html", "http://www.site.example/a/b/x.html"),
        ("../x.html", "http://www.site.example/a/x.html"),
        ("../../../x.html", "http://www.site.example/x.html"),
        (" \n/附件 1.doc\t", "http://www.site.example/附件%201.doc"),
        ("?id=1", "http://www.site.example/a/b/c.html?id=1"),
        ("//img.example/1.jpg", "http://img.example/1.jpg"),
        ("HTTPS://Other.example/A", "https://Other.example/A"),
        ("http:\\\\other.example\\a.doc", "http://other.example/a.doc"),
        ("..\\..\\up\\x.doc", "http://www.site.example/up/x.doc"),
        ("http:///other.example/a", "http://other.example/a"),
        ("http://other.example:8080/a/../b", "http://other.example:8080/b"),
        ("\u200bx.html", "http://www.site.example/a/b/x.html"),
        ("x\ud800.html", "http://www.site.example/a/b/x\ufffd.html"),
    ],
)
def test_resolves_as_a_browser_does(href: str, expected: str) -> None:
    assert absolute_url(href, BASE) == expected


@pytest.mark.parametrize(
    "href",
    [
        "",
        "  ",
        "#",
        "#top",
        "javascript:;",
        "JavaScript:void(0)",
        "java\nscript:alert(1)",
        "mailto:a@b.example",
        "tel:1",
        "about:blank",
        "data:image/png;base64,AA",
        "ftp://a.example/b",
        "C:\\a.doc",
        "${url}",
        "{{href}}",
        "http://",
        "http://[::1",
        "http://[zz]/",
        "http://h.example:99999/",
        "http://h.example:ab/",
        "http://a b/",
        "http://%zz/",
    ],
)
def test_leads_nowhere(href: str) -> None:
    assert absolute_url(href, BASE) is None


def test_base_is_taken_as_it_is() -> None:
    assert absolute_url("../1.jpg", "http://h.example (saved)/a/b.html") == "http://h.example (saved)/1.jpg"
    assert absolute_url("1.jpg", "http://[::1") is None
    assert absolute_url("1.jpg", "") is None
    assert absolute_url("http://h.example/1.jpg", "") == "http://h.example/1.jpg"


@pytest.mark.parametrize(
    "twin",
    [
        "http://smzt.example/mzzx/mzyw/content/post_41.html",
        "https://SMZT.example:443/mzzx/mzyw/content/mpost_41.html#p2",
        "HTTP://smzt.example:80/mzzx/mzyw/content/post_41.html;jsessionid=AB12",
        " http://u:p@smzt.example./mzzx/mzyw/content/mpost_41.html\n",
    ],
)
def test_twins_are_one(twin: str) -> None:
    assert canonical_url(twin, scheme="http") == "http://smzt.example/mzzx/mzyw/content/post_41.html"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://h.example", "http://h.example/"),
        ("http://h.example/A/mindex.html", "http://h.example/A/index.html"),
        ("http://h.example/mindex_2.html", "http://h.example/index_2.html"),
        ("http://h.example/xmpost_1.html", "http://h.example/xmpost_1.html"),
        ("http://h.example:8080/?a=1&b=中", "http://h.example:8080/?a=1&b=%E4%B8%AD"),
        ("http://[::1]:8080/a", "http://[::1]:8080/a"),
        ("http://例子.example/路", "http://xn--fsqu00a.example/%E8%B7%AF"),
        ("no url", "no url"),
    ],
)
def test_canonical(url: str, expected: str) -> None:
    assert canonical_url(url) == expected


def test_small_questions() -> None:
    assert is_http(BASE)
    assert not is_http("/a")
    assert not is_http("http://")
    assert not is_http("ftp://h.example/")
    assert path_of("http://h.example/A/b.html?x") == "/A/b.html"
    assert path_of("http://h.example") == path_of("http://[") == "/"
    assert same_site("www.site.example", "SITE.example:80")
    assert same_site("m.site.example", "site.example")
    assert not same_site("smzt.gd.example", "www.gd.example")
    assert not same_site("127.0.0.1:8001", "127.0.0.1:8002")


@given(ANY_TEXT | URL_LIKE, ANY_TEXT | URL_LIKE | st.just(BASE))
def test_never_fails(href: str, base: str) -> None:
    url = absolute_url(href, base)
    if url is not None:
        assert url.startswith(("http://", "https://"))
        assert urlsplit(url).hostname
    canonical = canonical_url(href, scheme="https")
    assert canonical_url(canonical, scheme="https") == canonical
    canonical.encode("utf-8")
    is_http(href), path_of(href), same_site(href, base)


@given(ANY_TEXT | URL_LIKE)
def test_resolved_addresses_encode_and_resolve_to_themselves(href: str) -> None:
    url = absolute_url(href, BASE)
    if url is not None:
        url.encode("utf-8")
        assert absolute_url(url, BASE) == url


@pytest.mark.parametrize("spelling", ["/mzzx/要/", "/mzzx/%E8%A6%81/", "/mzzx/%e8%a6%81/", "/mzzx/%E8%a6%81/"])
def test_a_path_has_one_spelling(spelling: str) -> None:
    assert canonical_path(spelling) == "/mzzx/%E8%A6%81/"


@given(ANY_TEXT)
def test_the_spelling_of_a_path_is_its_own(path: str) -> None:
    once = canonical_path(path)
    assert once.isascii()
    assert canonical_path(once) == once
    assert path_of(canonical_url(f"http://x.example/{once}")) in {f"/{once}", once} or set(once) & set("?#;\\/")
