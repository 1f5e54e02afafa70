"""Near-duplicates: articles of (almost) the same text, found among a million without comparing all with all.

What is looked up (`keys_of`): the body as a whole, its beginning, its longer paragraphs, and the 16 bands of its
MinHash signature. An article that shares a key is a candidate; `likeness` says of a candidate whether it is a
near-duplicate, from both texts:

1. the same body, whatever the title: 1.0;
2. J >= 0.7 over character 4-grams: J;
3. half of the shorter text in paragraphs that the longer one has too: that share;
4. nearly all 4-grams of the shorter text in the longer one: that share;

and never where the two are one template filled with other names or numbers (`subject`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from .kernel import Content, kernel_of
from .minhash import MIN_GRAMS, bands, grams, resemblance, signature
from .subject import names_differ, numbers_differ, slots_differ

RESEMBLES = 0.7
CONTAINED = 0.5
REPEATED = 0.8
HOLDS = 0.25
"""Of a later article that repeats an earlier one and adds to it (less: it is a digest of several)."""
MIN_BODY = 12
"""Characters of a body that is looked up as a whole: `详见附件` says nothing."""
BEGINNING = 32
"""Characters of the beginning that is looked up: a text that was cut off still has it."""
MIN_PARAGRAPH = 16
"""Characters of a paragraph that is looked up."""
MIN_SHARED = 40
"""Characters that two articles must have in common for their paragraphs to count."""
MAX_PARAGRAPHS = 32
"""Paragraphs looked up of one article: those with the smallest hashes, so that parts of a text choose the same ones."""


def keys_of(content: Content) -> frozenset[int]:
    """What an article is looked up by: up to 50 integers of 64 bits with sign, equal for ever (`minhash.VERSION`)."""
    text = content.text
    keys = sorted(key for key, length in _hashes(content.paragraphs).items() if length >= MIN_PARAGRAPH)
    keys = keys[:MAX_PARAGRAPHS]
    if len(text) >= MIN_BODY:
        keys.append(_hash(b"body", text))
    if len(text) >= BEGINNING:
        keys.append(_hash(b"beginning", text[:BEGINNING]))
    return frozenset([*keys, *bands(signature(text))])


def paragraph_hashes(paragraphs: Iterable[str]) -> dict[int, int]:
    """For each paragraph's hash its length in characters; white space and marks do not count."""
    return _hashes(kernel for kernel in map(kernel_of, paragraphs) if kernel)


def containment(a: Mapping[int, int], b: Mapping[int, int]) -> float:
    """The share of `a`'s characters that stand in paragraphs which `b` has too; 0.0 when `a` has none."""
    total = sum(a.values())
    return sum(length for key, length in a.items() if key in b) / total if total else 0.0


def likeness(later: Content, earlier: Content) -> float | None:
    """How much of the shorter text stands in the longer (0.5 .. 1.0) when `later` is a near-duplicate, else None.

    Which one is the later is for `decide.precedence` to say.
    """
    if later.text == earlier.text:
        return 1.0 if len(later.text) >= MIN_BODY else None
    in_later, in_earlier = grams(later.text), grams(earlier.text)
    shorter = min(len(in_later), len(in_earlier))
    if shorter < MIN_GRAMS:
        return None
    similar, common = resemblance(in_later, in_earlier), len(in_later & in_earlier)
    share: float | None
    if similar >= RESEMBLES:
        share, changed = similar, 1 - common / shorter
    else:
        share, changed = _contained(later, earlier), 0.0
        if share is None and common >= REPEATED * shorter and common >= HOLDS * len(in_later):
            share = common / shorter
    if share is None or numbers_differ(later, earlier, changed) or names_differ(later, earlier):
        return None
    return None if slots_differ(later, earlier) else share


def _contained(later: Content, earlier: Content) -> float | None:
    in_later, in_earlier = _hashes(later.paragraphs), _hashes(earlier.paragraphs)
    shared = sum(length for key, length in in_later.items() if key in in_earlier)
    if shared < MIN_SHARED or containment(in_later, in_earlier) < HOLDS:
        return None
    share = max(containment(in_later, in_earlier), containment(in_earlier, in_later))
    return share if share >= CONTAINED else None


def _hashes(kernels: Iterable[str]) -> dict[int, int]:
    return {_hash(b"paragraph", kernel): len(kernel) for kernel in kernels}


def _hash(kind: bytes, kernel: str) -> int:
    digest = hashlib.blake2b(kernel.encode("utf-8", "surrogatepass"), digest_size=8, person=kind).digest()
    return int.from_bytes(digest, "little", signed=True)
