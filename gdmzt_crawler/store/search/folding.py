"""What search compares: text without the differences that a reader does not mean.

Full and half width (NFKC), letter case and traditional against simplified characters count as the same; white space,
punctuation and mathematical signs are left out. Characters are simplified one by one, whatever stands around them, so
that what was found in a sentence is found in a part of it too.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

_IDEOGRAPHS = ((0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x32400))
_IGNORED = frozenset({"Cc", "Cf", "Cs", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "Sc", "Sk", "Sm", "Zl", "Zp", "Zs"})
"""Categories; other symbols (★ ℃ and most emoji) stay."""
_SELECTORS = frozenset([0x34F, *range(0x180B, 0x180E), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])
"""They choose the shape of the character before, and are marks otherwise."""
_BMP_END = 0x10000
_HIGH = re.compile("[\U00010000-\U0010ffff]")
_JAMO = range(0x1160, 0x1200)
"""Korean vowels and finals, which join with what stands before without being marks."""


class _Simplified(dict[int, str]):
    """For `str.translate`: simplifies, and leaves out what does not count; other characters are looked up once."""

    def __missing__(self, code: int) -> str:
        letter = "" if _is_ignored(chr(code)) else chr(code)
        self[code] = letter
        return letter


class _Tables:
    """What folding looks up, made once: it takes 0.1 s, which only programs that fold should pay."""

    def __init__(self) -> None:
        simple = _simplifications()
        told = "".join(f"{chr(code)}{letter}" for code, letter in sorted(simple.items()))
        self.digest = hashlib.sha256(told.encode()).hexdigest()[:8]
        self.simplified = _Simplified(simple | {ord("\n"): "\n"})
        low = (chr(code) for code in range(_BMP_END))
        self.blank = re.compile(f"[{''.join(map(re.escape, filter(_is_blank, low)))}]+")
        # characters beyond the BMP would make it a hundred times slower
        self.traditional = re.compile(f"[{''.join(chr(code) for code in simple if code < _BMP_END)}]")


@cache
def _tables() -> _Tables:
    return _Tables()


def digest() -> str:
    """Eight hexadecimal digits that tell one table of traditional characters from another."""
    return _tables().digest


def fold(paragraph: str) -> str:
    """The characters of one paragraph that count, `''` when none does."""
    folded = _quickly(paragraph)
    if folded is None:
        folded = unicodedata.normalize("NFKC", paragraph).casefold().translate(_tables().simplified)
    return folded.replace("\n", "")


def fold_all(text: str) -> list[str]:
    """`fold` of each paragraph; they stand on lines of their own."""
    quick = _quickly(text)
    return [fold(paragraph) for paragraph in text.split("\n")] if quick is None else quick.split("\n")


def _quickly(text: str) -> str | None:
    """Folded where it is composed of letters, digits and full-width punctuation, as nearly every text is; else None."""
    tables = _tables()
    folded = tables.blank.sub("", text)
    letters = folded.replace("\n", "")
    if letters and not (letters.isalnum() and unicodedata.is_normalized("NFKC", letters)):
        return None
    folded = folded.casefold()
    if _HIGH.search(folded):
        return folded.translate(tables.simplified)
    # most texts hold none, or few
    return tables.traditional.sub(lambda found: tables.simplified[ord(found[0])], folded)


def folded_with_places(paragraph: str) -> tuple[str, list[tuple[int, int]]]:
    """`fold`, and for each of its characters the part of the paragraph (start, end) that it stands for."""
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for start, end in _units(paragraph):
        folded = _unit(paragraph[start:end])
        letters.append(folded)
        places += [(start, end)] * len(folded)
    return "".join(letters), places


@lru_cache(maxsize=16_384)
def _unit(letters: str) -> str:
    return fold(letters)


def _units(paragraph: str) -> Iterator[tuple[int, int]]:
    """The smallest parts that fold alike alone and together: a character with the marks behind it."""
    start = 0
    for place in range(1, len(paragraph) + 1):
        if place == len(paragraph) or not _joins(paragraph[place]):
            yield start, place
            start = place


@lru_cache(maxsize=16_384)
def _joins(letter: str) -> bool:
    first = unicodedata.normalize("NFKD", letter)[0]
    return unicodedata.category(first)[0] == "M" or ord(first) in _JAMO


def _is_ignored(letter: str) -> bool:
    return unicodedata.category(letter) in _IGNORED or ord(letter) in _SELECTORS


def _is_blank(letter: str) -> bool:
    """Whether it never counts, whatever stands beside it (and parts no paragraphs)."""
    if not _is_ignored(letter) or letter in "<=>\n":
        return False
    return all(map(_is_ignored, unicodedata.normalize("NFKC", letter).casefold()))


def _simplifications() -> dict[int, str]:
    from opencc import OpenCC

    letters = [chr(code) for first, end in _IDEOGRAPHS for code in range(first, end)]
    simple = OpenCC("t2s").convert("\n".join(letters)).split("\n")
    once = {letter: other for letter, other in zip(letters, simple, strict=True) if letter != other}
    # 薴 is 苧 simplified, and 苧 is 苎: whichever was written, all are the same
    return {ord(letter): once.get(other, other) for letter, other in once.items()}
