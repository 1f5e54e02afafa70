"""Pages out of WARC files that other programs made: copied into our archive, and taken in like those of a crawl.

The copy says what the page is (an article, or a page of a column), so that the dataset can be made anew from its own
archive. Listing pages are taken first, for they date articles.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from gdmzt_crawler.archive.exchange import ArchivedPage, Exchange, Problem
from gdmzt_crawler.archive.reader import iterate, targets
from gdmzt_crawler.crawl.addresses import Addresses
from gdmzt_crawler.crawl.archiving import Archive
from gdmzt_crawler.crawl.captured import captured, definition_of, record_of
from gdmzt_crawler.crawl.losing import GONE
from gdmzt_crawler.crawl.replay import Replay
from gdmzt_crawler.crawl.run import put_site
from gdmzt_crawler.normalize.urls import path_of
from gdmzt_crawler.sites.definition import SiteDefinition, definition_for_host
from gdmzt_crawler.store import clock
from gdmzt_crawler.store.repository import Store

Kind = Literal["listing", "article"]
OLDEST = "1991"
"""No page is older than the web."""
_CLOCKS_DIFFER = timedelta(days=1)
_LISTING = re.compile(r"/(?:(?:m?index|list|default|node|channel|col)[\w-]*\.(?:s?html?|jsp|aspx?|php))?$", re.I)
_NUMBER = re.compile(r"_(\d{1,4})\.\w+$")


@dataclass
class Imported:
    """What became of the captures of the given files."""

    captures: int = 0
    taken: Counter[str] = field(default_factory=Counter)
    """By site."""
    known: int = 0
    """Imported or crawled before: the same page of the same second."""
    others: int = 0
    """Neither articles nor listing pages: pictures, scripts, redirects …"""
    undated: int = 0
    """Without a time, or with one at which nobody can have fetched them."""
    unknown_hosts: Counter[str] = field(default_factory=Counter)
    articles: Counter[str] = field(default_factory=Counter)
    """`articles_new`, `articles_revised` …"""
    issues: Counter[str] = field(default_factory=Counter)


class Import:
    """Takes pages into a dataset that is locked, and its archive."""

    def __init__(self, store: Store, archive: Archive, *, site: str | None, names: Sequence[str]) -> None:
        self.done = Imported()
        self._store, self._archive, self._site, self._names = store, archive, site, list(names)
        self._replay = Replay(store, finishing=False)
        self._runs: dict[str, int] = {}

    def take(self, sources: Sequence[Path], problems: list[Problem], moved: Callable[[], None]) -> None:
        """Take in every page of the files. Raises StoreError (ArchiveError for a file that is missing)."""
        for kind in ("listing", "article"):
            heard = problems.append if kind == "listing" else lambda _: None
            for page in iterate(list(sources), report=heard):
                self._page(page, kind)
                moved()

    def close(self, *, interrupted: bool) -> None:
        """Ends the runs."""
        self._replay.close()
        for ended in self._replay.ended:
            ended.interrupted = interrupted
            ended.finish()
            self.done.articles.update({n: c for n, c in ended.counters.items() if n.startswith("articles_")})
            self.done.issues.update(ended.issues)

    def _page(self, page: ArchivedPage, kind: Kind) -> None:
        first, done = kind == "listing", self.done
        done.captures += first
        definition = self._definition(page, count=first)
        if definition is None:
            return
        found = _kind(page, definition)
        if found is None or not _is_dated(page):
            done.others += first and found is None
            done.undated += first and found is not None
        elif found == kind:
            self._take(page, definition, kind)

    def _definition(self, page: ArchivedPage, *, count: bool) -> SiteDefinition | None:
        """The site of a page; None for another one than was asked for."""
        definition = _site_of(page.url, page.notes)
        if definition is None and count:
            self.done.unknown_hosts[_host(page.url)] += 1
        if definition is not None and self._site not in (None, definition.key):
            self.done.others += count
            return None
        return definition

    def _take(self, page: ArchivedPage, definition: SiteDefinition, kind: Kind) -> None:
        row, at = record_of(page), page.fetched_at or ""
        if self._store.replaying.has_capture(row.url, at, row.sha256):
            self.done.known += 1
            return
        notes = self._notes(page, definition, kind)
        if notes is None:
            self.done.others += 1
            return
        exchange = Exchange(
            url=page.url,
            status=page.body_status,
            body=page.body,
            fetched_at=at,
            headers=_headers(page),
            notes=notes,
        )
        place = self._archive.keep(exchange, run_id=self._run(definition))
        noted = {name.lower(): value for name, value in notes.items()}
        # what is read now is what a reparse will read
        copy = replace(
            page, status=page.body_status, notes=noted, warc_file=place.warc_file, warc_offset=place.warc_offset
        )
        self._replay.play(captured(copy))
        self.done.taken[definition.key] += 1

    def _notes(self, page: ArchivedPage, definition: SiteDefinition, kind: Kind) -> Mapping[str, str] | None:
        run = {"run": str(self._run(definition)), "imported": f"{page.warc_file} @ {page.warc_offset}"}
        if "site" in page.notes:
            return {**page.notes, **run}
        notes = {"site": definition.key, "home": definition.home_url, **run, "asked": page.url}
        addresses = Addresses(definition)
        if kind == "listing":
            number = _NUMBER.search(path_of(page.url))
            starts = {addresses.canonical(definition.url_of(path)) for path in definition.crawl.start}
            notes |= {"column": addresses.column_of_page(page.url), "page": number[1] if number else "1"}
            return {**notes, **({"start": "1"} if addresses.canonical(page.url) in starts else {})}
        url = addresses.canonical(page.url)
        stored = self._store.replaying.article_at(definition.key, url) is not None
        if page.status in GONE and not stored:
            # that it is gone says nothing of an article which nobody has seen
            return None
        day = self._store.replaying.listed_date(definition.key, url)
        return {**notes, "article": url, **({"listed-date": day} if day else {}), **({"visit": "1"} if stored else {})}

    def _run(self, definition: SiteDefinition) -> int:
        if definition.key not in self._runs:
            put_site(self._store, definition)
            self._runs[definition.key] = self._store.start_run(definition.key, {"import": self._names})
        return self._runs[definition.key]


def only_unknown_hosts(sources: Sequence[Path]) -> Counter[str]:
    """The hosts of all captures of the files where no site has any of them, most frequent first; else nothing.

    Reads up to the first capture of a site. Raises ArchiveError.
    """
    hosts: Counter[str] = Counter()
    for url, notes in targets(list(sources)):
        if _site_of(url, notes) is not None:
            return Counter()
        hosts[_host(url)] += 1
    return hosts


def _site_of(url: str, notes: Mapping[str, str]) -> SiteDefinition | None:
    return definition_of(notes) if "site" in notes else _by_host(url)


def _host(url: str) -> str:
    """The second slash ends the scheme: what is no address has a host of some kind, too."""
    return url.split("/", 3)[2]


def _by_host(url: str) -> SiteDefinition | None:
    try:
        definition = definition_for_host(urlsplit(url).hostname)
    except ValueError:
        return None
    return definition if definition is not None and definition.is_own(url) else None


def _is_dated(page: ArchivedPage) -> bool:
    return page.fetched_at is not None and OLDEST <= page.fetched_at <= clock.stamp(clock.now() + _CLOCKS_DIFFER)


def _kind(page: ArchivedPage, definition: SiteDefinition) -> Kind | None:
    """What a page of the site is, by its own notes or its address; None for what is not read."""
    if page.status not in (200, 304, *GONE):
        return None
    if "column" in page.notes or "article" in page.notes:
        return "listing" if "column" in page.notes else "article"
    addresses = Addresses(definition)
    content_type = (page.header("content-type") or "html").lower()
    if "html" not in content_type or definition.crawl.excludes(path_of(page.url)):
        return None
    if addresses.is_article(page.url):
        return "article"
    is_listing = page.status == 200 and _LISTING.search(path_of(page.url)) and "?" not in page.url
    return "listing" if is_listing else None


def _headers(page: ArchivedPage) -> tuple[tuple[str, str], ...]:
    """Those of the answer, with what only the answer that brought the body said."""
    given = {name.lower() for name, _ in page.headers}
    return (*page.headers, *((name, value) for name, value in page.body_headers if name.lower() not in given))
