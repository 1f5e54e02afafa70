"""The bundled demo's definition is no shipped one, and its archive is read all the same, whatever the files' names."""

from __future__ import annotations

import pytest
from commands import Place

from gdmzt_crawler.errors import UnknownSite
from gdmzt_crawler.sites.definition import load_definition, load_for_archive
from gdmzt_crawler.store.digest import dataset_digest


@pytest.fixture
def demo(place: Place) -> Place:
    """A dataset of the demo, and a definition of another site on this machine."""
    place.define("http://127.0.0.1:9/")
    done = place.gdmzt("demo", "--no-browse", "--db", "data/demo.db")
    assert done.code == 0, done.err
    return place


def test_a_dataset_of_another_name_is_made_from_it(demo: Place) -> None:
    digest = dataset_digest(demo.path / "data/demo.db")
    for more in ((), ("demo",), ("--processes", "2")):
        db = demo.path / f"new{len(more)}.db"
        done = demo.gdmzt("reparse", *more, "--db", str(db), "--archive", "data/demo.archive", "--json")
        assert (done.code, done.summary["digest"], done.summary["unknown_site"]) == (0, digest, 0), done.err


def test_it_is_imported(demo: Place) -> None:
    done = demo.gdmzt("import", "data/demo.archive", "--site", "demo", "--db", "other.db", "--json")
    assert (done.code, done.summary["unknown_hosts"], set(done.summary["taken"])) == (0, {}, {"demo"}), done.err
    assert dataset_digest(demo.path / "other.db") == dataset_digest(demo.path / "data/demo.db")


def test_it_is_not_crawled_by_name(place: Place) -> None:
    assert load_for_archive("demo").key == "demo"
    with pytest.raises(UnknownSite):
        load_definition("demo")
    with pytest.raises(UnknownSite, match="nosuch"):
        load_for_archive("nosuch")
    assert place.gdmzt("crawl", "demo", "--db", "x.db").code == 2
