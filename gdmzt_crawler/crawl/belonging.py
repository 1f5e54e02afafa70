"""Which column an article belongs to: by its breadcrumb, its address, and the pages that listed it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache

from gdmzt_crawler.normalize.text import squash

HOME = "/"
_squashed = lru_cache(maxsize=4096)(squash)
"""The names of a site's columns are compared with every article's breadcrumb."""


class Lazily(Collection[str]):
    """A collection that is looked up when it is needed."""

    def __init__(self, look_up: Callable[[], Collection[str]]) -> None:
        self._look_up = look_up
        self._found: Collection[str] | None = None

    @property
    def _all(self) -> Collection[str]:
        if self._found is None:
            self._found = self._look_up()
        return self._found

    def __contains__(self, value: object) -> bool:
        return value in self._all

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


def column_of(
    breadcrumb: tuple[str, ...],
    path: str | None,
    *,
    names: Mapping[str, str | None],
    listed: Collection[str] = (),
    sure: bool = False,
) -> str | None:
    """Path of the article's column; None where nothing speaks for one.

    `path` is the column that the address lies under, `sure` where the platform keeps articles below their column;
    `names` has every known column, `listed` the columns whose pages showed the article. The home page counts last.
    """
    known = path in names and path != HOME
    if (last := _named(breadcrumb[-1:], names, path, listed)) is not None:
        return last
    if path is not None and path != HOME and (sure or known):
        return path
    if (above := _named(breadcrumb[:-1], names, path, listed)) is not None:
        return _deepest([each for each in listed if each.startswith(above)]) or above
    return _deepest(listed) or (path if sure else None)


def _named(
    breadcrumb: tuple[str, ...], names: Mapping[str, str | None], path: str | None, listed: Collection[str]
) -> str | None:
    """The last column that the breadcrumb names; of several of one name, the one of the address or of the listing."""
    for crumb in reversed(breadcrumb):
        name = _squashed(crumb)
        found = [each for each, known in names.items() if known and _squashed(known) == name and each != HOME]
        if len(found) > 1:
            found = [each for each in found if each == path] or [each for each in found if each in listed]
        if len(found) == 1:
            return found[0]
    return None


def _deepest(paths: Collection[str]) -> str | None:
    """The column that is most special; the home page is none."""
    return min((path for path in paths if path != HOME), key=lambda path: (-path.count("/"), path), default=None)
