"""Phone and desktop, light and dark, keyboard and screen reader, on our pages and on datasette's."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from accessible import poor_contrast, shortcomings
from chromium import PHONE, Tab
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


def settled(tab: Tab, served: Served, path: str) -> None:
    """Go there and wait for the charts."""
    tab.page.goto(served.address.rstrip("/") + path)
    tab.page.wait_for_function("[...document.querySelectorAll('figure[data-chart]')].every(each => each.dataset.drawn)")
    tab.errors[:] = [error for error in tab.errors if "Failed to load resource" not in error]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_text_stands_out_from_its_ground(new_tab: Callable[..., Tab], demo_served: Served, dark: bool) -> None:
    tab = new_tab(dark=dark)
    found = {}
    for path in PAGES:
        settled(tab, demo_served, path)
        tab.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
        if poor := poor_contrast(tab.page):
            found[path] = poor
        tab.assert_quiet()
    assert found == {}


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


def test_no_page_is_wider_than_a_phone(new_tab: Callable[..., Tab], demo_served: Served) -> None:
    tab = new_tab(viewport=PHONE)
    found = {}
    for path in PAGES:
        settled(tab, demo_served, path)
        if tab.width_to_spare() < 0:
            found[path] = tab.width_to_spare()
    assert found == {}


def test_everything_has_a_name_a_label_and_a_place(tab: Tab, demo_served: Served) -> None:
    found = {}
    for path in PAGES:
        settled(tab, demo_served, path)
        if lacking := shortcomings(tab.page):
            found[path] = lacking
    assert found == {}


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
