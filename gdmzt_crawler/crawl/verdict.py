"""How a run ended: its state, the sentence that says why, and the exit code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gdmzt_crawler.errors import Blocked
from gdmzt_crawler.store.records import RunState

if TYPE_CHECKING:
    from gdmzt_crawler.crawl.run import CrawlRun

SUSPECT = 3
INTERRUPTED = 130
MANY = 10
"""Articles found gone in one run, more than could be read: the site answers wrongly, or was cleared out."""
FEW = 3
"""The same for readings that are not to be believed: the site's pages have changed, or our reading is at fault."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """State as in `crawl_runs.state`."""

    state: RunState
    exit_code: int
    message: str


def judge(run: CrawlRun) -> Verdict:
    """Judge a run by what it met."""
    if run.error is not None:
        state: RunState = "blocked" if isinstance(run.error, Blocked) else "failed"
        return Verdict(state, run.error.exit_code, run.error.message)
    if run.interrupted:
        return Verdict("interrupted", INTERRUPTED, "已中断，已存内容都保留 interrupted; everything stored is kept.")
    if run.suspicions:
        more = f" (+{len(run.suspicions) - 1})" if len(run.suspicions) > 1 else ""
        return Verdict("suspect", SUSPECT, f"已完成但可疑 finished, but suspect: {run.suspicions[0]}{more}")
    return Verdict("ok", 0, "完成 done.")


def check_expectations(run: CrawlRun, articles: int) -> None:
    """Compare a run that came to its end with what a healthy one looks like; `articles` is the site's total."""
    counters, expected = run.counters, run.site.expect.min_articles
    if not run.options.partial and articles < expected:
        run.suspect("few_articles", f"文章太少 only {articles} articles in the dataset, expected at least {expected}.")
    stored = sum(counters[f"articles_{outcome}"] for outcome in ("new", "revised", "unchanged"))
    # What was lost before and is tried again now says nothing of this run.
    failed = counters["articles_failed"] - counters["failed_again"]
    rejected = counters["articles_rejected"] - counters["rejected_again"]
    lost = failed + rejected
    gone, doubted = counters["articles_withdrawn"], counters["articles_quarantined"]
    if gone >= MANY and gone > stored:
        run.suspect("many_withdrawn", f"撤稿太多 {gone} articles were found gone, only {stored} could be read.")
    if doubted >= FEW and doubted > stored:
        run.suspect("many_quarantined", f"存疑太多 the readings of {doubted} articles are not to be believed.")
    # One new page that is gone or empty is an ordinary day; a first run, or several, without a single article is not.
    if lost and not stored and (lost >= 3 or not articles):
        run.suspect("all_failed", f"没有一篇文章成功 none of the {lost} articles asked for could be stored.")
    elif rejected > max(stored, 5):
        run.suspect("many_rejected", f"过半页面不是文章 {rejected} of the pages asked for hold no article.")
    elif failed > max(stored, 5):
        run.suspect("many_failed", f"过半页面没有取到 {failed} of the pages asked for did not come.")
