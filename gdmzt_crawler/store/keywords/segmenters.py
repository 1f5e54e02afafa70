"""Cutting Chinese text into words: with rjieba where it is installed, else with jieba.

Both use the same dictionary and rules and cut the same way, but for rare ties. Neither guesses at words that it does
not know (HMM): most guesses were scraps of a sentence (点二, 之情) or names of private people. jieba is filled here by
hand: left to itself it prints on standard error and writes a cache into the folder for temporary files, which others
can write too.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec

FREQUENCY = 1000
"""Of a term that the segmenter does not know: enough to win against its parts, too little to break words beside it."""


@dataclass(frozen=True, slots=True)
class Segmenter:
    """`cut` gives the words of a text, in order; `name` says which library and version does it."""

    name: str
    cut: Callable[[str], list[str]]


def load_segmenter(terms: Iterable[str], library: str | None = None) -> Segmenter:
    """A segmenter that knows the terms; `library` is `rjieba` or `jieba`, None the faster one that is installed."""
    if library is None:
        library = "rjieba" if find_spec("rjieba") else "jieba"
    cut = _rjieba(terms) if library == "rjieba" else _jieba(terms)
    return Segmenter(f"{library} {metadata.version(library)}", cut)


def _rjieba(terms: Iterable[str]) -> Callable[[str], list[str]]:
    import rjieba

    # an instance of ours: the module's own is shared by the whole process
    made = rjieba.Jieba()
    for term in terms:
        if not made.has_word(term):
            made.add_word(term, FREQUENCY, None)

    def cut(text: str) -> list[str]:
        return list(made.cut(text, False))

    return cut


def _jieba(terms: Iterable[str]) -> Callable[[str], list[str]]:
    with warnings.catch_warnings():
        # old escapes in its patterns, and pkg_resources
        warnings.simplefilter("ignore")
        import jieba
    made = jieba.Tokenizer()
    made.FREQ, made.total = made.gen_pfdict(made.get_dict_file())
    made.initialized = True
    for term in terms:
        if not made.FREQ.get(term):
            made.add_word(term, FREQUENCY)

    def cut(text: str) -> list[str]:
        return list(made.cut(text, HMM=False))

    return cut
