"""The demo site, crawled on four nights: edited, retitled, withdrawn and new articles, rising view counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from commands import Place

from gdmzt_crawler import demo
from gdmzt_crawler.demo.server import serve
from gdmzt_crawler.demo.site import DemoSite
from gdmzt_crawler.demo.variation import Variation

FIRST_NIGHT = datetime(2025, 7, 3, 3, tzinfo=UTC)
RETITLED, EDITED, WITHDRAWN = "4702311", "4697300", "4668001"
_CHANGED = Variation(retitled=frozenset({int(RETITLED)}), edited=frozenset({int(EDITED)}), views_plus=35)
_LATER = replace(_CHANGED, removed=frozenset({int(WITHDRAWN)}), added=2, views_plus=90)
NIGHTS = {0: Variation(), 7: _CHANGED, 14: _LATER, 21: replace(_LATER, views_plus=104)}
"""What is different on each."""


def aged_demo(folder: Path) -> Path:
    """The dataset `demo.db` in the folder, its archive beside it."""
    place = Place(folder)
    text = Path(demo.__file__).with_name("demo.toml").read_text(encoding="utf-8")
    path = folder / "demo.db"
    with serve(DemoSite()) as server:
        address = text.replace('home_url = "http://127.0.0.1/"', f'home_url = "{server.base_url}"')
        (place.sites / "demo.toml").write_text(address, encoding="utf-8")
        for day, variation in NIGHTS.items():
            server.show(DemoSite(variation=variation))
            words = "--keywords" if day == max(NIGHTS) else "--no-keywords"
            done = place.gdmzt(
                *("crawl", "demo", "--db", str(path), "--revisit", "all", words), now=FIRST_NIGHT + timedelta(days=day)
            )
            assert done.code == 0, done.err
    return path
