"""Pages per second of the whole pipeline against a bare Scrapy spider that only downloads the same pages.

    python -m benchmarks.pipeline [--articles 600] [--rounds 5] [--write] [--profile FILE]

Both read the synthetic site from one loopback server, in turns; ours extracts, dedupes, stores and (unless told
otherwise) archives. The bare spider asks for one page at a time, as ours does, and also for sixteen at a time, which is
Scrapy's way where nobody has to be spared. Exits 1 where the ratio is missed.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.document import machine, table, write_section
from benchmarks.saved_pages import ROOT
from benchmarks.synthetic import SyntheticSite, words

TARGETS = {"ours": 0.6, "ours, archived": 0.5}
AIM = 0.7
BARE = {"bare": 1, "bare, 16 at once": 16}
Figures = dict[str, list[dict[str, float]]]
"""By contestant, for each round: `pages`, `seconds` of wall clock and `cpu` seconds of the process."""


def addresses(site: SyntheticSite, base: str) -> list[str]:
    """Every page that our crawl of the site asks for, in its order (without robots.txt)."""
    listings = [
        f"{path}{'' if page == 1 else f'index_{page}.html'}"
        for column, (path, _) in enumerate(words.COLUMNS[: site.columns])
        for page in range(1, site.pages(column) + 1)
    ]
    return [base.rstrip("/") + path for path in (*listings, *map(site.path, site.numbers()))]


def download(urls: Path, at_once: int) -> dict[str, float]:
    """The bare spider, to be run in a process of its own."""
    import scrapy
    from scrapy.crawler import CrawlerProcess

    class Bare(scrapy.Spider):
        name = "bare"
        count = 0

        async def start(self) -> Any:
            for url in urls.read_text().split():
                yield scrapy.Request(url)

        def parse(self, response: Any) -> None:
            Bare.count += len(response.body) > 0

    settings = {"LOG_LEVEL": "ERROR", "CONCURRENT_REQUESTS": at_once, "CONCURRENT_REQUESTS_PER_DOMAIN": at_once}
    began, cpu = time.monotonic(), time.process_time()
    process = CrawlerProcess({**settings, "TELNETCONSOLE_ENABLED": False, "DOWNLOAD_DELAY": 0})
    process.crawl(Bare)
    process.start()
    return {"pages": Bare.count, "seconds": time.monotonic() - began, "cpu": time.process_time() - cpu}


def crawl(db: Path, archive: bool, profile: Path | None) -> dict[str, float]:
    """Our crawl, to be run in a process of its own; the folder of `db` holds the site's definition."""
    from gdmzt_crawler.cli.crawl import run_crawl
    from gdmzt_crawler.crawl.options import CrawlOptions

    os.environ["GDMZT_SITES"] = str(db.parent)
    options = CrawlOptions.from_texts(site="synthetic", db=str(db), archive=archive)
    watch = cProfile.Profile(time.process_time) if profile else None
    began, cpu = time.monotonic(), time.process_time()
    if watch is not None and profile is not None:
        run = watch.runcall(run_crawl, options)
        watch.dump_stats(profile)
    else:
        run = run_crawl(options)
    pages = run.counters["articles_new"] + run.counters["listing_pages"]
    return {"pages": pages, "seconds": time.monotonic() - began, "cpu": time.process_time() - cpu}


@contextmanager
def served(site: SyntheticSite, folder: Path) -> Iterator[str]:
    """The site in a process of its own; its address."""
    command = [sys.executable, "-m", "benchmarks.synthetic", "--articles", str(site.articles), "--sites", str(folder)]
    command += ["--seed", str(site.seed), "--columns", str(site.columns), *(["--small"] if site.small else [])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().split()[0]
        finally:
            process.kill()


def measure(articles: int, rounds: int) -> Figures:
    """Every contestant in turn, round by round."""
    site, figures = SyntheticSite(articles), Figures()
    with tempfile.TemporaryDirectory() as name, served(site, folder := Path(name)) as base:
        urls = folder / "urls.txt"
        urls.write_text("\n".join(addresses(site, base)))
        for number in range(rounds):
            contestants = {label: ["--bare", str(urls), "--at-once", str(count)] for label, count in BARE.items()}
            contestants["ours"] = ["--ours", str(folder / f"{number}.db"), "--no-archive"]
            contestants["ours, archived"] = ["--ours", str(folder / f"{number}-archived.db")]
            for label, arguments in contestants.items():
                figures.setdefault(label, []).append(_worker(arguments))
            if len({each[-1]["pages"] for each in figures.values()}) != 1:
                raise RuntimeError(f"not all read the same pages: {figures}")
    return figures


def _worker(arguments: list[str]) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.pipeline", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def ratios(figures: Figures, label: str, against: str, unit: str) -> list[float]:
    """Speed of one contestant in units of another, round by round: `seconds` or `cpu`."""
    return [there[unit] / here[unit] for here, there in zip(figures[label], figures[against], strict=True)]


def report(figures: Figures) -> str:
    """The section of docs/benchmarks.md."""
    rows = []
    for label, runs in figures.items():
        speeds = [run["pages"] / run["seconds"] for run in runs]
        cpu = [1000 * run["cpu"] / run["pages"] for run in runs]
        row = [label, f"{median(speeds):.0f}", f"{median(cpu):.2f}"]
        for against, unit in (("bare", "seconds"), ("bare", "cpu"), ("bare, 16 at once", "seconds")):
            row.append(f"{median(ratios(figures, label, against, unit)):.2f}")
        rows.append(row)
    header = ["", "pages/s", "CPU ms/page", "ratio to bare", "the same in CPU time", "ratio to 16 at once"]
    pages, rounds = int(figures["bare"][0]["pages"]), len(figures["bare"])
    return (
        f"## The whole pipeline · 整条流水线\n\n`python -m benchmarks.pipeline` · {machine()}\n\n"
        f"{pages} pages of 17 KB (median) from one loopback server, medians of {rounds} rounds in turns. The bare "
        "spider is Scrapy with its defaults, only downloading. Ours extracts, dedupes and stores, one page at a time.\n\n"
        + table(header, rows)
        + f"\n\nTargets of the project: {', '.join(_judged(figures))}.\n"
    )


def _judged(figures: Figures) -> list[str]:
    return [
        f"{label} {least} ({'met' if median(ratios(figures, label, 'bare', 'seconds')) >= least else 'missed'})"
        for label, least in TARGETS.items()
    ]


def main() -> int:
    """Measure, print, and write the section when asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="write the section of docs/benchmarks.md")
    parser.add_argument("--profile", type=Path, help="with --ours: write what cProfile saw")
    parser.add_argument("--bare", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--at-once", type=int, default=1, help=argparse.SUPPRESS)
    parser.add_argument("--ours", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--no-archive", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.bare or given.ours:
        figures = (
            download(given.bare, given.at_once)
            if given.bare
            else crawl(given.ours, not given.no_archive, given.profile)
        )
        print(json.dumps(figures))
        return 0
    measured = measure(given.articles, given.rounds)
    print(text := report(measured))
    if given.write:
        write_section("pipeline", text)
    missed = [label for label, least in TARGETS.items() if median(ratios(measured, label, "bare", "seconds")) < least]
    print(*(f"missed: {label}" for label in missed), sep="\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
