"""Folded text as FTS5 sees it: words between blanks, of one character or of two, for its tokenizer `ascii`.

That tokenizer takes every character beyond ASCII for a part of a word, and of ASCII only letters and digits are left
after folding, so that nothing is merged, dropped or changed by it.
"""

from __future__ import annotations

from operator import add
from typing import Literal, get_args

from .folding import digest, fold_all

Mode = Literal["characters", "bigrams"]
MODES: tuple[Mode, ...] = get_args(Mode)
VERSION = 1
"""Raised when the same text gives other tokens."""
_BETWEEN = " ¶ "
"""Punctuation, which no query contains: a phrase never reaches from one paragraph into the next."""


def tokenizer() -> str:
    """What made the tokens: our version, and the table of traditional characters."""
    return f"{VERSION}-{digest()}"


def tokens(text: str, mode: Mode) -> str:
    """The tokens of a text whose paragraphs stand on lines of their own."""
    if mode == "characters":
        return _BETWEEN.join([" ".join(folded) for folded in fold_all(text)])
    return " ".join([_pairs(folded) for folded in fold_all(text)])


def phrase(folded: str, mode: Mode) -> str:
    """The FTS5 phrase that finds `folded`, of one character or more, inside a paragraph."""
    if mode == "characters":
        return f'"{" ".join(folded)}"'
    if len(folded) == 1:
        return f'"{folded}" *'
    return f'"{" ".join(map(add, folded, folded[1:]))}"'


def _pairs(folded: str) -> str:
    # the last character stands alone: every character begins one token, and it parts two paragraphs
    return " ".join([*map(add, folded, folded[1:]), folded[-1:]])
