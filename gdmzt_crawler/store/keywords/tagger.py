"""An article's words, topics and places, from its title and text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from .dictionary import Dictionary, load_dictionary
from .gazetteer import load_gazetteer
from .places import PlaceFinder
from .segmenters import Segmenter, load_segmenter
from .topics import Topic, topics
from .weighing import Keyword, Weigher, load_rarity


@dataclass(frozen=True, slots=True)
class Tags:
    """What one article is about; `places` holds mentions by code."""

    keywords: list[Keyword]
    topics: list[Topic]
    places: Mapping[str, int]


class Tagger:
    """A segmenter, a dictionary and the places, ready for many articles; making one takes up to a second."""

    def __init__(self, dictionary: Dictionary, segmenter: Segmenter) -> None:
        self.dictionary = dictionary
        self.segmenter = segmenter
        self._weigher = Weigher(load_rarity(), terms=dictionary.terms, stopwords=dictionary.stopwords)
        self._places = PlaceFinder(load_gazetteer())

    @classmethod
    def load(cls, dictionary: Dictionary | Path | None = None, library: str | None = None) -> Tagger:
        """With the shipped dictionary, or a user's file on top of it. Raises UsageError."""
        known = dictionary if isinstance(dictionary, Dictionary) else load_dictionary(dictionary)
        return cls(known, load_segmenter(known.terms, library))

    def tag(self, title: str, text: str) -> Tags:
        """Words, topics and places of an article."""
        terms = self.dictionary.terms
        heading, body = self.segmenter.cut(title), self.segmenter.cut(text)
        words = self._weigher.keywords(chain(heading, body))
        return Tags(words, topics(heading, body, terms), self._places.mentions(f"{title}\n{text}"))
