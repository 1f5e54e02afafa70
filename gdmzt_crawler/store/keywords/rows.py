"""Reading what is to be tagged, and writing what was found: the third part of the repository."""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..memory import Work
from . import counting

if TYPE_CHECKING:
    from .tagger import Tags

# Both halves read an index only, not the articles with their texts.
_PENDING = """
SELECT a.id FROM articles a LEFT JOIN tagged t ON t.article_id = a.id WHERE t.fingerprint IS NOT a.fingerprint
UNION
SELECT a.id FROM articles a JOIN tagged t ON t.article_id = a.id WHERE t.month IS NOT substr(a.published_at, 1, 7)
"""
_OUTDATED = f"{_PENDING} UNION SELECT article_id FROM tagged WHERE dictionary <> ?"
_EVERY = "SELECT id FROM articles ORDER BY id"
_CONTENT = """
SELECT id, title, text, fingerprint, substr(published_at, 1, 7) FROM articles WHERE id IN ({marks}) ORDER BY id
"""
_TAGGED = """
INSERT INTO tagged (article_id, fingerprint, month, segmenter, dictionary, tagged_at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (article_id) DO UPDATE SET fingerprint = excluded.fingerprint, month = excluded.month,
    segmenter = excluded.segmenter, dictionary = excluded.dictionary, tagged_at = excluded.tagged_at
"""
_KEYWORD = "INSERT INTO keywords (article_id, word, weight, rank) VALUES (?, ?, ?, ?)"
_TOPIC = "INSERT INTO article_topics (article_id, topic_id, mentions, in_title) VALUES (?, ?, ?, ?)"
_ARTICLE_PLACE = "INSERT INTO article_places (article_id, place_code, mentions) VALUES (?, ?, ?)"
_PLACE = "INSERT INTO places (code, name, level, parent_code) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
_NEW_TOPIC = "INSERT INTO topics (name) VALUES (?) ON CONFLICT DO NOTHING"
_TOPIC_ID = "SELECT id FROM topics WHERE name = ?"
_OLD = tuple(f"DELETE FROM {table} WHERE article_id = ?" for table in ("keywords", "article_topics", "article_places"))
_UNUSED = "DELETE FROM topics WHERE id NOT IN (SELECT topic_id FROM article_topics)"


@dataclass(frozen=True, slots=True)
class Content:
    """What is tagged of an article."""

    id: int
    title: str
    text: str
    fingerprint: str
    month: str | None


@dataclass(frozen=True, slots=True)
class Made:
    """By what, and when, articles were tagged."""

    segmenter: str
    dictionary: str
    at: str


class TagRows:
    """Of a Store: every method that writes is one transaction; all raise StoreError."""

    def __init__(self, db: sqlite3.Connection, read: Work, write: Work) -> None:
        self._db = db
        self._read = read
        self._write = write

    def pending(self, dictionary: str | None = None) -> array[int]:
        """Ids of the articles that were not tagged yet, or read otherwise when they were.

        With the version of a dictionary: those too that were tagged with another one.
        """
        query, values = (_PENDING, ()) if dictionary is None else (_OUTDATED, (dictionary,))
        return self._ids(query, values)

    def every(self) -> array[int]:
        """Ids of all articles."""
        return self._ids(_EVERY, ())

    def contents(self, ids: Sequence[int]) -> list[Content]:
        """What these articles say."""
        query = _CONTENT.format(marks=", ".join("?" * len(ids)))
        return self._read(lambda: [Content(*row) for row in self._db.execute(query, tuple(ids))])

    def put(self, found: Iterable[tuple[Content, Tags]], made: Made) -> None:
        """Stores the tags of some articles in place of those that they had."""
        self._write(lambda: self._put(found, made))

    def drop_unused_topics(self) -> None:
        """Forgets topics that no article has any more."""
        self._write(lambda: self._db.execute(_UNUSED))

    def _ids(self, query: str, values: tuple[str, ...]) -> array[int]:
        return self._read(lambda: array("q", (row[0] for row in self._db.execute(query, values))))

    def _put(self, found: Iterable[tuple[Content, Tags]], made: Made) -> None:
        changes: Counter[counting.Month] = Counter()
        for content, tags in found:
            changes.subtract(counting.counted(self._db, content.id))
            for query in _OLD:
                self._db.execute(query, (content.id,))
            self._put_article(content, tags, made)
            if content.month is not None:
                changes.update((content.month, each.word) for each in tags.keywords)
        counting.change(self._db, changes)

    def _put_article(self, content: Content, tags: Tags, made: Made) -> None:
        db = self._db
        self._put_places(tags)
        values = (content.id, content.fingerprint, content.month, made.segmenter, made.dictionary, made.at)
        db.execute(_TAGGED, values)
        words = ((content.id, each.word, each.weight, rank) for rank, each in enumerate(tags.keywords, 1))
        db.executemany(_KEYWORD, words)
        topics = [(content.id, self._topic(each.name), each.mentions, each.in_title) for each in tags.topics]
        db.executemany(_TOPIC, topics)
        db.executemany(_ARTICLE_PLACE, [(content.id, *place) for place in sorted(tags.places.items())])

    def _topic(self, name: str) -> int:
        self._db.execute(_NEW_TOPIC, (name,))
        found: int = self._db.execute(_TOPIC_ID, (name,)).fetchone()[0]
        return found

    def _put_places(self, tags: Tags) -> None:
        from .gazetteer import load_gazetteer

        places = load_gazetteer().places
        # what is above a place comes first, for it points there
        order = {"province": 0, "city": 1, "district": 2}
        named = sorted((places[code] for code in tags.places), key=lambda place: order[place.level])
        self._db.executemany(_PLACE, [(place.code, place.name, place.level, place.parent) for place in named])
