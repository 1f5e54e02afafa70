"""The places that are looked for, and the rules that tell a place from other things: `places.toml`, read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from .dictionary import PLACES

_GUANGDONG = "440000"
_KIND = re.compile("[市省区县]$")
_ETHNIC = re.compile("(?:壮族|瑶族).*自治县$")


@dataclass(frozen=True, slots=True)
class Place:
    """A province, a city or a district of Guangdong, by its code of GB/T 2260."""

    code: str
    name: str
    level: str
    """`province`, `city`, `district`."""
    parent: str | None
    """Code of the city or province above."""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Every place, by code, and how its names are told from other things."""

    places: Mapping[str, Place]
    full: Mapping[str, str]
    """Full names and other names to codes."""
    short: Mapping[str, str]
    """Short names of provinces and cities to codes."""
    within: Mapping[str, Mapping[str, str]]
    """By city, the short names of its districts, and names that count right behind it only, to codes."""
    not_after: Mapping[str, str]
    not_before: Mapping[str, tuple[str, ...]]
    after_short: tuple[str, ...]
    after_short_but: tuple[str, ...]
    after_district: tuple[str, ...]
    namesakes: Mapping[str, tuple[str, ...]]
    """By code, the cities elsewhere that have a district of this name."""

    def above(self, code: str) -> list[str]:
        """Codes of what a place lies in, the nearest first."""
        parent = self.places[code].parent
        return [] if parent is None else [parent, *self.above(parent)]


@cache
def load_gazetteer() -> Gazetteer:
    """The places that come with the program."""
    data = tomllib.loads(PLACES.read_text(encoding="utf-8"))
    places = {place.code: place for place in _places(data)}
    beside, full_only = set(data["everyday"]["beside_city"]), set(data["everyday"]["full_only"])
    full = {place.name: code for code, place in places.items() if code not in beside}
    for code, names in data["aliases"].items():
        full |= dict.fromkeys(names, code)
    rules = {name: tuple(values) for name, values in data["rules"].items()}
    return Gazetteer(
        places=places,
        full=full,
        short={_short(place, data["shorts"]): code for code, place in places.items() if place.level != "district"},
        within=_within(places, beside, full_only),
        not_after=data["not_after"],
        not_before={name: tuple(values) for name, values in data["not_before"].items()},
        namesakes={code: tuple(values) for code, values in data["namesakes"].items()},
        **rules,
    )


def _places(data: Mapping[str, Mapping[str, str | Mapping[str, str]]]) -> list[Place]:
    cities = {str(name): code for code, name in data["cities"].items()}
    return [
        *(Place(code, str(name), "province", None) for code, name in data["provinces"].items()),
        *(Place(code, name, "city", _GUANGDONG) for name, code in cities.items()),
        *(
            Place(code, name, "district", cities[city])
            for city, districts in data["districts"].items()
            if isinstance(districts, Mapping)
            for code, name in districts.items()
        ),
    ]


def _within(places: Mapping[str, Place], beside: set[str], full_only: set[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for code, place in places.items():
        if place.level == "district" and place.parent is not None:
            names = found.setdefault(place.parent, {})
            if code in beside:
                names[place.name] = code
            short = _short(place, {})
            if code not in full_only and len(short) > 1:
                names[short] = code
    return found


def _short(place: Place, known: Mapping[str, str]) -> str:
    return known.get(place.code) or _KIND.sub("", _ETHNIC.sub("", place.name))
