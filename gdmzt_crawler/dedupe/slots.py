"""Where two similar texts differ: what stands in the one in the place of something else in the other.

Linear in the length of the texts: 4-grams that each text has once are the fixed points between which the
differences lie.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

_GRAM = 4
_MAX_CHARS = 20_000
"""Looked at of each text."""


def replaced(a: str, b: str) -> list[tuple[str, str]]:
    """Each stretch of `a` with the stretch of `b` in its place, in order; what was only added or left out is none."""
    a, b = a[:_MAX_CHARS], b[:_MAX_CHARS]
    found: list[tuple[str, str]] = []
    at_a = at_b = 0
    for start_a, start_b in [*_anchors(a, b), (len(a), len(b))]:
        if at_a < start_a and at_b < start_b:
            pair = _without_common_ends(a[at_a:start_a], b[at_b:start_b])
            if all(pair):
                found.append(pair)
        at_a, at_b = start_a + _GRAM, start_b + _GRAM
    return found


def _anchors(a: str, b: str) -> list[tuple[int, int]]:
    """Positions of 4-grams that both texts have once, those that come in the same order in both."""
    in_b = _unique(b)
    pairs = [(at, in_b[gram]) for gram, at in _unique(a).items() if gram in in_b]
    return list(_rising(pairs))


def _unique(text: str) -> dict[str, int]:
    first: dict[str, int] = {}
    repeated: set[str] = set()
    for at in range(len(text) - _GRAM + 1):
        gram = text[at : at + _GRAM]
        if gram in first:
            repeated.add(gram)
        else:
            first[gram] = at
    return {gram: at for gram, at in first.items() if gram not in repeated}


def _rising(pairs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The longest run of pairs that rise in both numbers (they are given sorted by the first)."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, at) in enumerate(pairs):
        place = bisect_left(ends, at)
        before.append(last[place - 1] if place else -1)
        if place == len(ends):
            ends.append(at)
            last.append(number)
        else:
            ends[place], last[place] = at, number
    chain: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return reversed(chain)


def _without_common_ends(a: str, b: str) -> tuple[str, str]:
    shorter = min(len(a), len(b))
    start = next((at for at in range(shorter) if a[at] != b[at]), shorter)
    a, b = a[start:], b[start:]
    shorter = min(len(a), len(b))
    end = next((at for at in range(shorter) if a[-1 - at] != b[-1 - at]), shorter)
    return a[: len(a) - end], b[: len(b) - end]
