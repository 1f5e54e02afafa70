"""What a reader types, as terms that must all be found: no input is an error."""

from __future__ import annotations

import re

from ...errors import UsageError
from .folding import fold
from .tokens import Mode, phrase

_QUOTES = '"“”„‟＂'
# a quotation mark inside a word is punctuation as in any text: only those at the edge of words make a phrase
_PARTS = re.compile(rf"(?<!\S)[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}](?!\S)|(\S+)")
NOTHING = '""'
"""The FTS5 expression that finds no article."""
LONGEST = 5_000
"""Characters of all terms: the index looks each up by itself, which takes a second for some thousands."""
TOO_LONG = f"检索词太长 the query is too long — 至多 at most {LONGEST} characters."
NOTHING_TOLD = "没有可检索的文字 nothing to search for: the query holds no letter, digit or character."


def terms(query: str) -> tuple[str, ...]:
    """The folded terms, each once: parts between blanks, and "phrases", in which blanks do not count.

    Empty where nothing is left that could be searched for: nothing is found then.
    """
    found = (fold(part[1] if part[2] is None else part[2]) for part in _PARTS.finditer(query))
    return tuple(dict.fromkeys(term for term in found if term))


def expression(searched: tuple[str, ...], mode: Mode) -> str:
    """The FTS5 expression that finds the articles in which every term stands inside some paragraph or the title.

    Raises UsageError for more characters than `LONGEST`.
    """
    if sum(map(len, searched)) > LONGEST:
        raise UsageError(TOO_LONG, field="query")
    return " AND ".join(phrase(term, mode) for term in searched) or NOTHING
