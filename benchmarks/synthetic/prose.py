"""Prose without meaning whose words are as common as those of real Chinese text: what search is measured on.

The phrases of the synthetic site are few, so that any two characters of them stand in every third article.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random

import jieba

from benchmarks.synthetic import words

_COMMONEST = 60_000
_OWN = 0.12
"""Share of the words that belong to the subject."""
_STREAM, _LEAST = 4_000_000, 100_000
_CLAUSE = 11.9
"""Characters, the stop included."""
_STEP = timedelta(minutes=53)
_NEWEST = datetime(2025, 6, 1, 9, 0)
_STOPS = ("，", "，", "，", "，", "、", "。", "。", "；", "。\n")
"""Behind a clause."""


@dataclass(frozen=True, slots=True)
class Prose:
    """One article."""

    title: str
    published: datetime
    """China Standard Time."""
    text: str
    """Paragraphs, each on a line of its own."""


def prose(number: int, *, seed: int, newest: int, length: int = 1_500) -> Prose:
    """The article of a number (from 1); `length`: characters on average. `newest`: the number published last."""
    random = Random(seed * 1_000_003 + number)
    stream = _stream(seed, min(_STREAM, max(_LEAST, newest * 16)))
    count = max(4, round(random.triangular(0.2, 2.0, 0.8) * length / _CLAUSE))
    places = [int(random.random() * (len(stream) - 16)) for _ in range(count)]
    clauses = ["".join(stream[place : place + 3 + place % 6]) + _STOPS[place % 9] for place in places]
    title = "".join(stream[places[0] + 8 : places[0] + 16])
    return Prose(title, _NEWEST + (number - newest) * _STEP, "".join(clauses).strip("\n"))


@cache
def _stream(seed: int, size: int) -> list[str]:
    """Words, each drawn on its own: clauses of articles begin anywhere in it."""
    vocabulary, weights = _vocabulary()
    return Random(seed).choices(vocabulary, cum_weights=weights, k=size)


def _vocabulary() -> tuple[list[str], list[float]]:
    """Words, and their accumulated weights: those of general Chinese, and those of the subject on top."""
    counted = []
    with (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, frequency, *_ = line.split(" ")
            counted.append((int(frequency), word))
    general = sorted(counted, reverse=True)[:_COMMONEST]
    total = sum(frequency for frequency, _ in general)
    own = [*words.TOPICS, *words.WHO, *words.DOING, *words.WHAT, *words.BODIES, *words.CITIES, *words.EVENTS]
    share = _OWN / (1 - _OWN) * total / len(own)
    weighted = [*((word, float(frequency)) for frequency, word in general), *((word, share) for word in own)]
    return [word for word, _ in weighted], list(accumulate(weight for _, weight in weighted))
