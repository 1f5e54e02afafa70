"""What a site definition holds, as frozen values. `validation` makes them, `definition` finds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urljoin, urlsplit

from gdmzt_crawler.extract.rules import ArticleRules, ListingRules
from gdmzt_crawler.normalize.urls import canonical_path, is_http, same_site

DEFAULT_DELAY = 1.5
"""Seconds between two requests to one site."""
DEFAULT_FULL_EVERY = 7
"""Days after which every column is walked to its end again, and navigation read for new columns."""
DEFAULT_BUDGET = 1000
"""Requests of a run, as far as revisits may fill it: 25 minutes at the default delay."""


@dataclass(frozen=True, slots=True)
class ColumnDefinition:
    """A column that the definition names: it is walked in every run, and missing rows on it are a fault."""

    path: str
    """`/mzzx/mzyw/`, with both slashes."""
    name: str | None = None


@dataclass(frozen=True, slots=True)
class CrawlRules:
    """Where the crawl goes, and how fast."""

    delay: float = DEFAULT_DELAY
    start: tuple[str, ...] = ("/",)
    """Paths of the navigation pages that are read first."""
    discover: tuple[str, ...] = ()
    """Columns that navigation shows below these paths are walked too."""
    exclude: tuple[str, ...] = ()
    """Path prefixes that are never walked."""
    full_every: int = DEFAULT_FULL_EVERY
    """Days between two walks of a column to its end, and between two looks at the navigation."""

    def discovers(self, path: str) -> bool:
        """Whether a column at `path`, seen in navigation, is to be walked."""
        return _lies_below(path, self.discover) and not self.excludes(path)

    def excludes(self, path: str) -> bool:
        """Whether nothing at `path` may be walked."""
        return _lies_below(path, self.exclude)


def _lies_below(path: str, prefixes: tuple[str, ...]) -> bool:
    """Whatever way either is spelled."""
    return canonical_path(path).startswith(tuple(map(canonical_path, prefixes)))


@dataclass(frozen=True, slots=True)
class Band:
    """Articles up to an age, and how often they are read again."""

    until: int
    """Days since publication (since they were first seen, where that is unknown)."""
    every: int
    """Days between two visits."""


@dataclass(frozen=True, slots=True)
class RevisitRules:
    """When stored articles are read again for edits and view counts."""

    policy: tuple[Band, ...] = (Band(7, 1), Band(60, 7), Band(365, 30))
    """Youngest first; older articles are not visited."""
    budget: int = DEFAULT_BUDGET
    """Requests of a run after which no visit is begun; what is left comes first in the next run."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a healthy full run of the site looks like."""

    min_articles: int = 0
    """Articles of the site in the dataset after the run."""


@dataclass(frozen=True, slots=True)
class SiteDefinition:
    """One publisher's site."""

    key: str
    name: str
    home_url: str
    """Its scheme is the canonical one of the site's article URLs."""
    platform: str
    site_id_code: str | None = None
    """网站标识码, where it is known."""
    enabled: bool = True
    crawl: CrawlRules = field(default_factory=CrawlRules)
    columns: tuple[ColumnDefinition, ...] = ()
    listing: ListingRules = field(default_factory=ListingRules)
    """Tried before the platform's rules."""
    article: ArticleRules = field(default_factory=ArticleRules)
    """Tried before the platform's rules."""
    source_aliases: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    """Printed source → canonical source, chains resolved."""
    revisit: RevisitRules = field(default_factory=RevisitRules)
    expect: Expectation = field(default_factory=Expectation)
    digest: str = ""
    """Short hash of what the definition says about reading pages (comments, order, when and where to crawl left out):
    the second half of `parser_version`."""
    origin: Path | None = field(default=None, compare=False)
    """The file that it was read from."""

    @property
    def scheme(self) -> str:
        """Scheme of the canonical URLs."""
        return urlsplit(self.home_url).scheme

    @property
    def host(self) -> str:
        """Host name, in lower case."""
        return urlsplit(self.home_url).hostname or ""

    def is_own(self, url: str) -> bool:
        """Whether `url` lies on this site (`www.`, `m.`, and ports 80 and 443 do not count)."""
        return is_http(url) and same_site(urlsplit(url).netloc, urlsplit(self.home_url).netloc)

    def url_of(self, path: str) -> str:
        """Absolute URL of a path of the site."""
        return urljoin(self.home_url, path)

    def canonical_source(self, source: str | None) -> str | None:
        """The canonical source that an alias stands for; None where the definition knows none."""
        return None if source is None else self.source_aliases.get(source)

    def at(self, home_url: str) -> SiteDefinition:
        """The same definition for a copy of the site served elsewhere (the demo, a test server)."""
        return replace(self, home_url=home_url)
