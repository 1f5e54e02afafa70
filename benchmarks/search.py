"""Search: how long it takes to build the index, to count, to find the newest and the best, beside LIKE.

    python -m benchmarks.search [--articles 250000] [--queries 200] [--checked 100] [--keep FILE] [--write]

Articles are prose without meaning whose words are as common as in real Chinese text (benchmarks/synthetic/prose.py).
Queries of 2 to 4 characters are drawn from it. Whether the counts are right is told by a search of the folded texts.
Times are CPU times: on a machine that does nothing else they are those of the clock. Exits 1 where a count is wrong.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.document import machine, table, write_section
from benchmarks.synthetic import words
from benchmarks.synthetic.prose import Prose, prose
from gdmzt_crawler.store import Store
from gdmzt_crawler.store.connection import connect, connect_readonly, transaction
from gdmzt_crawler.store.search import indexing, upkeep
from gdmzt_crawler.store.search.folding import fold, fold_all
from gdmzt_crawler.store.search.searching import Search
from gdmzt_crawler.store.search.tokens import MODES, Mode

SITE, HOME = "synthetic", "http://www.example.gov.cn"
SEED = 1
BATCH = 5_000
SAVES = 3_000
LIKES = 5
"""Queries asked with LIKE, which takes seconds each."""
_INSERT = """
INSERT INTO articles (id, site, native_id, url, title, published_at, published_at_precision, column_id, char_count,
    paragraph_count, image_count, attachment_count, fingerprint, first_seen_at, last_seen_at, fetched_at, parser_version,
    text)
VALUES (?, ?, ?, ?, ?, ?, 'minute', ?, ?, ?, 0, 0, ?, ?, ?, ?, 'synthetic', ?)
"""
_DAY = "2025-06-01T00:00:00Z"
_SIZE = "SELECT sum(length(block)) FROM articles_fts_data"
_LIKE = "FROM articles WHERE title LIKE :like OR text LIKE :like"
_LIKE_COUNT = f"SELECT count(*) {_LIKE}"
_LIKE_NEWEST = f"SELECT id, title {_LIKE} ORDER BY published_at DESC LIMIT 20"


@dataclass
class Measured:
    """Of one mode of the index; times are medians in milliseconds."""

    mode: Mode
    per_second: float
    bytes: int
    count: float
    newest: float
    best: float
    slowest: float
    """Of all 200 counts, newest and best."""
    wrong: list[str]


def make(path: Path, articles: int) -> None:
    """A dataset of so many articles, none of them indexed."""
    with Store.open(path) as store:
        store.put_site(key=SITE, name="示例省民政厅", home_url=f"{HOME}/", platform="nfcms")
        columns = [store.put_column(SITE, where, name=name, url=HOME + where) for where, name in words.COLUMNS]
    with closing(connect(path, create=False)) as db:
        db.execute("PRAGMA synchronous = OFF")
        for first in range(1, articles + 1, BATCH):
            numbers = range(first, min(first + BATCH, articles + 1))
            with transaction(db, path):
                db.execute("UPDATE search_state SET indexed_to = 0")
                db.executemany(_INSERT, (_row(n, prose(n, seed=SEED, newest=articles), columns) for n in numbers))


def _row(number: int, it: Prose, columns: Sequence[int]) -> tuple[str | int, ...]:
    published = f"{it.published:%Y-%m-%dT%H:%M}:00+08:00"
    url = f"{HOME}/content/post_{number}.html"
    counts = (len(it.text), it.text.count("\n") + 1)
    column = columns[number % len(columns)]
    return (
        number,
        SITE,
        str(number),
        url,
        it.title,
        published,
        column,
        *counts,
        f"{number:064x}",
        *[_DAY] * 3,
        it.text,
    )


def drawn(path: Path, count: int) -> list[str]:
    """Queries of 2 to 4 characters of one term, from the titles and texts."""
    dice = Random(SEED)
    queries: list[str] = []
    with closing(connect_readonly(path)) as db:
        last = db.execute("SELECT max(id) FROM articles").fetchone()[0]
        while len(queries) < count:
            row = db.execute("SELECT title, text FROM articles WHERE id = ?", (dice.randint(1, last),)).fetchone()
            folded = fold(dice.choice([row["title"], *row["text"].split("\n")]))
            length = 2 + len(queries) % 3
            start = dice.randrange(max(1, len(folded) - length))
            if len(folded[start : start + length]) == length:
                queries.append(folded[start : start + length])
    return queries


def measured(path: Path, mode: Mode, queries: Sequence[str], wanted: dict[str, int]) -> Measured:
    """Builds the index of this mode, and asks everything."""
    began = time.process_time()
    built = indexing.build(path, mode=mode, rebuild=True, progress=lambda done, total: None)
    seconds = time.process_time() - began
    with closing(connect_readonly(path)) as db:
        size = db.execute(_SIZE).fetchone()[0]
    with Search.open(path) as search:
        search.hits("民政")
        counts = list(_timed(search.count, queries))
        newest = list(_timed(lambda query: search.hits(query, order="date"), queries))
        best = list(_timed(search.hits, queries))
        wrong = [query for query, count in wanted.items() if search.count(query) != count]
    medians = map(statistics.median, (counts, newest, best))
    return Measured(mode, built.indexed / seconds, size, *medians, max(*counts, *newest, *best), wrong)


def _timed(asked: Callable[[str], object], queries: Sequence[str]) -> Iterator[float]:
    for query in queries:
        began = time.process_time()
        asked(query)
        yield (time.process_time() - began) * 1000


def counted(path: Path, queries: Sequence[str]) -> dict[str, int]:
    """How many articles hold each query, by a search of all folded texts."""
    counts = dict.fromkeys(queries, 0)
    with closing(connect_readonly(path)) as db:
        for title, text in db.execute("SELECT title, text FROM articles"):
            lines = "\n".join((fold(title), *fold_all(text)))
            for query in counts:
                counts[query] += query in lines
    return counts


def likes(path: Path, queries: Sequence[str]) -> tuple[float, float]:
    """Milliseconds of a count and of the newest 20 with LIKE (which knows neither 繁 nor full width), medians."""
    with closing(connect_readonly(path)) as db:

        def median(statement: str) -> float:
            asked = _timed(lambda query: db.execute(statement, {"like": f"%{query}%"}).fetchall(), queries)
            return statistics.median(asked)

        return median(_LIKE_COUNT), median(_LIKE_NEWEST)


def saving(folder: Path, saves: int) -> tuple[float, float]:
    """Milliseconds that one transaction with one article takes, without and with the index, means."""
    articles = [prose(number, seed=2, newest=saves) for number in range(1, saves + 1)]
    means = []
    for indexed in (False, True):
        path = folder / f"saving-{indexed}.db"
        make(path, 0)
        with closing(connect(path, create=False)) as db:
            began = time.process_time()
            for number, it in enumerate(articles, 1):
                with transaction(db, path):
                    db.execute(_INSERT, _row(number, it, [1]))
                    if indexed:
                        upkeep.add(db, number, it.title, it.text)
            means.append((time.process_time() - began) / saves * 1000)
    return means[0], means[1]


def report(articles: int, found: Sequence[Measured], like: tuple[float, float], saved: tuple[float, float]) -> str:
    """The tables in Markdown."""
    rows = [
        [
            f"index, {it.mode}",
            f"{it.count:.1f}",
            f"{it.newest:.1f}",
            f"{it.best:.1f}",
            f"{it.slowest:,.0f}",
            f"{it.per_second:,.0f}",
            f"{it.bytes / articles:,.0f}",
        ]
        for it in found
    ]
    rows.append(["LIKE", f"{like[0]:,.0f}", f"{like[1]:,.0f}", "–", "–", "–", "0"])
    header = ["", "count, ms", "newest 20, ms", "best 20, ms", "slowest, ms", "built, articles/s", "bytes an article"]
    cost = (
        f"One article a transaction: {saved[0]:.2f} ms of CPU without the index, {saved[1]:.2f} ms with it (by characters; "
        "merging included)."
    )
    return f"{table(header, rows)}\n\n{cost}"


def main() -> int:
    """Measure, print, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=250_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--checked", type=int, default=100, help="queries whose counts are checked")
    parser.add_argument("--mode", choices=MODES, action="append", help="of the index; all by default")
    parser.add_argument("--keep", type=Path, help="keep the dataset here, and take it where it is there already")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "search.db"
        if not path.exists():
            make(path, options.articles)
        queries = drawn(path, options.queries)
        wanted = counted(path, queries[: options.checked])
        found = []
        for mode in options.mode or MODES:
            found.append(measured(path, mode, queries, wanted))
            print(found[-1], file=sys.stderr, flush=True)
        like = likes(path, queries[:LIKES])
        saved = saving(Path(folder), min(SAVES, options.articles))
    text = report(options.articles, found, like, saved)
    hits = sorted(wanted.values())
    told = (
        f"{options.articles:,} articles of 1,500 characters, {len(queries)} queries of 2 to 4 characters drawn from them "
        f"(articles found: median {statistics.median(hits):,.0f}, most {hits[-1]:,}); times are medians of CPU "
        f"time, of queries asked for the first time, snippets included. The counts of {len(wanted)} are those of a search of all folded texts: "
        f"{'**no difference**' if not any(it.wrong for it in found) else '**WRONG**'}."
    )
    print(told, text, sep="\n\n")
    if options.write:
        write_section("search", f"## Search · 检索\n\n`python -m benchmarks.search` · {machine()}\n\n{told}\n\n{text}")
    return int(any(it.wrong for it in found))


if __name__ == "__main__":
    sys.exit(main())
