"""What to do after a run: the next steps, the most pressing first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shlex import quote

from gdmzt_crawler.monitor.findings import RunReport
from gdmzt_crawler.monitor.meanings import meaning

DROP = 0.2
"""A field that is missing in so many more articles than elsewhere, as a share, is worth a look …"""
ENOUGH = 10
"""… where a run read so many articles."""


def next_steps(report: RunReport, db: Path) -> tuple[str, ...]:
    """What to do after a run; one sentence where there is nothing."""
    again = f"gdmzt crawl {report.site} --db {quote(str(db))}"
    steps = [*_of_state(report, again), *_of_coverage(report), *_of_issues(report)]
    return tuple(dict.fromkeys(steps)) or ("无需处理 nothing to do.",)


def _of_state(report: RunReport, again: str) -> Iterator[str]:
    if report.state == "running":
        yield f"仍在进行，或已被强行终止 it still goes on, or was killed; if so, go on with: {again}"
    elif report.state == "interrupted":
        yield f"接着抓 go on where it stopped: {again}"
    elif report.state == "failed":
        yield f"排除上述原因后接着抓 when the cause is out of the way, go on with: {again}"
    elif report.state == "blocked":
        yield str(meaning("challenge").step)
    if report.pending and report.state in ("ok", "suspect"):
        yield f"还有 {report.pending} 篇待抓 articles are still pending, the next run goes on with them: {again}"


def _of_coverage(report: RunReport) -> Iterator[str]:
    for found in report.coverage:
        before = found.elsewhere
        if before is not None and found.articles >= ENOUGH and before - found.share >= DROP:
            yield (
                f"{found.field} 比以往少见，版式可能变了 is found in {found.share:.0%} of the articles, elsewhere in "
                f"{before:.0%}: the layout may have changed — gdmzt extract --explain {_some_article(report)}"
            )


def _of_issues(report: RunReport) -> Iterator[str]:
    for group in report.issues:
        step = meaning(group.kind).step
        if step is not None:
            url = next((url for url, _ in group.examples if url is not None), report.site)
            yield f"{group.kind}: {step.format(url=url)}"


def _some_article(report: RunReport) -> str:
    return next((example.url for example in (*report.new, *report.revised)), "URL")
