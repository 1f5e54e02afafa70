"""Reading stored articles again: which are due, within which budget, and what it means when no article comes."""

from __future__ import annotations

from array import array
from collections import deque
from dataclasses import replace

from gdmzt_crawler.crawl.doubt import doubt
from gdmzt_crawler.crawl.items import Target
from gdmzt_crawler.crawl.retrying import PASSING, next_attempt
from gdmzt_crawler.crawl.run import CrawlRun
from gdmzt_crawler.models import Article
from gdmzt_crawler.store import clock
from gdmzt_crawler.store.records import DueRule, VisitRow
from gdmzt_crawler.version import __version__

ATTEMPTS = 4
"""Requests that a page may take at worst, with its retries: so many are kept back at the end of a budget."""
MOST_BELIEVED = 3
"""Articles of a site that may be in quarantine when a doubtful reading is believed the second time."""
_NO_ARTICLE = ("empty", "navigation", "not_html")


class Visits:
    """Hands out the articles that are due, after everything that is pending."""

    def __init__(self, run: CrawlRun) -> None:
        self.run = run
        self._ids: array[int] | None = None
        self._next = 0
        self._elsewhere: deque[Target] = deque()
        """Articles that were not found, under the next of their addresses."""

    @property
    def budget(self) -> int | None:
        """Requests of the run after which no visit is begun; None for no such bound."""
        options = self.run.options
        if options.budget is not None or options.revisit == "all":
            return options.budget
        return self.run.site.revisit.budget

    def next_batch(self, count: int, requests: int) -> list[Target]:
        """At most `count` targets, and no more than the budget has left after `requests`."""
        if self.run.options.revisit == "none":
            return []
        if self._elsewhere:
            return [self._elsewhere.popleft()]
        if self._ids is None:
            self._ids = self._due()
            self.run.counters["visits_due"] = len(self._ids)
        left = len(self._ids) - self._next if self.budget is None else self.budget - requests
        if left <= 0:
            return []
        ids = self._ids[self._next : self._next + min(count, max(1, left // ATTEMPTS))]
        self._next += len(ids)
        rows: list[VisitRow] = []
        with self.run.storing():
            rows += self.run.store.memory.to_visit(ids)
        return [_target(row) for row in rows]

    def validators(self, target: Target) -> dict[str, str]:
        """Headers that let the server say that nothing has changed.

        None for an article that another version of the program or the definition read, or whose last reading is in
        doubt: its page is to be read anew.
        """
        visit = target.visit
        if visit is None or target.linked_url != visit.addresses[0] or visit.withdrawn or visit.quarantined:
            return {}
        if visit.parser_version != parser_version(self.run):
            return {}
        found = {"If-None-Match": visit.etag, "If-Modified-Since": visit.last_modified}
        return {name: value for name, value in found.items() if value is not None}

    def not_modified(self, target: Target) -> None:
        """The server says that the page is as it was."""
        assert target.visit is not None
        self.run.counters["articles_unchanged"] += 1
        self.run.counters["not_modified"] += 1
        with self.run.storing():
            self.run.store.memory.not_modified(target.visit.article_id, clock.utc_now())

    def gone(self, target: Target, kind: str) -> None:
        """The page is not there: the next address of the article is asked for, or the article is withdrawn."""
        visit = target.visit
        assert visit is not None
        others = visit.addresses[visit.addresses.index(target.linked_url) + 1 :]
        if others:
            self._elsewhere.append(replace(target, linked_url=others[0]))
            return
        fresh = False
        with self.run.storing():
            fresh = self.run.store.memory.withdraw(visit.article_id, kind, run_id=self.run.run_id, at=clock.utc_now())
        self.run.counters["articles_withdrawn" if fresh else "still_withdrawn"] += 1

    def refused(self, target: Target, kind: str, message: str) -> None:
        """No article came, and no word that it is gone."""
        visit = target.visit
        assert visit is not None
        if kind == "soft_404":
            self.gone(target, kind)
            return
        self.run.issue(kind, message, url=target.linked_url)
        if kind == "challenge":
            return
        self.run.counters["articles_failed"] += 1
        self.run.counters["failed_again"] += visit.failures > 0
        if kind in _NO_ARTICLE:
            self._quarantine(visit, f"没有文章 no article any more: {message}", None)
            return
        with self.run.storing():
            self.run.store.memory.visit_failed(
                visit.article_id, message, at=clock.utc_now(), due_at=_due_again(visit.failures)
            )

    def is_doubtful(self, target: Target, article: Article, fingerprint: str) -> bool:
        """Whether what was read is not to be taken over. It is noted then, and the article is asked for again."""
        visit = target.visit
        if visit is None:
            return False
        memory = self.run.store.memory
        reason: str | None = None
        with self.run.storing():
            reason = doubt(visit, article, lambda: memory.text(visit.article_id))
            if reason is not None and visit.doubted_fingerprint == fingerprint:
                # Read the same way twice it is what the site says, unless many are: then our reading is at fault.
                reason = reason if memory.quarantined(self.run.site.key) > MOST_BELIEVED else None
        if reason is not None:
            self.run.issue("quarantined", reason, url=target.linked_url)
            self._quarantine(visit, reason, fingerprint)
        return reason is not None

    def _quarantine(self, visit: VisitRow, reason: str, fingerprint: str | None) -> None:
        self.run.counters["articles_quarantined"] += 1
        with self.run.storing():
            self.run.store.memory.quarantine(
                visit.article_id,
                reason,
                fingerprint=fingerprint,
                at=clock.utc_now(),
                due_at=_due_again(max(visit.failures, 1)),
            )

    def _due(self) -> array[int]:
        options = self.run.options
        rule = DueRule(
            bands=tuple((band.until, band.every) for band in self.run.site.revisit.policy),
            everything=options.revisit == "all",
            columns=options.columns,
            since=options.since.isoformat() if options.since else None,
        )
        ids = array("q")
        with self.run.storing():
            ids += self.run.store.memory.due(self.run.site.key, rule, now=clock.now(), run_id=self.run.run_id)
        return ids


def _due_again(failures: int) -> str | None:
    """When to ask again after one more failure; None for as the policy has it."""
    again, due_at = next_attempt(PASSING, failures + 1, clock.now())
    return (due_at or clock.utc_now()) if again else None


def parser_version(run: CrawlRun) -> str:
    """Of the program and the site's definition."""
    return f"{__version__}+{run.site.digest}"


def _target(row: VisitRow) -> Target:
    return Target(row.url, row.addresses[0], row.title, row.listed_date, attempts=row.failures, visit=row)
