"""A dataset made anew from its archive, with one process and with several.

    python -m benchmarks.reparse [--articles 20000] [--rounds 3] [--processes 2] [--write]

The archive holds the synthetic site as a crawl of it would have left it: its listing pages, then its articles. Each
round makes the dataset with one process and with several, in turns. Exits 1 where the datasets differ, or more
processes are not as much faster as they must be.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from benchmarks.document import machine, table, write_section
from benchmarks.saved_pages import ROOT
from benchmarks.synthetic import SyntheticSite, words
from benchmarks.synthetic.pages import article_page, listing_page
from gdmzt_crawler.archive.exchange import Exchange
from gdmzt_crawler.archive.writer import ArchiveWriter

TARGET = 1.7
"""How much faster two processes must be than one."""
HOME = "http://127.0.0.1/"
_BEGAN = datetime(2025, 6, 1, 3, 0)
_HTML = (("Content-Type", "text/html; charset=utf-8"),)


@dataclass(frozen=True)
class Round:
    """One dataset made."""

    processes: int
    captures: int
    seconds: float
    cpu: float
    """Seconds of all processes together."""
    writing: float
    """Seconds of the process that writes."""
    mebibytes: float
    """Most that one process took."""
    digest: str


def exchanges(site: SyntheticSite) -> Iterator[Exchange]:
    """What a first crawl of the site brings, in its order."""
    said = {"site": site.key, "home": HOME, "run": "1"}
    at = _BEGAN
    for column, (path, name) in enumerate(words.COLUMNS[: site.columns]):
        for page in range(1, site.pages(column) + 1):
            url = f"{HOME.rstrip('/')}{path}{'' if page == 1 else f'index_{page}.html'}"
            notes = {**said, "column": path, "page": str(page), "name": name, "asked": url}
            yield _exchange(url, listing_page(site, column, page), at := at + timedelta(seconds=2), notes)
    for number in site.numbers():
        url = HOME.rstrip("/") + site.path(number)
        yield _exchange(url, article_page(site, number), at := at + timedelta(seconds=2), {**said, "article": url})


def _exchange(url: str, body: bytes, at: datetime, notes: dict[str, str]) -> Exchange:
    return Exchange(url, 200, body, f"{at.isoformat()}Z", headers=_HTML, notes=notes)


def archived(site: SyntheticSite, folder: Path) -> Path:
    """Writes the archive, and the site's definition beside it."""
    site.definition(folder, HOME)
    archive = folder / "site.archive"
    with ArchiveWriter(archive, level=1) as writer:
        for exchange in exchanges(site):
            writer.append(exchange)
    return archive


def make(archive: Path, processes: int) -> Round:
    """Makes the dataset in a process of its own."""
    db = archive.parent / f"made-{processes}.db"
    db.unlink(missing_ok=True)
    command = [sys.executable, "-m", "benchmarks.reparse", "--worker", str(archive), str(db), str(processes)]
    environment = {**os.environ, "GDMZT_SITES": str(archive.parent), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return Round(**json.loads(done.stdout.splitlines()[-1]))


def _work(archive: Path, db: Path, processes: int) -> Round:
    from gdmzt_crawler.crawl.rebuild import Progress, rebuilt, take_place
    from gdmzt_crawler.store.digest import dataset_digest

    began = time.monotonic()
    with rebuilt(db, archive, site=None, processes=processes, progress=Progress()) as made:
        take_place(made.path, db)
    seconds = time.monotonic() - began
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    writing = own.ru_utime + own.ru_stime
    cpu = writing + others.ru_utime + others.ru_stime
    most = max(own.ru_maxrss, others.ru_maxrss) / 1024
    return Round(processes, made.counts["captures"], seconds, cpu, writing, most, dataset_digest(db))


def measure(site: SyntheticSite, rounds: int, processes: int) -> list[list[Round]]:
    """For each round, one dataset made by one process and one by several."""
    with tempfile.TemporaryDirectory() as name:
        archive = archived(site, Path(name))
        return [[make(archive, count) for count in (1, processes)] for _ in range(rounds)]


def speedup(rounds: list[list[Round]]) -> float:
    """How much faster several processes were, in the median round."""
    return median(one.seconds / several.seconds for one, several in rounds)


def faults(rounds: list[list[Round]]) -> list[str]:
    """What should not be."""
    digests = {each.digest for pair in rounds for each in pair}
    return [] if len(digests) == 1 else [f"{len(digests)} different datasets"]


def described(rounds: list[list[Round]], command: str) -> str:
    """The section of docs/benchmarks.md."""
    rows = []
    for place in (0, 1):
        runs = [pair[place] for pair in rounds]
        pages = runs[0].captures
        values = (
            median(pages / each.seconds for each in runs),
            median(1000 * each.cpu / pages for each in runs),
            median(1000 * each.writing / pages for each in runs),
        )
        memory = max(each.mebibytes for each in runs)
        rows.append(
            [str(runs[0].processes), f"{values[0]:.0f}", f"{values[1]:.2f}", f"{values[2]:.2f}", f"{memory:.0f}"]
        )
    head = ["processes that read", "pages/s", "CPU ms/page", "of it the writer's", "MiB, the largest"]
    outcome = "the same dataset every time" if not faults(rounds) else "; ".join(faults(rounds))
    return (
        f"## A dataset from its archive · 由存档重建\n\n`{command}` · {machine()}\n\n"
        f"{rounds[0][0].captures} archived pages of a synthetic site, made into a dataset without a request; medians of "
        f"{len(rounds)} rounds in turns. **{speedup(rounds):.2f}x** as fast with {rounds[0][1].processes} processes; "
        f"{outcome}. With one process the pages are read where they are written; with more, one writes and those read.\n\n"
        + table(head, rows)
    )


def main() -> int:
    """Measure, print, and write the section when asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="write the section of docs/benchmarks.md")
    parser.add_argument("--worker", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.worker:
        archive, db, processes = given.worker
        print(json.dumps(vars(_work(Path(archive), Path(db), int(processes)))))
        return 0
    command = "python -m benchmarks.reparse" + ("" if given.articles == 20_000 else f" --articles {given.articles}")
    measured = measure(SyntheticSite(given.articles), given.rounds, given.processes)
    print(text := described(measured, command))
    if given.write:
        write_section("reparse", text)
    missed = given.processes == 2 and speedup(measured) < TARGET
    print(*faults(measured), *(["missed: two processes"] if missed else []), sep="\n")
    return 1 if faults(measured) or missed else 0


if __name__ == "__main__":
    sys.exit(main())
