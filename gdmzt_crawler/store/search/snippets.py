"""The part of a text around what was found, as it stands there, with the hits marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from .folding import fold, folded_with_places

LENGTH = 90
"""Characters of a snippet."""
BEFORE = 25
"""Of them before the first hit."""
_MORE = "…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, inside or outside of a hit."""

    text: str
    marked: bool = False


def snippet(text: str, terms: Sequence[str], length: int = LENGTH) -> tuple[Piece, ...]:
    """Part of the paragraph that holds most of the terms; the beginning of the text where it holds none."""
    paragraph, rank = "", 0
    for line in text.split("\n"):
        folded = fold(line)
        score = sum(term in folded for term in terms)
        if score > rank or not paragraph:
            paragraph, rank = line, score
        if rank == len(terms):
            break
    return _cut(paragraph, hits(paragraph, terms), length)


def marked(text: str, terms: Sequence[str]) -> tuple[Piece, ...]:
    """The whole text (of one or more paragraphs) with every hit marked."""
    pieces: list[Piece] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            pieces.append(Piece("\n"))
        pieces += _pieces(line, hits(line, terms), 0, len(line))
    return tuple(pieces)


def hits(paragraph: str, terms: Sequence[str]) -> list[tuple[int, int]]:
    """Where (start, end) the terms stand in a paragraph, in order; hits that touch or overlap are one."""
    if not any(term in fold(paragraph) for term in terms):
        return []
    folded, places = folded_with_places(paragraph)
    found = [(places[at][0], places[at + len(term) - 1][1]) for term in terms if term for at in _every(folded, term)]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def as_text(pieces: Sequence[Piece], begin: str = "【", end: str = "】") -> str:
    """Plain text with marks around the hits."""
    return "".join(f"{begin}{piece.text}{end}" if piece.marked else piece.text for piece in pieces)


def as_html(pieces: Sequence[Piece]) -> str:
    """Escaped HTML with the hits in `<mark>`."""
    return "".join(f"<mark>{escape(piece.text)}</mark>" if piece.marked else escape(piece.text) for piece in pieces)


def _every(folded: str, term: str) -> Iterator[int]:
    at = folded.find(term)
    while at >= 0:
        yield at
        at = folded.find(term, at + 1)


def _cut(paragraph: str, found: list[tuple[int, int]], length: int) -> tuple[Piece, ...]:
    start = max(0, min(found[0][0] - BEFORE, len(paragraph) - length)) if found else 0
    end = min(len(paragraph), max(start + length, found[0][1] if found else 0))
    # no hit is cut in two
    end = next((last for first, last in found if first < end < last), end)
    pieces = _pieces(paragraph, found, start, end)
    if start:
        pieces.insert(0, Piece(_MORE))
    if end < len(paragraph):
        pieces.append(Piece(_MORE))
    return tuple(pieces)


def _pieces(paragraph: str, found: list[tuple[int, int]], start: int, end: int) -> list[Piece]:
    pieces = []
    for first, last in found:
        first, last = max(first, start), min(last, end)
        if first < last:
            pieces += [Piece(paragraph[start:first]), Piece(paragraph[first:last], marked=True)]
            start = last
    pieces.append(Piece(paragraph[start:end]))
    return [piece for piece in pieces if piece.text]
