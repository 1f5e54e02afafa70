"""The articles to be fetched: what is pending, what failed before, and then what is due to be read again."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

from gdmzt_crawler.crawl.items import Target
from gdmzt_crawler.crawl.retrying import FORBIDDEN, PASSING, WAITS, next_attempt
from gdmzt_crawler.crawl.run import CrawlRun
from gdmzt_crawler.crawl.visiting import Visits
from gdmzt_crawler.errors import AccessError
from gdmzt_crawler.store import clock
from gdmzt_crawler.store.clock import stamp
from gdmzt_crawler.store.records import EntryRow, EntryState

BATCH = 20
"""Entries taken from the dataset at a time: what is in memory does not grow with the site."""
_NOT_ITS_FAULT = ("challenge", "disallowed", "robots_unreachable")
"""What says nothing about the page that was asked for."""


class Frontier:
    """Hands out targets, each once a run, and writes down what became of those that gave no article."""

    def __init__(self, run: CrawlRun) -> None:
        self.run = run
        self.visits = Visits(run)
        self.asked = 0
        self._last_id = 0
        self._put_off: deque[EntryRow] | None = None
        self._tried: set[str] = set()
        """Articles that stay pending after having been asked for in this run."""
        self._late: set[str] = set()
        """Articles that an earlier run put off."""
        self._article_came = False
        self._unanswered: list[str] = []
        """Those that failed since a page was read: where the run ends so, it was the site that failed."""

    def next_batch(self, requests: int) -> list[Target]:
        """Return the next targets; empty when there are none, or the limit of the run is reached.

        `requests`: sent so far, for the budget of visits.
        """
        left = None if self.run.options.limit is None else self.run.options.limit - self.asked
        if self.run.error is not None or (left is not None and left <= 0):
            return []
        count = BATCH if left is None else min(BATCH, left)
        batch = self._pending(count) or self._again(count) or self.visits.next_batch(count, requests)
        self.asked += len(batch)
        return batch

    def settle(self, target: Target, state: EntryState, kind: str, message: str) -> None:
        """Record why a target gave no article, and the state that its entries are left in."""
        if state == "disallowed":
            self.asked -= 1
        if target.visit is not None:
            self.visits.refused(target, kind, message)
            return
        attempted = kind not in _NOT_ITS_FAULT
        state, next_at = self._when(state, kind, target, message)
        counted = state if state in ("rejected", "disallowed") else "failed"
        self.run.counters[f"articles_{counted}"] += 1
        self.run.counters[f"{counted}_again"] += target.attempts > 0
        self.run.issue(kind, message, url=target.linked_url)
        with self.run.storing():
            self.run.store.set_entry_state(
                self.run.site.key,
                target.url,
                state,
                error=message,
                attempted=attempted,
                next_attempt_at=next_at,
            )

    def answered(self) -> None:
        """The site answers: what failed before was not its fault."""
        self._unanswered.clear()
        # listing pages are read before the first article is asked for
        self._article_came = self._article_came or self.asked > 0

    def close(self) -> None:
        """The run is over. Where the site was down or closed to us, the last failures do not count.

        Those come last in the next run: pages that only fail must not stand before all others for ever. Once the
        others were read their failures count, too.
        """
        if isinstance(self.run.error, AccessError):
            with self.run.storing():
                self.run.store.memory.forgive(self.run.site.key, self._unanswered, at=clock.utc_now())

    def is_too_old(self, published_at: datetime | None, target: Target) -> bool:
        """Whether `--since` leaves out an article that its listing row did not date."""
        since = self.run.options.since
        if since is None or target.visit is not None or target.listed_date:
            return False
        return published_at is not None and published_at.date() < since

    def _when(self, state: EntryState, kind: str, target: Target, message: str) -> tuple[EntryState, str | None]:
        """The state to leave an entry in, and when it is tried again."""
        failures = target.attempts + 1
        if state == "pending":
            self._tried.add(target.url)
        if kind in _NOT_ITS_FAULT:
            # what a challenge came for stands last in the next run
            waits = {"challenge": 0, "disallowed": FORBIDDEN}
            return state, stamp(clock.now() + timedelta(hours=waits[kind])) if kind in waits else None
        if state != "pending":
            return state, next_attempt(WAITS.get(kind, ()), failures, clock.now())[1]
        if not target.attempts and not (self._article_came and target.url in self._late):
            self._unanswered.append(target.url)
        again, next_at = next_attempt(PASSING, failures, clock.now())
        if not again:
            told = f"不再尝试 given up after {failures} attempts: {message}"
            self.run.issue("given_up", told, url=target.linked_url)
        return ("pending" if again else "failed"), next_at

    def _pending(self, count: int) -> list[Target]:
        batch: list[Target] = []
        while not batch and self.run.error is None:
            entries: list[EntryRow] = []
            with self.run.storing():
                entries += self.run.store.pending_entries(
                    self.run.site.key, limit=count, after=self._last_id, columns=self.run.options.columns
                )
            if not entries:
                break
            self._last_id = entries[-1].id
            batch = [_target(entry) for entry in entries if self._wanted(entry)]
        return batch

    def _again(self, count: int) -> list[Target]:
        """What failed in earlier runs and whose wait is over."""
        if self._put_off is None:
            self._put_off = deque()
            with self.run.storing():
                self._put_off += self.run.store.memory.put_off_entries(
                    self.run.site.key, clock.now(), columns=self.run.options.columns
                )
        batch: list[Target] = []
        while self._put_off and len(batch) < count:
            entry = self._put_off.popleft()
            if self._wanted(entry):
                self._late.add(entry.url)
                batch.append(_target(entry))
        return batch

    def _wanted(self, entry: EntryRow) -> bool:
        since = self.run.options.since
        old = since is not None and entry.listed_date is not None and entry.listed_date[:10] < since.isoformat()
        return not old and entry.url not in self._tried


def _target(entry: EntryRow) -> Target:
    return Target(entry.url, entry.linked_url, entry.title, entry.listed_date, attempts=entry.attempts)
