"""The demo site of a later day differs exactly by what was asked for."""

from __future__ import annotations

from gdmzt_crawler.demo.content import load_content
from gdmzt_crawler.demo.expected import ExpectedArticle
from gdmzt_crawler.demo.site import DemoSite
from gdmzt_crawler.demo.variation import Variation

BASE = "http://127.0.0.1:8001/"


def articles(variation: Variation) -> dict[str, ExpectedArticle]:
    return {a.native_id: a for a in DemoSite(BASE, variation).expected().articles}


BEFORE = articles(Variation())


def test_the_empty_variation_changes_nothing() -> None:
    assert DemoSite(BASE, Variation()).pages() == DemoSite(BASE).pages()


def test_an_edit_adds_a_paragraph_and_nothing_else() -> None:
    after = articles(Variation(edited=frozenset({4690555})))
    assert len(after["4690555"].paragraphs) == len(BEFORE["4690555"].paragraphs) + 1
    assert after["4690555"].title == BEFORE["4690555"].title
    assert {k: v for k, v in after.items() if k != "4690555"} == {k: v for k, v in BEFORE.items() if k != "4690555"}


def test_a_change_moves_last_modified_of_that_page_alone() -> None:
    changed = DemoSite(BASE, Variation(edited=frozenset({4690555}))).pages()
    moved = {p for p, page in DemoSite(BASE).pages().items() if page.last_modified != changed[p].last_modified}
    assert moved == {"/mzzx/mzyw/content/post_4690555.html", "/mzzx/mzyw/content/mpost_4690555.html"}


def test_a_new_title_shows_on_page_and_row() -> None:
    after = articles(Variation(retitled=frozenset({4690555})))["4690555"]
    assert after.title == BEFORE["4690555"].title + "（更新）"
    assert after.columns["/mzzx/mzyw/"][0] == after.title


def test_a_removed_article_is_gone_from_page_and_rows() -> None:
    site = DemoSite(BASE, Variation(removed=frozenset({4690555})))
    assert "4690555" not in {a.native_id for a in site.expected().articles}
    assert not [p for p, page in site.pages().items() if b"post_4690555" in page.body or "post_4690555" in p]
    assert site.expected().columns[0].rows == 17


def test_new_articles_stand_below_the_pinned_row_newest_first() -> None:
    site = DemoSite(BASE, Variation(added=7))
    first = site.pages()["/mzzx/mzyw/index.html"].body.decode()
    positions = [first.index(f"post_{i}.html") for i in (4088001, 4720007, 4720006, 4720005)]
    assert positions == sorted(positions)
    assert site.expected().columns[0].pages == 5
    assert set(articles(Variation(added=7))) - set(BEFORE) == {str(4720001 + n) for n in range(7)}
    assert len({a.title for a in site.expected().articles if int(a.native_id) > 4720000}) == 7


def test_views_rise_where_a_number_is_printed() -> None:
    after = articles(Variation(views_plus=5))
    assert after["4702311"].views == 5653
    assert after["4631120"].views is None
    assert after["4701876"].views == 12000
    assert after["4702311"].text == BEFORE["4702311"].text


def test_a_regenerated_page_has_other_bytes_and_the_same_article() -> None:
    variation = Variation(regenerated="2025-08-01 03:00:00")
    path = "/mzzx/mzyw/content/post_4702311.html"
    before, after = DemoSite(BASE).pages()[path], DemoSite(BASE, variation).pages()[path]
    assert before.body != after.body
    assert before.last_modified != after.last_modified
    assert articles(variation) == BEFORE


def test_the_seed_decides_and_spares_duplicates() -> None:
    content = load_content()
    one = Variation.seeded(7, content, edited=3, removed=2, added=4, views_plus=1)
    assert one == Variation.seeded(7, content, edited=3, removed=2, added=4, views_plus=1)
    assert one != Variation.seeded(8, content, edited=3, removed=2, added=4, views_plus=1)
    assert (len(one.edited), len(one.removed), one.added) == (3, 2, 4)
    assert not one.edited & one.removed
    for seed in range(50):
        touched = Variation.seeded(seed, content, edited=5, removed=5)
        assert not (touched.edited | touched.removed) & {4571200, 4572001, 4688991, 4689003, 4148001, 4470033}
