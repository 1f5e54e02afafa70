"""The articles still to be fetched: pending entries of this run and of earlier ones, each handed out once a run."""

from __future__ import annotations

from datetime import datetime

from gdmzt_crawler.crawl.items import Target
from gdmzt_crawler.crawl.run import CrawlRun
from gdmzt_crawler.store.records import EntryRow, EntryState

BATCH = 20
"""Entries taken from the dataset at a time: what is in memory does not grow with the site."""


class Frontier:
    """Hands out targets, and writes down what became of those that gave no article."""

    def __init__(self, run: CrawlRun) -> None:
        self.run = run
        self.asked = 0
        self._last_id = 0
        self._tried: set[str] = set()
        """Articles that stay pending after having been asked for in this run."""

    def next_batch(self) -> list[Target]:
        """Return the next targets; empty when there are none, or the limit of the run is reached."""
        left = None if self.run.options.limit is None else self.run.options.limit - self.asked
        batch: list[Target] = []
        while not batch and self.run.error is None and (left is None or left > 0):
            entries = self._entries(BATCH if left is None else min(BATCH, left))
            if not entries:
                break
            self._last_id = entries[-1].id
            batch = [_target(entry) for entry in entries if self._wanted(entry)]
        self.asked += len(batch)
        return batch

    def settle(self, target: Target, state: EntryState, kind: str, message: str) -> None:
        """Record why a target gave no article, and the state that its entries are left in."""
        if state == "pending":
            self._tried.add(target.url)
        elif state == "disallowed":
            self.asked -= 1
        counted = state if state in ("rejected", "disallowed") else "failed"
        self.run.counters[f"articles_{counted}"] += 1
        self.run.issue(kind, message, url=target.linked_url)
        with self.run.storing():
            attempted = state != "disallowed"
            self.run.store.set_entry_state(self.run.site.key, target.url, state, error=message, attempted=attempted)

    def is_too_old(self, published_at: datetime | None, target: Target) -> bool:
        """Whether `--since` leaves out an article that its listing row did not date."""
        since = self.run.options.since
        return since is not None and not target.listed_date and published_at is not None and published_at.date() < since

    def _entries(self, count: int) -> list[EntryRow]:
        entries: list[EntryRow] = []
        with self.run.storing():
            entries += self.run.store.pending_entries(self.run.site.key, limit=count, after=self._last_id)
        return entries

    def _wanted(self, entry: EntryRow) -> bool:
        since = self.run.options.since
        old = since is not None and entry.listed_date is not None and entry.listed_date[:10] < since.isoformat()
        return not old and entry.url not in self._tried


def _target(entry: EntryRow) -> Target:
    return Target(entry.url, entry.linked_url, entry.title, entry.listed_date)
