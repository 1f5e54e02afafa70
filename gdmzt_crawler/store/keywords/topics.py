"""Which topics of the dictionary an article has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LEAST = 2
"""Terms of a topic that must stand in an article; one in the title will do."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of one article: how often its terms stand in title and text, and whether one stands in the title."""

    name: str
    mentions: int
    in_title: bool


def topics(title: Iterable[str], text: Iterable[str], terms: Mapping[str, str | None]) -> list[Topic]:
    """The topics of an article, from the words of its title and of its text, the most mentioned first."""
    heading = Counter(filter(None, map(terms.get, title)))
    counts = heading + Counter(filter(None, map(terms.get, text)))
    found = [Topic(name, count, name in heading) for name, count in counts.items() if count >= LEAST or name in heading]
    return sorted(found, key=lambda topic: (-topic.mentions, topic.name))
