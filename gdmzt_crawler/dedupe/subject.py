"""Whether two articles that read alike are about different things: one template filled with other names and numbers.

Copies differ in what was left out or added, or here and there in a character. Two cases of a template differ in
slots: short stretches, each filled in both, close to one another, or with numbers in them.
"""

from __future__ import annotations

import math
import re
from collections import Counter

from .kernel import Content
from .slots import replaced

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_DIGIT = re.compile(r"\d")
_NUMBERING = re.compile(r"^\(?\d{1,2}[.、)]", re.M)
_YEAR = re.compile(r"(?:19|20)\d\d")
_LEAST_CHANGED = 2
"""One number may have been corrected; two or more are another case."""
_SHARE_CHANGED = 0.25
_DEVIATIONS = 2.5
"""How many more than if numbers differed as often as the words around them, which they do in a bad copy."""
_SLOT_CHARS = 30
_LEAST_SLOTS = 2
_LEAST_SLOTS_WITHOUT_NUMBERS = 3
_SHARE_OF_SLOTS = 0.5
"""Of all that differs: in a bad copy single characters do."""
_CHARS_PER_SLOT = 160
_CHARS_PER_SLOT_WITHOUT_NUMBERS = 80


def numbers_differ(a: Content, b: Content, text_changed: float) -> bool:
    """Whether each has numbers in the place of the other's, and more of them than of the text.

    `text_changed`: share of the shorter text that the other does not have.
    """
    in_a, in_b = _numbers(a), _numbers(b)
    only_a, only_b = in_a - in_b, in_b - in_a
    changed = min(only_a.total(), only_b.total())
    if changed < _LEAST_CHANGED:
        return False
    # a year that both have says nothing: the cases of a template are of one time
    common = sum(count for number, count in (in_a & in_b).items() if _YEAR.fullmatch(number) is None)
    expected = text_changed * (changed + common)
    return changed > _SHARE_CHANGED * (changed + common) and changed > expected + _DEVIATIONS * math.sqrt(expected)


def slots_differ(a: Content, b: Content) -> bool:
    """Whether the bodies are one form, filled in twice."""
    pairs = replaced(a.text, b.text)
    slots = [pair for pair in pairs if _is_slot(*pair)]
    if any(_DIGIT.search(in_a) and _DIGIT.search(in_b) for in_a, in_b in slots):
        least, room = _LEAST_SLOTS, _CHARS_PER_SLOT
    else:
        least, room = _LEAST_SLOTS_WITHOUT_NUMBERS, _CHARS_PER_SLOT_WITHOUT_NUMBERS
    is_dense = len(slots) * room >= min(len(a.text), len(b.text))
    return is_dense and len(slots) >= max(least, _SHARE_OF_SLOTS * len(pairs))


def names_differ(a: Content, b: Content) -> bool:
    """Whether the titles differ in a word for which the bodies differ too: each names its own and not the other's."""
    return any(
        in_a in a.text and in_a not in b.text and in_b in b.text and in_b not in a.text
        for in_a, in_b in replaced(a.title, b.title)
        if min(len(in_a), len(in_b)) > 1
    )


def _numbers(content: Content) -> Counter[str]:
    """The numbers of a body, without those that number its items."""
    return Counter(_NUMBER.findall(_NUMBERING.sub("", content.plain)))


def _is_slot(in_a: str, in_b: str) -> bool:
    longer = max(len(in_a), len(in_b))
    return longer <= _SLOT_CHARS and (longer > 1 or (in_a.isdigit() and in_b.isdigit()))
