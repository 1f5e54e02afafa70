"""Which article of a cluster of near-duplicates each one points at.

Likeness is not handed on: A may be like B and B like C while A is not like C. So the articles are taken in the
order of `decide.precedence`; each points at the first one before it that is like it and points at nothing itself,
and where there is none it is a root. What comes out depends on the articles alone, not on the order in which they
were found, and there is never a chain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .decide import Candidate, precedence


@dataclass(frozen=True, slots=True)
class Link:
    """What a near-duplicate points at."""

    root: int
    share: float
    """As `near.likeness` gave it."""


def leaders(candidates: Iterable[Candidate], shares: Mapping[tuple[int, int], float]) -> dict[int, Link | None]:
    """For each article's id its link, None for a root.

    `shares`: for pairs of ids (either way round) that are near-duplicates of one another, how much they share. Of exact
    duplicates only the root is to be given; the others follow it.
    """
    neighbours: dict[int, dict[int, float]] = defaultdict(dict)
    for (a, b), share in shares.items():
        neighbours[a][b] = neighbours[b][a] = share
    found: dict[int, Link | None] = {}
    roots: dict[int, int] = {}
    for rank, candidate in enumerate(sorted(candidates, key=precedence)):
        near = neighbours[candidate.id]
        root = min((other for other in near if other in roots), key=roots.__getitem__, default=None)
        found[candidate.id] = None if root is None else Link(root, near[root])
        if root is None:
            roots[candidate.id] = rank
    return found
