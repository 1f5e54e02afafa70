"""Which articles form a group of exact duplicates, and which of a group is its root."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article of a group, with what decides who came first."""

    id: int
    site: str
    native_id: str
    published_at: str | None
    """As stored: `2020-11-27` or `2023-06-17T18:40:33+08:00`, always +08:00, so that text order is time order."""


@dataclass(frozen=True, slots=True)
class Group:
    """What exact duplicates share. The last three are None unless the body is empty."""

    fingerprint: str
    site: str | None = None
    day: str | None = None
    image_count: int | None = None


def group_of(
    fingerprint: str, *, site: str, published_at: str | None, image_count: int, is_empty: bool
) -> Group | None:
    """The group of an article; None when it can have no exact duplicate.

    A body without text says too little: then site, day and number of images must be the same too, and the day known.
    """
    if not is_empty:
        return Group(fingerprint)
    if published_at is None:
        return None
    return Group(fingerprint, site, published_at[:10], image_count)


def precedence(candidate: Candidate) -> tuple[bool, str, str, bool, int, str]:
    """Sort key: earliest published (unknown last), then site key, then the smaller numeric id (others last)."""
    native_id = candidate.native_id
    is_number = native_id.isascii() and native_id.isdigit()
    return (
        candidate.published_at is None,
        candidate.published_at or "",
        candidate.site,
        not is_number,
        int(native_id) if is_number else 0,
        native_id,
    )


def choose_root(candidates: Iterable[Candidate]) -> Candidate:
    """The article that all others of the group point at. Raises ValueError for an empty group."""
    return min(candidates, key=precedence)


def links(candidates: Iterable[Candidate]) -> dict[int, int | None]:
    """For each article's id the root's id, None for the root: never a chain."""
    group = list(candidates)
    root = choose_root(group)
    return {candidate.id: None if candidate.id == root.id else root.id for candidate in group}
