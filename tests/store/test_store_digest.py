"""The dataset digest: equal for equal datasets, different after any change of what counts."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest
from datasets import BODY, COLUMN, HOME, SITE, filled, image, record, url_of, with_site

from gdmzt_crawler.errors import StoreError
from gdmzt_crawler.models import Attachment, Paragraph
from gdmzt_crawler.store import SeenEntry, Store
from gdmzt_crawler.store.digest import dataset_digest

CHANGES = (
    "UPDATE articles SET title = title || '。' WHERE native_id = '1'",
    "UPDATE articles SET view_count = NULL WHERE native_id = '1'",
    "UPDATE articles SET source_id = NULL WHERE native_id = '1'",
    "UPDATE articles SET canonical_source_id = source_id WHERE native_id = '2'",
    "UPDATE articles SET column_id = NULL WHERE native_id = '1'",
    "UPDATE articles SET duplicate_of = 1 WHERE native_id = '2'",
    "UPDATE articles SET native_id = '99' WHERE native_id = '3'",
    "UPDATE sources SET name = name || '处'",
    "UPDATE columns SET path = '/x/' WHERE path = '/mzzx/mzyw/'",
    "UPDATE paragraphs SET text = text || ' ' WHERE article_id = 1 AND position = 1",
    "UPDATE paragraphs SET kind = 'heading' WHERE article_id = 1 AND position = 1",
    "DELETE FROM paragraphs WHERE article_id = 2 AND position = 1",
    "UPDATE images SET after_paragraph = 0",
    "UPDATE images SET caption = '图'",
    "UPDATE attachments SET name = 'b.doc'",
    "UPDATE revisions SET changed = '[\"text\"]' WHERE article_id = 1 AND revision = 2",
    "DELETE FROM revisions WHERE article_id = 1 AND revision = 2",
    "UPDATE view_counts SET view_count = view_count + 1 WHERE article_id = 1",
    "DELETE FROM article_columns WHERE article_id = 3",
    "UPDATE article_columns SET listed_title = NULL WHERE article_id = 1",
    "UPDATE articles SET id = 9 WHERE native_id = '2'; DELETE FROM articles WHERE id = 9",
)
OURS = (
    "UPDATE articles SET first_seen_at = 'x', last_seen_at = 'x', fetched_at = 'x', capture_id = NULL",
    "UPDATE articles SET parser_version = 'other'",
    "UPDATE captures SET sha256 = NULL",
    "UPDATE entries SET attempts = 7",
    "DELETE FROM issues",
    "UPDATE crawl_runs SET requests = 99",
    "UPDATE evidence SET rule = 'other'",
    "UPDATE view_counts SET observed_at = '1' || observed_at",
)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("digest") / "data.db")


def crawled(path: Path, order: tuple[int, ...], hour: int) -> Path:
    """The same site, its articles read in another order at another time."""
    with Store.open(path) as store:
        with_site(store)
        for number in order:
            column = store.put_column(SITE, COLUMN, name="民政要闻", url=HOME + COLUMN)
            at = f"2026-11-24T{hour:02d}:00:{number:02d}Z"
            store.see_entries(SITE, column, [SeenEntry(url_of(number), "会议", native_id=str(number))], at=at)
            blocks = [Paragraph(f"第{number % 2}次会议。"), image(number), Attachment(None, "a.doc")]
            store.save_article(record(number, blocks=blocks, at=at), run_id=None)
        for views, minute in ((540, 20), (560, 40)):
            store.save_article(record(1, body=BODY, views=views, at=f"2026-11-24T{hour:02d}:{minute}:00Z"), run_id=None)
    return path


def changed(dataset: Path, path: Path, script: str) -> Path:
    shutil.copy(dataset, path)
    with contextlib.closing(sqlite3.connect(path)) as db:
        before = db.total_changes
        db.executescript(script)
        assert db.total_changes > before
    return path


def test_order_and_time_of_the_crawl_do_not_count(tmp_path: Path) -> None:
    digests = {
        dataset_digest(crawled(tmp_path / f"{hour}.db", order, hour))
        for hour, order in ((1, (1, 2, 3)), (2, (3, 2, 1)), (23, (2, 3, 1)))
    }
    assert len(digests) == 1
    (digest,) = digests
    assert digest.startswith("gdmzt1:")
    assert len(digest) == 71


def test_the_order_of_view_counts_counts(tmp_path: Path) -> None:
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    for path, first, second in ((one, 5, 7), (other, 7, 5)):
        with Store.open(path) as store:
            with_site(store)
            store.save_article(record(1, views=first, at="2026-11-24T01:00:00Z"), run_id=None)
            store.save_article(record(1, views=second, at="2026-11-24T02:00:00Z"), run_id=None)
            store.save_article(record(1, views=6, at="2026-11-24T03:00:00Z"), run_id=None)
    assert dataset_digest(one) != dataset_digest(other)


@pytest.mark.parametrize("script", CHANGES)
def test_every_change_counts(dataset: Path, tmp_path: Path, script: str) -> None:
    assert dataset_digest(changed(dataset, tmp_path / "x.db", script)) != dataset_digest(dataset)


@pytest.mark.parametrize("script", OURS)
def test_how_it_came_about_does_not_count(dataset: Path, tmp_path: Path, script: str) -> None:
    assert dataset_digest(changed(dataset, tmp_path / "x.db", script)) == dataset_digest(dataset)


def test_values_do_not_run_into_one_another(tmp_path: Path) -> None:
    for name, body in (("one.db", ("甲", "乙丙")), ("other.db", ("甲乙", "丙"))):
        with Store.open(tmp_path / name) as store:
            with_site(store).save_article(record(1, body=body), run_id=None)
    assert dataset_digest(tmp_path / "one.db") != dataset_digest(tmp_path / "other.db")


def test_no_dataset(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        dataset_digest(tmp_path / "none.db")
