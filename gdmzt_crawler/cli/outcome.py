"""How a finished run is told: in words, and as plain JSON types."""

from __future__ import annotations

from gdmzt_crawler.crawl.counters import articles_told
from gdmzt_crawler.crawl.run import CrawlRun
from gdmzt_crawler.crawl.verdict import Verdict


def verdict_of(run: CrawlRun) -> Verdict:
    """The judgement of a run."""
    return run.verdict or run.finish()


def summarized(run: CrawlRun) -> dict[str, object]:
    """One run for machines."""
    return {**run.summary(), "name": run.site.name, "exit_code": verdict_of(run).exit_code}


def described(run: CrawlRun) -> str:
    """One run for people."""
    count, verdict = run.counters, verdict_of(run)
    lines = [
        f"{run.site.name} {run.site.key}: {verdict.state if verdict.exit_code else verdict.message}",
        f"  列表页 listing pages {count['listing_pages']}, 请求 requests {count['requests']}, {run.seconds:.0f} s",
        f"  文章 articles: {articles_told(count)}, 待抓 pending {count['entries_pending']}",
    ]
    if incomplete := [column for column in run.columns if not column["complete"]]:
        listed = ", ".join(f"{column['path']} ({column['end']})" for column in incomplete[:8])
        lines.append(f"  栏目不全 incomplete columns {len(incomplete)}: {listed}")
    if run.issues:
        lines.append("  异常 issues: " + ", ".join(f"{kind} {number}" for kind, number in sorted(run.issues.items())))
    return "\n".join(lines)
