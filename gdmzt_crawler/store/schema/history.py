"""Tables of memory: how a value was found, what an article said before, how often it was read."""

from __future__ import annotations

from .shape import Table, Words, integer, text

EVIDENCE = Table(
    "evidence",
    Words("证据", "Evidence", "每个字段的值由哪条规则找到。", "Which rule found the value of each field."),
    (
        integer(
            "article_id",
            "文章：所属文章。",
            "Article: The article it belongs to.",
            required=True,
            references="articles.id",
        ),
        text("field", "字段：字段名。", "Field: Name of the field.", required=True),
        text(
            "rule",
            "规则：找到该值的规则，如 byline.label、meta.PubDate。",
            "Rule: The rule that found it, such as byline.label or meta.PubDate.",
            required=True,
        ),
        integer(
            "agrees",
            "是否一致：1：独立的规则一致；0：不一致；空：只有一条规则。",
            "Agrees: 1 when independent rules agree, 0 when they differ, NULL when only one spoke.",
            check="agrees IN (0, 1)",
        ),
    ),
    key=("article_id", "field"),
    clustered=True,
)

REVISIONS = Table(
    "revisions",
    Words(
        "修订",
        "Revisions",
        "文章的每一版内容，含当前版；阅读次数与页面装饰的变化不算修订。",
        "Every content an article has had, the current one too; views and page furniture make no revision.",
    ),
    (
        integer(
            "article_id",
            "文章：所属文章。",
            "Article: The article it belongs to.",
            required=True,
            references="articles.id",
        ),
        integer("revision", "修订号：从 1 起。", "Revision: From 1.", required=True),
        text(
            "observed_at",
            "发现时间：首次见到这一版的时间，UTC。",
            "Observed: When this content was first seen, UTC.",
            required=True,
        ),
        text("title", "标题：这一版的标题。", "Title: The title then.", required=True),
        text("published_at", "发布时间：这一版的发布时间。", "Published: The published time then."),
        text("source", "来源：这一版所印的来源。", "Source: The printed source then."),
        text("fingerprint", "内容指纹：这一版的内容指纹。", "Fingerprint: The fingerprint then.", required=True),
        text(
            "changed",
            "改动字段：与上一版相比改动的字段名，JSON 数组；首版为 []。",
            "Changed fields: Names of the fields that differ from the revision before, a JSON list; [] for the first.",
            required=True,
        ),
        integer(
            "capture_id",
            "存档：首次见到这一版的存档。",
            "Capture: The capture that first showed it.",
            references="captures.id",
        ),
        text("text", "正文：这一版的正文。", "Text: The text then.", required=True),
    ),
    key=("article_id", "revision"),
)

VIEW_COUNTS = Table(
    "view_counts",
    Words(
        "阅读次数记录",
        "View counts",
        "每次读到的阅读次数一行；页面不显示时没有行。",
        "One row for each reading; none where the page shows no count.",
    ),
    (
        integer(
            "article_id",
            "文章：所属文章。",
            "Article: The article it belongs to.",
            required=True,
            references="articles.id",
        ),
        text("observed_at", "读取时间：读到的时间，UTC。", "Observed: When it was read, UTC.", required=True),
        integer(
            "view_count",
            "阅读次数：当时所示的阅读次数。",
            "View count: The count shown then.",
            required=True,
            unit="次 views",
        ),
    ),
    key=("article_id", "observed_at"),
    clustered=True,
)

TABLES = (EVIDENCE, REVISIONS, VIEW_COUNTS)
