"""The synthetic site as a whole: which articles it shows on a day, in which columns, at which addresses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from random import Random

from benchmarks.synthetic import words
from benchmarks.synthetic.writing import Written, write

ROWS = 20
"""Rows of a listing page."""
PER_DAY = 7
"""New articles each day after day 0."""
EDITED, REMOVED, ABSENT = 3, 2, 3
"""Articles edited and removed each day, and the days after which a removed one returns."""
AMONG = 400
"""The newest articles, among which those edited and removed are."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened on one day, by article number."""

    new: tuple[int, ...]
    edited: tuple[int, ...]
    removed: tuple[int, ...]
    returned: tuple[int, ...]


@dataclass(frozen=True)
class SyntheticSite:
    """The site of a seed on a day; equal arguments give equal pages."""

    articles: int = 2000
    """On day 0, numbered from 1 (the oldest)."""
    columns: int = 8
    """At most 12."""
    seed: int = 1
    day: int = 0
    size: int = 1
    """Factor on the length of the texts."""
    small: bool = False
    """Pages of 3 KB instead of 20 KB: little furniture around the text."""
    key: str = field(default="synthetic", compare=False)

    def on_day(self, day: int) -> SyntheticSite:
        """The same site, `day` days after day 0."""
        return replace(self, day=day)

    def changes(self, day: int) -> Changes:
        """What happens on a day (from 1)."""
        before = self.articles + PER_DAY * (day - 1)
        new = tuple(range(before + 1, before + PER_DAY + 1))
        returned = self._some(day - ABSENT, 1, REMOVED) if day > ABSENT else ()
        return Changes(new, self._some(day, 0, EDITED), self._some(day, 1, REMOVED), returned)

    @cached_property
    def edits(self) -> dict[int, int]:
        """How often articles were edited up to today."""
        counts: dict[int, int] = {}
        for day in range(1, self.day + 1):
            for number in self.changes(day).edited:
                counts[number] = counts.get(number, 0) + 1
        return counts

    @cached_property
    def gone(self) -> frozenset[int]:
        """Articles that are removed today."""
        gone: set[int] = set()
        for day in range(1, self.day + 1):
            gone = gone - set(self.changes(day).returned) | set(self.changes(day).removed)
        return frozenset(gone)

    @property
    def newest(self) -> int:
        """Number of the article published last."""
        return self.articles + PER_DAY * self.day

    def numbers(self) -> Iterator[int]:
        """The articles that can be read today, oldest first."""
        return (number for number in range(1, self.newest + 1) if number not in self.gone)

    def shows(self, number: int) -> bool:
        """Whether the site has the article today."""
        return 0 < number <= self.newest and number not in self.gone

    def article(self, number: int) -> Written:
        """What the article says today."""
        edits = self.edits.get(number, 0)
        return write(number, seed=self.seed, newest=self.articles, edits=edits, size=self.size)

    def views(self, number: int) -> int | None:
        """The count that the page prints today: none on one page of seven, and rising on one of three."""
        if number % 7 == 0:
            return None
        return number * 37 % 9000 + (self.day * (number % 50 + 1) if number % 3 == 0 else 0)

    def column_of(self, number: int) -> int:
        """Index of the article's own column."""
        return (number + number // 50) % self.columns

    def columns_of(self, number: int) -> tuple[int, ...]:
        """Indexes of the columns that list it: its own, and for one of twenty-nine the next one too."""
        own = self.column_of(number)
        return (own, (own + 1) % self.columns) if number % 29 == 0 and self.columns > 1 else (own,)

    @cached_property
    def listed(self) -> tuple[tuple[int, ...], ...]:
        """The articles of each column, newest first."""
        lists: list[list[int]] = [[] for _ in range(self.columns)]
        for number in self.numbers():
            for column in self.columns_of(number):
                lists[column].append(number)
        return tuple(tuple(reversed(each)) for each in lists)

    def pages(self, column: int) -> int:
        """Listing pages of a column; an empty one has one too."""
        return max(1, -(-len(self.listed[column]) // ROWS))

    def path(self, number: int, column: int | None = None) -> str:
        """Of an article, below its own column or another that lists it."""
        path, _ = words.COLUMNS[self.column_of(number) if column is None else column]
        return f"{path}content/post_{number}.html"

    def definition(self, folder: Path, home_url: str) -> Path:
        """Write the site definition for a server at `home_url` into a folder for GDMZT_SITES."""
        columns = "".join(
            f'[[columns]]\npath = "{path}"\nname = "{name}"\n' for path, name in words.COLUMNS[: self.columns]
        )
        file = folder / f"{self.key}.toml"
        file.write_text(
            f'key = "{self.key}"\nname = "示例省民政厅"\nhome_url = "{home_url}"\nplatform = "nfcms"\n'
            # The platform stops paging at 20; this site does not.
            f"[crawl]\ndelay = 0\nstart = []\n[listing]\npage_cap = 100000\n{columns}",
            encoding="utf-8",
        )
        return file

    def _some(self, day: int, use: int, count: int) -> tuple[int, ...]:
        # Days that lie close together take different articles, so that what is removed is not edited meanwhile.
        parts = 2 * (ABSENT + 1)
        part = min(self.articles, AMONG) // parts
        first = self.articles - part * (1 + day % (ABSENT + 1) * 2 + use) + 1
        numbers = range(first, first + part)
        return tuple(sorted(Random(self.seed * 8191 + day * 2 + use).sample(numbers, min(count, part))))
