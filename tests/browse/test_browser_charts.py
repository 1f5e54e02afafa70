"""Charts in a real browser: drawn without eval, with what the table beside them says, in the page's colours."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from chromium import PHONE, Tab
from playwright.sync_api import Locator, expect
from serving import Served


def at(served: Served, path: str) -> str:
    return served.address.rstrip("/") + path


def chart(tab: Tab, title: str) -> Locator:
    return tab.page.locator("figure[data-chart]").filter(has_text=title)


def drawn(tab: Tab) -> int:
    """Charts of the page, all of which are drawn."""
    figures = tab.page.locator("figure[data-chart]")
    expect(tab.page.locator("figure[data-drawn=yes]")).to_have_count(figures.count())
    for number in range(figures.count()):
        box = figures.nth(number).locator("svg").bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) > 60
    return figures.count()


@pytest.mark.parametrize(
    ("path", "least"), [("/", 3), ("/column/2", 3), ("/sources", 1), ("/source/1", 2), ("/runs", 1), ("/health", 1)]
)
def test_every_chart_is_drawn_and_quiet(tab: Tab, demo_served: Served, path: str, least: int) -> None:
    tab.page.goto(at(demo_served, path), wait_until="networkidle")
    assert drawn(tab) >= least
    tab.assert_quiet()


def test_bars_say_what_the_table_says(tab: Tab, demo_served: Served) -> None:
    tab.page.goto(at(demo_served, "/"), wait_until="networkidle")
    figure = chart(tab, "每月发布篇数")
    expect(figure.locator("svg .mark-rect path")).not_to_have_count(0)
    figure.locator("summary").click()
    rows = [row.split("\t") for row in figure.locator("tbody tr").all_inner_texts()]
    assert figure.locator("svg .mark-rect.role-mark path").count() == len(rows)
    assert sum(int(count) for _, _, count in rows) == demo_served.json("/demo/article_list.json?_size=0")[
        "filtered_table_rows_count"
    ] - len(demo_served.json("/demo/article_list.json?published_at__isnull=1&_shape=array"))
    heights = figure.locator("svg .mark-rect.role-mark path").evaluate_all(
        "all => all.map(each => [each.getBBox().height, each.__data__.datum.count])"
    )
    unit = heights[0][0] / heights[0][1]
    assert all(abs(height - unit * count) < 1 for height, count in heights)


def test_months_without_articles_keep_their_place(tab: Tab, demo_served: Served) -> None:
    tab.page.goto(at(demo_served, "/"), wait_until="networkidle")
    left = (
        chart(tab, "每月发布篇数")
        .locator("svg .mark-rect.role-mark path")
        .evaluate_all("all => all.map(each => [each.__data__.datum.place, each.getBoundingClientRect().x])")
    )
    places = dict(left)
    step = (places["2025-06"] - places["2025-05"]) or 1
    assert round((places["2025-05"] - places["2024-12"]) / step) == 5


def test_a_chart_has_a_name_and_its_marks_are_not_read_out(tab: Tab, demo_served: Served) -> None:
    tab.page.goto(at(demo_served, "/sources"), wait_until="networkidle")
    name = chart(tab, "主要来源").locator("[role=img]").get_attribute("aria-label")
    assert name
    assert re.search(r"主要来源 Sources named most：15 行", name)
    assert chart(tab, "主要来源").locator("[aria-hidden=true] svg").count() == 1


def test_colours_follow_the_page(tab: Tab, demo_served: Served) -> None:
    def fills() -> list[str]:
        found: list[str] = tab.page.eval_on_selector_all(
            ".mark-rect.role-mark path", "all => all.map(each => each.getAttribute('fill'))"
        )
        return found

    tab.page.goto(at(demo_served, "/sources"), wait_until="networkidle")
    light = fills()
    tab.page.emulate_media(color_scheme="dark")
    expect(tab.page.locator(f".mark-rect.role-mark path[fill='{light[0]}']")).to_have_count(0)
    dark = fills()
    assert len(dark) == len(light) == 15
    assert tab.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 28)"
    tab.assert_quiet()


@pytest.mark.parametrize("path", ["/", "/column/2", "/sources", "/runs", "/health", "/columns", "/search"])
def test_a_phone_need_not_scroll_sideways(new_tab: Callable[..., Tab], demo_served: Served, path: str) -> None:
    phone = new_tab(viewport=PHONE, dark=True)
    phone.page.goto(at(demo_served, path), wait_until="networkidle")
    assert phone.width_to_spare() >= 0
    if phone.page.locator("figure[data-chart]").count():
        drawn(phone)
        width = phone.page.locator("figure svg").first.bounding_box()
        assert width is not None
        assert width["width"] <= PHONE["width"]
    phone.assert_quiet()


def test_a_tip_tells_the_value(tab: Tab, demo_served: Served) -> None:
    tab.page.goto(at(demo_served, "/sources"), wait_until="networkidle")
    tab.page.locator(".mark-rect.role-mark path").first.hover()
    tip = tab.page.locator("#vg-tooltip-element")
    expect(tip).to_be_visible()
    assert "广东民政演示站" in tip.inner_text()
    tab.assert_quiet()


def test_the_sql_box_is_an_editor(tab: Tab, demo_served: Served) -> None:
    tab.page.goto(at(demo_served, "/demo?sql=select+1+as+one"))
    expect(tab.page.locator(".CodeMirror")).to_be_visible()
    tab.page.locator("#sql-format").click()
    assert "\n" in tab.page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")
    tab.page.locator("form.sql input[type=submit]").click()
    assert tab.page.locator("table").inner_text().split() == ["one", "1"]
    tab.assert_quiet()


def test_searching_from_every_page(tab: Tab, demo_served: Served) -> None:
    tab.page.goto(at(demo_served, "/health"))
    tab.page.fill("#site-search", "养老")
    tab.page.press("#site-search", "Enter")
    expect(tab.page.locator("[role=status]")).to_contain_text("“养老” 共")
    assert tab.page.locator(".articles mark").first.inner_text() == "养老"
    tab.page.locator(".articles a.title").first.click()
    expect(tab.page.locator("h1")).to_be_visible()
    assert "/article/" in tab.page.url
    tab.assert_quiet()


def test_searching_all_tables(tab: Tab, demo_served: Served) -> None:
    tab.page.goto(at(demo_served, "/-/search?q=%E5%85%BB%E8%80%81"), wait_until="networkidle")
    found = tab.page.locator("section.found").first
    expect(found.locator(".found-count")).to_contain_text("条 rows")
    assert found.locator("tbody tr").count() == 5
    tab.assert_quiet()
