"""A crawl of the two sites of ../shared/mirror through their own proxy."""

from __future__ import annotations

from pathlib import Path

from commands import Place

from benchmarks.mirror import SITES, proxy


def crawled_mirror(folder: Path) -> Path:
    """The dataset `mirror.db` in the folder."""
    place, path = Place(folder), folder / "mirror.db"
    with proxy() as address:
        for site in SITES:
            done = place.gdmzt(
                *("crawl", site, "--db", str(path), "--delay", "0", "--no-archive"), http_proxy=address, timeout=120
            )
            assert done.code == 0, done.err
    return path
