"""Saving articles: what is written, what a second reading changes, what it leaves alone."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from datasets import COLUMN, HOME, SITE, T0, T1, T2, image, record, url_of, with_site
from inspecting import dump, one, rows, sound

from gdmzt_crawler.models import Attachment, Evidence, Paragraph
from gdmzt_crawler.store import ArticleRecord, SeenEntry, Store

OBSERVATIONS = {"last_seen_at", "fetched_at", "capture_id"}


def article(store: Store, native_id: int | str = 1) -> dict[str, object]:
    from gdmzt_crawler.store.schema.articles import ARTICLES

    names = [column.name for column in ARTICLES.columns]
    (row,) = rows(store.path, f"SELECT {', '.join(names)} FROM articles WHERE native_id = ?", str(native_id))
    return dict(zip(names, row, strict=True))


def test_a_new_article_is_written_whole(store: Store) -> None:
    run = store.start_run(SITE, {})
    blocks = [
        image(1),
        Paragraph("推动服务高质量发展", "heading"),
        Paragraph("会议在广州召开。\u3000代表参加。"),
        image(2),
        Paragraph("图为会场", "caption"),
        Attachment(f"{HOME}/attachment/0/1/1.doc", "附件1.doc"),
        Attachment(None, "附件2.xls"),
        Paragraph("名称 数量", "table"),
    ]
    saved = store.save_article(record(7, blocks=blocks, canonical="省民政厅"), run_id=run)
    assert (saved.outcome, saved.changed, saved.duplicate_of) == ("new", (), None)
    stored = article(store, 7)
    assert stored["text"] == "推动服务高质量发展\n会议在广州召开。\u3000代表参加。\n图为会场\n名称 数量"
    assert stored["char_count"] == 9 + 8 + 5 + 4 + 4
    assert [stored[f"{part}_count"] for part in ("paragraph", "image", "attachment")] == [4, 2, 2]
    assert stored["published_at"] == "2023-06-17T18:40:33+08:00"
    assert stored["first_seen_at"] == stored["last_seen_at"] == stored["fetched_at"] == T0
    assert (stored["revision"], stored["changed_at"], stored["view_count"]) == (1, None, 532)
    path, article_id = store.path, saved.article_id
    assert rows(path, "SELECT kind, text FROM paragraphs WHERE article_id = ? ORDER BY position", article_id) == [
        ("heading", "推动服务高质量发展"),
        ("paragraph", "会议在广州召开。\u3000代表参加。"),
        ("caption", "图为会场"),
        ("table", "名称 数量"),
    ]
    assert rows(path, "SELECT position, after_paragraph, url FROM images ORDER BY position") == [
        (1, 0, image(1).url),
        (2, 2, image(2).url),
    ]
    assert rows(path, "SELECT position, url, name FROM attachments ORDER BY position") == [
        (1, f"{HOME}/attachment/0/1/1.doc", "附件1.doc"),
        (2, None, "附件2.xls"),
    ]
    assert rows(path, "SELECT field, rule, agrees FROM evidence ORDER BY field") == [
        ("source", "byline.label", None),
        ("title", "heading", 1),
    ]
    assert rows(path, "SELECT observed_at, view_count FROM view_counts") == [(T0, 532)]
    assert rows(path, "SELECT revision, observed_at, title, source, changed FROM revisions") == [
        (1, T0, "全省民政工作会议召开", "广东省民政厅", "[]")
    ]
    assert rows(path, "SELECT url, status, bytes, run_id FROM captures") == [(url_of(7), 200, 50_000, run)]
    assert one(path, "SELECT c.name FROM sources s JOIN sources c ON c.id = s.canonical_id") == "省民政厅"
    assert one(path, "SELECT c.path FROM articles a JOIN columns c ON c.id = a.column_id") == COLUMN
    assert sound(path)


@pytest.mark.parametrize(
    ("precision", "stored"),
    [
        ("day", "2023-06-18"),
        ("minute", "2023-06-18T00:30:00+08:00"),
        ("second", "2023-06-18T00:30:00+08:00"),
    ],
)
def test_times_are_stored_in_china_time(store: Store, precision: str, stored: str) -> None:
    given = record()
    moment = datetime(2023, 6, 17, 16, 30, tzinfo=UTC)
    changed = replace(given.article, published_at=moment, published_at_precision=precision)
    store.save_article(replace(given, article=changed), run_id=None)
    assert article(store)["published_at"] == stored


def test_an_article_without_anything_is_stored_with_nulls(store: Store) -> None:
    bare = record(blocks=[], published=None, source=None, views=None, column=None, capture=False)
    store.save_article(bare, run_id=None)
    stored = article(store)
    empty = ("published_at", "source_id", "view_count", "column_id", "capture_id", "canonical_source_id", "subtitle")
    assert [stored[name] for name in empty] == [None] * len(empty)
    assert stored["text"] == ""
    assert rows(store.path, "SELECT * FROM view_counts") == []


def test_the_same_reading_again_changes_nothing(store: Store) -> None:
    run = store.start_run(SITE, {})
    blocks = [Paragraph("一段。"), image(1), Attachment(None, "附件.doc")]
    store.save_article(record(blocks=blocks), run_id=run)
    before = dump(store.path)
    saved = store.save_article(record(blocks=blocks), run_id=run)
    assert (saved.outcome, saved.changed) == ("unchanged", ())
    assert dump(store.path) == before
    writes = store._db.total_changes
    store.save_article(record(blocks=blocks), run_id=run)
    assert store._db.total_changes == writes


def test_a_clock_that_jumped_back_does_not_hide_a_change(store: Store) -> None:
    store.save_article(record(at=T1), run_id=None)
    saved = store.save_article(record(at=T0, title="改了的标题", capture=False), run_id=None)
    stored = article(store)
    assert (saved.outcome, stored["title"], stored["revision"]) == ("revised", "改了的标题", 2)
    assert (stored["last_seen_at"], stored["fetched_at"]) == (T1, T0)


def test_a_later_reading_adds_an_observation_only(store: Store) -> None:
    run = store.start_run(SITE, {})
    store.save_article(record(), run_id=run)
    before, stored = dump(store.path), article(store)
    assert store.save_article(record(views=600, at=T1), run_id=run).outcome == "unchanged"
    after, again = dump(store.path), article(store)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"articles", "captures", "view_counts", "visits"}
    assert rows(store.path, "SELECT observed_at, view_count FROM view_counts") == [(T0, 532), (T1, 600)]
    assert {name for name in again if again[name] != stored[name]} == OBSERVATIONS | {"view_count"}
    assert (again["first_seen_at"], again["last_seen_at"], again["fetched_at"]) == (T0, T1, T1)


CHANGES: dict[str, dict[str, object]] = {
    "title": {"title": "全省民政工作会议召开（更正）"},
    "published_at": {"published": "2023-06-18T08:00:00+08:00"},
    "source": {"source": "南方日报"},
    "text": {"body": ("各地民政部门学习了会议精神。", "会议要求，把养老服务放在突出位置。")},
}


@pytest.mark.parametrize("field", CHANGES)
def test_a_change_of_content_makes_a_revision(store: Store, field: str) -> None:
    first = store.save_article(record(), run_id=None)
    changed = record(at=T1, **CHANGES[field])
    saved = store.save_article(changed, run_id=None)
    assert (saved.article_id, saved.outcome, saved.changed) == (first.article_id, "revised", (field,))
    stored = article(store)
    assert (stored["revision"], stored["changed_at"], stored["first_seen_at"]) == (2, T1, T0)
    noted = rows(store.path, "SELECT revision, observed_at, changed FROM revisions ORDER BY revision")
    assert noted == [(1, T0, "[]"), (2, T1, json.dumps([field]))]
    assert one(store.path, "SELECT text FROM revisions WHERE revision = 2") == stored["text"] == changed.article.text


def test_several_changes_make_one_revision(store: Store) -> None:
    store.save_article(record(), run_id=None)
    everything = {name: value for change in CHANGES.values() for name, value in change.items()}
    saved = store.save_article(record(at=T1, **everything), run_id=None)
    assert saved.changed == ("title", "published_at", "source", "text")
    store.save_article(record(at=T2), run_id=None)
    assert one(store.path, "SELECT count(*) FROM revisions") == 3
    assert article(store)["revision"] == 3


def furniture() -> dict[str, ArticleRecord]:
    given = record(at=T1)
    original = given.article
    return {
        "editor": replace(given, article=replace(original, editor="某编辑", author="某作者", subtitle="副题")),
        "images": replace(given, article=replace(original, blocks=(*original.blocks, image(9)))),
        "attachments": replace(given, article=replace(original, blocks=(*original.blocks, Attachment(None, "表.xls")))),
        "raw": replace(given, article=replace(original, source_raw="来源:广东省民政厅", published_at_raw="2023/6/17")),
        "evidence": replace(
            given, article=replace(original, evidence=(Evidence("title", "meta.ArticleTitle", False),))
        ),
        "parser": replace(given, parser_version="0.2.0+test"),
        "white space": record(at=T1, body=("各地民政部门 学习了会议精神。", "会议要求,\u3000把养老服务放在重要位置。")),
        "split": record(at=T1, body=("各地民政部门", "学习了会议精神。", "会议要求，把养老服务放在重要位置。")),
        "views": record(at=T1, views=None),
    }


@pytest.mark.parametrize("what", furniture())
def test_furniture_makes_no_revision_but_is_kept_up_to_date(store: Store, what: str) -> None:
    store.save_article(record(), run_id=None)
    given = furniture()[what]
    saved = store.save_article(given, run_id=None)
    assert (saved.outcome, saved.changed) == ("unchanged", ())
    stored = article(store)
    assert (stored["revision"], stored["changed_at"]) == (1, None)
    assert stored["text"] == given.article.text
    assert one(store.path, "SELECT text FROM revisions") == stored["text"]
    assert stored["editor"] == given.article.editor
    assert stored["parser_version"] == given.parser_version
    assert stored["view_count"] == 532
    for table, parts in (("paragraphs", given.article.paragraphs), ("images", given.article.images)):
        assert one(store.path, f"SELECT count(*) FROM {table}") == len(parts)
    assert rows(store.path, "SELECT field, rule FROM evidence ORDER BY field") == sorted(
        (found.field, found.rule) for found in given.article.evidence
    )


def test_readings_of_one_moment_are_one_row_and_the_latest_is_on_the_article(store: Store) -> None:
    store.save_article(record(views=10, at=T1), run_id=None)
    store.save_article(record(views=11, at=T1), run_id=None)
    store.save_article(record(views=5, at=T0), run_id=None)
    store.save_article(replace(record(views=12, at=T1), views_at=T2), run_id=None)
    assert rows(store.path, "SELECT observed_at, view_count FROM view_counts") == [(T0, 5), (T1, 10), (T2, 12)]
    assert article(store)["view_count"] == 12


def test_the_same_id_on_two_sites_is_two_articles(store: Store) -> None:
    with_site(store, "drc", "省发展改革委")
    store.save_article(record(1), run_id=None)
    other = record(1, site="drc", url="https://drc.gd.gov.cn/ywdt/content/post_1.html", body=("别的内容。",))
    store.save_article(other, run_id=None)
    assert one(store.path, "SELECT count(*) FROM articles") == 2


OTHER = "/zwgk/tzgg/"
ADDRESSES = {COLUMN: url_of(1), OTHER: url_of(1, OTHER)}


@pytest.mark.parametrize("column", [COLUMN, OTHER])
@pytest.mark.parametrize("order", [(COLUMN, OTHER), (OTHER, COLUMN)])
def test_one_id_under_two_paths_has_the_address_of_its_breadcrumb(
    store: Store, order: tuple[str, str], column: str
) -> None:
    for path in order:
        store.save_article(record(1, url=ADDRESSES[path], column=column), run_id=None)
    assert article(store)["url"] == ADDRESSES[column]


@pytest.mark.parametrize("column", [None, "/elsewhere/"])
@pytest.mark.parametrize("order", [(COLUMN, OTHER), (OTHER, COLUMN)])
def test_without_a_matching_breadcrumb_the_smallest_address_wins(
    store: Store, order: tuple[str, str], column: str | None
) -> None:
    for path in order:
        store.save_article(record(1, url=ADDRESSES[path], column=column), run_id=None)
    assert article(store)["url"] == min(ADDRESSES.values())


@pytest.mark.parametrize("order", [(COLUMN, OTHER), (OTHER, COLUMN)])
def test_pages_that_each_name_their_own_column_settle_on_the_smaller(store: Store, order: tuple[str, str]) -> None:
    for path in (*order, *order):
        store.save_article(record(1, url=ADDRESSES[path], column=path), run_id=None)
    assert article(store)["url"] == ADDRESSES[COLUMN]
    assert one(store.path, "SELECT c.path FROM articles a JOIN columns c ON c.id = a.column_id") == COLUMN


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_page_under_its_own_column_is_believed_before_one_that_is_not(store: Store, order: tuple[int, int]) -> None:
    pages = [record(1, url=ADDRESSES[COLUMN], column="/elsewhere/"), record(1, url=ADDRESSES[OTHER], column=OTHER)]
    for number in order:
        store.save_article(pages[number], run_id=None)
    assert article(store)["url"] == ADDRESSES[OTHER]
    assert one(store.path, "SELECT c.path FROM articles a JOIN columns c ON c.id = a.column_id") == OTHER


def test_an_address_that_listings_showed_counts_too(store: Store) -> None:
    first = store.put_column(SITE, OTHER, name="通知公告", url=HOME + OTHER)
    store.see_entries(SITE, first, [SeenEntry(ADDRESSES[OTHER], "会议", native_id="1")], at=T0)
    store.save_article(record(1, url=ADDRESSES[COLUMN], column=OTHER), run_id=None)
    assert article(store)["url"] == ADDRESSES[OTHER]


def test_an_address_of_another_article_is_left_to_it(store: Store) -> None:
    store.save_article(record(1), run_id=None)
    store.save_article(record(2, body=("别的。",)), run_id=None)
    store.save_article(record(2, url=url_of(1), body=("别的。",), column=None), run_id=None)
    assert [article(store, n)["url"] for n in (1, 2)] == [url_of(1), url_of(2)]


def test_the_same_address_with_another_id_is_the_same_article(store: Store) -> None:
    first = store.save_article(record(f"{COLUMN}content/post_1.html", url=url_of(1)), run_id=None)
    again = store.save_article(record(1), run_id=None)
    assert (again.article_id, again.outcome) == (first.article_id, "unchanged")
    assert one(store.path, "SELECT native_id FROM articles") == "1"


def test_a_source_that_sites_know_under_different_names_has_no_common_one(store: Store) -> None:
    with_site(store, "drc", "省发展改革委")
    mine = record(1, source="本网站", canonical="广东省民政厅")
    store.save_article(mine, run_id=None)
    canonical = "SELECT c.name FROM sources s LEFT JOIN sources c ON c.id = s.canonical_id WHERE s.name = '本网站'"
    assert one(store.path, canonical) == "广东省民政厅"
    theirs = record(
        2, site="drc", url="https://drc.gd.gov.cn/content/post_2.html", source="本网站", canonical="省发改委"
    )
    for again in (theirs, mine):
        store.save_article(again, run_id=None)
    assert one(store.path, canonical) is None
    own = "SELECT a.site, c.name FROM articles a JOIN sources c ON c.id = a.canonical_source_id ORDER BY a.site"
    assert rows(store.path, own) == [("drc", "省发改委"), (SITE, "广东省民政厅")]


def test_a_column_that_no_listing_showed_is_named_by_the_breadcrumb(store: Store) -> None:
    store.save_article(record(1), run_id=None)
    (column,) = store.known_columns(SITE)
    assert (column.path, column.name, column.url) == (COLUMN, "民政要闻", HOME + COLUMN)
    store.save_article(record(2, column="/mzzx/other/", body=("别的。",)), run_id=None)
    names = {known.path: known.name for known in store.known_columns(SITE)}
    assert names == {COLUMN: "民政要闻", "/mzzx/other/": None}
    assert one(store.path, "SELECT label FROM columns WHERE path = '/mzzx/other/'") == "/mzzx/other/"


def test_what_sqlite_cannot_hold_is_mended(store: Store) -> None:
    hostile = record(title="标题\ud800坏", blocks=[Paragraph("坏\udfff段\x00落")], views=2**70)
    assert store.save_article(hostile, run_id=None).outcome == "new"
    stored = article(store)
    assert (stored["title"], stored["text"], stored["view_count"]) == ("标题\ufffd坏", "坏\ufffd段\x00落", None)
    column = store.put_column(SITE, COLUMN, name="民政要闻", url=HOME + COLUMN)
    (entry,) = store.see_entries(SITE, column, [SeenEntry(url_of(5), "坏\udc80")], at=T0)
    assert entry.title == "坏\ufffd"
    store.add_issue(run_id=None, site=SITE, url=None, field=None, kind="odd", value="\ud800", message="坏")
    assert one(store.path, "SELECT value FROM issues") == "\ufffd"


def test_an_article_of_an_unknown_site_is_refused_whole(store: Store) -> None:
    from gdmzt_crawler.errors import StoreError

    before = dump(store.path)
    with pytest.raises(StoreError):
        store.save_article(record(site="nowhere"), run_id=None)
    assert dump(store.path) == before
    # the source that was added and taken back is added again
    store.save_article(record(), run_id=None)
    assert one(store.path, "SELECT s.name FROM articles a JOIN sources s ON s.id = a.source_id") == "广东省民政厅"
