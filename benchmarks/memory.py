"""Peak memory of a crawl of many articles against one of few: what a run holds must not grow with its site.

    python -m benchmarks.memory [--articles 2000 20000] [--write]

Each site of small synthetic pages is crawled into a new dataset by `gdmzt crawl --no-keywords`, in a process of its own
whose peak resident size the system says at its end; then by `gdmzt crawl` once more, which finds nothing new and tags
all articles. Exits 1 where the largest site takes more than TOLERANCE beyond the smallest.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.document import machine, table, write_section
from benchmarks.pipeline import served
from benchmarks.saved_pages import ROOT
from benchmarks.synthetic import SyntheticSite

TOLERANCE = 0.10
_KIB = 1024 if sys.platform == "darwin" else 1
"""What `ru_maxrss` counts in: bytes there, KiB elsewhere."""


@dataclass(frozen=True, slots=True)
class Peak:
    """Peak resident sizes in MiB."""

    articles: int
    crawl: float
    tagging: float | None
    """Of the run that tags; None where it was left out."""
    dataset: float
    """Size of the SQLite file."""


def measure(site: SyntheticSite, *, tagging: bool = True) -> Peak:
    """Crawl `site` from a server in a process of its own."""
    with tempfile.TemporaryDirectory() as name, served(site, folder := Path(name)):
        db = folder / "crawled.db"
        crawl = _peak(folder, "crawl", site.key, "--db", str(db), "--no-keywords")
        tagged = _peak(folder, "crawl", site.key, "--db", str(db)) if tagging else None
        return Peak(site.articles, crawl, tagged, db.stat().st_size / (1 << 20))


def _peak(sites: Path, *arguments: str) -> float:
    environment = {**os.environ, "GDMZT_SITES": str(sites), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "gdmzt_crawler", *arguments]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"gdmzt {' '.join(arguments)} ended with {process.returncode}")
    return usage.ru_maxrss / _KIB / 1024


def growth(peaks: list[Peak]) -> dict[str, float]:
    """By how much the last takes more than the first, as a share: of the crawl, and of the run that tags."""
    first, last = peaks[0], peaks[-1]
    found = {"crawl": last.crawl / first.crawl - 1}
    if first.tagging is not None and last.tagging is not None:
        found["tagging"] = last.tagging / first.tagging - 1
    return found


def report(peaks: list[Peak]) -> str:
    """The section of docs/benchmarks.md."""
    rows = [
        [f"{peak.articles:,}", f"{peak.crawl:.0f}", "" if peak.tagging is None else f"{peak.tagging:.0f}",
         f"{peak.dataset:.0f}"]
        for peak in peaks
    ]  # fmt: skip
    more = ", ".join(f"{name} {share:+.1%}" for name, share in growth(peaks).items())
    return (
        f"## Memory of a crawl · 抓取所占内存\n\n`python -m benchmarks.memory` · {machine()}\n\n"
        "Peak resident size in MiB of `gdmzt crawl`, archive on, over small synthetic sites, each into a new dataset; and "
        "of the run after it that finds nothing new and tags all articles (most of that is the dictionary). "
        f"The largest against the smallest: **{more}** (at most +{TOLERANCE:.0%}).\n\n"
        + table(["articles", "crawl", "tagging", "size of the dataset"], rows)
    )


def main() -> int:
    """Measure, print, and write the section when asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[2000, 20_000])
    parser.add_argument("--write", action="store_true", help="write the section of docs/benchmarks.md")
    given = parser.parse_args()
    peaks = [measure(SyntheticSite(articles, small=True)) for articles in sorted(given.articles)]
    print(text := report(peaks))
    if given.write:
        write_section("memory", text)
    return 1 if max(growth(peaks).values()) > TOLERANCE else 0


if __name__ == "__main__":
    sys.exit(main())
