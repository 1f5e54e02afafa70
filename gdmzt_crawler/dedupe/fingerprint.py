"""The fingerprint of an article's content.

What counts: every letter, digit and mark of the title and of the body's text, punctuation too, in order, after NFKC (so
that full and half width are one). What does not: white space of any kind, zero-width and other format characters, how
the text is divided into paragraphs and of which kind they are, image URLs, views, time. Punctuation counts because
changing it is an edit; where near-duplicates should look past it, that is for them to decide.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

# format characters that print nothing: soft hyphen, joiners, directional marks, byte order mark, variation selectors
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)
# what nearly every Chinese text holds: replaced first, NFKC has mostly nothing left to do and is six times as fast
_COMMON = tuple((mark, unicodedata.normalize("NFKC", mark)) for mark in "，：；（）！？％…～．－")
_BYTES = 16


def essence(text: str) -> str:
    """`text` reduced to what counts: two texts of one essence say the same."""
    return _INVISIBLE.sub("", "".join(_composed(text).split()))


def essences(text: str) -> str:
    """The essence of each line of `text`, on lines of their own."""
    return _INVISIBLE.sub("", "\n".join(["".join(line.split()) for line in _composed(text).split("\n")]))


def _composed(text: str) -> str:
    for mark, folded in _COMMON:
        text = text.replace(mark, folded)
    return unicodedata.normalize("NFKC", text)


def fingerprint(title: str, paragraphs: Iterable[str]) -> str:
    """32 hexadecimal digits over the title and the texts of all paragraphs of every kind, in order.

    An article without text has one too, of its title; that alone makes no duplicate: see `decide.group_of`.
    """
    content = essence(title) + "\n" + essence("\n".join(paragraphs))
    # lone surrogates cannot come from a page; whoever passes them still gets a fingerprint
    return hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=_BYTES).hexdigest()
