"""The benchmarks' own parts: what judges others must be right itself."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from benchmarks import document, saved_pages
from benchmarks.extraction import contract
from benchmarks.extraction.growth import SHAPES, growth, page
from benchmarks.extraction.measure import Run, Timing
from benchmarks.extraction.mutants import Mutant
from benchmarks.extraction.pages import Page, read_pages
from benchmarks.extraction.peers import peers
from benchmarks.extraction.report import p95, speed_table
from benchmarks.extraction.scoring import Scorer, mean
from benchmarks.extraction.shrink import shrink
from benchmarks.extraction.targets import misses
from gdmzt_crawler import Article, Listing
from gdmzt_crawler.models import Entry, Image, Paragraph

EXTRACTION = Path(document.__file__).parent / "extraction"
GOOD = Article("http://www.example.gov.cn/1.html", "关于开展工作的通知", blocks=(Paragraph("正文。"),))


@pytest.fixture
def adapters(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The modules that run inside a peer's venv, imported as the worker imports them."""
    monkeypatch.syspath_prepend(str(EXTRACTION))
    import html_record

    return html_record


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<div>一<br>二<p>三 <b>四</b></p>五</div>", ["一", "二", "三 四", "五"]),
        (
            "<div><table><tr><td><p>甲</p></td><td>乙</td></tr><tr><td>丙</td></tr></table>丁</div>",
            ["甲 乙", "丙", "丁"],
        ),
        ("<div>一<script>var a = 1</script>二<!-- 无 -->三</div>", ["一二三"]),
        ("", []),
        (None, []),
    ],
)
def test_a_peers_answer_is_read_as_lines(adapters: Any, html: str | None, lines: list[str]) -> None:
    assert adapters.html_paragraphs(html) == lines


def test_a_peers_images_and_dates(adapters: Any) -> None:
    assert adapters.image_sources("<p><img src='a.jpg'><img data-src='b.jpg'><img></p>") == ["a.jpg", "b.jpg"]
    assert adapters.date_as_iso("2020年12月4日 09:10") == "2020-12-04T09:10"
    assert adapters.date_as_iso("2020-12-04 09:10:07") == "2020-12-04T09:10:07"
    assert adapters.date_as_iso("2020/1/4") == "2020-01-04"
    assert adapters.date_as_iso("无") is None


def test_meta_tags_go_but_the_charset() -> None:
    body = b"<meta charset=gbk><META name='a' content='b'><meta http-equiv=x content='text/html; charset=gbk'><metal>"
    assert saved_pages.without_meta(body) == (
        b"<meta charset=gbk><meta http-equiv=x content='text/html; charset=gbk'><metal>"
    )


def test_sections_leave_one_another_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "DOCUMENT", tmp_path / "benchmarks.md")
    document.write_section("one", "## One\n\nold \\1")
    document.write_section("two", "## Two")
    document.write_section("one", "## One\n\nnew \\1")
    text = (tmp_path / "benchmarks.md").read_text(encoding="utf-8")
    assert text.startswith("# Benchmarks")
    assert text.index("new \\1") < text.index("## Two")
    assert "old" not in text


@pytest.mark.usefixtures("shared")
class TestScoring:
    def test_truth_scores_full_and_a_wrong_value_does_not(self) -> None:
        scorer = Scorer()
        for saved in [p for p in read_pages() if p.set in ("pages", "mirror")][::9]:
            right = saved.gold | {"paragraphs": saved.gold.get("paragraphs") or [saved.gold["text"]]}
            assert set(scorer.score(saved, right).values()) == {1.0}, saved.id
            wrong = {
                "title": "别的",
                "published": "1999-01-01",
                "source": "别的",
                "paragraphs": ["别的段落"],
                "images": ["x"],
            }
            scores = scorer.score(saved, wrong)
            assert [scores[f] for f in ("title", "published", "day", "source", "image_f1")] == [0.0] * 5, saved.id
            assert set(scorer.score(saved, {"error": "refused"}).values()) == {0.0}

    def test_every_page_comes_with_and_without_head_tags(self) -> None:
        pages = read_pages()
        assert Counter(p.set for p in pages) == {"pages": 25, "mirror": 129, "pages -meta": 25, "mirror -meta": 129}
        assert len({p.id for p in pages}) == len(pages)
        bare = [p for p in pages if p.set.endswith("-meta")]
        assert not any(b"ContentSource" in p.body or b"PubDate" in p.body for p in bare)


def fake_run(ms: float, record: dict[str, Any]) -> Run:
    return Run("ours", {"version": "1"}, {"pages/a": record}, {"pages/a": Timing([ms, ms + 1], [1.0, 2.0])})


@pytest.mark.usefixtures("shared")
def test_a_target_that_is_missed_is_named() -> None:
    gold = {
        "file": "a",
        "url": GOOD.url,
        "title": "甲",
        "published": "2023-06-17",
        "paragraphs": ["正文。"],
        "source": None,
    }
    pages = [Page("pages", "a", GOOD.url, b"", gold)]
    assert misses([fake_run(2.9, {**gold, "images": []})], pages) == []
    assert misses([fake_run(3.1, {**gold, "images": []})], pages) == ["ours, pages: 3.10x the floor > 3.0x"]
    slow = "ours, pages: 1 of 1 pages over 5x and 0.5 ms > 5%"
    assert misses([fake_run(5.1, {**gold, "images": []})], pages) == ["ours, pages: 5.10x the floor > 3.0x", slow]
    assert misses([fake_run(1.0, {**gold, "title": "乙"})], pages) == ["ours, pages: title 0.0000 < 0.96"]


def test_timings_are_told_with_their_spread() -> None:
    pages = [Page("pages", "a", GOOD.url, b"", {})]
    assert "| **ours**, generic | 4.00 (2.50–4.00) | 4.00 | 4.00 | 250 |" in speed_table(
        [fake_run(4.0, {})], pages, "pages"
    )
    assert p95([float(n) for n in range(101)]) == 95.0
    assert mean([{"title": 1.0}, {"title": 0.0, "source": 1.0}]) == {"title": 0.5, "source": 1.0}


@pytest.mark.parametrize(
    "bad",
    [
        replace(GOOD, title=" "),
        replace(GOOD, source=""),
        replace(GOOD, view_count=-1),
        replace(GOOD, view_count=2**63),
        replace(GOOD, published_at=datetime(2023, 6, 17)),
        replace(GOOD, published_at=datetime(1970, 1, 1, tzinfo=UTC)),
        replace(GOOD, blocks=(Paragraph("一\n二"),)),
        replace(GOOD, blocks=(Image("a.jpg"),)),
        replace(GOOD, author="\ud800"),
        Listing("http://www.example.gov.cn/", (Entry("javascript:;", "标题", None),)),
        Listing("http://www.example.gov.cn/", (Entry(None, "", None),)),
        Listing("http://www.example.gov.cn/", last_page=0),
    ],
)
def test_the_judge_refuses_what_breaks_the_contract(bad: Article | Listing) -> None:
    contract.check(GOOD)
    with pytest.raises((AssertionError, UnicodeEncodeError)):
        contract.check(bad)


def test_the_judge_names_an_error_and_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> Article:
        raise ZeroDivisionError("no")

    monkeypatch.setattr(contract, "extract_article", broken)
    found = list(contract.try_mutant(Mutant(b"<p>1</p>", GOOD.url, None, ()), Counter()))
    assert len(found) == 2
    assert all(name.startswith("broken") and error.startswith("ZeroDivisionError: 'no' at ") for name, error in found)


def test_a_failing_page_is_shrunk() -> None:
    assert shrink(b"<p>some words</p><table><td>and a \0 more</td>", lambda body: b"\0" in body) == b"\0"
    assert shrink("很长的一段话", lambda text: "长" in text and "话" in text) == "长话"


def test_shapes_have_the_size_asked_for_and_bent_time_is_seen() -> None:
    for shape in SHAPES:
        assert 250_000 < len(page(shape, 400)) < 700_000, shape
    assert growth([9.0, 10.0, 40.0], [1.0, 1.0, 2.0]) == 2.0


def test_the_peers_are_pinned() -> None:
    assert set(peers()) == {"trafilatura", "newspaper4k", "gne", "magic-html", "readability-lxml"}
    for name, pins in peers().items():
        assert pins["requirements"][0].startswith(name)
        assert all("==" in requirement for requirement in pins["requirements"])


def test_the_worker_measures_tool_and_floor(tmp_path: Path) -> None:
    raw, text = tmp_path / "0.html", tmp_path / "0.txt"
    body = (
        "<html><title>甲</title><h1>关于开展工作的通知</h1><p>2023-06-17 来源：某局</p><p>正文一段，有逗号。</p></html>"
        * 3
    )
    raw.write_text(body, encoding="utf-8")
    text.write_text(body, encoding="utf-8")
    pages = [{"id": "p", "url": GOOD.url, "raw": str(raw), "text": str(text)}]
    manifest, answers = tmp_path / "manifest.json", tmp_path / "answers.jsonl"
    manifest.write_text(json.dumps({"rounds": 2, "repeat": 2, "pages": pages}), encoding="utf-8")
    command = [sys.executable, str(EXTRACTION / "worker.py"), "ours", str(manifest), str(answers)]
    subprocess.run(command, check=True, env={"PYTHONPATH": str(saved_pages.ROOT)})
    about, answer = map(json.loads, answers.read_text(encoding="utf-8").splitlines())
    assert about["about"]["version"]
    assert answer["record"]["published"] == "2023-06-17"
    assert len(answer["ms"]) == len(answer["floor_ms"]) == 2
    assert min(answer["ms"]) > min(answer["floor_ms"]) > 0
