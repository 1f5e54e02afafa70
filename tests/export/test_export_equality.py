"""Every export, read back, says what the database says; the filters choose what they name."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from datasets import filled

from benchmarks.exports.dataset import ODD, make
from benchmarks.exports.feed import feed_differences
from benchmarks.exports.reading import READERS, differences
from benchmarks.exports.truth import articles
from gdmzt_crawler.errors import UsageError
from gdmzt_crawler.export import FORMATS, Choice, export
from gdmzt_crawler.store.digest import dataset_digest

WHOLE = ("csv", "jsonl", "parquet", "sqlite")


def exported(db: Path, form: str, folder: Path, choice: Choice = Choice()) -> Path:  # noqa: B008
    path = folder / f"x.{FORMATS[form].extension}"
    export(db, FORMATS[form], choice, path)
    return path


@pytest.mark.parametrize("form", WHOLE)
def test_an_export_of_all_says_what_the_database_says(made: Path, tmp_path: Path, form: str) -> None:
    assert differences(form, exported(made, form, tmp_path), made) == []


@pytest.mark.parametrize("form", WHOLE)
def test_a_small_dataset_and_one_without_articles(tmp_path: Path, form: str) -> None:
    db = filled(tmp_path / "filled.db")
    assert differences(form, exported(db, form, tmp_path), db) == []
    assert differences(form, exported(db, form, tmp_path, Choice(since=date(2030, 1, 1))), db, "FALSE") == []
    empty = make(tmp_path / "empty.db", 0)
    assert differences(form, exported(empty, form, tmp_path), empty) == []


def test_the_made_up_articles_hold_what_is_odd(made: Path) -> None:
    titles = "\n".join(article["title"] for article in articles(made))
    texts = "\n".join(article["text"] for article in articles(made))
    assert sum(odd in texts for odd in ODD if odd) > 8
    assert titles.count("（") == 300


@pytest.mark.parametrize("form", WHOLE)
def test_the_check_sees_what_is_wrong(made: Path, tmp_path: Path, form: str) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(made)) as db, closing(sqlite3.connect(other)) as copy:
        db.backup(copy)
        copy.execute("UPDATE articles SET author = '别人' WHERE id = 5")
        copy.execute("UPDATE images SET alt = '别的' WHERE article_id = 8")
        copy.commit()
    assert differences(form, exported(made, form, tmp_path), other) != []


CHOICES = [
    (Choice(sites=("one",)), "a.site = 'one'"),
    (
        Choice(since=date(2020, 3, 1), until=date(2021, 3, 1)),
        "a.published_at >= '2020-03-01' AND a.published_at < '2021-03-02'",
    ),
    (
        Choice(columns=("/mzzx/mzyw/", "通知公告")),
        """a.id IN (SELECT article_id FROM article_columns WHERE column_id IN (1, 4, 13, 16))
        OR a.column_id IN (1, 4, 13, 16)""",
    ),
    (Choice(unique=True), "a.duplicate_of IS NULL"),
    (Choice(query="养老"), "instr(a.title || a.text, '养老')"),
    (
        Choice(("two",), ("/mzzx/mzyw/", "/zwgk/tzgg/"), date(2016, 1, 1), date(2024, 1, 1), "服务", True),
        """a.site = 'two' AND a.published_at BETWEEN '2016' AND '2024-01-01Z' AND a.duplicate_of IS NULL
        AND instr(a.title || a.text, '服务')
        AND (a.column_id IN (13, 16) OR a.id IN (SELECT article_id FROM article_columns WHERE column_id IN (13, 16)))""",
    ),
]


@pytest.mark.parametrize(("choice", "where"), CHOICES)
def test_filters(made: Path, tmp_path: Path, choice: Choice, where: str) -> None:
    assert 0 < len(list(articles(made, where))) < 300
    for form in WHOLE:
        assert differences(form, exported(made, form, tmp_path, choice), made, where) == [], form


@pytest.mark.parametrize("form", READERS)
def test_a_limit_takes_the_newest(made: Path, tmp_path: Path, form: str) -> None:
    read = list(READERS[form](exported(made, form, tmp_path, Choice(limit=7))))
    assert [article["id"] for article in read] == [article["id"] for article in articles(made)][:7]


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        (Choice(sites=("one", "nix")), "no such site in the dataset: nix — 已有 there are: one, two"),
        (Choice(columns=("/nix/",)), "no such column: /nix/ — 已有栏目 there are: /mzzx/gzdt/"),
        (Choice(since=date(2024, 2, 1), until=date(2024, 1, 1)), "--since 2024-02-01"),
    ],
)
def test_what_is_not_there_is_one_sentence(made: Path, tmp_path: Path, choice: Choice, told: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text("before")
    with pytest.raises(UsageError, match="(?s)" + told.replace("(", "\\(")) as failed:
        export(made, FORMATS["csv"], choice, path)
    assert "\n" not in failed.value.message
    assert path.read_text() == "before"
    assert [each.name for each in tmp_path.iterdir()] == ["x.csv"]


def test_a_query_without_letters_finds_nothing(made: Path, tmp_path: Path) -> None:
    assert list(READERS["jsonl"](exported(made, "jsonl", tmp_path, Choice(query="！？")))) == []


@pytest.mark.parametrize("limit", [20, 100])
def test_a_feed_is_valid_and_says_what_the_database_says(made: Path, tmp_path: Path, limit: int) -> None:
    assert feed_differences(exported(made, "atom", tmp_path, Choice(limit=limit)), made, limit) == []


def test_a_feed_without_articles_is_valid(tmp_path: Path) -> None:
    db = make(tmp_path / "empty.db", 0)
    assert feed_differences(exported(db, "atom", tmp_path), db, 100) == []


def test_a_feed_keeps_its_identity(made: Path, tmp_path: Path) -> None:
    bodies = [exported(made, "atom", tmp_path, Choice(("one",), limit=limit)).read_text() for limit in (1, 50)]
    other = exported(made, "atom", tmp_path, Choice(("two",))).read_text()
    first, second, third = (body.split("<id")[1].split("</id>")[0] for body in (*bodies, other))
    assert first == second != third


def test_a_copy_of_all_has_the_digest_of_the_dataset(made: Path, tmp_path: Path) -> None:
    assert dataset_digest(exported(made, "sqlite", tmp_path)) == dataset_digest(made)
