"""TF-IDF: which words of an article matter, by jieba's table of how rare words are, damped for short articles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from operator import itemgetter
from pathlib import Path

MOST = 20
"""Keywords of an article."""
_DAMPING = 100
"""Words that every article is taken to have beside its own: those of two lines weigh no more than those of a page."""
_REMEMBERED = 100_000
"""Words whose worth is kept at hand."""
_WORD = re.compile(
    # not a number or what begins with one (三十分钟, 第二批, 数百家), nobody in particular (某镇), no date all through,
    # and with a Chinese character somewhere
    "(?!第?[数几近上约]?[〇一二三四五六七八九十百千万亿两]|[几某零]|[\\d第年月日个]+$)[^\u3400-\u9fff]*[\u3400-\u9fff]"
)


@dataclass(frozen=True, slots=True)
class Keyword:
    """`weight` is TF-IDF, damped for short articles, to six digits."""

    word: str
    weight: float


@dataclass(frozen=True, slots=True)
class Rarity:
    """How rare words are in general (inverse document frequencies); `median` for one that the table lacks."""

    known: Mapping[str, float]
    median: float


class Weigher:
    """Weighs the words of articles.

    Words of one character, words that begin with a number and words without Chinese characters are no keywords,
    unless the dictionary has them.
    """

    def __init__(self, rarity: Rarity, *, terms: Collection[str], stopwords: Collection[str]) -> None:
        self._rarity = rarity
        self._terms = terms
        self._stopwords = stopwords
        self._worths: dict[str, float] = {}

    def keywords(self, words: Iterable[str]) -> list[Keyword]:
        """The words that matter most, the heaviest first; of equal ones that which comes first in the article."""
        known = self._worths
        if len(known) > _REMEMBERED:
            known.clear()
        total, weighed = 0, []
        for word, count in Counter(words).items():
            worth = known.get(word)
            if worth is None:
                worth = known[word] = self._worth(word)
            if worth:
                total += count
                weighed.append((count * worth, word))
        # the order of equal ones is that of their first appearance: sorting is stable
        weighed.sort(key=itemgetter(0), reverse=True)
        return [Keyword(word, round(weight / (total + _DAMPING), 6)) for weight, word in weighed[:MOST]]

    def _worth(self, word: str) -> float:
        """How rare a word is; 0 for what is no keyword."""
        if word not in self._terms and (len(word) < 2 or word in self._stopwords or not _WORD.match(word)):
            return 0.0
        return self._rarity.known.get(word, self._rarity.median)


@cache
def load_rarity() -> Rarity:
    """jieba's table."""
    # it is found without loading jieba, which takes longer than reading it
    spec = find_spec("jieba")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    path = Path(spec.submodule_search_locations[0]) / "analyse" / "idf.txt"
    # word, number, word, number …
    parts = path.read_text(encoding="utf-8").split()
    # many words are equally rare: one number for all of them
    counts = Counter(parts[1::2])
    numbers = {printed: float(printed) for printed in counts}
    known = dict(zip(parts[::2], map(numbers.__getitem__, parts[1::2]), strict=True))
    return Rarity(known, _median(counts))


def _median(counts: Counter[str]) -> float:
    """Of numbers as they are printed: the upper one where there are two, as jieba takes it."""
    left = counts.total() // 2
    for printed in sorted(counts, key=float):
        left -= counts[printed]
        if left < 0:
            return float(printed)
    raise ValueError("no numbers")
