"""Text of articles is data: nothing of it runs in a real browser, on our pages and on datasette's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from chromium import Tab
from hostile import hostile_dataset
from playwright.sync_api import Response
from serving import Served, serving
from webhostile import ADDRESSES, ATTACK

from gdmzt_crawler.store.schema import TABLES, VIEWS

OURS = (
    "/",
    "/article/1",
    "/article/2",
    "/article/3",
    "/article/1/revisions",
    "/columns",
    "/column/1",
    "/sources",
    "/source/1",
    "/runs",
    "/run/1",
    "/health",
    "/search?q=" + quote("养老"),
    "/search?q=" + quote(ATTACK),
)
DATASETTES = (
    "/news",
    *(f"/news/{thing.name}" for thing in (*TABLES, *VIEWS) if not thing.name.startswith("_")),
    *(f"/news/{row}" for row in ("articles/1", "sites/gdmzt", "columns/1", "sources/1", "issues/1", "entries/1")),
    "/news/images/1,2",
    "/news/articles?_search=" + quote("养老"),
    "/news/articles?title__contains=" + quote(ATTACK),
    "/-/search?q=" + quote("养老"),
    "/news?sql=" + quote("select title, text, url from articles"),
    "/news?sql=" + quote(f"select '{ATTACK}"),
)
REFUSED = ("/article/" + quote(ATTACK, safe=""), "/news/" + quote(ATTACK, safe=""), "/" + quote(ATTACK, safe=""))
FILES = (
    "/news/articles.json",
    "/news/articles.csv",
    "/news/articles/1.json",
    "/news.json?sql=select+title+from+articles",
)
ALIVE = """() => ({
  scripts: [...document.scripts].filter(s => !s.src && s.type !== 'application/json').map(s => s.outerHTML),
  handlers: [...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => a.name.startsWith('on')))
    .map(e => e.outerHTML.slice(0, 200)),
  links: [...document.querySelectorAll('[href], [src], [action], [formaction], [srcset]')]
    .map(e => e.getAttribute('href') ?? e.getAttribute('src') ?? e.getAttribute('action') ?? '')
    .filter(a => /^[\\s\\x00-\\x1f]*(javascript|data|vbscript):/i.test(a)),
  frames: document.querySelectorAll('iframe, object, embed, base, meta[http-equiv=refresh]').length,
  counted: document.body.innerText.includes('1337'),
})"""
"""What could run, or send the reader somewhere; 1337 is what a template would make of the sum in the attack."""
DEAD = {"scripts": [], "handlers": [], "links": [], "frames": 0, "counted": False}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path: Path = hostile_dataset(tmp_path_factory.mktemp("hostile") / "news.db")
    with serving(path) as server:
        yield server


def visit(tab: Tab, served: Served, path: str) -> Response:
    """Go there; the answer of the page itself. What the browser says of a wrong status is no finding."""
    answer = tab.page.goto(served.address.rstrip("/") + path)
    assert answer is not None
    tab.errors[:] = [error for error in tab.errors if "Failed to load resource" not in error]
    return answer


def assert_dead(tab: Tab) -> None:
    assert tab.page.evaluate(ALIVE) == DEAD, tab.page.url
    tab.assert_quiet()


def canned(served: Served) -> list[str]:
    return [f"/news/{query['name']}" for query in served.json("/news.json")["queries"]]


def test_nothing_runs_on_our_pages(tab: Tab, hostile: Served) -> None:
    for path in OURS:
        assert visit(tab, hostile, path).status == 200, path
        assert_dead(tab)
        assert ATTACK[:30] in tab.page.inner_text("body"), path
        assert tab.width_to_spare() >= 0, path


def test_nothing_runs_on_the_pages_of_datasette(tab: Tab, hostile: Served) -> None:
    for path in (*DATASETTES, *canned(hostile)):
        status = visit(tab, hostile, path).status
        assert status == (400 if "select%20%27" in path else 200), path
        assert_dead(tab)


def test_nothing_of_a_refused_address_runs(tab: Tab, hostile: Served) -> None:
    for path in REFUSED:
        assert visit(tab, hostile, path).status == 404, path
        assert_dead(tab)


def test_what_is_no_page_is_not_taken_for_one(tab: Tab, hostile: Served) -> None:
    for path in FILES:
        answer = visit(tab, hostile, path)
        assert answer.headers["content-type"].split(";")[0] in {"application/json", "text/plain", "text/csv"}, path
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert tab.ran() == []


def test_every_answer_carries_the_policy(tab: Tab, hostile: Served) -> None:
    answers: list[Response] = []
    tab.page.on("response", lambda answer: answers.append(answer))
    for path in (
        "/",
        "/article/1",
        "/news/articles",
        "/news?sql=select+1",
        "/nowhere",
        "/news/articles.json",
        "/robots.txt",
    ):
        visit(tab, hostile, path)
    for answer in answers:
        policy = answer.headers.get("content-security-policy", "")
        assert "default-src 'none'" in policy, answer.url
        assert "script-src 'self'" in policy, answer.url
        assert "'unsafe-eval'" not in policy
        assert "script-src 'self' 'unsafe-inline'" not in policy
    assert len(answers) > 10


def test_the_policy_stops_what_would_slip_through(tab: Tab, hostile: Served) -> None:
    """Were a template ever to let markup pass, it still would not run."""
    visit(tab, hostile, "/article/1")
    tab.page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=\"/nowhere.png\" onerror=\"__ran.push(9)\">')"
    )
    tab.page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: '__ran.push(8)'}))")
    tab.page.wait_for_timeout(300)
    assert tab.ran() == []
    assert any("Content Security Policy" in error for error in tab.errors)


def test_addresses_that_are_none_are_shown_as_text(tab: Tab, hostile: Served) -> None:
    visit(tab, hostile, "/article/1")
    text = tab.page.inner_text("main")
    for address in ADDRESSES:
        if not address.startswith("http"):
            assert address.strip() in text, address
    followed = tab.page.eval_on_selector_all("main a", "links => links.map(link => link.protocol)")
    assert set(followed) == {"http:"}


def test_the_reader_may_click_and_point_anywhere(tab: Tab, hostile: Served) -> None:
    visit(tab, hostile, "/article/1")
    here = tab.page.url
    for place in tab.page.locator("main summary, main figure, main h1").all():
        place.hover()
        place.click()
    assert tab.page.url == here
    assert_dead(tab)
