"""White space and invisible characters. Every result encodes to UTF-8."""

from __future__ import annotations

import re
import unicodedata

# Control characters (but those that str.split takes for white space), soft hyphen, zero-width, direction marks.
# A joiner in front of a pictograph is part of it (👮‍♀).
_INVISIBLE = re.compile(
    "(?:[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
    "|\u200d(?![\u2600-\u27bf\U0001f000-\U0001faff]))+"
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def scrub(text: str) -> str:
    """Without invisible and control characters, lone surrogates replaced by U+FFFD; white space as it was."""
    return text if text.isprintable() else _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", text))


def collapse(text: str) -> str:
    """Runs of white space (U+3000, nbsp, line ends too) to one space, stripped, scrubbed; otherwise as written.

    Linear; `isprintable` tells in about 1 ns a character that nothing is invisible and no white space but blanks is
    in it, which is the common case.
    """
    # Most texts hold no blank; one character is found many times faster than two.
    if text.isprintable() and (" " not in text or ("  " not in text and text[0] != " " and text[-1] != " ")):
        return text
    joined = " ".join(text.split())
    return joined if joined.isprintable() else " ".join(scrub(joined).split())


def squash(text: str) -> str:
    """NFKC without any white space or invisible character: how two renderings of one Chinese text compare."""
    folded = "".join(unicodedata.normalize("NFKC", scrub(text)).split())
    # Taking a space out can bring a letter and its accent together, so they are composed once more.
    return folded if folded.isascii() else unicodedata.normalize("NFKC", folded)


def same_text(a: str, b: str) -> bool:
    """Whether two texts are one when squashed."""
    if a == b:
        return True
    # An ideograph is the same in every form and is never taken out: texts that begin with two different ones differ.
    if "\u4e00" <= a[:1] <= "\u9fff" and "\u4e00" <= b[:1] <= "\u9fff" and a[0] != b[0]:
        return False
    return squash(a) == squash(b)


def fold_nfkc(text: str) -> str:
    """NFKC and collapsed: full-width letters, digits and punctuation become half-width."""
    return collapse(unicodedata.normalize("NFKC", collapse(text)))
