"""What became of a text: by paragraphs, and inside them by characters, as suits Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "deleted", "inserted"]
LARGEST = 4_000_000
"""Product of two lengths up to which characters are compared; longer texts are compared by clauses."""
_CLAUSE = re.compile(r"[^，。！？；：,!?;]*[，。！？；：,!?;]?")
_APART = 0.3
"""Two paragraphs that have less than this in common are not one that was edited."""
_AHEAD = 20
"""Paragraphs among which the one that another became is looked for."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text, and whether both sides have it."""

    kind: Kind
    text: str


Line = tuple[Piece, ...]
"""One paragraph: its pieces in order."""


def compare_texts(before: str, after: str) -> tuple[Line, ...]:
    """The paragraphs of two texts (joined by newlines) as lines; a line of one piece is whole on one side or both."""
    old, new = _paragraphs(before), _paragraphs(after)
    lines: list[Line] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += [(Piece("same", text),) for text in old[a:b]]
        else:
            lines += _changed(old[a:b], new[c:d])
    return tuple(lines)


def compare_strings(before: str, after: str) -> Line:
    """Two short texts, character by character."""
    units = (before, after) if len(before) * len(after) <= LARGEST else (_clauses(before), _clauses(after))
    return _merged(_pieces(*units))


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """Paragraphs that differ: each with the one that it became, in their order; the rest was taken out or put in."""
    place = 0
    for text in old:
        found = next((n for n in range(place, min(place + _AHEAD, len(new))) if _is_edited(text, new[n])), None)
        if found is None:
            yield (Piece("deleted", text),)
            continue
        yield from ((Piece("inserted", added),) for added in new[place:found])
        yield compare_strings(text, new[found])
        place = found + 1
    yield from ((Piece("inserted", added),) for added in new[place:])


def _is_edited(before: str, after: str) -> bool:
    if len(before) * len(after) > LARGEST:
        return bool(set(_clauses(before)) & set(_clauses(after)))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return matcher.quick_ratio() >= _APART and matcher.ratio() >= _APART


def _pieces(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(old[a:b]))
            continue
        if b > a:
            yield Piece("deleted", "".join(old[a:b]))
        if d > c:
            yield Piece("inserted", "".join(new[c:d]))


def _merged(pieces: Iterator[Piece]) -> Line:
    """Pieces without the lone characters in common that stand between two changes: they only confuse a reader."""
    done: list[Piece] = []
    run: list[Piece] = []
    for piece in pieces:
        if piece.kind == "same" and (not run or len(piece.text) > 1):
            done += [*_joined(run), piece]
            run = []
        else:
            run.append(piece)
    if run and run[-1].kind == "same":
        return (*done, *_joined(run[:-1]), run[-1])
    return (*done, *_joined(run))


def _joined(run: Sequence[Piece]) -> list[Piece]:
    deleted = "".join(piece.text for piece in run if piece.kind != "inserted")
    inserted = "".join(piece.text for piece in run if piece.kind != "deleted")
    both: tuple[tuple[Kind, str], ...] = (("deleted", deleted), ("inserted", inserted))
    return [Piece(kind, text) for kind, text in both if text]


def _paragraphs(text: str) -> list[str]:
    return text.split("\n") if text else []


def _clauses(text: str) -> list[str]:
    return [clause for clause in _CLAUSE.findall(text) if clause]
