"""Keywords, topics and places: how fast they are found, with which segmenter, and whether both find the same.

    python -m benchmarks.keywords [--articles 20000] [--write]

Agreement is told on the real articles of ../shared (mirror and pages), and on synthetic ones. Speed is that of the
synthetic prose of 1,500 characters, in CPU time of one process. Exits 1 where fewer than 99 % of the real articles get
the same first eight words from both.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from benchmarks.document import machine, table, write_section
from benchmarks.saved_pages import ROOT
from benchmarks.search import make
from benchmarks.synthetic.prose import prose
from benchmarks.synthetic.writing import write
from gdmzt_crawler.store import Store
from gdmzt_crawler.store.connection import connect_readonly
from gdmzt_crawler.store.keywords import tag_pending
from gdmzt_crawler.store.keywords.tagger import Tagger

LIBRARIES = ("rjieba", "jieba")
TOP = 8
TARGET = 0.99
SEED = 1
SAMPLE = 2_000
SLOW_SAMPLE = 300
STARTS = 3
BUSY = 1.0
"""Load average from which the figures are those of a machine that others use, too: slower than on one at rest."""
ASKED = 7
"""Times that a view is asked, each on a new connection; the quickest counts, for others use the machine too."""
_COLD = """
import time
began = time.process_time()
from gdmzt_crawler.store.keywords.tagger import Tagger
Tagger.load(None, {library!r}).tag("养老服务", "社会救助")
print(time.process_time() - began)
"""
_VIEWS = {
    "keyword_months, the words of one month": "SELECT * FROM keyword_months WHERE month = '2025-05'",
    "keyword_months, one word": "SELECT * FROM keyword_months WHERE word = '养老服务'",
    "keyword_months, whole": "SELECT count(*) FROM keyword_months",
    "keyword_trends, one word": "SELECT * FROM keyword_trends WHERE word = '养老服务'",
    "keyword_trends, whole": "SELECT count(*) FROM keyword_trends",
    "topic_articles, by topic": "SELECT topic, count(*) FROM topic_articles GROUP BY topic",
    "place_articles, by place": "SELECT place, count(*) FROM place_articles GROUP BY place",
}

Text = tuple[str, str]
"""Title and text of an article."""


def real_articles(shared: Path) -> list[Text]:
    """Those of the mirror and of the saved pages, as their gold files have them."""
    found = []
    for line in (shared / "mirror" / "truth.jsonl").read_text("utf-8").splitlines():
        page = json.loads(line)
        if page["article"]:
            found.append((page["title"], page["text"] or ""))
    for line in (shared / "pages" / "articles.gold.jsonl").read_text("utf-8").splitlines():
        page = json.loads(line)
        found.append((page["title"], "\n".join(page["paragraphs"])))
    return found


def synthetic_articles(count: int) -> list[Text]:
    """Those of the synthetic site, in the words of the subject."""
    written = (write(number, seed=SEED, newest=count) for number in range(1, count + 1))
    return [(each.title, "\n".join(each.paragraphs)) for each in written]


def agreement(taggers: Sequence[Tagger], articles: Iterable[Text]) -> tuple[int, int]:
    """How many articles get the same first words, in the same order, from both; and how many there are."""
    same = total = 0
    for article in articles:
        one, other = ([word.word for word in tagger.tag(*article).keywords[:TOP]] for tagger in taggers)
        same += one == other
        total += 1
    return same, total


def speed(tagger: Tagger, articles: Sequence[Text]) -> float:
    """Articles a second of CPU time."""
    began = time.process_time()
    for article in articles:
        tagger.tag(*article)
    return len(articles) / (time.process_time() - began)


def cold_start(library: str) -> float:
    """Seconds of CPU time until the first article is tagged, in a new process; the median."""
    command = [sys.executable, "-c", _COLD.format(library=library)]
    outs = (subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT) for _ in range(STARTS))
    return statistics.median(float(each.stdout) for each in outs)


def dataset(path: Path, articles: int) -> tuple[float, float, float, list[list[str]]]:
    """Tags a whole dataset: articles a second, bytes an article, milliseconds with nothing due, and the views."""
    make(path, articles)
    with Store.open(path) as store:
        before = path.stat().st_size
        began = time.process_time()
        tag_pending(store)
        per_second = articles / (time.process_time() - began)
        began = time.process_time()
        tag_pending(store)
        idle = (time.process_time() - began) * 1000
    size = (path.stat().st_size - before) / articles
    rows = [[name, f"{min(asked(path, query) for _ in range(ASKED)):,.0f}"] for name, query in _VIEWS.items()]
    return per_second, size, idle, rows


def asked(path: Path, query: str) -> float:
    """Milliseconds of a query on a new connection."""
    with closing(connect_readonly(path)) as db:
        began = time.perf_counter()
        db.execute(query).fetchall()
        return (time.perf_counter() - began) * 1000


def main() -> int:
    """Measure, print, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000, help="in the dataset that is tagged")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    taggers = [Tagger.load(None, library) for library in LIBRARIES]
    found = agreement(taggers, real_articles(ROOT.parent / "shared"))
    synthetic = agreement(taggers, synthetic_articles(SAMPLE))
    texts = [(it.title, it.text) for it in (prose(n, seed=SEED, newest=SAMPLE) for n in range(1, SAMPLE + 1))]
    speeds = [speed(taggers[0], texts), speed(taggers[1], texts[:SLOW_SAMPLE])]
    rows = [
        [tagger.segmenter.name, f"{per_second:,.0f}", f"{cold_start(library):.2f}"]
        for tagger, per_second, library in zip(taggers, speeds, LIBRARIES, strict=True)
    ]
    with tempfile.TemporaryDirectory() as folder:
        per_second, size, idle, views = dataset(Path(folder) / "keywords.db", options.articles)
    text = "\n\n".join(
        [
            f"The same first {TOP} words in the same order from both segmenters: **{found[0]} of {found[1]}** real articles, "
            f"{synthetic[0]:,} of {synthetic[1]:,} synthetic ones.",
            table(["", "articles/s", "cold start, s"], rows),
            f"A dataset of {options.articles:,} articles tagged from beginning to end with {taggers[0].segmenter.name}: "
            f"{per_second:,.0f} articles/s, {size:,.0f} bytes an article; {idle:.0f} ms where nothing is due.",
            table([f"asked of {options.articles:,} articles", "ms"], views),
        ]
    )
    print(text)
    if options.write:
        times = f"times are of the CPU, but for the views (the quickest of {ASKED})"
        others = f"; others used the machine meanwhile (load {load:.1f})" if load > BUSY else ""
        head = f"## Keywords · 关键词\n\n`python -m benchmarks.keywords` · {machine()}; {times}{others}."
        write_section("keywords", f"{head}\n\n{text}")
    return int(found[0] < TARGET * found[1])


if __name__ == "__main__":
    sys.exit(main())
