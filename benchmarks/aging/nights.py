"""Night after night: the site changes, the program crawls, and both are compared with the oracle."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.aging.comparing import asked_wrongly, differences
from benchmarks.aging.oracle import Oracle
from benchmarks.contents import unsound
from benchmarks.synthetic import SyntheticSite
from benchmarks.synthetic.server import serve

Crawl = Callable[[SyntheticSite, Path, int], tuple[int, str, str]]
"""Crawls a site into a dataset on a night: exit code, standard output (JSON) and error."""


@dataclass(frozen=True)
class Night:
    """What one night cost and brought."""

    day: int
    requests: int
    listing_pages: int
    counters: dict[str, int]

    def figures(self) -> list[int]:
        """The row of the table."""
        names = ("articles_new", "visits_due", "not_modified", "articles_revised", "articles_withdrawn")
        return [
            *(self.day, self.requests, self.listing_pages),
            *(self.counters.get(name, 0) for name in (*names, "articles_returned")),
        ]


def keep_up(site: SyntheticSite, db: Path, last: int, crawl: Crawl) -> tuple[list[Night], list[str]]:
    """Crawl from night 0 to night `last`; what each cost, and everything that was not as the oracle has it."""
    oracle = Oracle(site)
    nights: list[Night] = []
    faults: list[str] = []
    with serve(site) as running:
        file = site.definition(db.parent, running.base_url)
        # Every due visit is made: what a budget puts off is another matter.
        file.write_text(file.read_text(encoding="utf-8") + "[revisit]\nbudget = 1000000\n", encoding="utf-8")
        for day in range(last + 1):
            running.site = site.on_day(day)
            assert running.requests is not None
            running.requests.clear()
            code, out, error = crawl(site, db, day)
            if code != 0:
                faults.append(f"night {day} ended with {code}: {error[-500:]}")
            paths = running.paths()
            faults += [f"night {day}: {fault}" for fault in asked_wrongly(Counter(paths), oracle.night(day))]
            listing = sum("/content/" not in path and path != "/robots.txt" for path in paths)
            counters = json.loads(out)["counters"] if out.startswith("{") else {}
            nights.append(Night(day, len(paths), listing, counters))
            if len(faults) > 200:
                break
    return nights, faults + differences(db, oracle, nights[-1].day) + unsound(db)
