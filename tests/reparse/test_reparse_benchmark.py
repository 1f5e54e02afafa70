"""The small form of benchmarks/reparse: one process and two make the same dataset, which is that of a crawl."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from commands import Place

from benchmarks.reparse import archived, described, faults, measure
from benchmarks.synthetic import SyntheticSite
from benchmarks.synthetic.server import serve


def test_one_process_and_two_make_the_same(place: Place) -> None:
    site = SyntheticSite(articles=60, columns=3, seed=3, small=True)
    rounds = measure(site, rounds=1, processes=2)
    assert faults(rounds) == []
    assert [each.processes for each in rounds[0]] == [1, 2]
    assert {each.captures for each in rounds[0]} == {60 + sum(map(site.pages, range(3)))}
    assert "the same dataset every time" in described(rounds, "x")


def test_its_archive_is_what_a_crawl_leaves(place: Place, tmp_path: Path) -> None:
    """The benchmark would say nothing of an archive that lacks what a crawl notes."""
    site = SyntheticSite(articles=60, columns=3, seed=3, small=True)
    made, folder = place.path / "made.db", tmp_path / "bench"
    folder.mkdir()
    archive = archived(site, folder)
    with serve(site) as running:
        site.definition(place.sites, running.base_url)
        assert place.crawl(site=site.key).code == 0
    (folder / "synthetic.toml").replace(place.sites / "synthetic.toml")
    done = place.gdmzt("reparse", "--db", str(made), "--archive", str(archive), "--processes", "1", "--json")
    assert done.summary["articles"]["new"] == 60
    query = "SELECT native_id, title, text, view_count, revision FROM articles ORDER BY native_id"
    crawled = place.query(query)
    with closing(sqlite3.connect(made)) as db:
        assert db.execute(query).fetchall() == crawled
