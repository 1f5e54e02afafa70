"""A report says what a run left in the dataset, and changes nothing there."""

from __future__ import annotations

import ast
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from datasets import COLUMN, HOME, SITE, T0, T1, record, url_of, with_site

from gdmzt_crawler.errors import StoreError, UsageError
from gdmzt_crawler.monitor.findings import RunReport
from gdmzt_crawler.monitor.meanings import MEANINGS, meaning
from gdmzt_crawler.monitor.report import report
from gdmzt_crawler.store import SeenEntry, Store

PACKAGE = Path(__file__).resolve().parents[2] / "gdmzt_crawler"
WALKED = {"path": COLUMN, "name": "民政要闻", "pages": 3, "rows": 40, "end": "last", "complete": True}
CAPPED = {"path": "/zwgk/tzgg/", "name": None, "pages": 20, "rows": 400, "end": "capped", "complete": False}


def summary(message: str = "完成 done.", *columns: dict[str, Any], **counters: int) -> dict[str, Any]:
    return {"message": message, "suspicions": [], "counters": counters, "columns": list(columns)}


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """Twelve articles, read twice: the second time one is edited, and no source is found on any."""
    path = tmp_path / "x.db"
    with Store.open(path) as store:
        with_site(store)
        column = store.put_column(SITE, COLUMN, name="民政要闻", url=HOME + COLUMN)
        store.memory.walked(column, complete=True, full_at=T0)
        first = store.start_run(SITE, {"limit": 12})
        for number in range(1, 13):
            store.save_article(record(number, title=f"第{number}次会议"), run_id=first)
        counters = {"requests": 30, "articles_new": 12}
        store.finish_run(
            first, state="ok", counters=counters, summary=summary("完成 done.", WALKED, listing_pages=3, **counters)
        )
        second = store.start_run(SITE, {})
        for number in range(1, 11):
            body = ("改过的正文一段，与前不同。",) if number == 4 else None
            more = {"body": body} if body else {}
            store.save_article(record(number, title=f"第{number}次会议", source=None, at=T1, **more), run_id=second)
        store.see_entries(SITE, column, [SeenEntry(url_of(99), "第99次会议", native_id="99")], at=T1)
        for number in range(5):
            store.add_issue(
                run_id=second,
                site=SITE,
                url=url_of(number),
                field=None,
                kind="http_404",
                value=None,
                message=f"m{number}",
            )
        store.add_issue(run_id=second, site=SITE, url=HOME, field=None, kind="capped", value="20", message="capped")
        store.finish_run(
            second,
            state="suspect",
            counters={"requests": 33, "articles_revised": 10},
            summary=summary("可疑 suspect", WALKED, CAPPED, requests=33, articles_revised=10, articles_failed=5),
        )
    return path


def only(path: Path, **which: Any) -> RunReport:
    (found,) = report(path, **which)
    return found


def test_what_was_new(dataset: Path) -> None:
    first = only(dataset, run=1)
    assert (first.state, first.message, first.arguments) == ("ok", "完成 done.", {"limit": 12})
    assert first.counters["articles_new"] == 12
    assert [example.title for example in first.new] == [f"第{n}次会议" for n in range(1, 6)]
    assert first.new[0].url == url_of(1)
    assert first.revised == first.withdrawn == ()
    assert (first.requests.sent, first.requests.listing_pages) == (30, 3)
    assert first.requests.statuses == {"200": 12}
    assert first.requests.bytes == 12 * 50_000


def test_what_was_changed_and_where(dataset: Path) -> None:
    second = only(dataset)
    assert second.run == 2
    assert second.new == ()
    edited = next(example for example in second.revised if example.url == url_of(4))
    assert set(edited.changed) == {"source", "text"}
    assert all(example.changed == ("source",) for example in second.revised if example is not edited)


def test_how_complete_each_column_is(dataset: Path) -> None:
    walked, capped = only(dataset).columns
    assert (walked.path, walked.pages, walked.rows, walked.end, walked.complete) == (COLUMN, 3, 40, "last", True)
    assert walked.last_full_walk_at == T0
    assert (capped.end, capped.complete, capped.last_full_walk_at) == ("capped", False, None)


def test_coverage_is_that_of_the_articles_read_last_by_the_run(dataset: Path) -> None:
    first, second = ({found.field: found for found in only(dataset, run=run).coverage} for run in (1, 2))
    assert (first["source"].present, first["source"].articles) == (2, 2)
    assert (second["source"].present, second["source"].articles, second["source"].elsewhere) == (0, 10, 1.0)
    assert second["title"].share == first["title"].share == 1.0


def test_issues_by_kind_with_examples(dataset: Path) -> None:
    failed, capped = only(dataset).issues
    assert (failed.kind, failed.count, len(failed.examples)) == ("http_404", 5, 3)
    assert failed.examples[0] == (url_of(0), "m0")
    assert (capped.kind, capped.count) == ("capped", 1)
    assert only(dataset, run=1).issues == ()


def test_what_to_do_next(dataset: Path) -> None:
    pending, source, capped = only(dataset).next
    assert f"gdmzt crawl {SITE} --db {dataset}" in pending
    assert "source is found in 0% of the articles, elsewhere in 100%" in source.replace(
        "source 比以往少见，版式可能变了 ", "source "
    )
    assert capped.startswith("capped: ")
    assert only(dataset).pending == 1
    assert only(dataset).stored == 12


def test_nothing_to_do(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with Store.open(path) as store:
        run = with_site(store).start_run(SITE, {})
        store.finish_run(run, state="ok", counters={}, summary=summary())
    assert only(path).next == ("无需处理 nothing to do.",)
    assert only(path).requests.seconds_each is None


def test_a_run_that_was_killed(dataset: Path) -> None:
    with Store.open(dataset) as store:
        run = store.start_run(SITE, {})
        store.save_article(record(20, title="第20次会议", at="2027-01-01T00:10:00Z"), run_id=run)
    db = sqlite3.connect(dataset)
    db.execute("UPDATE crawl_runs SET started_at = '2027-01-01T00:00:00Z' WHERE id = ?", (run,))
    db.commit()
    db.close()
    killed = only(dataset)
    assert (killed.state, killed.finished_at, killed.counters["articles_new"]) == ("running", None, 1)
    assert [example.title for example in killed.new] == ["第20次会议"]
    assert killed.requests.seconds == 600
    assert "killed" in killed.next[0]


def test_runs_begun_together_are_told_together(dataset: Path) -> None:
    with Store.open(dataset) as store:
        with_site(store, "drc", "发改委")
        for site in ("drc", SITE):
            run = store.start_run(site, {"together": T1})
            store.finish_run(run, state="ok", counters={}, summary=summary())
        alone = store.start_run("drc", {})
        store.finish_run(alone, state="ok", counters={}, summary=summary())
    assert [each.run for each in report(dataset)] == [5]
    assert [each.run for each in report(dataset, site=SITE)] == [4]
    assert [each.run for each in report(dataset, run=3)] == [3]
    db = sqlite3.connect(dataset)
    db.execute("DELETE FROM crawl_runs WHERE id = 5")
    db.commit()
    db.close()
    assert [(each.run, each.site) for each in report(dataset)] == [(3, "drc"), (4, SITE)]


@pytest.mark.parametrize("which", [{"run": 9}, {"site": "nowhere"}, {"run": 1, "site": "nowhere"}])
def test_no_such_run(dataset: Path, which: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="no such run"):
        report(dataset, **which)


def test_no_run_at_all(tmp_path: Path) -> None:
    Store.open(tmp_path / "x.db").close()
    with pytest.raises(UsageError, match="gdmzt runs"):
        report(tmp_path / "x.db")
    with pytest.raises(StoreError, match="no dataset"):
        report(tmp_path / "none.db")


def test_the_dataset_is_only_read(dataset: Path) -> None:
    before = dataset.read_bytes()
    for run in (1, 2):
        only(dataset, run=run).to_dict()
    assert dataset.read_bytes() == before


def kinds_in_the_code() -> Iterator[str]:
    """What the calls that record issues name as their kind."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            first = node.args[0] if node.args else None
            named = [word.value for word in node.keywords if word.arg == "kind"]
            if name in ("issue", "suspect", "Loss", "Refusal"):
                named.append(first) if first is not None else None
            elif name not in ("NotAnArticle", "NotAListing", "PageError"):
                continue
            yield from (each.value for each in named if isinstance(each, ast.Constant) and isinstance(each.value, str))


def test_every_kind_of_issue_has_a_meaning() -> None:
    kinds = set(kinds_in_the_code())
    assert {"capped", "timeout", "disallowed", "empty", "internal", "tls"} <= kinds
    unknown = meaning("no such kind")
    assert [kind for kind in sorted(kinds) if meaning(kind) is unknown] == []
    assert meaning("http_503").step is not None
    assert meaning("http_404").text != meaning("http_503").text


@pytest.mark.parametrize("kind", sorted(MEANINGS))
def test_a_meaning_stands_in_both_languages(kind: str) -> None:
    for text in filter(None, (MEANINGS[kind].text, MEANINGS[kind].step)):
        assert any("\u4e00" <= character <= "\u9fff" for character in text)
        assert any("a" <= character <= "z" for character in text)
        assert text.format(url="http://x/")
