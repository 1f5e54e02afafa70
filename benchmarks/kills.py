"""A crawl that is killed again and again: at the end the dataset must be the one of an undisturbed crawl.

    python -m benchmarks.kills [--articles 2000] [--kills 100] [--seed 1] [--write]

Each run of `gdmzt crawl` over the synthetic site is killed with SIGKILL at a random moment: while Python starts, while
listing pages are read, while articles are fetched and stored. Then it is started again. Exits 1 where anything was
lost, doubled or torn.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from benchmarks.contents import difference, unsound
from benchmarks.document import machine, table, write_section
from benchmarks.saved_pages import ROOT
from benchmarks.synthetic import SyntheticSite
from benchmarks.synthetic.server import RunningServer, serve
from benchmarks.warcs import unreadable

EARLY = 0.15
"""Share of the kills that come by the clock, mostly before the first request."""
ARTICLES = 40
"""A run that lives until then is killed after at most so many articles."""
CHECKED_EVERY = 10
"""Kills between two looks at the whole dataset."""


@dataclass
class Report:
    """What became of the crawl."""

    kills: Counter[str] = field(default_factory=Counter)
    """By what was going on: `starting`, `listing pages`, `articles`, `done` (the run had ended by itself)."""
    faults: list[str] = field(default_factory=list)
    """Everything that should not be; none in a good report."""
    articles: int = 0
    again: int = 0
    """Article pages that were asked for more than once: at most one for each kill."""
    seconds: float = 0.0


class Crawling:
    """One run of `gdmzt crawl` over a site, in a process of its own."""

    def __init__(self, key: str, db: Path) -> None:
        command = [sys.executable, "-m", "gdmzt_crawler", "crawl", key, "--db", str(db)]
        environment = {**os.environ, "GDMZT_SITES": str(db.parent), "PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(
            command, cwd=db.parent, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )

    def goes_on(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def kill(self) -> None:
        """kill -9."""
        self._process.kill()

    def end(self) -> tuple[int, str]:
        """Wait for the end: exit code and standard error."""
        _, error = self._process.communicate()
        return self._process.returncode, error


def crawl_under_fire(
    site: SyntheticSite, *, kills: int, seed: int, folder: Path, start: type[Crawling] = Crawling
) -> Report:
    """Crawl `site` twice, undisturbed and killed `kills` times, and compare. The datasets stay in `folder`."""
    report, began = Report(), time.monotonic()
    quiet, killed = folder / "quiet.db", folder / "killed.db"
    with serve(site) as running:
        site.definition(folder, running.base_url)
        _finish(start(site.key, quiet), report)
        assert running.requests is not None
        running.requests.clear()
        random = Random(seed)
        for number in range(kills):
            moment, requests = _sentence(site, running, random)
            _execute(start(site.key, killed), running, moment, requests, random, report)
            if number % CHECKED_EVERY == 0 and killed.exists():
                report.faults += [f"after kill {number + 1}: {fault}" for fault in unsound(killed)]
        _finish(start(site.key, killed), report)
        asked = Counter(path for path in running.paths() if "/content/" in path)
    report.articles, report.again = len(asked), sum(asked.values()) - len(asked)
    report.faults += difference(quiet, killed) + unsound(killed) + unreadable(folder / "killed.archive")
    if report.again > kills:
        report.faults.append(f"{report.again} articles were fetched twice in {kills} kills")
    report.seconds = time.monotonic() - began
    return report


def _finish(crawling: Crawling, report: Report) -> None:
    code, error = crawling.end()
    if code != 0:
        report.faults.append(f"a crawl ended with {code}: {error[-300:]}")


def _sentence(site: SyntheticSite, running: RunningServer, random: Random) -> tuple[float, int]:
    """When the next run is to be killed: after so many seconds, or so many requests, whichever comes first."""
    if random.random() < EARLY:
        return random.uniform(0.02, 2.0), sys.maxsize
    walked = any("/content/" in path for path in running.paths())
    pages = site.columns if walked else sum(map(site.pages, range(site.columns)))
    return float("inf"), random.randint(1, 1 + pages + ARTICLES)


def _execute(
    crawling: Crawling, running: RunningServer, moment: float, requests: int, random: Random, report: Report
) -> None:
    assert running.requests is not None
    before, began = len(running.requests), time.monotonic()
    while crawling.goes_on() and time.monotonic() - began < moment and len(running.requests) - before < requests:
        time.sleep(0.001)
    time.sleep(random.uniform(0, 0.02))
    crawling.kill()
    code, error = crawling.end()
    if code not in (0, -signal.SIGKILL):
        report.faults.append(f"a crawl ended with {code}: {error[-300:]}")
    report.kills[_phase(running, before, code)] += 1


def _phase(running: RunningServer, before: int, code: int) -> str:
    paths = running.paths()[before:]
    if code == 0:
        return "done"
    if not paths:
        return "starting"
    return "articles" if "/content/" in paths[-1] else "listing pages"


def described(report: Report, kills: int) -> str:
    """The section of docs/benchmarks.md."""
    rows = [[name, str(report.kills[name])] for name in ("starting", "listing pages", "articles", "done")]
    outcome = "no difference" if not report.faults else f"{len(report.faults)} faults"
    return (
        f"## kill -9 · 强行终止\n\n`python -m benchmarks.kills` · {machine()}\n\n"
        f"A crawl of {report.articles} articles, killed with SIGKILL {kills} times at random moments and started again "
        f"each time. Compared with an undisturbed crawl, table by table: **{outcome}**. After every tenth kill and at "
        "the end: `integrity_check`, `foreign_key_check`, and contradictions between tables; at the end every WARC file of "
        "the killed runs is read by `warcio check` and FastWARC. "
        f"{report.again} article pages were fetched a second time: those in flight when the run was killed.\n\n"
        + table(["killed during", "times"], rows)
    )


def main() -> int:
    """Run, print, and write the section when asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="write the section of docs/benchmarks.md")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = SyntheticSite(given.articles, seed=given.seed)
        report = crawl_under_fire(site, kills=given.kills, seed=given.seed, folder=Path(folder))
    text = described(report, given.kills)
    print(text, f"\n\n{report.seconds:.0f} s", *report.faults, sep="\n")
    if given.write and not report.faults:
        write_section("kills", text)
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
