"""MinHash over character 4-grams: how alike two texts are, told from 128 numbers of each.

Fast similarity sketching (Dahlgaard, Knudsen, Thorup 2017), in the standard library alone. In each round every
4-gram falls into one of 128 slots with a hash; the least hash of a slot is its value, and rounds go on until each
slot has one. Two texts have the same value in a slot with the probability of their Jaccard similarity. A 4-gram is
four UTF-16 units and thereby one 64-bit number, and a whole text is hashed at once as one long integer of 64-bit
lanes: as quick as a library in Rust.

What comes out is stored (`bands`) and compared years later, so it depends on nothing but this file: on no library's
version, machine or byte order. Whoever changes a value here raises VERSION, and the tables are made anew.
"""

from __future__ import annotations

import hashlib
import operator
import struct
import sys
from array import array
from typing import cast

VERSION = 1
SLOTS = 128
BANDS = 16
ROWS = 5
"""Slots in a band: of two texts with J = 0.8 a band is the same in 99.8 % of cases, of two with J = 0.5 in 40 %."""
GRAM = 4
MIN_GRAMS = 40
"""Shorter texts have no signature: too little to tell likeness from chance."""
_MANY = 4096
"""4-grams from which on those that come again are left out first: a long text may consist of few."""
_VALUE_BITS = 25
_ROUNDS = 64
_ADD, _MIX_1, _MIX_2, _MIX_3 = 0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F
_WORD = 0xFFFFFFFF
_LANE = struct.Struct("<Q")

Signature = tuple[int, ...]
"""128 numbers of 31 bits; empty for a text that is too short."""


def grams(kernel: str) -> set[int]:
    """The 4-grams of a kernel (`kernel.kernel_of`), each as one number."""
    lanes = _lanes(kernel)
    return set(struct.unpack(f"<{len(lanes) // 8}Q", lanes))


def resemblance(a: set[int], b: set[int]) -> float:
    """Jaccard similarity of two sets of 4-grams, exact; 0.0 when both are empty."""
    common = len(a & b)
    return common / (len(a) + len(b) - common) if common else 0.0


def signature(kernel: str) -> Signature:
    """The MinHash signature of a kernel."""
    lanes = _lanes(kernel)
    count = len(lanes) // 8
    if count < MIN_GRAMS:
        return ()
    if count > _MANY:
        lanes = _distinct(lanes, count)
        count = len(lanes) // 8
    ones = int.from_bytes(b"\1\0\0\0\0\0\0\0" * count, "little")
    low = ones * _WORD
    first = _hashed(int.from_bytes(lanes, "little"), low)
    slots = _filled(first, count)
    turn = 1
    while None in slots and turn < _ROUNDS:
        _fill_empty(slots, _mixed(first + ones * (turn * _ADD & _WORD), low), count, turn)
        turn += 1
    return _complete(slots)


def bands(signature: Signature) -> tuple[int, ...]:
    """The 16 keys to look similar texts up by: 64-bit integers with sign, as SQLite holds them; none when too short."""
    return tuple(
        _key(number, signature[number * ROWS : (number + 1) * ROWS]) for number in range(BANDS if signature else 0)
    )


def jaccard(a: Signature, b: Signature) -> float:
    """Estimate of the Jaccard similarity, with a standard error of 0.04 at 0.7; 0.0 where a text was too short."""
    return sum(map(operator.eq, a, b)) / SLOTS if a and b else 0.0


def _lanes(kernel: str) -> bytes:
    """Eight bytes for each 4-gram: first those that begin at 0, 4, 8 …, then those at 1, 5, 9 …"""
    data = kernel.encode("utf-16-le", "surrogatepass")
    count = len(data) // 2 - GRAM + 1
    starts = range(min(GRAM, max(count, 0)))
    return b"".join(data[2 * start : 2 * start + 8 * ((count - start + GRAM - 1) // GRAM)] for start in starts)


def _distinct(lanes: bytes, count: int) -> bytes:
    """Each 4-gram once: the least hash of a slot is the same."""
    once = set(struct.unpack(f"<{count}Q", lanes))
    return struct.pack(f"<{len(once)}Q", *once)


def _hashed(lanes: int, low: int) -> int:
    """32 bits in each lane, from its 64."""
    return _mixed(((lanes & low) * _MIX_1 ^ (lanes >> 32) & low), low)


def _mixed(lanes: int, low: int) -> int:
    # a product of two 32-bit numbers fits its lane; what a shift brings in from the next one is masked away
    lanes = ((lanes ^ lanes >> 29) & low) * _MIX_2
    lanes = ((lanes ^ lanes >> 32) & low) * _MIX_3
    return (lanes ^ lanes >> 32) & low


def _filled(lanes: int, count: int) -> list[int | None]:
    """The slots after the first round: the least number that falls into each, None where there is none."""
    least = [_WORD + 1] * SLOTS
    # of each lane the half that is not zero; in which order they come does not matter
    halves = array("I", lanes.to_bytes(8 * count, sys.byteorder))
    for value in halves[sys.byteorder == "big" :: 2]:
        slot = value & (SLOTS - 1)
        if value < least[slot]:
            least[slot] = value
    return [value >> (32 - _VALUE_BITS) if value <= _WORD else None for value in least]


def _fill_empty(slots: list[int | None], lanes: int, count: int, turn: int) -> None:
    """A later round, for the few slots that are empty: only the numbers that fall into them are looked at."""
    data = lanes.to_bytes(8 * count, "little")
    # a slot is the low seven bits of the lowest byte: the table says the same of both halves of the bytes
    places = data[::8].translate(bytes([slot is None for slot in slots]) * 2)
    least: dict[int, int] = {}
    at = places.find(1)
    while at >= 0:
        (value,) = _LANE.unpack_from(data, 8 * at)
        slot = value & (SLOTS - 1)
        least[slot] = min(value, least.get(slot, value))
        at = places.find(1, at + 1)
    for slot, value in least.items():
        slots[slot] = turn << _VALUE_BITS | value >> (32 - _VALUE_BITS)


def _complete(slots: list[int | None]) -> Signature:
    """Slots that are empty after the last round (one text in a million) take the value of the next one that is not."""
    if None not in slots:
        return tuple(cast("list[int]", slots))
    found: list[int] = []
    following = next(value for value in slots if value is not None)
    for value in reversed(slots):
        following = following if value is None else value
        found.append(following)
    return tuple(reversed(found))


def _key(number: int, rows: tuple[int, ...]) -> int:
    digest = hashlib.blake2b(struct.pack(f"<B{ROWS}I", number, *rows), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)
