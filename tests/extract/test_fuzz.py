"""A short seeded run of the mutation fuzzer; the long one is `python -m benchmarks.extraction.fuzz`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.extraction.contract import try_mutant
from benchmarks.extraction.fuzz import read_pages
from benchmarks.extraction.mutants import MUTATIONS, Mutants

SEED = 20261124


def failures(mutants: Mutants, count: int) -> tuple[list[str], Counter[str]]:
    outcomes: Counter[str] = Counter()
    found = []
    for index in range(count):
        mutant = mutants.make(index)
        found += [f"{index} {name}: {error} {mutant.recipe}" for name, error in try_mutant(mutant, outcomes)]
    return found, outcomes


def test_mutants_of_the_fixtures() -> None:
    folder = Path(__file__).parents[1] / "fixtures"
    pages = [
        (f"http://smzt.gd.gov.cn/mzzx/content/{p.stem}.html", p.read_bytes()) for p in sorted(folder.glob("**/*.html"))
    ]
    found, outcomes = failures(Mutants(pages, SEED), 250)
    assert found == []
    # Mutants that are all refused would show nothing.
    assert outcomes["Article"] > 50
    assert outcomes["Listing"] > 5


@pytest.mark.usefixtures("shared")
def test_mutants_of_saved_pages() -> None:
    found, outcomes = failures(Mutants(read_pages(), SEED), 400)
    assert found == []
    assert outcomes["Article"] > 100
    assert outcomes["Listing"] > 50


def test_a_mutant_is_the_same_for_ever() -> None:
    pages = [
        ("http://www.example.gov.cn/1.html", b"<p>one</p>" * 40),
        ("http://www.example.gov.cn/2.html", b"<b>two</b>"),
    ]
    first, second = (Mutants(pages, 7), Mutants(pages, 7))
    assert [first.make(n) for n in (3, 1, 2)] == [second.make(n) for n in (3, 1, 2)]
    assert first.make(3) != Mutants(pages, 8).make(3)


def test_every_mutation_is_used() -> None:
    mutants = Mutants([("http://www.example.gov.cn/1.html", b"<p>one</p>" * 40)], SEED)
    used = {name for index in range(300) for name in mutants.make(index).recipe}
    assert used >= {mutation.__name__.strip("_") for mutation in MUTATIONS}
