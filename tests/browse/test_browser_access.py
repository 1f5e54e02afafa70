"""Phone and desktop, light and dark, keyboard and screen reader, on our pages and on datasette's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from accessible import poor_contrast, shortcomings
from chromium import DESKTOP, PHONE, Browsing, Tab, open_tab
from playwright.sync_api import expect
from serving import Served

PAGES = (
    "/",
    "/article/1",
    "/article/6",
    "/article/13",
    "/article/17",
    "/article/9",
    "/article/21/revisions",
    "/columns",
    "/column/1",
    "/sources",
    "/source/1",
    "/runs",
    "/run/1",
    "/health",
    "/search",
    "/search?q=" + quote("养老"),
    "/demo/titles_changed",
    "/demo",
    "/demo/article_list",
    "/demo/articles",
    "/demo/articles/1",
    "/demo/monthly_counts?month=2025-06",
    "/demo?sql=" + quote("select id, title from articles"),
    "/demo?sql=" + quote("select nonsense"),
    "/nowhere",
)


@dataclass(frozen=True)
class Audit:
    """What was found wrong with one page."""

    poor_in_light: list[str]
    poor_in_dark: list[str]
    shortcomings: dict[str, list[object]]
    width_to_spare: int
    """On a phone."""


def settled(tab: Tab, served: Served, path: str) -> None:
    """Go there and wait for the charts."""
    tab.page.goto(served.address.rstrip("/") + path)
    drawn(tab)
    tab.errors[:] = [error for error in tab.errors if "Failed to load resource" not in error]


def drawn(tab: Tab) -> None:
    expect(tab.page.locator("figure[data-chart]:not([data-drawn])")).to_have_count(0)


@pytest.fixture(scope="module")
def audits(browsing: Browsing, demo_served: Served) -> dict[str, Audit]:
    """Every page, visited once."""
    return browsing.run(lambda: _audited(open_tab(browsing), demo_served))


def _audited(tab: Tab, served: Served) -> dict[str, Audit]:
    found = {}
    for path in PAGES:
        tab.page.emulate_media(color_scheme="light")
        tab.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
        settled(tab, served, path)
        lacking = shortcomings(tab.page)
        tab.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
        light = poor_contrast(tab.page)
        tab.page.evaluate("document.querySelectorAll('figure[data-chart]').forEach(each => delete each.dataset.drawn)")
        tab.page.emulate_media(color_scheme="dark")
        drawn(tab)
        dark = poor_contrast(tab.page)
        tab.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        found[path] = Audit(light, dark, lacking, tab.width_to_spare())
        tab.assert_quiet()
    tab.context.close()
    return found


def test_every_text_stands_out_from_its_ground_in_light_colours(audits: dict[str, Audit]) -> None:
    assert {path: audit.poor_in_light for path, audit in audits.items() if audit.poor_in_light} == {}


def test_every_text_stands_out_from_its_ground_in_dark_colours(audits: dict[str, Audit]) -> None:
    assert {path: audit.poor_in_dark for path, audit in audits.items() if audit.poor_in_dark} == {}


def test_no_page_is_wider_than_a_phone(audits: dict[str, Audit]) -> None:
    assert {path: audit.width_to_spare for path, audit in audits.items() if audit.width_to_spare < 0} == {}


def test_everything_has_a_name_a_label_and_a_place(audits: dict[str, Audit]) -> None:
    assert {path: audit.shortcomings for path, audit in audits.items() if audit.shortcomings} == {}


def test_light_and_dark_differ(new_tab: Callable[..., Tab], demo_served: Served) -> None:
    grounds = []
    for dark in (False, True):
        tab = new_tab(dark=dark)
        settled(tab, demo_served, "/article/1")
        color = tab.page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
        line = tab.page.locator("figure[data-chart] svg path[stroke]").first.get_attribute("stroke")
        grounds.append((sum(color), line))
    (light, light_line), (dark_ground, dark_line) = grounds
    assert light > 600 > 200 > dark_ground
    assert light_line != dark_line, "the charts follow"


def test_the_first_stop_of_the_keyboard_skips_to_the_content(tab: Tab, demo_served: Served) -> None:
    settled(tab, demo_served, "/article/1")
    tab.page.keyboard.press("Tab")
    link = tab.page.locator(":focus")
    assert link.get_attribute("href") == "#main"
    box = link.bounding_box()
    assert box is not None
    assert box["y"] >= 0, "it can be seen while it has the focus"
    tab.page.keyboard.press("Enter")
    assert tab.page.evaluate("document.activeElement.id") == "main"
    tab.page.keyboard.press("Tab")
    assert tab.page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("path", ["/", "/article/1", "/demo/article_list"])
def test_every_stop_of_the_keyboard_is_seen_and_comes_in_order(tab: Tab, demo_served: Served, path: str) -> None:
    settled(tab, demo_served, path)
    stops: list[tuple[int, bool]] = []
    for _ in range(40):
        tab.page.keyboard.press("Tab")
        stop = tab.page.evaluate("""() => {
          const e = document.activeElement, style = getComputedStyle(e);
          const place = [...document.querySelectorAll('*')].indexOf(e);
          return [place, style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2, e === document.body];
        }""")
        if stop[2]:
            break
        stops.append((stop[0], stop[1]))
    assert len(stops) > 15
    assert [seen for _, seen in stops] == [True] * len(stops)
    assert [place for place, _ in stops] == sorted({place for place, _ in stops})


def test_the_audits_see_what_they_must(tab: Tab, demo_served: Served) -> None:
    settled(tab, demo_served, "/article/1")
    tab.page.evaluate("""() => {
      const main = document.querySelector('main');
      main.insertAdjacentHTML('afterbegin', '<p id="main" class="dim">看不清的文字</p><img src="/x.png"><a href="/y"></a>'
        + '<input type="text"><h6>深</h6><table><tr><th>x</th></tr></table><div role="img"></div>');
      document.querySelector('.dim').style.color = '#cccccc';
    }""")
    assert any("看不清的文字" in each for each in poor_contrast(tab.page))
    assert {"images without alt", "nameless", "fields without label", "ids twice", "levels skipped"} <= set(
        shortcomings(tab.page)
    )
    assert {"header cells without scope", "drawings without name"} <= set(shortcomings(tab.page))
