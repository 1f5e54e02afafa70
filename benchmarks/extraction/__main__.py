"""Accuracy and speed of our extraction and of its peers, on the same pages in the same run.

    python -m benchmarks.extraction [--tools ours,gne] [--quick] [--no-document]

Writes the section of docs/benchmarks.md and prints it; exits 1 where a target of the project is missed. Peers are
installed by name into venvs in the user's cache. Needs the saved pages (`../shared`). Run it on a quiet machine.
"""

from __future__ import annotations

import argparse
import os
import sys

from benchmarks.document import write_section
from benchmarks.extraction import report
from benchmarks.extraction.measure import Run, run_tool
from benchmarks.extraction.pages import Page, read_listings, read_pages
from benchmarks.extraction.peers import peers
from benchmarks.extraction.targets import SPEED, misses
from benchmarks.saved_pages import SHARED


def main() -> int:
    """Measure, report, judge."""
    args = arguments()
    if not SHARED.is_dir():
        sys.exit("no folder ../shared beside the checkout: the benchmark needs its saved pages")
    pages, listing_pages = read_pages(), read_listings()
    loads = [os.getloadavg()[0]]
    runs = []
    for tool in args.tools.split(","):
        run = measure(tool, pages, quick=args.quick)
        loads.append(os.getloadavg()[0])
        if run is not None:
            runs.append(run)
    listings = run_tool("ours-listings", listing_pages, rounds=3, repeat=2 if args.quick else 10)
    if listings is None:
        sys.exit("our own extractor could not be run")
    load = (
        f"The load of the machine was {min(loads):.1f} to {max(loads):.1f} during the run (1 is this benchmark alone)."
    )
    missed = misses(runs, pages)
    text = report.section(runs, pages, listings, listing_pages, load, missed)
    print(text)
    if not args.no_document:
        write_section("extraction", text)
    return 1 if missed else 0


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    everything = ",".join((*SPEED, *peers()))
    parser.add_argument("--tools", default=everything, help=f"separated by commas; default {everything}")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    parser.add_argument("--no-document", action="store_true", help="only print")
    return parser.parse_args()


def measure(tool: str, pages: list[Page], *, quick: bool) -> Run | None:
    """One tool over the pages that it can do something with: ours with a platform only where one is known."""
    print(f"{tool} …", file=sys.stderr)
    if tool == "ours-platform":
        pages = [page for page in pages if page.set.startswith("mirror")]
    rounds, repeat = (3, 10) if tool in SPEED else (2, 3)
    return run_tool(tool, pages, rounds=rounds, repeat=2 if quick else repeat)


if __name__ == "__main__":
    sys.exit(main())
