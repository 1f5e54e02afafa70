"""What the dataset knows of a site's columns, and how a walk leaves them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from gdmzt_crawler import platforms
from gdmzt_crawler.crawl.belonging import Lazily, column_of
from gdmzt_crawler.crawl.rows import column_name
from gdmzt_crawler.crawl.run import CrawlRun
from gdmzt_crawler.crawl.walk import ColumnWalk, PageTask
from gdmzt_crawler.errors import UsageError
from gdmzt_crawler.models import RawPage
from gdmzt_crawler.normalize.urls import canonical_path
from gdmzt_crawler.store import clock
from gdmzt_crawler.store.clock import utc_now
from gdmzt_crawler.store.records import ColumnRow, EntryRow

_MOST_LISTED = 20
SLACK = timedelta(hours=6)
"""By so much a weekly walk may come early, so that a nightly run that starts a little sooner does not skip a night."""
MANY_VANISHED = 20


class Columns:
    """The columns of the site of a run, as they were before it."""

    def __init__(self, run: CrawlRun) -> None:
        self.run = run
        self._before: dict[str, ColumnRow] = {}
        self._listed: set[str] = set()
        self._discovered_at: str | None = None
        with run.storing():
            self._before = {column.path: column for column in run.store.known_columns(run.site.key)}
            self._listed = run.store.listed_columns(run.site.key)
            self._discovered_at = run.store.memory.discovered_at(run.site.key)
        stored = {path: column.name for path, column in self._before.items()}
        self._spellings = {canonical_path(path): path for path in stored}
        for column in run.site.columns:
            self._spellings.setdefault(canonical_path(column.path), column.path)
        self.named = {self.spelled(column.path): column.name for column in run.site.columns}
        """Names of the columns that the definition has, by path."""
        self._names = {path: stored.get(path) or self.named.get(path) for path in self.named | stored}
        """Of every column that is known now."""

    def spelled(self, path: str) -> str:
        """A path as the dataset or the definition has it, however a page spells it; else in its canonical form."""
        if path in self._before:
            return path
        key = canonical_path(path)
        return self._spellings.get(key, key)

    @property
    def discovering(self) -> bool:
        """Whether this run reads the navigation: in full runs, and after as long as between two full walks."""
        options = self.run.options
        return not options.columns and (options.full or self._is_over(self._discovered_at))

    def known(self) -> list[ColumnRow]:
        """The columns that have shown rows and that the definition still wants, by path."""
        crawl = self.run.site.crawl
        return [row for path, row in self._before.items() if path in self._listed and crawl.discovers(path)]

    def has_shown_rows(self, path: str) -> bool:
        """Whether the column is known from its own pages."""
        return path in self._listed

    def mark_discovered(self) -> None:
        """The navigation was read whole."""
        with self.run.storing():
            self.run.store.memory.mark_discovered(self.run.site.key, utc_now())

    def put(self, task: PageTask, own_name: Callable[[], str | None]) -> int:
        """Store a column that shows rows; its id. `own_name`: what its page calls it. Raises StoreError."""
        if task.name is None and self._names.get(task.path) is None and task.path != "/":
            task = replace(task, name=column_name(own_name() or ""))
        self._names[task.path] = task.name or self._names.get(task.path)
        self._spellings[canonical_path(task.path)] = task.path
        return self.run.store.put_column(self.run.site.key, task.path, name=task.name, url=task.url)

    def knows(self, path: str) -> bool:
        """Whether this is the path of the home page or of a column of the site."""
        return path == "/" or path in self._names

    def name_of(self, path: str) -> str | None:
        """Name of a column, where it is known."""
        return self._names.get(path)

    def no_such(self, path: str) -> UsageError:
        """What to say of a column that the user names and the site does not have."""
        known = [
            f"{each} {name or ''}".strip() for each, name in sorted(self._names.items()) if each not in ("/", path)
        ]
        listed = ", ".join(known[:_MOST_LISTED]) + (" …" if len(known) > _MOST_LISTED else "")
        return UsageError(
            f"没有这个栏目 no such column on {self.run.site.home_url}: {path}"
            + (f" — 已知栏目 known columns: {listed}" if known else ""),
            site=self.run.site.key,
            field="column",
        )

    def of_article(self, url: str, linked_url: str, breadcrumb: tuple[str, ...]) -> str | None:
        """Path of the column of an article at the canonical `url`, which its entry has as `linked_url`.

        An article that is listed in several columns can be reached below the path of each.
        """
        platform = platforms.get(self.run.site.platform)
        path = platform.column_path(url)

        def listed() -> set[str]:
            found: set[str] = set()
            with self.run.storing():
                found |= self.run.store.listing_paths(self.run.site.key, {url, linked_url}, platform.native_id(url))
            return found

        return column_of(
            breadcrumb,
            path and self.spelled(path),
            names=self._names,
            listed=Lazily(listed),
            sure=platform.articles_below_columns,
        )

    def may_stop(self, task: PageTask, rows: Sequence[EntryRow]) -> bool:
        """Whether nothing new can stand behind a page of these rows.

        So it is where all are known and unchanged, and the column was walked to its end not long ago and not broken
        off since.
        """
        before = self._before.get(task.path)
        if self.run.options.full or before is None or before.broken_at is not None or not rows:
            return False
        return not any(row.fresh or row.changed for row in rows) and not self._is_over(before.last_full_walk_at)

    def check_empty(self, walk: ColumnWalk, task: PageTask, page: RawPage) -> None:
        """A page without rows is a fault where rows are expected: named or known columns, and behind a first page."""
        if task.number > 1 or task.named or task.path in self._listed:
            walk.break_off()
            self.run.suspect("empty_listing", f"栏目没有列表项 no rows on {page.url}", url=page.url)
            self.mark(walk)

    def mark(self, walk: ColumnWalk) -> None:
        """Write down how far a walk has come.

        While it goes on the column counts as broken off, so that a run that is killed leaves it so.
        """
        self._report(walk)
        before = self._before.get(walk.task.path)
        column_id = walk.column_id or (before.id if before else None)
        if column_id is None:
            return
        memory, at = self.run.store.memory, utc_now()
        with self.run.storing():
            if walk.end == "known":
                walk.complete = walk.complete and before is not None and before.complete
                memory.walked(column_id, complete=walk.complete, full_at=None)
            elif walk.full:
                memory.walked(column_id, complete=walk.complete, full_at=at)
                self._mark_vanished(walk, column_id, at)
            else:
                memory.walking(column_id, at)

    def _mark_vanished(self, walk: ColumnWalk, column_id: int, at: str) -> None:
        """Note the rows that a walk over the whole column did not show any more. Raises StoreError."""
        if not walk.complete:
            return
        vanished, left = self.run.store.memory.vanish(column_id, run_id=self.run.run_id, at=at)
        self.run.counters["rows_vanished"] += vanished
        if vanished > max(left, MANY_VANISHED):
            path, url = walk.task.path, walk.task.url
            self.run.suspect("many_vanished", f"消失太多 {vanished} rows of {path} are gone, {left} are left.", url=url)

    def _report(self, walk: ColumnWalk) -> None:
        path, url = walk.task.path, walk.task.url
        if walk.end == "capped":
            message = f"栏目翻页有上限 paging of {path} is capped at page {walk.pages}: older rows are out of reach."
            self.run.issue("capped", message, url=url, value=str(walk.pages))
        elif walk.end == "script":
            self.run.issue("script_pager", f"翻页靠脚本 the pager of {path} needs a script.", url=url)
        elif walk.end in ("loop", "endless"):
            self.run.issue(
                "pager_loop", f"翻页兜圈 the pager of {path} does not end: stopped at page {walk.pages}.", url=url
            )

    def _is_over(self, since: str | None) -> bool:
        """Whether it is time to walk to the end again, and to look for new columns."""
        if since is None:
            return True
        options = self.run.options
        days = options.full_every or self.run.site.crawl.full_every
        age = clock.now() - datetime.fromisoformat(since)
        # A clock that was set back must not put the next full walk off for ever.
        return not timedelta(0) <= age < timedelta(days=days) - SLACK
