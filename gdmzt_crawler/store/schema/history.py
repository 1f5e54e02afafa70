"""Tables of memory: how a value was found, what an article said before, how often it was read."""

from __future__ import annotations

from .shape import Index, Table, Words, integer, text
from .versions import MEMORY

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
    indexes=(Index(("observed_at",), since=MEMORY),),
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

WITHDRAWALS = Table(
    "withdrawals",
    Words(
        "撤稿记录",
        "Withdrawals",
        "文章每次从网站上消失一行；重新出现时写入重现时间。文章及其历史都保留。",
        "One row for each time an article was found gone; its return is noted. The article and its history stay.",
    ),
    (
        integer(
            "article_id",
            "文章：所属文章。",
            "Article: The article it belongs to.",
            required=True,
            references="articles.id",
        ),
        text(
            "withdrawn_at", "撤稿时间：发现已撤的时间，UTC。", "Withdrawn: When it was found gone, UTC.", required=True
        ),
        text(
            "reason",
            "依据：http_404、http_410、soft_404（状态 200 的错误页或转到栏目页）、moved（转到另一篇）。",
            "Reason: http_404, http_410, soft_404 (an error page with status 200, or sent to a column) or moved.",
            required=True,
        ),
        integer("run_id", "批次：发现它的抓取批次。", "Run: The crawl run that found it.", references="crawl_runs.id"),
        text(
            "returned_at",
            "重现时间：再次读到的时间，UTC；未重现则空。",
            "Returned: When it could be read again, UTC; NULL until then.",
        ),
    ),
    key=("article_id", "withdrawn_at"),
    indexes=(
        Index(("run_id",), "run_id IS NOT NULL"),
        Index(("withdrawn_at",)),
        Index(("returned_at",), "returned_at IS NOT NULL"),
    ),
    clustered=True,
    since=MEMORY,
)

VISITS = Table(
    "visits",
    Words(
        "访问",
        "Visits",
        "每篇文章一行：文章页何时访问过、何时应再访问。",
        "One row for each article: when its page was last asked for, and when it is to be asked for again.",
    ),
    (
        integer("article_id", "文章：所属文章。", "Article: The article it belongs to.", references="articles.id"),
        text(
            "visited_at",
            "访问时间：最近一次请求文章页的时间，未变、失败、已撤都算，UTC。",
            "Visited: When its page was last asked for, whatever came of it, UTC.",
            required=True,
        ),
        text(
            "due_at",
            "应访时间：列表行有变、已从列表消失或访问失败，到时应再访问，UTC；只按站点的重访规则则空。",
            "Due: When to ask again because its row changed or vanished or a visit failed, UTC; NULL: by the policy.",
        ),
        integer(
            "failures",
            "失败次数：连续访问失败的次数。",
            "Failures: Visits that failed since the last that did not.",
            required=True,
            default="0",
            unit="次 times",
        ),
        text("last_error", "最近错误：最近一次失败的原因。", "Last error: Why the last visit failed."),
        text(
            "doubted_fingerprint",
            "存疑指纹：未采用的内容的指纹；再次读到同样内容即采用。",
            "Doubted fingerprint: Of a reading that was not believed; met a second time, it is taken over.",
        ),
    ),
    key=("article_id",),
    indexes=(Index(("due_at",), "due_at IS NOT NULL"),),
    clustered=True,
    since=MEMORY,
)

TABLES = (EVIDENCE, REVISIONS, VIEW_COUNTS, WITHDRAWALS, VISITS)
