"""Tables of how the dataset came about: entries (the frontier), captures, crawl runs, issues."""

from __future__ import annotations

from .shape import Index, Table, Words, integer, one_of, text
from .versions import ARCHIVE, MEMORY

ENTRY_STATES = ("pending", "stored", "external", "rejected", "disallowed", "failed", "withdrawn")
RUN_STATES = ("running", "ok", "suspect", "blocked", "failed", "interrupted")

ENTRIES = Table(
    "entries",
    Words(
        "列表项",
        "Entries",
        "列表页上出现过的每一行；待抓取的即下一步要读的文章。",
        "Every row that listing pages showed; those pending are what will be read next.",
    ),
    (
        integer("id", "编号：本库内的编号。", "Id: Number inside this dataset."),
        text("site", "站点：所属站点。", "Site: The site it belongs to.", required=True, references="sites.key"),
        integer(
            "column_id",
            "栏目：列出它的栏目。",
            "Column: The column that listed it.",
            required=True,
            references="columns.id",
        ),
        text("url", "网址：规范网址。", "URL: Canonical URL.", required=True),
        text(
            "linked_url",
            "链接原址：列表页实际链接的网址，抓取用它；与规范网址同则空。",
            "Linked URL: What the listing page links to and is fetched; NULL when it is the canonical one.",
        ),
        text(
            "native_id",
            "稿件编号：网址中的平台编号；没有则空。",
            "Native id: The platform's id in the URL; NULL when there is none.",
        ),
        text(
            "title",
            "列表标题：列表上的标题，可能被截断。",
            "Listed title: Title on the listing page, which may be cut.",
        ),
        text("listed_date", "列表日期：列表上的日期，ISO 8601。", "Listed date: Date on the listing page, ISO 8601."),
        integer(
            "article_id",
            "文章：对应的文章；未入库则空。",
            "Article: The article it led to; NULL until stored.",
            references="articles.id",
        ),
        text(
            "state",
            "状态：pending 待抓、stored 入库、external 站外、rejected 非文、disallowed 被禁、failed、withdrawn。",
            "State: pending, stored, external (off site), rejected (no article), disallowed, failed or withdrawn.",
            required=True,
            check=one_of("state", ENTRY_STATES),
        ),
        integer(
            "attempts",
            "尝试次数：已抓取的次数。",
            "Attempts: How often it was fetched.",
            required=True,
            default="0",
            unit="次 times",
        ),
        text("last_error", "最近错误：最近一次失败的原因。", "Last error: Why it last failed."),
        text(
            "first_seen_at",
            "首见时间：首次见到的时间，UTC。",
            "First seen: When it was first seen, UTC.",
            required=True,
        ),
        text(
            "last_seen_at",
            "末见时间：最近一次见到的时间，UTC。",
            "Last seen: When it was last seen, UTC.",
            required=True,
        ),
        integer(
            "last_seen_run",
            "末见批次：最近一次见到它的抓取批次。",
            "Last seen by: The crawl run that last saw it.",
            references="crawl_runs.id",
            since=MEMORY,
        ),
        text(
            "vanished_at",
            "消失时间：栏目走完而未见此行的时间，UTC；仍在列表上则空。",
            "Vanished: When a complete walk of its column no longer showed it, UTC; NULL while it is listed.",
            since=MEMORY,
        ),
        text(
            "next_attempt_at",
            "下次尝试：失败后最早何时再抓，UTC；不再推迟或不再尝试则空。",
            "Next attempt: When to try again at the earliest after failures, UTC; NULL at once, or never (failed).",
            since=MEMORY,
        ),
    ),
    unique=(("site", "column_id", "url"),),
    indexes=(
        Index(("site", "url")),
        Index(("site", "native_id"), "native_id IS NOT NULL"),
        Index(("site", "linked_url"), "linked_url IS NOT NULL"),
        Index(("site", "state")),
        Index(("article_id",), "article_id IS NOT NULL"),
        Index(("column_id",)),
        Index(("site", "next_attempt_at"), "next_attempt_at IS NOT NULL", since=MEMORY),
    ),
    label="title",
)

CAPTURES = Table(
    "captures",
    Words("存档", "Captures", "对一个网址的一次抓取。", "One fetch of one URL."),
    (
        integer("id", "编号：本库内的编号。", "Id: Number inside this dataset."),
        text("url", "网址：实际抓取的网址。", "URL: The address that was fetched.", required=True),
        text("fetched_at", "抓取时间：抓取的时间，UTC。", "Fetched: When it was fetched, UTC.", required=True),
        integer("status", "状态码：HTTP 状态码。", "Status: HTTP status."),
        text("content_type", "内容类型：服务器所示的类型。", "Content type: Type as the server gave it."),
        text("sha256", "摘要：响应字节的 SHA-256。", "SHA-256: SHA-256 of the bytes."),
        integer("bytes", "字节数：响应的长度。", "Bytes: Length of the body.", unit="bytes"),
        text("etag", "ETag：服务器给的校验值。", "ETag: Validator given by the server."),
        text(
            "last_modified",
            "Last-Modified：服务器给的修改时间，照原样。",
            "Last-Modified: Time given by the server, as it came.",
        ),
        integer("run_id", "批次：所属抓取批次。", "Run: The crawl run it belongs to.", references="crawl_runs.id"),
        text(
            "warc_file",
            "存档文件：存档目录中的 WARC 文件名；未存档则空。",
            "WARC file: Name of the file in the archive's folder; NULL when it was not archived.",
            since=ARCHIVE,
        ),
        integer(
            "warc_offset",
            "存档位置：记录在该文件中的起始字节。",
            "WARC offset: Byte at which its record begins in that file.",
            unit="bytes",
            since=ARCHIVE,
        ),
    ),
    indexes=(
        Index(("url", "fetched_at"), since=ARCHIVE),
        Index(("warc_file", "warc_offset"), "warc_file IS NOT NULL", since=ARCHIVE),
    ),
    label="url",
)

CRAWL_RUNS = Table(
    "crawl_runs",
    Words("抓取批次", "Crawl runs", "每次抓取一行。", "One row for each crawl."),
    (
        integer("id", "编号：本库内的编号。", "Id: Number inside this dataset."),
        text("site", "站点：所抓站点。", "Site: The site crawled.", required=True, references="sites.key"),
        text("started_at", "开始时间：UTC。", "Started: UTC.", required=True),
        text(
            "finished_at",
            "结束时间：UTC；仍在进行或被强行终止则空。",
            "Finished: UTC; NULL while it runs, and when it was killed.",
        ),
        text(
            "state",
            "状态：running 进行中、ok 正常、suspect 可疑、blocked 被拦截、failed 失败、interrupted 中断。",
            "State: running, ok, suspect (expectations missed), blocked, failed or interrupted.",
            required=True,
            check=one_of("state", RUN_STATES),
        ),
        text("arguments", "参数：JSON 对象。", "Arguments: A JSON object.", required=True, default="'{}'"),
        integer(
            "requests",
            "请求数：发出的请求数。",
            "Requests: Requests sent.",
            required=True,
            default="0",
            unit="次 requests",
        ),
        integer(
            "articles_new",
            "新文章：新入库的篇数。",
            "New articles: Articles stored for the first time.",
            required=True,
            default="0",
            unit="篇 articles",
        ),
        integer(
            "articles_revised",
            "修订文章：内容有改动的篇数。",
            "Revised articles: Articles whose content changed.",
            required=True,
            default="0",
            unit="篇 articles",
        ),
        integer(
            "articles_unchanged",
            "未变文章：重读而未变的篇数。",
            "Unchanged articles: Articles read again without a change.",
            required=True,
            default="0",
            unit="篇 articles",
        ),
        integer(
            "articles_failed",
            "失败文章：未能读取的篇数。",
            "Failed articles: Articles that could not be read.",
            required=True,
            default="0",
            unit="篇 articles",
        ),
        text(
            "summary",
            "小结：JSON 对象，结束时写入。",
            "Summary: A JSON object, written at the end.",
            required=True,
            default="'{}'",
        ),
        integer(
            "articles_withdrawn",
            "撤稿文章：发现已撤的篇数。",
            "Withdrawn articles: Articles found gone from the site.",
            required=True,
            default="0",
            unit="篇 articles",
            since=MEMORY,
        ),
    ),
    indexes=(Index(("site", "state")),),
    label="started_at",
)

ISSUES = Table(
    "issues",
    Words("异常", "Issues", "抓取中遇到的每件怪事一行。", "One row for each odd thing met during a crawl."),
    (
        integer("id", "编号：本库内的编号。", "Id: Number inside this dataset."),
        integer("run_id", "批次：所属抓取批次。", "Run: The crawl run it belongs to.", references="crawl_runs.id"),
        text("site", "站点：所属站点。", "Site: The site it belongs to.", references="sites.key"),
        text("url", "网址：出现异常的页面。", "URL: The page where it stood."),
        text(
            "field", "字段：有关的字段；关乎整页则空。", "Field: The field concerned; NULL when it is the whole page."
        ),
        text("kind", "类别：异常的类别。", "Kind: What kind of thing it is.", required=True),
        text("value", "所见：页面上的原文。", "Value: What the page showed."),
        text("message", "说明：一句话说明。", "Message: One sentence.", required=True),
        text("at", "时间：记录的时间，UTC。", "At: When it was noted, UTC.", required=True),
    ),
    indexes=(Index(("run_id",), "run_id IS NOT NULL"), Index(("site", "kind")), Index(("url",), "url IS NOT NULL")),
    label="message",
)

MIGRATIONS = Table(
    "_sqlite_migrations",
    Words(
        "结构迁移",
        "Migrations",
        "已执行的结构迁移，由 sqlite-utils 记录。",
        "Schema changes that were applied, recorded by sqlite-utils.",
    ),
    (
        integer("id", "编号：次序。", "Id: Order."),
        text("migration_set", "所属：属于哪个程序。", "Set: Whose they are."),
        text("name", "名称：编号与名称。", "Name: Number and name."),
        text("applied_at", "执行时间：UTC。", "Applied: UTC."),
    ),
    unique=(("migration_set", "name"),),
    hidden=True,
    since=0,
)

TABLES = (ENTRIES, CAPTURES, CRAWL_RUNS, ISSUES, MIGRATIONS)
