"""What a crawler that follows the rules must ask for and remember, worked out from the synthetic site and not from its pages.

The rules, in short: a column is read up to the first page on which every row is known, to its end seven nights after it
was last read to its end; articles are visited daily for a week, weekly up to sixty days, monthly up to a year; what left
all columns in a full walk, and what came back, is asked for the same night.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from benchmarks.synthetic import SyntheticSite, words
from benchmarks.synthetic.pages import article_page
from benchmarks.synthetic.site import ROWS

CHINA = timezone(timedelta(hours=8))
NIGHT = datetime(2025, 6, 1, 11, 0, 5, tzinfo=CHINA)
"""Of day 0. Pages are dated to the minute: no article passes an age within the next minute."""
FULL_EVERY = 7
BANDS = ((7, 1), (60, 7), (365, 30))
SLACK = 0.25


@dataclass
class History:
    """What the dataset must hold of one article."""

    revisions: list[tuple[int, int]] = field(default_factory=list)
    """(day, edits that the content shows)."""
    views: list[tuple[int, int]] = field(default_factory=list)
    """(day, count)."""
    withdrawn: list[list[int | None]] = field(default_factory=list)
    """[day on which it was found gone, day on which it was found again]."""


class Oracle:
    """The state of a dataset that has been kept up to some night."""

    def __init__(self, site: SyntheticSite) -> None:
        self.site = site
        self.histories: dict[int, History] = {}
        self._known: list[set[int]] = [set() for _ in range(site.columns)]
        self._whole: list[int] = [-FULL_EVERY] * site.columns
        """The night on which each column was last read to its end."""
        self._vanished: set[tuple[int, int]] = set()
        self._visited: dict[int, int] = {}
        self._seen: dict[int, int] = {}
        """Checksum of the page that was read last."""
        self._address: dict[int, int] = {}
        """Column below whose path an article was read first."""

    def night(self, day: int) -> Counter[str]:
        """Age the dataset by one night; every path that must be asked for, and how often."""
        site = self.site.on_day(day)
        asked: Counter[str] = Counter(["/robots.txt"])
        due: set[int] = set()
        fresh: list[int] = []
        for column in range(site.columns):
            asked.update(self._walk(site, column, day, fresh, due))
        due |= self._vanish(site, day)
        for number in dict.fromkeys(fresh):
            asked[site.path(number, self._address[number])] += 1
            self._read(site, number, day)
        for number in [number for number in self._visited if number in due or self._is_due(site, number, day)]:
            asked.update(self._visit(site, number, day))
        return asked

    def is_withdrawn(self, number: int) -> bool:
        """Whether the article was found gone and not found again."""
        told = self.histories[number].withdrawn
        return bool(told) and told[-1][1] is None

    def _walk(self, site: SyntheticSite, column: int, day: int, fresh: list[int], due: set[int]) -> Iterator[str]:
        """The pages of a column that are read; notes what is new, and what is back."""
        path, known = words.COLUMNS[column][0], self._known[column]
        for page in range(1, site.pages(column) + 1):
            yield path if page == 1 else f"{path}index_{page}.html"
            rows = site.listed[column][(page - 1) * ROWS : page * ROWS]
            back = {n for n in rows if n in self.histories and self.is_withdrawn(n)}
            back = {n for n in back if (column, n) in self._vanished or n not in known}
            new = [n for n in rows if n not in known]
            due |= back
            known.update(rows)
            self._vanished -= {(column, n) for n in rows}
            for number in new:
                if number not in self.histories and number not in self._address:
                    self._address[number] = column
                    fresh.append(number)
            if day - self._whole[column] < FULL_EVERY and not new and not back:
                return
        self._whole[column] = day

    def _vanish(self, site: SyntheticSite, day: int) -> set[int]:
        """Articles that no column shows any more, some column since tonight."""
        gone = set()
        for column in (column for column, whole in enumerate(self._whole) if whole == day):
            for number in self._known[column] - set(site.listed[column]):
                if (column, number) not in self._vanished:
                    self._vanished.add((column, number))
                    gone.add(number)
        return {
            number
            for number in gone
            if not self.is_withdrawn(number)
            and all((c, number) in self._vanished for c in range(site.columns) if number in self._known[c])
        }

    def _is_due(self, site: SyntheticSite, number: int, day: int) -> bool:
        if self._visited[number] == day:
            return False
        published = site.article(number).published.replace(tzinfo=CHINA)
        age = (NIGHT + timedelta(days=day) - published) / timedelta(days=1)
        every = next((every for until, every in BANDS if age < until), None)
        return every is not None and day - self._visited[number] >= every - SLACK

    def _visit(self, site: SyntheticSite, number: int, day: int) -> list[str]:
        """Ask for a stored article: where it was read first, and at its other addresses only where it is gone."""
        own = self._address[number]
        self._visited[number] = day
        if site.shows(number):
            self._read(site, number, day)
            return [site.path(number, own)]
        if not self.is_withdrawn(number):
            self.histories[number].withdrawn.append([day, None])
        others = [column for column in site.columns_of(number) if column != own]
        return [site.path(number, column) for column in (own, *others)]

    def _read(self, site: SyntheticSite, number: int, day: int) -> None:
        page = zlib.crc32(article_page(site, number))
        history = self.histories.setdefault(number, History())
        back = self.is_withdrawn(number)
        if back:
            history.withdrawn[-1][1] = day
        self._visited[number] = day
        if self._seen.get(number) == page and not back:
            return
        self._seen[number] = page
        views, edits = site.views(number), site.edits.get(number, 0)
        if views is not None:
            history.views.append((day, views))
        if not history.revisions or history.revisions[-1][1] != edits:
            history.revisions.append((day, edits))
