"""The table of articles."""

from __future__ import annotations

from .shape import Index, Table, Words, integer, one_of, real, text
from .versions import MEMORY, NEAR

ARTICLES = Table(
    "articles",
    Words(
        "文章",
        "Articles",
        "每篇文章一行，取最近一次读到的内容；历次内容见 revisions。",
        "One row for each article, as last read; every earlier content is in revisions.",
    ),
    (
        integer("id", "编号：本库内的编号。", "Id: Number inside this dataset."),
        text("site", "站点：所属站点。", "Site: The site it belongs to.", required=True, references="sites.key"),
        text(
            "native_id",
            "稿件编号：平台自己的编号（post_N 的 N），仅与站点合用才唯一；平台没有编号时为规范路径。",
            "Native id: The platform's id (N of post_N), unique only with the site; else the canonical path.",
            required=True,
        ),
        text(
            "url",
            "网址：规范网址：站点的协议、小写主机、mpost 改 post、无片段。",
            "URL: Canonical URL: the site's scheme, host in lower case, mpost turned into post, no fragment.",
            required=True,
        ),
        text(
            "title",
            "标题：所印标题，分行者合一，不含副标题。",
            "Title: The title as printed, its lines joined, without the subtitle.",
            required=True,
        ),
        text("subtitle", "副标题：所印副标题。", "Subtitle: The subtitle as printed."),
        text(
            "published_at",
            "发布时间：ISO 8601，+08:00；只知日期时仅存日期。按日统计用 substr(published_at, 1, 10)。",
            "Published: ISO 8601 in +08:00, or the date where only it is known. Its day: substr(published_at, 1, 10).",
        ),
        text(
            "published_at_precision",
            "时间精度：发布时间精确到 day、minute 或 second；minute 时秒写作 00。",
            "Precision: How precise it is: day, minute or second; where it is minute the seconds are written as 00.",
            check=one_of("published_at_precision", ("day", "minute", "second")),
        ),
        text("published_at_raw", "原印时间：页面上的原文。", "Published as printed: The text on the page."),
        text(
            "published_at_from",
            "时间出处：取自 byline、meta、listing、jsonld、opengraph 或 url。",
            "Published from: Where it was read: byline, meta, listing, jsonld, opengraph or url.",
        ),
        integer(
            "source_id",
            "来源：所印来源；没有则空。",
            "Source: The printed source; NULL when there is none.",
            references="sources.id",
        ),
        text("source_raw", "原印来源：连同标签的原文。", "Source as printed: The text on the page with its label."),
        integer(
            "canonical_source_id",
            "规范来源：本站定义给所印来源的正式名称；没有别名则空。",
            "Canonical source: The proper name that the site definition gives to it; NULL where it knows no alias.",
            references="sources.id",
        ),
        text("author", "作者：所印作者。", "Author: The author as printed."),
        text("editor", "责任编辑：所印责任编辑。", "Editor: The editor as printed."),
        integer(
            "column_id",
            "栏目：当前位置所指的栏目；曾列出它的所有栏目见 article_columns。",
            "Column: The column of its breadcrumb; every column that listed it is in article_columns.",
            references="columns.id",
        ),
        integer(
            "view_count",
            "阅读次数：最近一次读到的阅读次数；页面不显示则空，绝不写 0。",
            "View count: The latest reading; NULL where the page shows none, never 0 in its place.",
            unit="次 views",
        ),
        integer(
            "char_count",
            "字数：正文字符数，不计空白。",
            "Characters: Characters of the text, white space not counted.",
            required=True,
            unit="字 characters",
        ),
        integer(
            "paragraph_count",
            "段落数：各类段落总数。",
            "Paragraphs: Blocks of text of every kind.",
            required=True,
            unit="段 blocks",
        ),
        integer("image_count", "图片数：正文图片数。", "Images: Images of the body.", required=True, unit="张 images"),
        integer("attachment_count", "附件数：附件数。", "Attachments: Attachments.", required=True, unit="个 files"),
        text(
            "fingerprint",
            "内容指纹：规范化标题与正文的指纹，不含阅读次数、时间与图片网址。",
            "Fingerprint: Digest of the normalized title and body; no views, no time, no image URLs.",
            required=True,
        ),
        integer(
            "revision",
            "修订号：当前修订，从 1 起。",
            "Revision: Number of the current revision, from 1.",
            required=True,
            default="1",
        ),
        integer(
            "duplicate_of",
            "重复于：同内容（完全或近似）中最早发布的一篇；本身最早或无重复则空。",
            "Duplicate of: The earliest published one with this content, or almost; NULL for it, and for any without.",
            references="articles.id",
        ),
        text(
            "duplicate_kind",
            "重复类别：exact：标题正文皆同；near：近似。",
            "Duplicate kind: exact: title and body are the same; near: almost.",
            check=one_of("duplicate_kind", ("exact", "near")),
        ),
        real(
            "duplicate_share",
            "相同比例：内容相同的比例，0 至 1。",
            "Duplicate share: Share of the content that is the same, 0 to 1.",
            check="duplicate_share BETWEEN 0 AND 1",
        ),
        text(
            "first_seen_at",
            "首见时间：首次入库或列出的时间，UTC。",
            "First seen: When it was first listed or stored, UTC.",
            required=True,
        ),
        text(
            "last_seen_at",
            "末见时间：最近一次列出或读取的时间，UTC。",
            "Last seen: When it was last listed or read, UTC.",
            required=True,
        ),
        text(
            "fetched_at",
            "读取时间：最近一次读取文章页的时间，UTC。",
            "Fetched: When its page was last read, UTC.",
            required=True,
        ),
        text(
            "changed_at",
            "改动时间：首版之后最近一次发现改动的时间，UTC；未改动则空。",
            "Changed: When a change after the first revision was last found, UTC; NULL when it never changed.",
        ),
        integer("capture_id", "存档：所读存档。", "Capture: The capture that was read.", references="captures.id"),
        text(
            "parser_version",
            "解析版本：程序版本与站点定义的摘要。",
            "Parser version: Version of the program and digest of the site definition.",
            required=True,
        ),
        text(
            "text",
            "正文：各段落以换行相连；没有文字时为空串。",
            "Text: Its blocks of text joined by newlines; '' when there is none.",
            required=True,
        ),
        text(
            "withdrawn_at",
            "撤稿时间：发现文章已不在网站上的时间，UTC；仍在则空。历次见 withdrawals。",
            "Withdrawn: When it was found gone from the site, UTC; NULL while it is there. All are in withdrawals.",
            since=MEMORY,
        ),
        text(
            "quarantined_at",
            "存疑时间：最近一次读到的内容不可信、因而未采用的时间，UTC；无则空。",
            "Quarantined: When a reading was found that is not to be believed and was not taken over, UTC; else NULL.",
            since=MEMORY,
        ),
        text(
            "quarantine_reason",
            "存疑原因：一句话；无则空。",
            "Quarantine reason: One sentence; NULL when there is none.",
            since=MEMORY,
        ),
        integer(
            "exact_duplicate_of",
            "完全重复于：标题正文皆同的各篇中最早发布的一篇；本身最早或无则空。",
            "Exact duplicate of: The earliest of those with the same title and body; NULL for it, and for any without.",
            references="articles.id",
            since=NEAR,
        ),
    ),
    unique=(("site", "native_id"), ("url",)),
    indexes=(
        Index(("fingerprint", "exact_duplicate_of"), since=NEAR),
        Index(("fingerprint", "site", "published_at"), "char_count = 0"),
        Index(("duplicate_of",), "duplicate_of IS NOT NULL"),
        Index(("published_at",)),
        Index(("source_id",)),
        Index(("column_id",)),
        Index(("withdrawn_at",), "withdrawn_at IS NOT NULL", since=MEMORY),
        Index(("site", "quarantined_at"), "quarantined_at IS NOT NULL", since=MEMORY),
        Index(("exact_duplicate_of",), "exact_duplicate_of IS NOT NULL", since=NEAR),
    ),
    label="title",
)

TABLES = (ARTICLES,)
