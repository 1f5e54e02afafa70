"""Readers at work in a real browser, on the aged demo and on a crawl of the mirrored sites."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from agedemo import EDITED, RETITLED, WITHDRAWN
from chromium import PHONE, Tab
from playwright.sync_api import expect
from serving import Served, serving

from gdmzt_crawler.demo.pictures import jpeg, png


def number_of(served: Served, native_id: str) -> int:
    return int(served.json(f"/demo/articles.json?native_id={native_id}&_shape=array&_col=id")[0]["id"])


def at(served: Served, path: str) -> str:
    return served.address.rstrip("/") + path


@pytest.fixture
def retitled(demo_served: Served) -> str:
    return at(demo_served, f"/article/{number_of(demo_served, RETITLED)}")


def test_an_article_reads_as_on_its_page(tab: Tab, retitled: str) -> None:
    tab.page.goto(retitled)
    assert tab.page.inner_text("h1") == "婚姻登记“全省通办”扩围首周各地窗口运行平稳有序（更新）"
    byline = tab.page.inner_text(".byline")
    for told in ("广东民政演示站", "2025年6月18日 09:12:45", "5,752 次", "2025-07-24 11:00"):
        assert told in byline
    kinds = tab.page.eval_on_selector_all(".article-body > *", "all => all.map(each => each.tagName)")
    assert kinds == ["P", "FIGURE", "P", "H2", "P", "FIGURE", "H2", "P", "P"]
    assert tab.page.locator("figcaption").nth(0).inner_text() == "某区婚姻登记处的预约取号区"
    tab.assert_quiet()


def test_images_that_were_not_downloaded_are_cards_that_ask_nobody(tab: Tab, retitled: str) -> None:
    tab.page.goto(retitled)
    card = tab.page.locator(".picture-card").first
    assert "4702311.png" in card.inner_text()
    assert str(card.locator("a").get_attribute("href")).endswith("/img/0/702/702311/4702311.png")
    assert tab.page.locator("main img").count() == 0
    tab.assert_quiet()


def test_the_chart_of_views_is_drawn(tab: Tab, retitled: str) -> None:
    tab.page.goto(retitled)
    line = tab.page.locator("figure[data-drawn=yes] svg .mark-line path")
    expect(line).to_have_count(1)
    box = line.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) > 50
    tab.page.locator("figure[data-chart] summary").click()
    assert tab.page.locator("figure[data-chart] tbody tr").count() == 4
    tab.assert_quiet()


def test_the_charts_of_the_first_page_are_drawn(tab: Tab, demo_served: Served) -> None:
    tab.page.goto(demo_served.address)
    figures = tab.page.locator("figure[data-chart]")
    assert figures.count() >= 3
    for figure in figures.all():
        expect(figure).to_have_attribute("data-drawn", "yes")
        assert figure.locator("svg .mark-rect path, svg .mark-line path").count() > 0
    tab.assert_quiet()


def test_what_changed_is_shown_by_characters(tab: Tab, demo_served: Served, retitled: str) -> None:
    tab.page.goto(retitled)
    tab.page.get_by_role("link", name="看改动").click()
    assert [each.strip("［］") for each in tab.page.locator(".changed-field ins").all_text_contents()] == [
        "加入 inserted：（更新）"
    ]
    assert tab.page.locator(".changed-field del").count() == 0
    tab.page.goto(at(demo_served, f"/article/{number_of(demo_served, EDITED)}/revisions?from=1&to=2"))
    assert "以上内容于发布后补充。" in tab.page.locator(".changed-text ins").inner_text()
    tab.page.goto(at(demo_served, f"/article/{number_of(demo_served, EDITED)}/revisions?from=2&to=1"))
    assert "以上内容于发布后补充。" in tab.page.locator(".changed-text del").inner_text()
    tab.assert_quiet()


def test_a_withdrawn_article_says_so_and_can_still_be_read(tab: Tab, demo_served: Served) -> None:
    tab.page.goto(at(demo_served, f"/article/{number_of(demo_served, WITHDRAWN)}"))
    notice = tab.page.locator(".message-warning").inner_text()
    assert "已撤稿" in notice
    assert "2025-07-17 11:00" in notice
    assert "404" in notice
    assert len(tab.page.inner_text(".article-body")) > 100
    tab.assert_quiet()


def test_duplicates_lead_to_one_another(tab: Tab, demo_served: Served) -> None:
    ((copy, root),) = [
        (row["id"], row["duplicate_of"])
        for row in demo_served.json("/demo/articles.json?duplicate_of__notnull=1&duplicate_kind=exact&_shape=array")
        if "“五一”" in row["title"]
    ]
    tab.page.goto(at(demo_served, f"/article/{copy}"))
    tab.page.locator(".note a").click()
    assert tab.page.url.endswith(f"/article/{root}")
    tab.page.locator("section", has_text="相同的文章").get_by_role("link").first.click()
    assert tab.page.url.endswith(f"/article/{copy}")
    tab.assert_quiet()


def test_the_archived_page_is_shown_as_text_and_kept_as_it_came(tab: Tab, retitled: str) -> None:
    tab.page.goto(retitled)
    with tab.page.expect_response(lambda answer: "/capture/" in answer.url) as found:
        tab.page.get_by_role("link", name="存档的网页源码").click()
    assert found.value.headers["content-type"] == "text/plain; charset=utf-8"
    assert "sandbox" in found.value.headers["content-security-policy"]
    source = tab.page.inner_text("body")
    assert "<title>" in source
    assert "婚姻登记“全省通办”" in source
    kept = tab.context.request.get(f"{found.value.url}/download")
    assert kept.headers["content-type"] == "application/octet-stream"
    assert kept.headers["content-disposition"].startswith("attachment")
    assert "".join(kept.body().decode("utf-8").split()) == "".join(source.split())


def test_neighbours_walk_through_a_column_and_back(tab: Tab, demo_served: Served, retitled: str) -> None:
    tab.page.goto(retitled)
    tab.page.locator("a[rel=prev]").click()
    assert tab.page.url != retitled
    tab.page.locator("a[rel=next]").click()
    assert tab.page.url == retitled
    steps = 0
    while tab.page.locator("a[rel=prev]").count():
        tab.page.locator("a[rel=prev]").click()
        steps += 1
    column = demo_served.json("/demo/articles.json?_facet=column_id&_size=0&native_id=" + RETITLED)
    (facet,) = column["facet_results"]["column_id"]["results"]
    listed = demo_served.json(f"/demo/articles.json?column_id={facet['value']}&_size=0")["filtered_table_rows_count"]
    assert 10 < steps < listed


@pytest.mark.parametrize("order", ["rank", "date"])
@pytest.mark.parametrize("name", ["demo", "mirror"])
def test_a_search_finds_what_a_substring_finds(tab: Tab, name: str, order: str, request: pytest.FixtureRequest) -> None:
    served: Served = request.getfixturevalue(f"{name}_served")
    rows = served.json(f"/{name}/articles.json?_shape=array&_size=max&_col=title&_col=text")
    texts = {row["id"]: [row["title"], *row["text"].split("\n")] for row in rows}
    expected = {number for number, each in texts.items() if any("养老" in "".join(text.split()) for text in each)}
    assert 2 < len(expected) < 20, "one page of hits"
    tab.page.goto(served.address)
    tab.page.fill("#site-search", "养老")
    tab.page.press("#site-search", "Enter")
    if order == "date":
        tab.page.select_option("select[name=order]", "date")
        tab.page.locator(".search-form button").click()
    assert f"共 {len(expected)} 篇" in tab.page.inner_text("[role=status]")
    links = tab.page.eval_on_selector_all("main .articles a.title", "all => all.map(each => each.pathname)")
    assert {int(link.rpartition("/")[2]) for link in links} == expected
    assert tab.page.locator("main mark", has_text="养老").count() >= len(expected)
    tab.page.locator("main .articles a.title").first.click()
    assert "养老" in tab.page.inner_text("article.article")
    tab.assert_quiet()


def test_datasettes_own_search_box_finds_it_too(tab: Tab, demo_served: Served) -> None:
    tab.page.goto(at(demo_served, "/demo/articles"))
    tab.page.fill("#_search", "养老")
    tab.page.press("#_search", "Enter")
    titles = tab.page.locator("table.rows-and-columns tbody tr").count()
    assert titles > 2
    tab.assert_quiet()


def test_a_canned_query_answers_with_what_was_filled_in(tab: Tab, demo_served: Served) -> None:
    tab.page.goto(at(demo_served, "/demo"))
    tab.page.locator('a[href$="/demo/titles_changed"]').first.click()
    assert "婚姻登记“全省通办”" in tab.page.inner_text("table.rows-and-columns")
    tab.page.fill("input[name=since]", "2099-01-01")
    tab.page.locator("form.sql input[type=submit]").last.click()
    assert tab.page.locator("table.rows-and-columns tbody tr").count() == 0
    tab.assert_quiet()


@pytest.fixture(scope="module")
def illustrated(demo_served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demo dataset after its images were downloaded; one lies outside the folder, one is no image."""
    folder = tmp_path_factory.mktemp("illustrated")
    path = folder / "demo.db"
    source = sqlite3.connect(f"file:{demo_served.process.args[-1]}?mode=ro", uri=True)  # type: ignore[index,str-bytes-safe]
    with closing(source), closing(sqlite3.connect(path)) as db:
        source.backup(db)
        columns = {row[1] for row in db.execute("PRAGMA table_info(images)")}
        for name in {"path"} - columns:
            db.execute(f"ALTER TABLE images ADD COLUMN {name} TEXT")
        numbers = [row[0] for row in db.execute("SELECT DISTINCT article_id FROM images ORDER BY 1")]
        db.execute("UPDATE images SET path = 'a/1.png' WHERE article_id = ? AND position = 1", [numbers[0]])
        db.execute("UPDATE images SET path = 'a/2.jpg' WHERE article_id = ? AND position = 2", [numbers[0]])
        db.execute("UPDATE images SET path = '../demo.db' WHERE article_id = ? AND position = 1", [numbers[1]])
        db.execute("UPDATE images SET path = 'a/3.png' WHERE article_id = ? AND position = 2", [numbers[1]])
        db.commit()
    media = folder / "demo.media" / "a"
    media.mkdir(parents=True)
    (media / "1.png").write_bytes(png(1))
    (media / "2.jpg").write_bytes(jpeg(2))
    (media / "3.png").write_text("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    with serving(path) as server:
        yield server
    shutil.rmtree(media)


def test_downloaded_images_stand_in_their_place(tab: Tab, illustrated: Served) -> None:
    (first, second, *_) = [row["article_id"] for row in illustrated.json("/demo/images.json?_shape=array&position=1")]
    tab.page.goto(at(illustrated, f"/article/{first}"))
    tab.page.locator("main img").last.scroll_into_view_if_needed()
    tab.page.eval_on_selector_all("main img", "all => Promise.all(all.map(each => each.decode()))")
    widths = tab.page.eval_on_selector_all("main img", "all => all.map(each => each.naturalWidth)")
    assert len(widths) == 2
    assert min(widths) > 0
    assert tab.page.locator("main img").first.get_attribute("alt") == "某区婚姻登记处的预约取号区"
    tab.assert_quiet()
    for position in (1, 2):
        assert illustrated.status(f"/article/{second}/image/{position}") == 404, "no file of another kind or folder"


def test_every_article_of_the_mirror_is_whole_and_fits_a_phone(
    new_tab: Callable[..., Tab], mirror_served: Served
) -> None:
    tab = new_tab(viewport=PHONE)
    rows = mirror_served.json("/mirror/articles.json?_shape=array&_size=200&_sort=id&_col=id&_col=title&_col=text")
    assert len(rows) > 100
    pictured = {row["article_id"] for row in mirror_served.json("/mirror/images.json?_shape=array&_size=max")}
    for row in [row for row in rows if row["id"] % 6 == 0 or row["id"] in list(pictured)[:6]]:
        tab.page.goto(at(mirror_served, f"/article/{row['id']}"))
        assert tab.page.inner_text("h1") == row["title"]
        shown = "".join(tab.page.locator(".article-body").inner_text().split())
        for paragraph in row["text"].split("\n"):
            assert "".join(paragraph.split()) in shown, row["id"]
        assert tab.width_to_spare() >= 0, row["id"]
        tab.assert_quiet()
