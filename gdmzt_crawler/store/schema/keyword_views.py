"""Views over words, topics and places: what a month was about, what rose and fell, which articles name a place."""

from __future__ import annotations

from .fields import COLUMN, ID, PUBLISHED, SITE, SOURCE, TITLE, URL, YEAR
from .shape import Column, View, Words, integer, real, text

_MONTH = text("month", "月份：发布月份，如 2023-06。", "Month: Of publication, such as 2023-06.")
_WORD = text("word", "词：关键词。", "Word: A keyword.")
_ARTICLE: tuple[Column, ...] = (ID, TITLE, PUBLISHED, YEAR, SITE, COLUMN, SOURCE, URL)
_OF = "FROM articles l{joined} WHERE l.id = a.article_id"
# Subqueries, not joins: SQLite leaves out those that nobody asks for, so that counting by place reads no article.
_FIELDS = ", ".join(
    f'(SELECT {value} {_OF.format(joined=joined)}) AS "{name}"'
    for name, value, joined in (
        ("title", "l.title", ""),
        ("published_at", "l.published_at", ""),
        ("year", "CAST(substr(l.published_at, 1, 4) AS INTEGER)", ""),
        ("site", "s.name", " JOIN sites s ON s.key = l.site"),
        ("column", "c.label", " JOIN columns c ON c.id = l.column_id"),
        ("source", "o.name", " JOIN sources o ON o.id = l.source_id"),
        ("url", "l.url", ""),
    )
)
LEAST = 3
"""Articles of two months in which a word must stand to be called rising or falling."""

KEYWORD_MONTHS = View(
    "keyword_months",
    Words("每月关键词", "Keywords by month", "每月以此为关键词的文章数。", "Articles a month that have it as keyword."),
    (
        _MONTH,
        _WORD,
        integer("articles", "篇数：以此为关键词的文章。", "Articles: That have it.", unit="篇 articles"),
    ),
    "SELECT month, word, articles FROM keyword_counts",
)

KEYWORD_TRENDS = View(
    "keyword_trends",
    Words(
        "关键词升降",
        "Keyword trends",
        "每月各关键词占当月文章的比例与上月相比；两月合计至少 3 篇。",
        "The share of a month's articles that have a keyword, beside the month before; 3 articles in both at least.",
    ),
    (
        _MONTH,
        _WORD,
        integer("articles", "篇数：本月。", "Articles: This month.", unit="篇 articles"),
        integer("articles_before", "上月篇数：上月。", "Articles before: The month before.", unit="篇 articles"),
        real("share", "比例：占本月文章，0 至 1。", "Share: Of this month's articles, 0 to 1."),
        real("share_before", "上月比例：上月无文章则空。", "Share before: NULL where that month has no articles."),
        real("change", "变化：比例之差；正为升。", "Change: Of the share; above 0 it rises. NULL as share before."),
    ),
    f"""
    WITH published AS (SELECT month, count(*) AS articles FROM tagged WHERE month IS NOT NULL GROUP BY month),
    months AS MATERIALIZED (
        SELECT m.month, m.articles, strftime('%Y-%m', m.month || '-01', '-1 month') AS before,
            (SELECT p.articles FROM published p WHERE p.month = strftime('%Y-%m', m.month || '-01', '-1 month'))
                AS articles_before
        FROM published m
    )
    SELECT m.month, c.word, c.articles, coalesce(p.articles, 0) AS articles_before,
        round(1.0 * c.articles / m.articles, 4) AS share,
        round(1.0 * coalesce(p.articles, 0) / m.articles_before, 4) AS share_before,
        round(1.0 * c.articles / m.articles - 1.0 * coalesce(p.articles, 0) / m.articles_before, 4) AS change
    FROM keyword_counts c JOIN months m ON m.month = c.month
        LEFT JOIN keyword_counts p ON p.month = m.before AND p.word = c.word
    WHERE c.articles + coalesce(p.articles, 0) >= {LEAST}
    UNION ALL
    SELECT m.month, p.word, 0, p.articles, 0.0, round(1.0 * p.articles / m.articles_before, 4),
        round(-1.0 * p.articles / m.articles_before, 4)
    FROM keyword_counts p JOIN months m ON m.before = p.month
    WHERE p.articles >= {LEAST}
        AND NOT EXISTS (SELECT 1 FROM keyword_counts c WHERE c.month = m.month AND c.word = p.word)
    """,
)

TOPIC_ARTICLES = View(
    "topic_articles",
    Words("主题文章", "Articles by topic", "每篇文章的每个主题一行。", "One row for each topic of each article."),
    (
        text("topic", "主题：主题名称。", "Topic: Its name."),
        integer("mentions", "次数：其词共出现几处。", "Mentions: How often its terms stand there."),
        integer("in_title", "标题中：标题里有其词为 1。", "In title: 1 where a term stands in the title."),
        *_ARTICLE,
    ),
    f"""
    SELECT t.name AS topic, a.mentions, a.in_title, a.article_id AS id, {_FIELDS}
    FROM article_topics a JOIN topics t ON t.id = a.topic_id
    """,
    links=("id",),
)

PLACE_ARTICLES = View(
    "place_articles",
    Words(
        "地方文章",
        "Articles by place",
        "每篇文章提到的每个地方一行，连同其上级。",
        "One row for each place that an article names, and for those above it.",
    ),
    (
        text("place", "地方：全称。", "Place: Its full name."),
        text("level", "级别：province、city 或 district。", "Level: province, city or district."),
        text("parent", "上级：所属省或市。", "Parent: The province or city above."),
        integer("mentions", "次数：提到几处；0 为只提到下级。", "Mentions: 0 where only a place inside it is named."),
        *_ARTICLE,
    ),
    f"""
    SELECT p.name AS place, p.level, u.name AS parent, a.mentions, a.article_id AS id, {_FIELDS}
    FROM article_places a JOIN places p ON p.code = a.place_code LEFT JOIN places u ON u.code = p.parent_code
    """,
    links=("id",),
)

VIEWS = (KEYWORD_MONTHS, KEYWORD_TRENDS, TOPIC_ARTICLES, PLACE_ARTICLES)
