"""What a report holds, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Example:
    """One article that a run met."""

    title: str
    published_at: str | None
    url: str
    changed: tuple[str, ...] = ()
    """Names of the fields that differ from the revision before."""


@dataclass(frozen=True, slots=True)
class WalkedColumn:
    """How far a run walked a column."""

    path: str
    name: str | None
    pages: int
    rows: int
    end: str | None
    """`last`, `known`, `since`, `capped`, `script`, `loop`, `endless`, `broken`."""
    complete: bool
    last_full_walk_at: str | None
    """UTC; of the column as it stands now."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """In how many articles that a run read last a field has a value."""

    field: str
    articles: int
    present: int
    elsewhere: float | None
    """Share in the site's other articles; None where there are none."""

    @property
    def share(self) -> float:
        """Of `articles`, 0 to 1."""
        return self.present / self.articles


@dataclass(frozen=True, slots=True)
class Requests:
    """What was asked of the site."""

    sent: int
    listing_pages: int
    seconds: float | None
    """How long the run took; up to its last capture where it was killed."""
    statuses: Mapping[str, int]
    """Pages kept in `captures`, by status."""
    bytes: int
    """Of those pages."""

    @property
    def seconds_each(self) -> float | None:
        """Mean time from one request to the next."""
        return self.seconds / self.sent if self.seconds is not None and self.sent else None


@dataclass(frozen=True, slots=True)
class IssueGroup:
    """The issues of one kind."""

    kind: str
    count: int
    examples: tuple[tuple[str | None, str], ...]
    """URL and message."""


@dataclass(frozen=True, slots=True)
class RunReport:
    """One crawl run."""

    run: int
    site: str
    name: str
    state: str
    started_at: str
    finished_at: str | None
    arguments: Mapping[str, Any]
    message: str
    suspicions: tuple[str, ...]
    counters: Mapping[str, int]
    """`articles_new`, `articles_revised`, `articles_unchanged`, `articles_failed`, `articles_rejected` …"""
    new: tuple[Example, ...]
    revised: tuple[Example, ...]
    withdrawn: tuple[Example, ...]
    columns: tuple[WalkedColumn, ...]
    coverage: tuple[Coverage, ...]
    requests: Requests
    issues: tuple[IssueGroup, ...]
    stored: int
    """Articles of the site now."""
    pending: int
    """Articles of the site that wait to be fetched now."""
    next: tuple[str, ...] = field(default=())
    """What to do now, in words."""

    def to_dict(self) -> dict[str, object]:
        """Plain JSON types."""
        document = asdict(self)
        for found, plain in zip(self.coverage, document["coverage"], strict=True):
            plain["share"] = round(found.share, 4)
        document["requests"]["seconds_each"] = _rounded(self.requests.seconds_each)
        return document


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
