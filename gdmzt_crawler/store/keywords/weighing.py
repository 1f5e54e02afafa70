"""TF-IDF: which words of an article matter, by jieba's table of how rare words are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

MOST = 20
"""Keywords of an article."""
_CHINESE = re.compile("[\u3400-\u9fff]")
_NUMBER = re.compile("[\\d〇零一二三四五六七八九十百千万亿两第年月日个]+")


@dataclass(frozen=True, slots=True)
class Keyword:
    """`weight` is TF-IDF, to six digits."""

    word: str
    weight: float


def keywords(
    words: Iterable[str], *, rarity: Callable[[str], float], terms: Collection[str], stopwords: Collection[str]
) -> list[Keyword]:
    """The words that matter most, the heaviest first; of equal ones that which comes first in the article.

    Words of one character, numbers and words without Chinese characters are none, unless the dictionary has them.
    """
    counts = Counter(word for word in words if _counts(word, terms, stopwords))
    total = sum(counts.values())
    weighed = [(word, count * rarity(word) / total) for word, count in counts.items()]
    # the order of equal ones is that of their first appearance: sorting is stable
    weighed.sort(key=lambda pair: -pair[1])
    return [Keyword(word, round(weight, 6)) for word, weight in weighed[:MOST]]


def _counts(word: str, terms: Collection[str], stopwords: Collection[str]) -> bool:
    if word in terms:
        return True
    if len(word) < 2 or word in stopwords:
        return False
    return _CHINESE.search(word) is not None and _NUMBER.fullmatch(word) is None


@cache
def load_rarity() -> Callable[[str], float]:
    """How rare a word is in general (its inverse document frequency), the median for one that the table lacks."""
    table = _read_table()
    median = _median(Counter(table.values()))

    def rarity(word: str) -> float:
        known = table.get(word)
        return median if known is None else float(known)

    return rarity


def _read_table() -> dict[str, str]:
    # the table is found without loading jieba, which takes longer than reading it
    spec = find_spec("jieba")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    path = Path(spec.submodule_search_locations[0]) / "analyse" / "idf.txt"
    # word, number, word, number …
    parts = path.read_text(encoding="utf-8").split()
    return dict(zip(parts[::2], parts[1::2], strict=True))


def _median(counts: Counter[str]) -> float:
    """Of numbers as they are printed: the upper one where there are two, as jieba takes it."""
    left = counts.total() // 2
    for printed in sorted(counts, key=float):
        left -= counts[printed]
        if left < 0:
            return float(printed)
    raise ValueError("no numbers")
