"""Crawls on nights of our own making."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from commands import Done, Place
from webserver import Answer, Route, Web, article, listing, row

NIGHT = datetime(2025, 5, 21, 3, tzinfo=UTC)
"""Of day 0: the articles of `webserver` came out the day before."""
FAST = {"settings.RETRY_TIMES": 0}


@dataclass
class Nights:
    """A place and a server, night after night."""

    place: Place
    web: Web
    last: dict[str, Any] = field(default_factory=dict)
    """Summary of the last run."""

    def crawl(self, day: float, *options: str) -> list[str]:
        """Crawl on a day; the paths asked for, without robots.txt."""
        before = len(self.web.asked)
        done: Done = self.place.crawl(*options, now=NIGHT + timedelta(days=day), constants=FAST)
        self.last = {**done.summary, "code": done.code}
        return [each.path for each in self.web.asked[before:] if each.path != "/robots.txt"]

    def native_ids(self, query: str) -> list[str]:
        return [str(found) for (found,) in self.place.query(query)]


def title(number: int) -> str:
    return f"第{number}次示例工作会议在示例市召开"


def row_of(number: int, *, name: str | None = None, day: str = "2025-05-20") -> str:
    return row(f"/a/content/post_{number}.html", name or title(number), day)


def articles(*numbers: int, published: str = "2025-05-20 09:30:00") -> dict[str, Route]:
    return {f"/a/content/post_{number}.html": article(title(number), published=published) for number in numbers}


def pages(*rows: list[str]) -> dict[str, Route]:
    """Listing pages of /a/ with these rows."""
    found: dict[str, Route] = {}
    for number, each in enumerate(rows, 1):
        following = f"/a/index_{number + 1}.html" if number < len(rows) else None
        found["/a/" if number == 1 else f"/a/index_{number}.html"] = listing(each, next_href=following)
    return found


def gone(status: int = 404) -> Answer:
    return Answer(b"<h1>gone</h1>", status)
