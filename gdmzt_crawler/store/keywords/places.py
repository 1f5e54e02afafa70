"""Which places an article names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from .gazetteer import Gazetteer


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text: the place that it may be, and where it stands."""

    code: str
    start: int
    end: int


class PlaceFinder:
    """Finds places by name, the longest name first, from left to right: the 海南 of 上海南站 is none."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._known = gazetteer
        self._within = {city: _pattern(names) for city, names in gazetteer.within.items()}

    @cached_property
    def _names(self) -> re.Pattern[str]:
        return _pattern({**self._known.full, **self._known.short})

    def mentions(self, text: str) -> dict[str, int]:
        """By code, how often each place is named; those above a place that is named, with 0 where they are not."""
        found = list(self._find(text))
        named = {place.code for place in found}
        counts = Counter(place.code for place in found if self._certain(place, text, named))
        for code in list(counts):
            for above in self._known.above(code):
                counts.setdefault(above, 0)
        return dict(counts)

    def _find(self, text: str) -> Iterator[Found]:
        position, before = 0, Found("", -1, -1)
        while match := self._names.search(text, position):
            found = self._read(match, text, before)
            if found is None:
                position = match.start() + 1
                continue
            yield found
            before, position = found, found.end
            inner = self._inside(found, text)
            if inner is not None:
                yield inner
                before, position = inner, inner.end

    def _read(self, match: re.Match[str], text: str, before: Found) -> Found | None:
        name, start, end = match[0], match.start(), match.end()
        known = self._known
        # what stands before a name can only change it where it is no place itself: 广东海南两省
        if before.end != start and start and text[start - 1] in known.not_after.get(name, ""):
            return None
        code = known.full.get(name)
        if code is None:
            return None if self._is_other(name, text, end) else Found(known.short[name], start, end)
        if known.places[code].level == "district" and text.startswith(known.after_district, end):
            return None
        return Found(code, start, end)

    def _inside(self, city: Found, text: str) -> Found | None:
        """The district that is named by its short name, right behind its city."""
        pattern = self._within.get(city.code)
        match = pattern.match(text, city.end) if pattern else None
        if match is None or self._names.match(text, city.end, match.end() + 1) is not None:
            return None
        name, end = match[0], match.end()
        if self._is_other(name, text, end):
            return None
        return Found(self._known.within[city.code][name], city.end, end)

    def _is_other(self, name: str, text: str, end: int) -> bool:
        """Whether what follows a short name makes something else of it: 中山大学, 北京路."""
        known = self._known
        if text.startswith(known.not_before.get(name, ()), end):
            return True
        return text.startswith(known.after_short, end) and not text.startswith(known.after_short_but, end)

    def _certain(self, found: Found, text: str, named: set[str]) -> bool:
        """Whether it is this place, where another province has one of the same name."""
        elsewhere = self._known.namesakes.get(found.code)
        if elsewhere is None:
            return True
        if self._known.places[found.code].parent not in named:
            return False
        return not text[: found.start].removesuffix("市").endswith(elsewhere)


def _pattern(names: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name)))))
