"""The search index: an FTS5 table without content of its own, and what is known of it."""

from __future__ import annotations

from .shape import Table, Words, integer, one_of, text
from .versions import SEARCH

FTS = "articles_fts"
"""Its rowid is `articles.id`; it is no STRICT table and so not among TABLES."""
# By the words of the comment datasette and sqlite-utils know whose index it is, where FTS5 itself must keep no content.
_WHOSE = '/* content="articles" */'
CREATE_FTS = f"CREATE VIRTUAL TABLE {FTS} USING fts5 (title, text, content = '', tokenize = 'ascii' {_WHOSE})"

SEARCH_STATE = Table(
    "search_state",
    Words(
        "检索索引状态",
        "Search index state",
        "全文索引 articles_fts（FTS5，rowid 即文章编号）的状态，只有一行。",
        "The one row tells the state of the full-text index articles_fts (FTS5; rowid: the article's id).",
    ),
    (
        integer("id", "编号：总是 1。", "Id: Always 1."),
        text(
            "tokenizer",
            "分词器：写入索引的分词器版本与繁简表摘要；不同版本须重建索引。",
            "Tokenizer: Version and digest of its table of traditional characters; another one means a rebuild.",
            required=True,
        ),
        text(
            "mode",
            "方式：characters 逐字，bigrams 逐二字（用于很大的数据集）。",
            "Mode: characters, or bigrams (for very large datasets).",
            required=True,
            check=one_of("mode", ("characters", "bigrams")),
        ),
        integer(
            "indexed_to",
            "已建到：建索引进行到的文章编号；全部已建则空。",
            "Indexed to: The article that a build has reached, by id; NULL when all are in the index.",
        ),
    ),
    hidden=True,
    since=SEARCH,
)

TABLES = (SEARCH_STATE,)
