"""A mutation fuzzer over every saved page, through the public API, with site definitions and without.

    python -m benchmarks.extraction.fuzz [--mutants 100000] [--seed 1] [--jobs 1] [--no-document]
    python -m benchmarks.extraction.fuzz --show INDEX --call NAME [--seed 1]     print one mutant, shrunk while it fails

Anything but an Article, a Listing, NotAnArticle or NotAListing is a failure; so is a result that is no JSON in UTF-8,
that breaks the contract of its fields, or a call over a second and ten times the bare parse. Exits 1 on failures.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import Any

from benchmarks.document import machine, table, write_section
from benchmarks.extraction.contract import try_mutant
from benchmarks.extraction.mutants import Mutants
from benchmarks.extraction.shrink import shrink
from benchmarks.saved_pages import MIRROR, PAGES, ROOT, read_lines

CHUNK = 250
BATCH = 40
"""Chunks after which the worker processes are made anew, to keep their memory flat."""


@dataclass(frozen=True)
class Failure:
    """One mutant that broke something."""

    index: int
    call: str
    error: str
    recipe: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The error's type and place, without the value that caused it."""
        return kind_of(self.error)


def kind_of(error: str) -> str:
    """`TypeError at extract/lines.py:12` of a described error; of a broken contract its words."""
    name, _, words = error.partition(":")
    place = words.rpartition(" at ")[2]
    return f"{name} {words[:40] if name == 'AssertionError' else ''} {place}"


def read_pages() -> list[tuple[str, bytes]]:
    """(url, body) of every saved page and of the project's own fixtures, in a fixed order."""
    pages = []
    urls = {g["file"]: g.get("url") for name in ("articles", "listings") for g in read_lines_of(name)}
    for path in sorted(PAGES.glob("*/*.html")):
        host = path.name.split("__")[-1].removesuffix(".html").replace("-", ".")
        pages.append((urls.get(path.name) or f"http://{host}/a/b/index.html", path.read_bytes()))
    for path in sorted(MIRROR.glob("*/**/*.html")):
        pages.append((f"http://{path.relative_to(MIRROR).as_posix()}", path.read_bytes()))
    for path in sorted((ROOT / "tests" / "fixtures").glob("**/*.html")):
        pages.append((f"http://smzt.gd.gov.cn/mzzx/mzyw/content/{path.stem}.html", path.read_bytes()))
    return pages


def read_lines_of(name: str) -> list[dict[str, str]]:
    """The gold lines of `../shared/pages`; none where it is absent."""
    path = PAGES / f"{name}.gold.jsonl"
    return read_lines(path) if path.is_file() else []


_POOL: list[tuple[str, bytes]] = []
Outcome = tuple[list[Failure], Counter[str]]


def run_chunk(seed: int, start: int, stop: int) -> Outcome:
    """A range of mutants, in a worker process."""
    if not _POOL:
        _POOL.extend(read_pages())
    mutants, failures, outcomes = Mutants(_POOL, seed), [], Counter[str]()
    for index in range(start, stop):
        mutant = mutants.make(index)
        failures += [Failure(index, name, error, mutant.recipe) for name, error in try_mutant(mutant, outcomes)]
    return failures, outcomes


def run(seed: int, count: int, jobs: int) -> Outcome:
    """All mutants, in worker processes."""
    failures: list[Failure] = []
    outcomes: Counter[str] = Counter()
    for first in range(0, count, CHUNK * BATCH):
        last = min(first + CHUNK * BATCH, count)
        for found, ends in _batch(seed, first, last, jobs):
            failures += found
            outcomes += ends
        print(f"{last} of {count}, {len(failures)} failures", file=sys.stderr, flush=True)
    return failures, outcomes


def _batch(seed: int, first: int, last: int, jobs: int) -> list[Outcome]:
    chunks = [(start, min(start + CHUNK, last)) for start in range(first, last, CHUNK)]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(run_chunk, seed, *chunk) for chunk in chunks]
        try:
            return [job.result() for job in waiting]
        except BrokenProcessPool:
            print("a worker died; each chunk of this batch again, alone", file=sys.stderr)
    return [_alone(seed, chunk) for chunk in chunks]


def _alone(seed: int, chunk: tuple[int, int]) -> Outcome:
    """One chunk in a process of its own: when that dies (a crash below Python), the chunk is the failure."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            return pool.submit(run_chunk, seed, *chunk).result()
        except BrokenProcessPool:
            return [Failure(chunk[0], "process", f"died between {chunk[0]} and {chunk[1]}", ())], Counter()


def show(seed: int, index: int, call: str) -> None:
    """Print one mutant, shrunk as long as `call` still fails in the same way."""
    mutant = Mutants(read_pages(), seed).make(index)

    def errors(body: Any) -> set[str]:
        found = try_mutant(replace(mutant, body=body), Counter())
        return {kind_of(error) for name, error in found if call in name}

    wanted = errors(mutant.body)
    body: Any = mutant.body
    small = shrink(body, lambda shorter: bool(wanted & errors(shorter))) if wanted else body
    print(f"{mutant.recipe} {mutant.url!a} {mutant.content_type!a} {sorted(wanted)}\n{small!a}")


def summary(failures: list[Failure]) -> list[str]:
    """One line for each kind of failure: how often, and the mutant with the shortest recipe."""
    kinds: dict[str, list[Failure]] = {}
    for failure in failures:
        kinds.setdefault(failure.kind, []).append(failure)
    lines = []
    for same in kinds.values():
        first = min(same, key=lambda failure: (len(failure.recipe), failure.index))
        recipe = "+".join(first.recipe)
        lines.append(f"{len(same)} x {first.error}; --show {first.index} --call '{first.call}' ({recipe})")
    return lines


def section(outcomes: Counter[str], failures: list[Failure], *, mutants: int, seed: int, minutes: float) -> str:
    """The section of docs/benchmarks.md."""
    rows = [[f"`{name}`", f"{n:,}"] for name, n in sorted(outcomes.items())]
    rows.append(["failures (any other exception, broken value, no JSON, far too slow)", f"{len(failures):,}"])
    return (
        "## Extraction: mutants · 变异测试\n\n"
        f"`python -m benchmarks.extraction.fuzz --mutants {mutants} --seed {seed}` on {machine()}: "
        f"{mutants:,} mutants of {len(read_pages())} pages, four calls each (articles and listings, with a site "
        f"definition and without), in {minutes:.0f} minutes.\n\n{table(['the calls ended with', 'times'], rows)}"
    )


def main() -> int:
    """Run, report; 1 where something failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mutants", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--no-document", action="store_true", help="only print")
    parser.add_argument("--show", type=int, metavar="INDEX")
    parser.add_argument("--call", default="", help="with --show: part of the name of the call that fails")
    args = parser.parse_args()
    if args.show is not None:
        show(args.seed, args.show, args.call)
        return 0
    start = time.monotonic()
    failures, outcomes = run(args.seed, args.mutants, args.jobs)
    minutes = (time.monotonic() - start) / 60
    text = section(outcomes, failures, mutants=args.mutants, seed=args.seed, minutes=minutes)
    print(text)
    print("\n".join(summary(failures)))
    if not args.no_document:
        write_section("mutants", text)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
