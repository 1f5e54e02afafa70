"""The small form of benchmarks/aging: nine nights, request by request and row by row as the oracle has them."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from commands import Place

from benchmarks.aging.comparing import asked_wrongly, differences
from benchmarks.aging.nights import Night, keep_up
from benchmarks.aging.oracle import NIGHT, Oracle
from benchmarks.contents import difference, unsound
from benchmarks.synthetic import SyntheticSite
from gdmzt_crawler.store.digest import dataset_digest

LAST = 9


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[SyntheticSite, Path, list[Night], list[str]]:
    site = SyntheticSite(articles=90, columns=3, seed=5, small=True)
    folder = tmp_path_factory.mktemp("aging")

    def crawl(site: SyntheticSite, db: Path, day: int) -> tuple[int, str, str]:
        place = Place(folder)
        arguments = ("crawl", site.key, "--db", str(db), "--json")
        done = place.gdmzt(*arguments, now=NIGHT + timedelta(days=day), GDMZT_SITES=str(folder))
        return done.code, done.out, done.err

    db = folder / "aged.db"
    nights, faults = keep_up(site, db, LAST, crawl)
    return site, db, nights, faults


def test_all_is_as_the_oracle_has_it(kept: tuple[SyntheticSite, Path, list[Night], list[str]]) -> None:
    _, _, nights, faults = kept
    assert faults == []
    assert len(nights) == LAST + 1
    totals = Counter[str]()
    for night in nights:
        totals.update(night.counters)
    assert all(totals[f"articles_{what}"] > 0 for what in ("new", "revised", "withdrawn", "returned", "unchanged"))
    assert totals["not_modified"] > 0


def test_the_oracle_would_notice(kept: tuple[SyntheticSite, Path, list[Night], list[str]]) -> None:
    site, db, _, _ = kept
    oracle = Oracle(site)
    for day in range(LAST):
        wanted = oracle.night(day)
    # One night less is another history.
    assert differences(db, oracle, LAST - 1)
    assert asked_wrongly(wanted + Counter(["/x"]), wanted) == ["needless: /x"]
    assert asked_wrongly(wanted, wanted + Counter(["/x"])) == ["not asked for: /x"]


def test_the_archive_alone_gives_the_same_dataset(
    kept: tuple[SyntheticSite, Path, list[Night], list[str]], tmp_path: Path
) -> None:
    """Edits, returns, withdrawals and readings of ten nights; the site's server is gone by now."""
    site, db, _, _ = kept
    made = tmp_path / "made.db"
    place = Place(tmp_path)
    arguments = ("reparse", "--db", str(made), "--archive", str(db.with_suffix(".archive")), "--json")
    done = place.gdmzt(*arguments, "--processes", "1", GDMZT_SITES=str(db.parent))
    assert done.code == 0, done.err
    assert done.summary["digest"] == dataset_digest(db) == dataset_digest(made)
    assert [line for line in difference(db, made) if " columns " not in line] == []
    assert unsound(made) == []
    oracle = Oracle(site)
    for day in range(LAST + 1):
        oracle.night(day)
    assert differences(made, oracle, LAST) == []
    again = place.gdmzt("reparse", "--db", str(db), "--processes", "1", "--json", GDMZT_SITES=str(db.parent))
    articles = again.summary["articles"]
    assert (again.summary["digest"], articles["same"]) == (done.summary["digest"], sum(articles.values()))
