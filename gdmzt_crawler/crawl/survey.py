"""Reading navigation and listing pages into entries, and deciding which pages to read next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gdmzt_crawler.crawl.addresses import Addresses
from gdmzt_crawler.crawl.columns import Columns
from gdmzt_crawler.crawl.reading import LiveReader, Reader
from gdmzt_crawler.crawl.rows import column_name, seen_links, seen_rows
from gdmzt_crawler.crawl.run import CrawlRun
from gdmzt_crawler.crawl.walk import ColumnWalk, PageTask
from gdmzt_crawler.errors import Blocked, NotAListing
from gdmzt_crawler.extract.navigation import NavLink
from gdmzt_crawler.models import Listing, RawPage
from gdmzt_crawler.normalize.urls import canonical_path
from gdmzt_crawler.store.clock import utc_now
from gdmzt_crawler.store.records import EntryRow, SeenEntry

_NOT_THERE = ("http_404", "http_410", "soft_404")


class Survey:
    """The walk over a site's columns. The rows of a page are committed as entries before the next page is asked for."""

    def __init__(self, run: CrawlRun) -> None:
        self.run = run
        self.addresses = Addresses(run.site)
        self.reader: Reader = LiveReader(run.site)
        self.columns = Columns(run)
        # as the dataset spells them: entries are asked for by these paths, too
        run.options = replace(run.options, columns=tuple(map(self.columns.spelled, run.options.columns)))
        self.discovering = self.columns.discovering
        self.walks: dict[str, ColumnWalk] = {}
        """Every column asked for, by path."""

    def seeds(self) -> list[PageTask]:
        """The pages to begin with.

        Navigation pages where columns are to be discovered, else those that show rows themselves; the columns that the
        definition or the user names; and those that are known.
        """
        site, only, names = self.run.site, self.run.options.columns, self.columns.named
        starts = [] if only else [self._start(path) for path in site.crawl.start]
        tasks = [task for task in starts if self.discovering or self.columns.has_shown_rows(task.path)]
        tasks += [PageTask(path, site.url_of(path), name=names.get(path), named=True) for path in only or names]
        if not only:
            tasks += [PageTask(known.path, known.url, name=known.name) for known in self.columns.known()]
        if not tasks:
            self.discovering, tasks = True, starts
        return self._begin(tasks)

    def take(self, task: PageTask, page: RawPage) -> list[PageTask]:
        """Read one page: commit its rows, and return the pages that it leads to."""
        walk = self.walks[task.path]
        listing = self._listing(task, page)
        if walk.end is not None or self.run.error is not None:
            return []
        try:
            links = self.reader.navigation(page) if self._leads_on(task, listing) else ()
        except NotAListing as error:
            self.lose(task, error.kind, error.message)
            return []
        self.run.counters["listing_pages"] += 1
        rows = self._commit(task, walk, page, listing, links)
        following = self._next(task, walk, page, listing, rows)
        found = self._discovered(links) if task.number == 1 and self.discovering else []
        return following + self._begin(found)

    def lose(self, task: PageTask, kind: str, message: str) -> None:
        """A page could not be read: its walk breaks off."""
        walk = self.walks[task.path]
        walk.break_off()
        if task.path in self.run.options.columns and kind in _NOT_THERE and not self.columns.knows(task.path):
            self.run.stop(self.columns.no_such(task.path))
        if task.named or task.number > 1:
            self.run.suspect(kind, f"栏目未读完 column {task.path}: {message}", url=task.url)
        else:
            self.run.issue(kind, message, url=task.url)
        self.columns.mark(walk)

    def close(self, *, finished: bool) -> None:
        """Mark the walks that did not come to their end as broken off; `finished`: the run came to its own end."""
        for walk in self.walks.values():
            if walk.end is None:
                walk.break_off()
                # What was never begun is as the last run left it.
                if walk.pages:
                    self.columns.mark(walk)
        starts = [walk for walk in self.walks.values() if walk.task.start]
        if finished and self.discovering and all(walk.end != "broken" for walk in starts):
            self.columns.mark_discovered()

    def report(self) -> list[dict[str, object]]:
        """How far each column that shows rows was walked: plain JSON types, by path."""
        return [
            {
                "path": path,
                "name": self.columns.name_of(path),
                "pages": walk.pages,
                "rows": walk.rows,
                "end": walk.end,
                "complete": walk.complete and walk.end in ("last", "known"),
            }
            for path, walk in sorted(self.walks.items())
            if walk.column_id is not None or walk.task.named
        ]

    def _start(self, path: str) -> PageTask:
        url = self.run.site.url_of(path)
        column, named = self.columns.spelled(self.addresses.column_of_page(url)), self.columns.named
        return PageTask(column, url, name=named.get(column), named=column in named, start=True)

    def _begin(self, tasks: Iterable[PageTask]) -> list[PageTask]:
        begun = []
        for task in tasks:
            if task.path not in self.walks:
                self.walks[task.path] = ColumnWalk(task)
                begun.append(task)
        return begun

    def _discovered(self, links: Iterable[NavLink]) -> list[PageTask]:
        """Columns that the page's navigation shows and the definition wants."""
        tasks: dict[str, PageTask] = {}
        for link in links:
            path = self.addresses.column(link.url)
            if path is None or not self.run.site.crawl.discovers(path):
                continue
            path = self.columns.spelled(path)
            task = tasks.setdefault(path, PageTask(path, link.url))
            if task.name is None:
                tasks[path] = replace(task, name=column_name(link.text))
        return list(tasks.values())

    def _listing(self, task: PageTask, page: RawPage) -> Listing | None:
        """The page as a listing; None where it shows no rows. A challenge stops the run."""
        try:
            return self.reader.listing(page)
        except NotAListing as error:
            if error.kind == "challenge":
                self.run.stop(Blocked(f"网站要求验证 the site answers with a challenge page: {page.url}", url=page.url))
            elif error.kind in ("soft_404", "not_html"):
                self.lose(task, error.kind, error.message)
            return None

    def _commit(
        self, task: PageTask, walk: ColumnWalk, page: RawPage, listing: Listing | None, links: tuple[NavLink, ...]
    ) -> list[EntryRow]:
        """Store the page's entries, one transaction."""
        rows = seen_rows(listing, self.addresses) if listing else []
        if self._is_channel(task, listing, links):
            rows += seen_links(links, self.addresses, besides=rows)
        if listing is not None:
            self._count(task, page, listing)
        if not rows and not (listing and listing.entries):
            self.columns.check_empty(walk, task, page)
            return []
        entries: list[EntryRow] = []
        with self.run.storing():
            if walk.column_id is None:
                walk.column_id = self.columns.put(task, lambda: self.reader.own_name(page))
            entries += self._see(walk.column_id, rows, page.fetched_at or utc_now())
        return entries

    def _see(self, column_id: int, rows: list[SeenEntry], at: str) -> list[EntryRow]:
        entries = self.run.store.see_entries(
            self.run.site.key, column_id, rows, at=at, run_id=self.run.run_id, walking=True
        )
        for entry in entries:
            self.run.counters["entries_new"] += entry.fresh
            self.run.counters["rows_changed"] += entry.changed
            if entry.state == "pending" and self.addresses.is_file(entry.url):
                self.run.store.set_entry_state(self.run.site.key, entry.url, "rejected", error="a file, no page")
        return entries

    def _count(self, task: PageTask, page: RawPage, listing: Listing) -> None:
        unlinked = sum(entry.url is None for entry in listing.entries)
        self.run.counters["rows"] += len(listing.entries)
        self.run.counters["rows_without_link"] += unlinked
        for kind, message in listing.notes:
            # Every page of a capped column says so: it is told once, when its walk ends.
            if kind != "capped":
                self.run.issue(kind, message, url=page.url)

    def _leads_on(self, task: PageTask, listing: Listing | None) -> bool:
        """Whether the other links of a page matter: to columns that are to be found, or to articles without a row."""
        if task.number > 1:
            return False
        return self.discovering or task.start or task.path == "/" or listing is None or listing.paging == "none"

    def _is_channel(self, task: PageTask, listing: Listing | None, links: tuple[NavLink, ...]) -> bool:
        """Whether the undated article links of a page are followed: on start pages, and where columns branch off."""
        if task.number > 1:
            return False
        if task.start or task.path == "/":
            return True
        if listing is not None and listing.paging != "none":
            return False
        here = canonical_path(task.path)
        linked = (self.addresses.column(link.url) for link in links if link.place == "content")
        below = (canonical_path(path) for path in linked if path is not None)
        return any(path != here and path.startswith(here) for path in below)

    def _next(
        self, task: PageTask, walk: ColumnWalk, page: RawPage, listing: Listing | None, rows: list[EntryRow]
    ) -> list[PageTask]:
        """The next page of the column, if the walk goes on."""
        if walk.end is not None or self.run.error is not None:
            return []
        listing = listing or Listing(page.url)
        url = listing.next_url if listing.next_url and self.run.site.is_own(listing.next_url) else None
        canonical = self.addresses.canonical
        goes_on = walk.read(
            listing,
            here=canonical(page.url),
            next_url=canonical(url) if url else None,
            known=self.columns.may_stop(task, rows),
            since=self.run.options.since,
        )
        self.columns.mark(walk)
        return [replace(task, url=url, number=task.number + 1)] if goes_on and url else []
