"""The words of a period, beside those of the period before."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from ..clock import now
from ..connection import connect_readonly, translated
from ..migrations import check_version
from ..search.restrictions import Where, check, check_below

Order = Literal["weight", "articles", "rise", "fall"]
LEAST = 3
"""Articles of both periods in which a word must stand to be called rising or falling."""
_CHOSEN = """
SELECT a.id FROM articles a JOIN tagged t ON t.article_id = a.id
WHERE (:site IS NULL OR a.site = :site)
    AND (:since IS NULL OR a.published_at >= :since)
    -- the day itself, or any time on it: 'T' sorts before 'U'
    AND (:until IS NULL OR a.published_at < :until || 'U')
    AND (:column IS NULL OR EXISTS (
        SELECT 1 FROM columns c
        WHERE (c.name = :column OR substr(c.path, 1, length(:column)) = :column)
            AND (c.id = a.column_id OR EXISTS (
                SELECT 1 FROM article_columns l WHERE l.article_id = a.id AND l.column_id = c.id
            ))
    ))
"""
_COUNT = f"SELECT count(*) FROM ({_CHOSEN})"
_WORDS = f"""
WITH chosen AS MATERIALIZED ({_CHOSEN})
SELECT k.word, count(*), sum(k.weight) FROM chosen JOIN keywords k ON k.article_id = chosen.id GROUP BY k.word
"""
_UNTAGGED = "SELECT (SELECT count(*) FROM articles) - (SELECT count(*) FROM tagged)"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which articles: published on these days (both included), of this site, in this column (path or name)."""

    since: date | None = None
    until: date | None = None
    site: str | None = None
    column: str | None = None

    def before(self, today: date) -> Choice | None:
        """The period of the same length before this one; None where this one has no beginning."""
        if self.since is None:
            return None
        days = (self.until or today) - self.since + timedelta(days=1)
        if days <= timedelta(0) or self.since - date.min <= days:
            return None
        return Choice(self.since - days, self.since - timedelta(days=1), self.site, self.column)

    def values(self) -> dict[str, str | None]:
        """As the queries take them."""
        since, until = (None if day is None else day.isoformat() for day in (self.since, self.until))
        return {"since": since, "until": until, "site": self.site, "column": self.column}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a period; the fields of the period before are None where there is none, or no article in it."""

    word: str
    articles: int
    share: float
    """Of the period's articles, 0 to 1."""
    weight: float
    """Sum over the articles."""
    articles_before: int | None
    share_before: float | None
    change: float | None
    """Share less the share before: above 0 it rises."""


@dataclass(frozen=True, slots=True)
class Period:
    """The words of a choice of articles."""

    choice: Choice
    before: Choice | None
    articles: int
    articles_before: int | None
    untagged: int
    """Articles of the dataset whose words are not known yet."""
    words: list[Word]


def read_period(path: Path, choice: Choice, *, order: Order = "weight", limit: int | None = None) -> Period:
    """The words of a period, in the order asked for. Raises StoreError, UsageError for an unknown site or column.

    `rise` and `fall` list the words that stand in at least 3 articles of both periods, and are empty where there is no
    period before.
    """
    db = connect_readonly(path)
    try:
        with translated(path):
            check_version(db, path)
            check(db, Where(site=choice.site))
            if choice.column is not None:
                check_below(db, choice.column)
            earlier = choice.before(now().date())
            count, words = _read(db, choice)
            count_before, words_before = (None, {}) if earlier is None else _read(db, earlier)
            untagged = db.execute(_UNTAGGED).fetchone()[0]
    finally:
        db.close()
    listed = _listed(words, count, words_before, count_before or None)
    return Period(choice, earlier, count, count_before, untagged, _ordered(listed, order)[:limit])


Counts = Mapping[str, tuple[int, float]]


def _read(db: sqlite3.Connection, choice: Choice) -> tuple[int, dict[str, tuple[int, float]]]:
    count: int = db.execute(_COUNT, choice.values()).fetchone()[0]
    return count, {row[0]: (row[1], row[2]) for row in db.execute(_WORDS, choice.values())}


def _listed(words: Counts, count: int, before: Counts, count_before: int | None) -> list[Word]:
    found = []
    for word in sorted({*words, *before}):
        articles, weight = words.get(word, (0, 0.0))
        share = articles / count if count else 0.0
        if count_before is None:
            found.append(Word(word, articles, round(share, 4), round(weight, 3), None, None, None))
            continue
        earlier = before.get(word, (0, 0.0))[0]
        shares = (round(earlier / count_before, 4), round(share - earlier / count_before, 4))
        found.append(Word(word, articles, round(share, 4), round(weight, 3), earlier, *shares))
    return found


def _ordered(words: list[Word], order: Order) -> list[Word]:
    if order == "weight":
        return sorted((word for word in words if word.articles), key=lambda word: -word.weight)
    if order == "articles":
        return sorted((word for word in words if word.articles), key=lambda word: (-word.articles, -word.weight))
    sign = 1 if order == "rise" else -1
    moved = [
        word
        for word in words
        if word.change is not None and word.change * sign > 0 and word.articles + (word.articles_before or 0) >= LEAST
    ]
    return sorted(moved, key=lambda word: -sign * (word.change or 0.0))
