"""Tables by which near-duplicates are found."""

from __future__ import annotations

from .shape import Index, Table, Words, integer, real
from .versions import NEAR

NEAR_KEYS = Table(
    "near_keys",
    Words(
        "近似键",
        "Near keys",
        "查找近似重复用的键：全文、开头、较长段落与 MinHash 分段；仅每组完全重复中的首篇。",
        "What near-duplicates are looked up by: body, beginning, longer paragraphs, MinHash bands; roots only.",
    ),
    (
        integer("key", "键：64 位散列。", "Key: A hash of 64 bits.", required=True),
        integer(
            "article_id", "文章：有此键的文章。", "Article: One that has it.", required=True, references="articles.id"
        ),
    ),
    key=("key", "article_id"),
    clustered=True,
    hidden=True,
    since=NEAR,
)

NEAR_PAIRS = Table(
    "near_pairs",
    Words(
        "近似对",
        "Near pairs",
        "内容近似的每一对文章，两个方向各一行；指向哪一篇见 articles.duplicate_of。",
        "Every pair of articles that are almost the same, once each way; which is first, articles.duplicate_of says.",
    ),
    (
        integer("article_id", "文章：一篇。", "Article: One of them.", required=True, references="articles.id"),
        integer("other_id", "另一篇：另一篇。", "Other: The other.", required=True, references="articles.id"),
        real(
            "share",
            "共有比例：较短一篇有多少见于较长一篇，0.5 到 1。",
            "Share: How much of the shorter one stands in the longer, 0.5 to 1.",
            required=True,
        ),
    ),
    key=("article_id", "other_id"),
    indexes=(Index(("other_id",)),),
    clustered=True,
    since=NEAR,
)

TABLES = (NEAR_KEYS, NEAR_PAIRS)
