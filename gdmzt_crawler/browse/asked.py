"""The questions themselves, in the order in which the pages list them."""

from __future__ import annotations

from ..store.schema import Words
from .questions import AT_MOST, COLUMN, DAYS, LIMIT, SINCE, SITE, SOURCE, Question, parameter

_OF_SITE = "({site} = '' OR s.name = {site} OR s.key = {site})"
_ON = "substr(a.published_at, 1, 10) AS published_on"
_LAST_DAY = "(SELECT substr(max(published_at), 1, 10) FROM articles)"

QUESTIONS: tuple[Question, ...] = (
    Question(
        "search_with_snippets",
        Words(
            "检索并显示上下文",
            "Search with snippets",
            "标题或正文含有所查字词的文章，新者在前，附命中处的上下文。",
            "Articles whose title or text holds the words, the newest first, with the text around a hit.",
        ),
        f"""
SELECT a.id AS article_id, a.title, {_ON}, o.name AS source,
    gdmzt_snippet(a.text, {{q}}) AS snippet, a.url
FROM articles a LEFT JOIN sources o ON o.id = a.source_id
WHERE a.id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH escape_fts({{q}}))
ORDER BY a.published_at DESC, a.id DESC {AT_MOST}
""",
        (parameter("q", "要查的字词，空为 养老", "what to look for; empty: 养老", "养老"), LIMIT),
    ),
    Question(
        "most_read",
        Words("阅读最多", "Most read", "阅读次数最多的文章。", "The articles with the highest view counts."),
        f"""
SELECT a.id AS article_id, a.title, {_ON}, o.name AS source, c.label AS "column",
    a.view_count, a.url
FROM articles a LEFT JOIN sources o ON o.id = a.source_id LEFT JOIN columns c ON c.id = a.column_id
WHERE a.view_count IS NOT NULL AND ({{since}} = '' OR a.published_at >= {{since}})
ORDER BY a.view_count DESC, a.id {AT_MOST}
""",
        (SINCE, LIMIT),
    ),
    Question(
        "fastest_rising_views",
        Words(
            "阅读增长最快",
            "Fastest rising views",
            "最近发布的文章中，首末两次读数之间每天增长最多者。",
            "Of the articles published lately, those whose count rose most a day between first and last reading.",
        ),
        f"""
WITH recent AS (
    SELECT id, title, published_at, url FROM articles
    WHERE published_at >= date({_LAST_DAY}, '-' || min(CAST({{days}} AS INTEGER), 36500) || ' days')
), ends AS (
    SELECT r.id, (SELECT min(observed_at) FROM view_counts v WHERE v.article_id = r.id) AS first_at,
        (SELECT max(observed_at) FROM view_counts v WHERE v.article_id = r.id) AS last_at FROM recent r
)
SELECT r.id AS article_id, r.title, substr(r.published_at, 1, 10) AS published_on, f.view_count AS first_count,
    l.view_count AS last_count, l.view_count - f.view_count AS growth,
    round((l.view_count - f.view_count) / (julianday(e.last_at) - julianday(e.first_at)), 2) AS growth_per_day, r.url
FROM ends e JOIN recent r ON r.id = e.id
    JOIN view_counts f ON f.article_id = e.id AND f.observed_at = e.first_at
    JOIN view_counts l ON l.article_id = e.id AND l.observed_at = e.last_at
WHERE e.last_at > e.first_at ORDER BY growth_per_day DESC, r.id {AT_MOST}
""",
        (DAYS, LIMIT),
    ),
    Question(
        "edited_after_publication",
        Words(
            "发布后改过的文章",
            "Edited after publication",
            "首次读到之后内容又有改动的文章：改了几次、哪些字段、发布几天之后。",
            "Articles that changed since they were first read: how often, in which fields, how many days later.",
        ),
        f"""
SELECT a.id AS article_id, a.title, {_ON}, count(DISTINCT r.revision) AS edits,
    group_concat(DISTINCT j.value) AS fields, max(r.observed_at) AS last_edit_seen_at,
    CAST(julianday(max(r.observed_at)) - julianday(a.published_at) AS INTEGER) AS days_after_publication, a.url
FROM revisions r JOIN articles a ON a.id = r.article_id LEFT JOIN json_each(r.changed) j
WHERE r.revision > 1 AND ({{since}} = '' OR r.observed_at >= {{since}})
GROUP BY a.id ORDER BY last_edit_seen_at DESC, a.id {AT_MOST}
""",
        (SINCE, LIMIT),
    ),
    Question(
        "titles_changed",
        Words("改过标题", "Titles changed", "前后两版标题不同。", "Two revisions in a row with different titles."),
        f"""
SELECT a.id AS article_id, p.title AS title_before, r.title AS title_after, r.revision, r.observed_at, a.url
FROM revisions r JOIN revisions p ON p.article_id = r.article_id AND p.revision = r.revision - 1
    JOIN articles a ON a.id = r.article_id
WHERE r.revision > 1 AND r.title <> p.title AND ({{since}} = '' OR r.observed_at >= {{since}})
ORDER BY r.observed_at DESC, a.id {AT_MOST}
""",
        (SINCE, LIMIT),
    ),
    Question(
        "withdrawn",
        Words(
            "已撤的文章",
            "Withdrawn",
            "后来从网站上消失的文章：何时发现、依据、是否重现；内容仍在本库。",
            "Articles found gone from the site: when, by what sign, whether they came back; their text is kept here.",
        ),
        f"""
SELECT a.id AS article_id, a.title, s.name AS site, {_ON}, w.withdrawn_at, w.reason,
    w.returned_at, a.url
FROM withdrawals w JOIN articles a ON a.id = w.article_id JOIN sites s ON s.key = a.site
WHERE {_OF_SITE} ORDER BY w.withdrawn_at DESC, a.id {AT_MOST}
""",
        (SITE, LIMIT),
    ),
    Question(
        "reposts",
        Words(
            "转载与出处",
            "Reposts and where they came from",
            "重复的文章与同内容中最早的一篇，相隔几小时，各署何来源。",
            "Copies beside the earliest article with their content, the hours between, and the source that each names.",
        ),
        f"""
SELECT a.id AS article_id, a.title, o.name AS source, s.name AS site, a.published_at, r.id AS root_id,
    q.name AS root_source, t.name AS root_site, r.published_at AS root_published_at, a.duplicate_kind,
    a.duplicate_share, round((julianday(a.published_at) - julianday(r.published_at)) * 24, 1) AS hours_later, a.url
FROM articles a JOIN articles r ON r.id = a.duplicate_of JOIN sites s ON s.key = a.site JOIN sites t ON t.key = r.site
    LEFT JOIN sources o ON o.id = a.source_id LEFT JOIN sources q ON q.id = r.source_id
WHERE a.duplicate_of IS NOT NULL
    AND ({{source}} = '' OR instr(coalesce(o.name, '') || char(10) || coalesce(q.name, ''), {{source}}))
ORDER BY a.published_at DESC, a.id {AT_MOST}
""",
        (SOURCE, LIMIT),
    ),
    Question(
        "sources_by_month",
        Words("各月来源", "Sources by month", "每月各来源的篇数。", "Articles a month by source."),
        f"""
SELECT substr(a.published_at, 1, 7) AS month, o.name AS source, count(*) AS articles,
    sum(a.duplicate_of IS NULL) AS unique_articles, sum(a.view_count) AS views
FROM articles a JOIN sources o ON o.id = a.source_id
WHERE a.published_at IS NOT NULL AND ({{source}} = '' OR instr(o.name, {{source}}))
    AND ({{since}} = '' OR a.published_at >= {{since}})
GROUP BY 1, 2 ORDER BY 1 DESC, 3 DESC, 2 {AT_MOST}
""",
        (SOURCE, SINCE, LIMIT),
    ),
    Question(
        "articles_naming_a_city",
        Words(
            "提到某地的文章",
            "Articles naming a city",
            "标题或正文提到某地的文章，新者在前，附上下文。",
            "Articles whose title or text names the place, the newest first, with the text around it.",
        ),
        f"""
SELECT a.id AS article_id, a.title, {_ON}, instr(a.title, {{city}}) > 0 AS in_title,
    gdmzt_snippet(a.text, {{city}}) AS snippet, a.url
FROM articles a
WHERE a.id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH escape_fts({{city}}))
ORDER BY a.published_at DESC, a.id DESC {AT_MOST}
""",
        (parameter("city", "地名，空为 广州", "name of the place; empty: 广州", "广州"), LIMIT),
    ),
    Question(
        "days_without_news",
        Words(
            "没有新闻的日子",
            "Days without news",
            "到最新一篇为止的这些天里，没有文章发布的日子。",
            "Of the days up to the newest article, those on which nothing was published.",
        ),
        f"""
WITH RECURSIVE wanted AS (
    SELECT substr(a.published_at, 1, 10) AS day FROM articles a LEFT JOIN columns c ON c.id = a.column_id
    WHERE a.published_at >= date({_LAST_DAY}, '-' || min(CAST({{days}} AS INTEGER), 5000) || ' days')
        AND ({{column}} = '' OR instr(c.label, {{column}}))
), days (day) AS (
    SELECT date({_LAST_DAY}, '-' || min(max(CAST({{days}} AS INTEGER), 1), 5000) || ' days')
    UNION ALL SELECT date(day, '+1 day') FROM days WHERE day < {_LAST_DAY}
)
SELECT day, substr('日一二三四五六', CAST(strftime('%w', day) AS INTEGER) + 1, 1) AS weekday
FROM days WHERE day IS NOT NULL AND day NOT IN (SELECT day FROM wanted) ORDER BY day DESC {AT_MOST}
""",
        (DAYS, COLUMN, LIMIT),
    ),
    Question(
        "images_without_caption",
        Words(
            "没有图注的图片",
            "Images without caption",
            "正文图片中没有图注的。",
            "Images of articles that have no caption.",
        ),
        f"""
SELECT i.article_id, a.title, {_ON}, i.position, i.alt, i.url AS image_url, a.url
FROM articles a JOIN images i ON i.article_id = a.id JOIN sites s ON s.key = a.site
WHERE i.caption IS NULL AND {_OF_SITE} ORDER BY a.published_at DESC, a.id, i.position {AT_MOST}
""",
        (SITE, LIMIT),
    ),
    Question(
        "coverage_by_run",
        Words(
            "各批次的字段覆盖率",
            "Coverage of fields by run",
            "每个抓取批次最后读到的文章中，各字段有值的比例。",
            "Of the articles that a run was the last to read, the share that has a value, by field.",
        ),
        f"""
SELECT f.run_id, r.started_at, f.site, f.field, f.articles, f.present, f.share
FROM field_coverage f LEFT JOIN crawl_runs r ON r.id = f.run_id
WHERE ({{field}} = '' OR f.field = {{field}}) ORDER BY f.run_id DESC, f.site, f.share, f.field {AT_MOST}
""",
        (parameter("field", "字段名，空为全部", "name of the field; empty: all"), LIMIT),
    ),
    Question(
        "columns_by_month",
        Words("各月栏目", "Columns by month", "每月各栏目的篇数。", "Articles a month by column."),
        f"""
SELECT substr(a.published_at, 1, 7) AS month, c.label AS "column", count(*) AS articles,
    sum(a.duplicate_of IS NULL) AS unique_articles, round(avg(a.view_count), 1) AS mean_views
FROM articles a LEFT JOIN columns c ON c.id = a.column_id
WHERE a.published_at IS NOT NULL AND ({{column}} = '' OR instr(c.label, {{column}}))
    AND ({{since}} = '' OR a.published_at >= {{since}})
GROUP BY 1, 2 ORDER BY 1 DESC, 3 DESC, 2 {AT_MOST}
""",
        (COLUMN, SINCE, LIMIT),
    ),
    Question(
        "files_offered",
        Words("附件一览", "Files offered", "文章所附文件，名称含某字样者。", "Files that articles offer, by name."),
        f"""
SELECT f.article_id, f.name, a.title, {_ON}, f.url AS file_url, a.url
FROM articles a JOIN attachments f ON f.article_id = a.id
WHERE ({{name}} = '' OR instr(f.name, {{name}})) ORDER BY a.published_at DESC, a.id, f.position {AT_MOST}
""",
        (parameter("name", "文件名含此字样，空为全部", "part of the file's name; empty: all"), LIMIT),
    ),
    Question(
        "issues_by_kind",
        Words(
            "各批次的异常", "Issues by kind", "各批次每类异常的件数与一例。", "Issues of each run by kind, one example."
        ),
        f"""
SELECT i.run_id, r.started_at, r.state, i.site, i.kind, i.field, count(*) AS issues, min(i.message) AS example,
    min(i.url) AS url
FROM issues i LEFT JOIN crawl_runs r ON r.id = i.run_id
WHERE ({{kind}} = '' OR i.kind = {{kind}}) GROUP BY i.run_id, i.site, i.kind, i.field
ORDER BY i.run_id DESC, issues DESC {AT_MOST}
""",
        (parameter("kind", "异常类别，空为全部", "kind of issue; empty: all"), LIMIT),
    ),
)
