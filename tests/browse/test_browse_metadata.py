"""The metadata covers the schema and names only what exists."""

from __future__ import annotations

from typing import Any

from gdmzt_crawler.browse.metadata import FACETS, NEWEST_FIRST, build_metadata
from gdmzt_crawler.store.schema import TABLES, VIEWS

COLUMNS = {thing.name: [column.name for column in thing.columns] for thing in (*TABLES, *VIEWS)}


def tables() -> dict[str, Any]:
    metadata: Any = build_metadata("news")
    found: dict[str, Any] = metadata["databases"]["news"]["tables"]
    return found


def test_every_table_column_and_view_is_described() -> None:
    assert {name: list(table["columns"]) for name, table in tables().items()} == COLUMNS
    assert all(table["title"] and table["description"] for table in tables().values())


def test_facets_sort_orders_and_links_name_columns() -> None:
    for name, table in tables().items():
        links = table.get("plugins", {}).get("gdmzt-article-links", {}).get("columns", [])
        named = [*table.get("facets", []), *links, *table.get("units", {})]
        named += [table[key] for key in ("sort_desc", "label_column") if key in table]
        assert set(named) <= set(COLUMNS[name])
    assert set(FACETS) | set(NEWEST_FIRST) <= set(COLUMNS)


def test_what_the_first_page_counts_by() -> None:
    assert tables()["article_list"]["facets"][:3] == ["column", "source", "year"]


def test_helpers_are_hidden_and_what_people_read_is_not() -> None:
    hidden = {name for name, table in tables().items() if table.get("hidden")}
    assert {"_sqlite_migrations", "article_columns", "captures", "entries", "evidence", "paragraphs"} <= hidden
    shown = {"sites", "columns", "sources", "articles", "images", "attachments", "revisions", "view_counts"}
    assert not hidden & {*shown, "crawl_runs", "issues", *(view.name for view in VIEWS)}


def test_labels_are_those_of_the_tables_pointed_at() -> None:
    labels = tables()["articles"]["plugins"]["gdmzt-article-links"]["labels"]
    assert labels["site"] == ["sites", "key", "name"]
    assert labels["column_id"] == ["columns", "id", "label"]
    assert {(table, key) for table, key, label in labels.values() if label not in COLUMNS[table]} == set()
