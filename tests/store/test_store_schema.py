"""The schema, and that datasets and documents follow it."""

from __future__ import annotations

from pathlib import Path

import pytest
from datasets import record, with_site
from inspecting import one, rows

from gdmzt_crawler.store import Store
from gdmzt_crawler.store.dictionary import data_dictionary, main
from gdmzt_crawler.store.schema import TABLES, VIEWS, Table, View

CONTRACT = {
    "sites": "key name home_url platform site_id_code",
    "columns": "id site path name url parent_id complete last_full_walk_at",
    "sources": "id name canonical_id",
    "articles": "id site native_id url title subtitle published_at published_at_precision published_at_raw"
    " published_at_from source_id source_raw author editor column_id view_count text char_count paragraph_count"
    " image_count attachment_count fingerprint revision duplicate_of duplicate_kind duplicate_share first_seen_at"
    " last_seen_at fetched_at changed_at capture_id parser_version",
    "evidence": "article_id field rule agrees",
    "article_columns": "article_id column_id listed_title listed_date first_seen_at",
    "paragraphs": "article_id position kind text",
    "images": "article_id position after_paragraph url alt caption",
    "attachments": "article_id position url name",
    "revisions": "article_id revision observed_at title published_at source text fingerprint changed capture_id",
    "view_counts": "article_id observed_at view_count",
    "entries": "id site column_id url title listed_date article_id state attempts last_error first_seen_at"
    " last_seen_at",
    "captures": "id url fetched_at status content_type sha256 bytes etag last_modified run_id",
    "crawl_runs": "id site started_at finished_at state arguments requests articles_new articles_revised"
    " articles_unchanged articles_failed summary",
    "keywords": "article_id word weight rank",
    "issues": "id run_id site url field kind value message at",
}
UNIQUE = {
    "columns": {("site", "path")},
    "sources": {("name",)},
    "articles": {("site", "native_id"), ("url",)},
    "entries": {("site", "column_id", "url")},
}
VIEW_NAMES = {
    "article_list",
    "unique_articles",
    "duplicates",
    "most_viewed",
    "view_growth",
    "recent_changes",
    "monthly_counts",
    "field_coverage",
    "keyword_months",
    "keyword_trends",
    "topic_articles",
    "place_articles",
}
DOCUMENTED: list[Table | View] = [*TABLES, *VIEWS]


def columns_of(path: Path, name: str) -> list[str]:
    return [str(row[1]) for row in rows(path, f'PRAGMA table_xinfo("{name}")')]


def test_the_contract_is_kept() -> None:
    tables = {table.name: table for table in TABLES}
    for name, columns in CONTRACT.items():
        assert set(columns.split()) <= {column.name for column in tables[name].columns}
    assert {name: set(table.unique) for name, table in tables.items() if name in UNIQUE} == UNIQUE
    assert {view.name for view in VIEWS} == VIEW_NAMES


def test_every_table_of_a_dataset_is_described_and_strict(store: Store) -> None:
    listed = rows(store.path, "PRAGMA table_list")
    strict = {str(row[1]): bool(row[5]) for row in listed if row[2] == "table" and row[1] != "sqlite_schema"}
    strict = {name: flag for name, flag in strict.items() if not name.startswith("sqlite_")}
    assert strict == {table.name: True for table in TABLES}


@pytest.mark.parametrize("thing", DOCUMENTED, ids=lambda thing: thing.name)
def test_a_dataset_has_the_columns_described(thing: Table | View, store: Store) -> None:
    assert columns_of(store.path, thing.name) == [column.name for column in thing.columns]


@pytest.mark.parametrize("thing", DOCUMENTED, ids=lambda thing: thing.name)
def test_everything_is_described_in_both_languages(thing: Table | View) -> None:
    for words in [thing.words, *(column.words for column in thing.columns)]:
        assert all((words.zh_title, words.en_title, words.zh, words.en)), words
        assert words.en_title.isascii() or words.en_title == words.zh_title
        assert any("\u4e00" <= letter <= "\u9fff" for letter in words.zh_title + words.zh)
        assert words.en[-1] in ".?"


def test_every_reference_leads_to_a_key() -> None:
    tables = {table.name: table for table in TABLES}
    for table in TABLES:
        for column in table.columns:
            if column.references:
                target, key = column.references.split(".")
                assert tables[target].key == (key,)
                assert tables[target].label in {c.name for c in tables[target].columns}


def test_nothing_is_kept_that_nothing_fills_yet() -> None:
    names = {column.name for table in TABLES for column in table.columns}
    assert not names & {"width"}


def test_the_file_is_marked_as_ours_and_in_wal_mode(store: Store) -> None:
    assert one(store.path, "PRAGMA application_id") == 0x67646D7A
    assert one(store.path, "PRAGMA journal_mode") == "wal"


def test_the_data_dictionary_in_the_docs_is_current() -> None:
    written = Path(__file__).resolve().parents[2] / "docs" / "data-dictionary.md"
    assert written.read_text(encoding="utf-8") == data_dictionary(), (
        "run: python -m gdmzt_crawler.store.dictionary docs/data-dictionary.md"
    )


def test_the_data_dictionary_names_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([])
    printed = capsys.readouterr().out
    main([str(tmp_path / "dictionary.md")])
    assert (tmp_path / "dictionary.md").read_text(encoding="utf-8") == printed
    for thing in DOCUMENTED:
        assert f"\n## {thing.name}\n" in printed
        for column in thing.columns:
            assert f"`{column.name}`" in printed
            assert column.words.zh in printed
            assert column.words.en in printed


def test_days_are_those_of_china(store: Store) -> None:
    with_site(store)
    store.save_article(record(1, published="2023-06-17T02:40:33+08:00"), run_id=None)
    store.save_article(record(2, published="2023-06-16"), run_id=None)
    store.save_article(record(3, published=None), run_id=None)
    days = "SELECT published_on, published_at_precision, date(published_at) FROM article_list ORDER BY id"
    assert rows(store.path, days) == [
        ("2023-06-17", "second", "2023-06-16"),
        ("2023-06-16", "day", "2023-06-16"),
        (None, None, None),
    ]
