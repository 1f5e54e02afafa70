"""Exact duplicates: the root is right after any sequence of saves."""

from __future__ import annotations

import tempfile
from pathlib import Path

from datasets import SITE, image, record, with_site
from hypothesis import given, settings
from hypothesis import strategies as st
from inspecting import one, rows, sound

from gdmzt_crawler.dedupe.decide import Candidate, Group, group_of, links
from gdmzt_crawler.store import ArticleRecord, Store

EARLY, LATE = "2020-12-04T09:10:07+08:00", "2020-12-05T09:10:07+08:00"


def pointers(store: Store) -> dict[str, str | None]:
    query = "SELECT a.native_id, r.native_id FROM articles a LEFT JOIN articles r ON r.id = a.duplicate_of"
    return dict(rows(store.path, query))  # type: ignore[arg-type]


def test_the_earlier_one_is_the_root_and_takes_over_when_it_comes_later(store: Store) -> None:
    assert store.save_article(record(30, published=LATE), run_id=None).duplicate_of is None
    assert store.save_article(record(40, published=None), run_id=None).duplicate_of == 1
    assert store.save_article(record(20, published=LATE), run_id=None).duplicate_of is None
    assert pointers(store) == {"20": None, "30": "20", "40": "20"}
    store.save_article(record(90, published=EARLY), run_id=None)
    assert pointers(store) == {"20": "90", "30": "90", "40": "90", "90": None}
    kinds = "SELECT DISTINCT duplicate_kind, duplicate_share FROM articles WHERE duplicate_of IS NOT NULL"
    assert rows(store.path, kinds) == [("exact", 1.0)]


def test_across_sites(store: Store) -> None:
    with_site(store, "drc", "省发展改革委")
    store.save_article(record(5), run_id=None)
    store.save_article(record(9, site="drc", url="https://drc.gd.gov.cn/content/post_9.html"), run_id=None)
    assert pointers(store) == {"9": None, "5": "9"}


def test_another_title_or_body_is_no_exact_duplicate(store: Store) -> None:
    store.save_article(record(1), run_id=None)
    store.save_article(record(2, title="另一个标题"), run_id=None)
    store.save_article(record(3, body=("另一段正文。",)), run_id=None)
    assert rows(store.path, "SELECT exact_duplicate_of FROM articles") == [(None,)] * 3
    assert pointers(store) == {"1": None, "2": "1", "3": None}, "the same body under another title: near"


def test_a_revision_leaves_the_group_and_may_join_another(store: Store) -> None:
    other = ("另一段正文。",)
    for number, at in ((1, EARLY), (2, LATE), (3, LATE)):
        store.save_article(record(number, published=at), run_id=None)
    store.save_article(record(8, body=other, published=LATE), run_id=None)
    saved = store.save_article(record(1, body=other, published=EARLY), run_id=None)
    assert saved.changed == ("text",)
    assert pointers(store) == {"1": None, "2": None, "3": "2", "8": "1"}
    store.save_article(record(3, body=other, published=LATE), run_id=None)
    assert pointers(store) == {"1": None, "2": None, "3": "1", "8": "1"}
    store.save_article(record(2, published="2020-12-06"), run_id=None)
    store.save_article(record(1, published=EARLY), run_id=None)
    assert pointers(store) == {"1": None, "2": "1", "3": None, "8": "3"}


def test_a_changed_time_can_change_the_root(store: Store) -> None:
    store.save_article(record(1, published=EARLY), run_id=None)
    store.save_article(record(2, published=LATE), run_id=None)
    store.save_article(record(1, published="2020-12-31"), run_id=None)
    assert pointers(store) == {"1": "2", "2": None}


def test_empty_bodies_need_site_day_and_images_too(store: Store) -> None:
    def empty(number: int, at: str | None = EARLY, images: int = 1) -> ArticleRecord:
        return record(number, blocks=[image(n) for n in range(images)], published=at)

    for reading in (empty(1), empty(2), empty(3, LATE), empty(4, images=2), empty(5, None), empty(6, None)):
        store.save_article(reading, run_id=None)
    store.save_article(empty(7, EARLY[:10]), run_id=None)
    assert pointers(store) == {"1": "7", "2": "7", "3": None, "4": None, "5": None, "6": None, "7": None}
    assert one(store.path, "SELECT count(DISTINCT fingerprint) FROM articles") == 1
    store.save_article(empty(2, images=2), run_id=None)
    assert pointers(store)["4"] == "2"
    with_site(store, "drc", "省发展改革委")
    elsewhere = record(
        8, site="drc", url="https://drc.gd.gov.cn/content/post_8.html", blocks=[image(1)], published=EARLY
    )
    assert store.save_article(elsewhere, run_id=None).duplicate_of is None
    assert pointers(store)["7"] is None


SAVES = st.lists(
    st.builds(
        lambda site, number, title, body, images, published, views, hour: (
            site,
            record(
                number,
                site=site,
                url=f"http://{site}/content/post_{number}.html",
                title=title,
                blocks=[*(record(body=body).article.blocks), *(image(n) for n in range(images))],
                published=published,
                source=None,
                views=views,
                column=None,
                capture=False,
                at=f"2026-11-24T{hour:02}:00:00Z",
            ),
        ),
        st.sampled_from(["drc", SITE]),
        st.sampled_from([3, 5, 20, "x"]),
        st.sampled_from(["标题", "标 题", "别题"]),
        st.sampled_from([("一。",), ("一", "。"), ("二。",), ()]),
        st.integers(0, 1),
        st.sampled_from([None, "2020-12-04", EARLY, LATE]),
        st.sampled_from([None, 7, 8]),
        st.integers(0, 23),
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(SAVES)
def test_any_sequence_of_saves_keeps_the_invariants(saves: list[tuple[str, ArticleRecord]]) -> None:
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "data.db") as store:
        for site in ("drc", SITE):
            with_site(store, site, site)
        last: dict[tuple[str, str], ArticleRecord] = {}
        for site, given_record in saves:
            saved = store.save_article(given_record, run_id=None)
            known = (site, given_record.native_id) in last
            assert (saved.outcome == "new") is not known
            assert (saved.outcome == "revised") is bool(saved.changed)
            last[site, given_record.native_id] = given_record
        check_articles(store, last)
        check_revisions(store)
        check_readings(store)
        check_roots(store)
        assert sound(store.path)


def check_articles(store: Store, last: dict[tuple[str, str], ArticleRecord]) -> None:
    found = {(row[0], row[1]): row[2:] for row in rows(store.path, "SELECT site, native_id, title, text FROM articles")}
    assert found == {key: (given.article.title, given.article.text) for key, given in last.items()}


def check_revisions(store: Store) -> None:
    numbers: dict[object, list[object]] = {}
    for article_id, revision in rows(store.path, "SELECT article_id, revision FROM revisions ORDER BY 1, 2"):
        numbers.setdefault(article_id, []).append(revision)
    current = dict(rows(store.path, "SELECT id, revision FROM articles"))  # type: ignore[arg-type]
    assert numbers == {article_id: list(range(1, revision + 1)) for article_id, revision in current.items()}
    differing = """
        SELECT a.id FROM articles a JOIN revisions r ON r.article_id = a.id AND r.revision = a.revision
        WHERE (a.title, a.published_at, a.text, a.fingerprint) IS NOT (r.title, r.published_at, r.text, r.fingerprint)
    """
    assert rows(store.path, differing) == []
    assert one(store.path, "SELECT count(*) FROM revisions WHERE (revision = 1) <> (changed = '[]')") == 0
    assert one(store.path, "SELECT count(*) FROM articles WHERE (revision = 1) <> (changed_at IS NULL)") == 0


def check_readings(store: Store) -> None:
    wrong = """
        SELECT id FROM articles a WHERE view_count IS NOT (
            SELECT view_count FROM view_counts WHERE article_id = a.id ORDER BY observed_at DESC LIMIT 1
        )
    """
    assert rows(store.path, wrong) == []


def check_roots(store: Store) -> None:
    groups: dict[Group, list[Candidate]] = {}
    expected: dict[int, int | None] = {}
    query = "SELECT id, site, native_id, published_at, fingerprint, image_count, text = '' FROM articles"
    for number, site, native_id, at, fingerprint, images, empty in rows(store.path, query):
        group = group_of(fingerprint, site=site, published_at=at, image_count=images, is_empty=bool(empty))
        expected[number] = None
        if group is not None:
            groups.setdefault(group, []).append(Candidate(number, site, native_id, at))
    for members in groups.values():
        expected |= links(members)
    stored = dict(rows(store.path, "SELECT id, duplicate_of FROM articles"))
    assert stored == expected
    assert all(stored[root] is None for root in stored.values() if root is not None)
