"""Time per KB as a page grows from 10 KB to 50 MB, in shapes that tempt an extractor to go over it again and again.

    python -m benchmarks.extraction.growth [--largest-mb 50] [--shapes images,links] [--no-document]

Prints and writes the section of docs/benchmarks.md; exits 1 where a KB of the largest page costs more than three times
a KB of the 100 KB page, beyond what the bare parse itself grows by.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import lxml.html

from benchmarks.document import machine, table, write_section
from gdmzt_crawler import extract_article, extract_listing
from gdmzt_crawler.errors import NotAListing, NotAnArticle

URL = "http://www.example.gov.cn/zwgk/202306/t20230617_1.html"
HEAD = (
    "<html><head><meta charset=utf-8><title>关于开展养老服务机构等级评定工作的通知-某市民政局</title></head><body><h1>"
    "关于开展养老服务机构等级评定工作的通知</h1><p>"
    "发布时间：2023-06-17 18:40 来源：某市民政局 浏览次数：532</p><div class=con>"
)
TAIL = "</div><div>上一篇：<a href=1.html>某通知</a></div><p>版权所有：某市民政局</p></body></html>"
SENTENCE = "各地认真落实有关规定，切实加强组织领导，养老服务工作取得了新的成效。"
DEEP = 1900
"""Levels of the nested shape: a parser stops somewhat deeper, so it grows by further towers side by side."""
SHAPES: dict[str, Callable[[int], str]] = {
    "paragraphs": lambda n: f"<p>{SENTENCE}</p>\n" * (n // 110),
    "one long paragraph": lambda n: f"<p>{SENTENCE * (n // 103)}</p>",
    "lines parted by <br>": lambda n: "　　各地认真落实有关规定。<br>\n" * (n // 44),
    "one table": lambda n: (
        "<table>" + "<tr><td>广州市</td><td>12</td><td>2023-06-17</td></tr>" * (n // 62) + "</table>"
    ),
    "many tables": lambda n: "<table><tr><td>广州市</td><td>某机构，某路。</td></tr></table>" * (n // 82),
    "nested <div>": lambda n: ("<div>" * DEEP + SENTENCE + "</div>" * DEEP) * max(1, n // 21_000),
    "unclosed <span>": lambda n: f"<p>{f'<span>{SENTENCE}' * 85}</p>" * max(1, n // 9_300),
    "links": lambda n: f"<p>{SENTENCE}</p>" + "<a href='t20230617_2.html'>关于做好社会救助工作的通知</a>\n" * (n // 72),
    "paragraphs that are links": lambda n: "<p><a href='t20230617_2.html'>关于做好工作的通知</a></p>\n" * (n // 67),
    "headings": lambda n: "<h2>一、总体要求</h2>\n" * (n // 28),
    "scripted rows": lambda n: (
        "<div onclick=\"open('/t2.html')\"><b>关于做好工作的通知</b><i>2023-06-17</i></div>" * (n // 98)
    ),
    "attachments": lambda n: f"<p>{SENTENCE}</p>" + "<p><a href='P1.doc'>附件1：申报表.doc</a></p>\n" * (n // 59),
    "images": lambda n: f"<p>{SENTENCE}</p>" + "<p><img src='W020230617.jpg' alt='会场'></p>\n" * (n // 55),
    "dated rows": lambda n: (
        "<ul>"
        + "<li><a href='t2.html'>关于做好社会救助工作的通知</a><span>2023-06-17</span></li>" * (n // 97)
        + "</ul>"
    ),
    "script": lambda n: f"<p>{SENTENCE}</p><script>{'var a = [{x:1}]; /* 来源：某局 */ ' * (n // 46)}</script>",
    "entities": lambda n: f"<p>{SENTENCE}{'&nbsp;&#12288;&lt;' * (n // 18)}</p>",
    "comments": lambda n: f"<p>{SENTENCE}</p>" + "<!-- 浏览次数：1 -->\n" * (n // 31),
}
SIZES_KB = (10, 100, 1_000, 10_000, 50_000)
READERS: dict[str, Callable[[bytes], object]] = {
    "article": partial(extract_article, url=URL, definition=None),
    "listing": partial(extract_listing, url=URL, definition=None),
    # As our own parser is set: by itself lxml stops at 256 levels and 10 MB of text.
    "floor": lambda body: lxml.html.document_fromstring(body, parser=lxml.html.HTMLParser(huge_tree=True)),
}
OURS = ("article", "listing")
ALLOWED = 3.0


def page(shape: str, kilobytes: int) -> bytes:
    """A page of about that size, its body grown in one shape."""
    return (HEAD + SHAPES[shape](kilobytes * 1000) + TAIL).encode()


def cost(read: Callable[[bytes], object], body: bytes, runs: int | None = None) -> float:
    """Microseconds of CPU time per KB, the least of several runs (if `runs` is None: of one on the largest pages)."""
    best = float("inf")
    for _ in range(runs or max(1, min(20, 2_000_000 // len(body)))):
        start = time.process_time()
        # No listing in an article: the time to find that out counts as well.
        with suppress(NotAnArticle, NotAListing):
            read(body)
        best = min(best, time.process_time() - start)
    return best * 1e9 / len(body)


def grow(shape: str, sizes: list[int]) -> dict[str, list[float]]:
    """Reader → cost at each size."""
    costs: dict[str, list[float]] = {name: [] for name in READERS}
    for kilobytes in sizes:
        body = page(shape, kilobytes)
        for name, read in READERS.items():
            costs[name].append(cost(read, body))
        print(f"{shape}, {kilobytes} KB: {' '.join(f'{n} {c[-1]:.1f}' for n, c in costs.items())}", file=sys.stderr)
    return costs


def growth(costs: list[float], floor: list[float]) -> float:
    """How much dearer a KB of the largest page is than one of the second size, beyond the parser's own growth."""
    return (costs[-1] / costs[1]) / max(1.0, floor[-1] / floor[1])


def section(results: dict[str, dict[str, list[float]]], sizes: list[int]) -> str:
    """The section of docs/benchmarks.md."""
    rows = [[shape.replace("<", "`<").replace(">", ">`"), *cells(costs)] for shape, costs in results.items()]
    header = ["body of", *(f"{kb:,} KB" if kb < 1000 else f"{kb // 1000} MB" for kb in sizes), "growth"]
    return (
        "## Extraction: time grows with the page · 时间随网页线性增长\n\n"
        f"`python -m benchmarks.extraction.growth` on {machine()}: CPU microseconds per KB of a page whose body is "
        "grown in one shape, read as an article / as a listing / parsed only. Numbers that stay the same along a row "
        "are linear time; `growth` is the last size against 100 KB, beyond what the parser itself grows by.\n\n"
        f"{table(header, rows)}"
    )


def cells(costs: dict[str, list[float]]) -> list[str]:
    """A shape's row: all three readers in one cell per size, then the growth of the two that are ours."""
    each = [
        " / ".join(f"{value:.0f}" if value >= 10 else f"{value:.1f}" for value in at)
        for at in zip(*costs.values(), strict=True)
    ]
    return [*each, " / ".join(f"{growth(costs[name], costs['floor']):.2f}" for name in OURS)]


def main() -> int:
    """Measure, report; 1 where time does not grow linearly."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--largest-mb", type=int, default=50)
    parser.add_argument("--shapes", default=",".join(SHAPES))
    parser.add_argument("--no-document", action="store_true", help="only print")
    args = parser.parse_args()
    sizes = [kb for kb in SIZES_KB if kb <= args.largest_mb * 1000]
    results = {shape: grow(shape, sizes) for shape in args.shapes.split(",")}
    text = section(results, sizes)
    print(text)
    if not args.no_document:
        write_section("growth", text)
    bent = [
        f"{shape}, {name}: {growth(costs[name], costs['floor']):.1f}"
        for shape, costs in results.items()
        for name in OURS
        if growth(costs[name], costs["floor"]) > ALLOWED
    ]
    print("\n".join(bent) or "linear everywhere")
    return 1 if bent else 0


if __name__ == "__main__":
    sys.exit(main())
