"""Datasette's metadata, made from the schema: names and descriptions, labels, facets, order, units."""

from __future__ import annotations

from html import escape

from ..store.schema import TABLES, VIEWS, Column, Table, View
from ..store.schema.search import FTS
from .asked import QUESTIONS

Metadata = dict[str, object]

_TITLE = "政府网站文章数据集 Government site articles"
_DESCRIPTION = (
    "从政府网站公开栏目抓取的文章，版权归原发布者所有。"
    " Articles from the public columns of government sites; all rights stay with their publishers."
)
_INTERNAL = frozenset({"article_columns", "captures", "entries", "evidence", "paragraphs"})
"""Tables that serve the views and the next crawl: they are shown on demand, so that they do not come first."""
FACETS: dict[str, tuple[str, ...]] = {
    "article_list": ("column", "source", "year", "site"),
    "unique_articles": ("column", "source", "year", "site"),
    "most_viewed": ("column", "source", "site"),
    "view_growth": ("site",),
    "duplicates": ("duplicate_kind", "site"),
    "recent_changes": ("kind", "site"),
    "monthly_counts": ("site", "column"),
    "field_coverage": ("field", "site", "run_id"),
    "keyword_months": ("month",),
    "keyword_trends": ("month",),
    "topic_articles": ("topic", "year", "column", "source", "site"),
    "place_articles": ("place", "level", "year", "column", "source", "site"),
    "articles": ("column_id", "source_id", "site"),
    "columns": ("site", "complete"),
    "article_columns": ("column_id",),
    "paragraphs": ("kind",),
    "evidence": ("field", "rule", "agrees"),
    "entries": ("state", "column_id", "site"),
    "captures": ("status", "content_type", "run_id"),
    "crawl_runs": ("site", "state"),
    "issues": ("kind", "field", "site", "run_id"),
    "keywords": ("rank",),
    "article_topics": ("topic_id", "in_title"),
    "article_places": ("place_code",),
    "places": ("level", "parent_code"),
}
"""Columns to count by, most useful first."""
NEWEST_FIRST: dict[str, str] = {
    "article_list": "published_at",
    "unique_articles": "published_at",
    "articles": "published_at",
    "most_viewed": "view_count",
    "view_growth": "growth",
    "duplicates": "published_at",
    "monthly_counts": "month",
    "keyword_months": "articles",
    "keyword_trends": "month",
    "topic_articles": "published_at",
    "place_articles": "published_at",
    "entries": "id",
    "captures": "id",
    "crawl_runs": "id",
    "issues": "id",
}
"""Columns to sort by, descending; the others keep the order of their key, or the view's own."""
SEARCHED = ("articles", "article_list", "unique_articles", "most_viewed", "recent_changes")
"""What datasette gives a search box; all of them know an article by `id`."""
_TITLED = {"articles": "id", "revisions": "article_id", "entries": "article_id"}
"""Tables with a column `title`, and the column that says which article it is."""
LINKS_PLUGIN = "gdmzt-article-links"
PAGES_PLUGIN = "gdmzt"
"""Of our own pages."""


def build_metadata(database: str, *, base_url: str = "/", images_from_source: bool = False) -> Metadata:
    """The metadata for a dataset that datasette serves under the name `database` (its file name without extension).

    `base_url` is the path under which the server is reached.
    """
    things: tuple[Table | View, ...] = (*TABLES, *VIEWS)
    tables = {thing.name: _thing(thing) for thing in things}
    queries = {question.name: question.metadata() for question in QUESTIONS}
    described: Metadata = {"title": _TITLE, "description_html": _welcome(database, base_url), "queries": queries}
    return {
        "title": _TITLE,
        "description": _DESCRIPTION,
        "databases": {database: described | {"tables": tables}},
        "plugins": {PAGES_PLUGIN: {"images_from_source": images_from_source}},
    }


def _welcome(database: str, base_url: str) -> str:
    """What it is, and every view by its title, as HTML; the first one is where to start."""
    # Known wherever a dataset is browsed; the schema's words need it not.
    from datasette.utils import tilde_encode

    items = "".join(
        f'<li><a href="{escape(base_url)}{tilde_encode(database)}/{view.name}">{escape(view.words.title)}</a>'
        f" — {escape(view.words.description)}</li>"
        for view in VIEWS
    )
    return f"<p>{escape(_DESCRIPTION)}</p><p>从这里开始 start here:</p><ul>{items}</ul>"


def _thing(thing: Table | View) -> Metadata:
    metadata: Metadata = {
        "title": thing.words.title,
        "description": thing.words.description,
        "columns": {column.name: _description(column) for column in thing.columns},
    }
    if thing.name in FACETS:
        metadata["facets"] = list(FACETS[thing.name])
    if thing.name in NEWEST_FIRST:
        metadata["sort_desc"] = NEWEST_FIRST[thing.name]
    if thing.name in SEARCHED:
        metadata |= {"fts_table": FTS, "fts_pk": "id"}
    units = {column.name: "byte" for column in thing.columns if column.unit == "bytes"}
    if units:
        metadata["units"] = units
    return metadata | (_table(thing) if isinstance(thing, Table) else _view(thing))


def _table(table: Table) -> Metadata:
    metadata: Metadata = {}
    if table.label is not None:
        metadata["label_column"] = table.label
    if table.hidden or table.name in _INTERNAL:
        metadata["hidden"] = True
    links: dict[str, object] = {}
    if labels := {column.name: _label(column.references) for column in table.columns if column.references}:
        links["labels"] = labels
    if table.name in _TITLED:
        links["title"] = _TITLED[table.name]
    if links:
        metadata["plugins"] = {LINKS_PLUGIN: links}
    return metadata


def _label(reference: str) -> list[str]:
    """Table, key and label of what a foreign key points at; the key where the table has no label."""
    name, _, key = reference.partition(".")
    label = next((table.label for table in TABLES if table.name == name), None)
    return [name, key, label or key]


def _view(view: View) -> Metadata:
    if not view.links:
        return {}
    return {"plugins": {LINKS_PLUGIN: {"columns": list(view.links), "title": view.links[0]}}}


def _description(column: Column) -> str:
    unit = f" 单位 unit: {column.unit}." if column.unit else ""
    return f"{column.words.title}: {column.words.description}{unit}"
