"""The pages for analysts say what is true of a demo that was just crawled, the same in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks import analysts
from benchmarks.exports.feed import feed_differences
from benchmarks.exports.reading import differences
from benchmarks.exports.truth import articles
from gdmzt_crawler.export import FORMATS, Choice, export
from gdmzt_crawler.store.schema import TABLES

TEXTS = [page.read_text(encoding="utf-8") for page in analysts.PAGES]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("analysts")
    analysts.crawl_demo(folder)
    return folder


@pytest.mark.slow
def test_answers_programs_and_picture_are_true(demo: Path) -> None:
    assert list(analysts.wrong(demo)) == [], "python -m benchmarks.analysts --write"


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "sqlite", "atom"])
def test_exports_of_the_demo_say_what_it_says(demo: Path, tmp_path: Path, form: str) -> None:
    db, path = demo / "data" / "demo.db", tmp_path / form
    export(db, FORMATS[form], Choice(), path)
    found = feed_differences(path, db, 42) if form == "atom" else differences(form, path, db)
    assert found == []
    assert any(article["topics"] and article["places"] and article["keywords"] for article in articles(db))


@pytest.mark.slow
def test_what_is_not_true_is_found(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.md"
    monkeypatch.setattr(analysts, "PAGES", (page,))
    for said, false in (
        ("| 42 | 39 |", "| 42 | 40 |"),
        ("{'广东省': 8", "{'广东省': 9"),
        (": capture_id", ": captures"),
    ):
        assert said in TEXTS[0]
        page.write_text(TEXTS[0].replace(said, false), encoding="utf-8")
        assert len(list(analysts.wrong(demo))) == 1, said


def test_twenty_questions_are_asked_in_both_languages() -> None:
    for kind in (analysts._QUESTION, analysts._PROGRAM, analysts._COMMAND):
        asked = [[found[1] for found in kind.finditer(text)] for text in TEXTS]
        assert asked[0] == asked[1]
        assert all(asked[0])
    for text in TEXTS:
        assert len(analysts._QUESTION.findall(text)) == text.count("```sql") == 20
        assert re.findall(r"^### (\d+)\.", text, re.M) == [str(number) for number in range(1, 21)]
        assert text.count("```python") == len(analysts._PROGRAM.findall(text)) == 4
        assert not re.search(r"<!-- answer -->\n(?!\|)", text)


def test_the_picture_has_every_table_and_every_key() -> None:
    lines = analysts.picture().split("\n")[2:-1]
    shown = {table.name: table for table in TABLES if not table.hidden}
    assert {name for line in lines for name in re.findall(r"\w+", line.split(":")[0]) if name != "o"} == set(shown)
    keys = {(table.name, column.name) for table in shown.values() for column in table.columns if column.references}
    drawn = {(line.split()[2], line.split()[4]) for line in lines if ":" in line}
    hidden = {table.name for table in TABLES if table.hidden}
    assert drawn == {key for key in keys if not _points_at(key, hidden)}


def _points_at(key: tuple[str, str], tables: set[str]) -> bool:
    column = next(c for t in TABLES if t.name == key[0] for c in t.columns if c.name == key[1])
    return str(column.references).partition(".")[0] in tables
