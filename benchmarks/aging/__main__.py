"""Crawl the synthetic site night after night while it changes, and compare everything with the oracle.

    python -m benchmarks.aging [--articles 2000] [--nights 30] [--seed 1] [--write]

Exits 1 where a revision, a view count or a withdrawal is not exactly one that was made, or a request not exactly one
that the rules ask for.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from benchmarks.aging.nights import Night, keep_up
from benchmarks.aging.oracle import NIGHT
from benchmarks.document import machine, table, write_section
from benchmarks.saved_pages import ROOT
from benchmarks.synthetic import SyntheticSite

_CRAWL = """
import sys
from datetime import datetime
from gdmzt_crawler.store import clock
from gdmzt_crawler.cli import main
clock.begin_at(datetime.fromisoformat(sys.argv[1]))
main(["crawl", sys.argv[2], "--db", sys.argv[3], "--json"])
"""


def crawl(site: SyntheticSite, db: Path, day: int) -> tuple[int, str, str]:
    """Run `gdmzt crawl` under the clock of a night: exit code, standard output and error."""
    now = (NIGHT + timedelta(days=day)).isoformat()
    environment = {**os.environ, "GDMZT_SITES": str(db.parent), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", _CRAWL, now, site.key, str(db)]
    done = subprocess.run(command, cwd=db.parent, env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def described(site: SyntheticSite, nights: list[Night], faults: list[str]) -> str:
    """The section of docs/benchmarks.md."""
    head = ["night", "requests", "listing pages", "new", "visits", "not modified", "revised", "withdrawn", "returned"]
    shown = [night for night in nights if night.day < 10 or night.day % 7 in (0, 1) or night.day == nights[-1].day]
    rows = [[str(value) for value in night.figures()] for night in shown]
    pages = sorted(night.listing_pages for night in nights)[len(nights) // 2]
    outcome = "no difference" if not faults else f"{len(faults)} differences"
    changes = [site.changes(day) for day in range(1, nights[-1].day + 1)]
    made = (
        f"{sum(len(each.new) for each in changes)} new articles, {sum(len(each.edited) for each in changes)} edits, "
        f"{sum(len(each.removed) for each in changes)} removals, {sum(len(each.returned) for each in changes)} returns"
    )
    return (
        f"## A site aged by {nights[-1].day} days · 逐日变化的站点\n\n`python -m benchmarks.aging` · {machine()}\n\n"
        f"{site.articles} articles in {site.columns} columns; then every day new rows on top, edits, removals, returns "
        f"after three days, and rising view counts ({made}). Every night `gdmzt crawl` under a clock of its own, with "
        "the default policy and no budget. A model that reads the site's book of changes says which requests the rules "
        "ask for and which revisions, view counts and withdrawals there must be, with their nights. "
        f"Compared row by row and request by request: **{outcome}**. In the median night {pages} listing pages were "
        f"read for {site.columns} columns, most of which had new rows.\n\n" + table(head, rows)
    )


def main() -> int:
    """Run, print, and write the section when asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--nights", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="write the section of docs/benchmarks.md")
    given = parser.parse_args()
    site = SyntheticSite(given.articles, seed=given.seed)
    with tempfile.TemporaryDirectory() as folder:
        nights, faults = keep_up(site, Path(folder) / "aged.db", given.nights, crawl)
    text = described(site, nights, faults)
    print(text, "", *faults[:100], sep="\n")
    if given.write and not faults:
        write_section("aging", text)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
