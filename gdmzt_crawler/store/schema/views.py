"""Views for people: names instead of ids, and the questions that are asked most."""

from __future__ import annotations

from .fields import COLUMN, ID, PUBLISHED, SITE, SOURCE, TITLE, URL, YEAR
from .shape import Column, View, Words, integer, real, text

_COUNT = integer("view_count", "阅读次数：最近读数。", "View count: The latest reading.", unit="次 views")

_LISTED: tuple[Column, ...] = (
    ID,
    TITLE,
    PUBLISHED,
    text(
        "published_on",
        "发布日：北京时间的日期；按日统计用它，SQLite 的 date() 会换算成 UTC。",
        "Published on: The day in China; to group by day take this one, for SQLite's date() turns a time into UTC.",
    ),
    text(
        "published_at_precision",
        "时间精度：day、minute 或 second；minute 时秒为 00。",
        "Precision: day, minute or second; where it is minute the seconds read 00.",
    ),
    YEAR,
    SITE,
    COLUMN,
    SOURCE,
    text("canonical_source", "规范来源：有别名时为正式名称。", "Canonical source: The proper name where known."),
    _COUNT,
    integer("char_count", "字数：正文字符数。", "Characters: Of the text.", unit="字 characters"),
    integer("image_count", "图片数：正文图片数。", "Images: Of the body."),
    integer("attachment_count", "附件数：附件数。", "Attachments: Files offered."),
    integer("revision", "修订号：当前修订。", "Revision: The current one."),
    integer("duplicate_of", "重复于：最早一篇的编号。", "Duplicate of: Number of the earliest one."),
    text("first_seen_at", "首见时间：UTC。", "First seen: UTC."),
    text("changed_at", "改动时间：UTC。", "Changed: UTC."),
    text("withdrawn_at", "撤稿时间：UTC；仍在网站上则空。", "Withdrawn: UTC; NULL while it is on the site."),
    URL,
)

ARTICLE_LIST = View(
    "article_list",
    Words(
        "文章一览",
        "Article list",
        "每篇文章一行，名称代替编号，不含正文。",
        "One row for each article, names instead of ids, without the text.",
    ),
    _LISTED,
    """
    SELECT a.id, a.title, a.published_at, substr(a.published_at, 1, 10) AS published_on, a.published_at_precision,
        CAST(substr(a.published_at, 1, 4) AS INTEGER) AS year, s.name AS site,
        coalesce(c.label, (
            SELECT l.label FROM article_columns ac JOIN columns l ON l.id = ac.column_id
            WHERE ac.article_id = a.id AND l.path <> '/' ORDER BY l.id LIMIT 1
        )) AS "column",
        o.name AS source, coalesce(k.name, o.name) AS canonical_source, a.view_count, a.char_count, a.image_count,
        a.attachment_count, a.revision, a.duplicate_of, a.first_seen_at, a.changed_at,
        (SELECT w.withdrawn_at FROM withdrawals w WHERE w.article_id = a.id AND w.returned_at IS NULL) AS withdrawn_at,
        a.url
    FROM articles a JOIN sites s ON s.key = a.site LEFT JOIN columns c ON c.id = a.column_id
        LEFT JOIN sources o ON o.id = a.source_id LEFT JOIN sources k ON k.id = a.canonical_source_id
    """,
    links=("id", "duplicate_of"),
)

UNIQUE_ARTICLES = View(
    "unique_articles",
    Words("不重复文章", "Unique articles", "每种内容只列最早的一篇。", "Of each content only the earliest article."),
    _LISTED,
    "SELECT * FROM article_list WHERE duplicate_of IS NULL",
    links=("id",),
)

DUPLICATES = View(
    "duplicates",
    Words("重复文章", "Duplicates", "每篇重复文章与其最早的一篇。", "Each duplicate beside the earliest article."),
    (
        ID,
        TITLE,
        SITE,
        PUBLISHED,
        URL,
        text("duplicate_kind", "重复类别：exact 或 near。", "Duplicate kind: exact or near."),
        real("duplicate_share", "相同比例：0 至 1。", "Duplicate share: 0 to 1."),
        integer("root_id", "最早一篇：编号。", "Earliest: Its number."),
        text("root_title", "最早一篇标题：标题。", "Earliest title: Its title."),
        text("root_site", "最早一篇站点：站点名称。", "Earliest site: Name of its site."),
        text("root_published_at", "最早一篇发布时间：+08:00。", "Earliest published: In +08:00."),
        text("root_url", "最早一篇网址：规范网址。", "Earliest URL: Its canonical URL."),
    ),
    """
    SELECT a.id, a.title, s.name AS site, a.published_at, a.url, a.duplicate_kind, a.duplicate_share, r.id AS root_id,
        r.title AS root_title, t.name AS root_site, r.published_at AS root_published_at, r.url AS root_url
    FROM articles a JOIN sites s ON s.key = a.site JOIN articles r ON r.id = a.duplicate_of
        JOIN sites t ON t.key = r.site
    """,
    links=("id", "root_id"),
)

MOST_VIEWED = View(
    "most_viewed",
    Words("阅读最多", "Most viewed", "有阅读次数的文章，多者在前。", "Articles that show a count, the highest first."),
    (ID, TITLE, PUBLISHED, SITE, COLUMN, text("source", "来源：所印来源。", "Source: As printed."), _COUNT, URL),
    """
    SELECT id, title, published_at, site, "column", source, view_count, url FROM article_list
    WHERE view_count IS NOT NULL ORDER BY view_count DESC
    """,
    links=("id",),
)

VIEW_GROWTH = View(
    "view_growth",
    Words(
        "阅读增长",
        "View growth",
        "读过两次以上的文章的阅读增长。",
        "How counts grew where they were read at least twice.",
    ),
    (
        ID,
        TITLE,
        SITE,
        PUBLISHED,
        integer("readings", "读数：读取的次数。", "Readings: How many there are."),
        text("first_observed_at", "首次读取：UTC。", "First reading: UTC."),
        integer("first_view_count", "首次读数：阅读次数。", "First count: The count then.", unit="次 views"),
        text("last_observed_at", "末次读取：UTC。", "Last reading: UTC."),
        integer("last_view_count", "末次读数：阅读次数。", "Last count: The count then.", unit="次 views"),
        integer("growth", "增长：末次减首次。", "Growth: Last minus first.", unit="次 views"),
        real("growth_per_day", "日均增长：增长除以天数。", "Growth per day: Growth by days.", unit="次/天 views/day"),
        URL,
    ),
    """
    SELECT a.id, a.title, s.name AS site, a.published_at, v.readings, v.first_observed_at,
        f.view_count AS first_view_count, v.last_observed_at, l.view_count AS last_view_count,
        l.view_count - f.view_count AS growth,
        round((l.view_count - f.view_count) / (julianday(v.last_observed_at) - julianday(v.first_observed_at)), 2)
            AS growth_per_day,
        a.url
    FROM (
        SELECT article_id, count(*) AS readings, min(observed_at) AS first_observed_at,
            max(observed_at) AS last_observed_at
        FROM view_counts GROUP BY article_id HAVING count(*) > 1
    ) v JOIN view_counts f ON f.article_id = v.article_id AND f.observed_at = v.first_observed_at
        JOIN view_counts l ON l.article_id = v.article_id AND l.observed_at = v.last_observed_at
        JOIN articles a ON a.id = v.article_id JOIN sites s ON s.key = a.site
    """,
    links=("id",),
)

RECENT_CHANGES = View(
    "recent_changes",
    Words(
        "最近变动",
        "Recent changes",
        "新增、改动、撤下与重现的文章，新者在前。",
        "Articles that are new, edited, withdrawn or back, the latest first.",
    ),
    (
        text("observed_at", "发现时间：UTC。", "Observed: UTC."),
        text(
            "kind",
            "类别：new 新文章，revised 有改动，withdrawn 已撤，returned 重现。",
            "Kind: new, revised, withdrawn or returned.",
        ),
        ID,
        TITLE,
        text("changed", "改动字段：JSON 数组；撤下与重现则空。", "Changed fields: A JSON list; NULL for the last two."),
        text("previous_title", "上一版标题：改动之前的标题。", "Title before: Of the revision before."),
        integer("revision", "修订号：从 1 起。", "Revision: From 1."),
        SITE,
        PUBLISHED,
        URL,
    ),
    """
    SELECT r.observed_at, CASE r.revision WHEN 1 THEN 'new' ELSE 'revised' END AS kind, a.id, r.title, r.changed,
        p.title AS previous_title, r.revision, s.name AS site, r.published_at, a.url
    FROM revisions r JOIN articles a ON a.id = r.article_id JOIN sites s ON s.key = a.site
        LEFT JOIN revisions p ON p.article_id = r.article_id AND p.revision = r.revision - 1
    UNION ALL
    SELECT w.withdrawn_at, 'withdrawn', a.id, a.title, NULL, NULL, a.revision, s.name, a.published_at, a.url
    FROM withdrawals w JOIN articles a ON a.id = w.article_id JOIN sites s ON s.key = a.site
    UNION ALL
    SELECT w.returned_at, 'returned', a.id, a.title, NULL, NULL, a.revision, s.name, a.published_at, a.url
    FROM withdrawals w JOIN articles a ON a.id = w.article_id JOIN sites s ON s.key = a.site
    WHERE w.returned_at IS NOT NULL
    ORDER BY 1 DESC
    """,
    links=("id",),
)

MONTHLY_COUNTS = View(
    "monthly_counts",
    Words("每月篇数", "Monthly counts", "各站各栏目每月发布的篇数。", "Articles published a month by site and column."),
    (
        text("month", "月份：如 2023-06；不知则空。", "Month: Such as 2023-06; NULL when unknown."),
        SITE,
        COLUMN,
        integer("articles", "篇数：全部文章。", "Articles: All of them.", unit="篇 articles"),
        integer("unique_articles", "不重复篇数：每种内容计一篇。", "Unique: One of each content.", unit="篇 articles"),
        integer(
            "view_count", "阅读次数：合计；都不显示则空。", "View count: Sum; NULL if none shows one.", unit="次 views"
        ),
    ),
    """
    SELECT substr(published_at, 1, 7) AS month, site, "column", count(*) AS articles,
        sum(duplicate_of IS NULL) AS unique_articles, sum(view_count) AS view_count
    FROM article_list GROUP BY 1, 2, 3 ORDER BY 1 DESC, 2, 3
    """,
)

_FIELDS = {
    "title": "a.title <> ''",
    "subtitle": "a.subtitle IS NOT NULL",
    "published_at": "a.published_at IS NOT NULL",
    "source": "a.source_id IS NOT NULL",
    "view_count": "a.view_count IS NOT NULL",
    "author": "a.author IS NOT NULL",
    "editor": "a.editor IS NOT NULL",
    "column": "a.column_id IS NOT NULL",
    "text": "a.char_count > 0",
    "images": "a.image_count > 0",
    "attachments": "a.attachment_count > 0",
}
_SUMS = ", ".join(f'sum({condition}) AS "{name}"' for name, condition in _FIELDS.items())
_ROWS = " UNION ALL ".join(
    f"SELECT site, run_id, '{name}' AS field, articles, \"{name}\" AS present,"
    f' round(1.0 * "{name}" / articles, 4) AS share FROM counted'
    for name in _FIELDS
)

FIELD_COVERAGE = View(
    "field_coverage",
    Words(
        "字段覆盖率",
        "Field coverage",
        "按站点与批次，最近一次在该批次读到的文章中各字段有值的比例。",
        "Share of articles that have a value, by field, site and the run that last read them.",
    ),
    (
        SITE,
        integer("run_id", "批次：抓取批次；不知则空。", "Run: The crawl run; NULL when unknown."),
        text("field", "字段：字段名。", "Field: Its name."),
        integer("articles", "篇数：该批次读到的文章。", "Articles: Read by this run.", unit="篇 articles"),
        integer("present", "有值篇数：字段有值的文章。", "Present: Articles with a value.", unit="篇 articles"),
        real("share", "比例：有值篇数除以篇数。", "Share: Present divided by articles."),
    ),
    f"""
    WITH counted AS (
        SELECT s.name AS site, c.run_id AS run_id, count(*) AS articles, {_SUMS}
        FROM articles a JOIN sites s ON s.key = a.site LEFT JOIN captures c ON c.id = a.capture_id GROUP BY 1, 2
    ) {_ROWS}
    """,
)

VIEWS = (
    ARTICLE_LIST,
    UNIQUE_ARTICLES,
    DUPLICATES,
    MOST_VIEWED,
    VIEW_GROWTH,
    RECENT_CHANGES,
    MONTHLY_COUNTS,
    FIELD_COVERAGE,
)
