"""Whether independent rules agree on a field's value, and where a value comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from typing import Generic, NamedTuple, TypeVar

from ..models import Candidate, Found

Value = TypeVar("Value")

_HEAD_FAMILIES = {
    "meta": "meta",
    "head": "head",
    "listing": "listing",
    "jsonld": "jsonld",
    "json": "jsonld",
    "opengraph": "opengraph",
    "og": "opengraph",
    "url": "url",
}


class Choice(NamedTuple, Generic[Value]):
    """A field's normalized value with the evidence for it; `value` None where nothing usable was found."""

    value: Value | None
    found: Found | None
    agrees: bool | None = None
    """Whether independent rules agree; None where only one spoke."""
    contrary: Candidate | None = None
    """An independent candidate that says something else, where none agrees."""


@cache
def family(rule: str) -> str:
    """Where a rule looks: `meta`, `head`, `listing`, `jsonld`, `opengraph`, `url`; all that is visible is `byline`.

    Rules of one family read the same place, so they are no independent witnesses.
    """
    return _HEAD_FAMILIES.get(rule.partition(".")[0].partition("_")[0].lower(), "byline")


def choose(
    field: str,
    found: Found | None,
    candidates: Iterable[Candidate],
    read: Callable[[str, str], Value | None],
    same: Callable[[Value, Value], bool],
) -> Choice[Value]:
    """The value that the extractor found, or, where it cannot be read, the first readable one of the head or address.

    `read(value, rule)` normalizes, `same` compares. `candidates` of other fields than `field` are passed over.
    """
    if found is None:
        return Choice(None, None)
    value = read(found.value, found.rule)
    if value is None:
        for candidate in candidates:
            if candidate.field == field and family(candidate.rule) != "byline":
                value = read(candidate.value, candidate.rule)
                if value is not None:
                    found = Found(candidate.value, candidate.rule)
                    break
        else:
            return Choice(None, found)
    return _witnessed(field, value, found, candidates, read, same)


def _witnessed(
    field: str,
    value: Value,
    found: Found,
    candidates: Iterable[Candidate],
    read: Callable[[str, str], Value | None],
    same: Callable[[Value, Value], bool],
) -> Choice[Value]:
    contrary: Candidate | None = None
    own = family(found.rule)
    for candidate in candidates:
        if candidate.field != field or family(candidate.rule) == own:
            continue
        other = read(candidate.value, candidate.rule)
        if other is None:
            continue
        if same(value, other):
            return Choice(value, found, True)
        contrary = contrary or candidate
    return Choice(value, found, False if contrary else None, contrary)


def with_verdict(candidates: Iterable[Candidate], lost: Found, won: Found | None) -> tuple[Candidate, ...]:
    """The candidates after a chosen value could not be read: it lost, and what was taken in its place is chosen."""
    changed = []
    for c in candidates:
        if c.verdict == "chosen" and c.rule == lost.rule:
            c = replace(c, verdict="读不出 cannot be read")
        elif won is not None and (c.value, c.rule) == (won.value, won.rule):
            c = replace(c, verdict="chosen")
        changed.append(c)
    return tuple(changed)
