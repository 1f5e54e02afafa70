"""Near-duplicates: how many are found, how many are none, and what looking them up costs as a dataset grows.

    python benchmarks/near_duplicates.py [--articles N] [--write]

Texts come from a seed (tests/dedupe/notices.py); the keys of the growing table are random, with two in 26 that
thousands of articles have in common, as the set phrases of notices are. `--write` puts the tables into
docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "dedupe"))

from notices import TEMPLATES, Written, article, changed, cut_off, day, person

from benchmarks.document import machine, table, write_section
from gdmzt_crawler.dedupe.kernel import Content, content_of
from gdmzt_crawler.dedupe.near import keys_of, likeness

SCHEMA = "CREATE TABLE near_keys (key INTEGER, article_id INTEGER, PRIMARY KEY (key, article_id)) STRICT, WITHOUT ROWID"
LOOK_UP = "SELECT article_id FROM near_keys WHERE key = ? LIMIT 65"
ADD = "INSERT INTO near_keys VALUES (?, ?)"
KEYS, COMMON = 26, 2


def reposts() -> dict[str, Callable[[random.Random, Written], Written]]:
    def framed(rng: random.Random, it: Written) -> Written:
        return "要闻：" + it[0][:5], [f"{day(rng)}消息（记者{person(rng)}）：", *it[1], f"编辑：{person(rng)}"]

    return {
        "another title": lambda rng, it: (it[0][::-1], it[1]),
        "3 % of the characters changed": lambda rng, it: (it[0], changed(rng, it[1], 0.03)),
        "cut off after 60 %": lambda rng, it: (it[0], cut_off(it[1], 0.6)),
        "cut off after 30 %": lambda rng, it: (it[0], cut_off(it[1], 0.3)),
        "header, footer, another title": framed,
        "another article": lambda rng, it: article(rng),
    }


def found(later: Content, earlier: Content) -> bool:
    return bool(keys_of(later) & keys_of(earlier)) and likeness(later, earlier) is not None


def accuracy(count: int) -> list[list[str]]:
    rng = random.Random(20261124)
    rows = []
    for what, repost in reposts().items():
        originals = [article(rng) for _ in range(count)]
        hits = sum(found(content_of(*repost(rng, it)), content_of(*it)) for it in originals)
        rows.append([what, f"{hits / count:.3f}"])
    for name, template in TEMPLATES.items():
        contents = [content_of(*template(rng)) for _ in range(150)]
        pairs = itertools.combinations(contents, 2)
        false = sum(likeness(b, a) is not None for a, b in pairs if a.text != b.text)
        rows.append([f"pairs of 150 notices: {name}", f"{false} of 11,175"])
    return rows


def cost() -> str:
    rng = random.Random(1)
    written = [article(rng) for _ in range(300)]
    began = time.process_time()
    contents = [content_of(*it) for it in written]
    prepared = time.process_time()
    for content in contents:
        keys_of(content)
    keyed = time.process_time()
    for later, earlier in itertools.pairwise(contents):
        likeness(later, earlier)
    compared = time.process_time()
    spans = (prepared - began, keyed - prepared, compared - keyed)
    preparing, keying, comparing = (span / len(written) * 1e6 for span in spans)
    size = statistics.mean(len(content.text) for content in contents)
    return (
        f"One article of {size:,.0f} characters: prepared in {preparing:,.0f} µs, its keys in {keying:,.0f} µs; "
        f"one candidate compared in {comparing:,.0f} µs (CPU time)."
    )


def growing(largest: int) -> Iterator[list[str]]:
    rng = random.Random(1)
    common = [rng.getrandbits(63) for _ in range(2000)]

    def keys() -> list[int]:
        return [rng.getrandbits(64) - 2**63 for _ in range(KEYS - COMMON)] + rng.sample(common, COMMON)

    count = 0
    with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder) / "keys.db")) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute(SCHEMA)
        for size in (largest // 100, largest // 10, largest):
            for first in range(count, size, 50_000):
                numbers = range(first, min(first + 50_000, size))
                db.executemany(ADD, sorted((key, number) for number in numbers for key in keys()))
                db.commit()
            count = max(count, size)
            spans = [probe(db, number, keys()) for number in range(count, count + 300)]
            count += 300
            times = (f"{statistics.median(span) * 1000:.2f}" for span in zip(*spans, strict=True))
            bytes_each = db.execute("PRAGMA page_count").fetchone()[0] * 4096 // count
            yield [f"{size:,}", *times, f"{bytes_each}"]


def probe(db: sqlite3.Connection, number: int, keys: list[int]) -> tuple[float, float]:
    """Seconds that looking one article up takes, and adding it."""
    began = time.perf_counter()
    for key in keys:
        db.execute(LOOK_UP, (key,)).fetchall()
    between = time.perf_counter()
    db.executemany(ADD, [(key, number) for key in keys])
    ended = time.perf_counter()
    db.commit()
    return between - began, ended - between


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200_000, help="largest table")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    options = parser.parse_args()
    parts = [
        table(["is found to be a near-duplicate", "share"], accuracy(400)),
        cost(),
        table(["articles", "looked up, ms", "added, ms", "bytes an article"], list(growing(options.articles))),
    ]
    text = "\n\n".join(parts)
    print(text)
    if options.write:
        head = f"## Near-duplicates · 近似重复\n\n{machine()} (`python benchmarks/near_duplicates.py`)."
        write_section("near-duplicates", f"{head}\n\n{text}")


if __name__ == "__main__":
    main()
