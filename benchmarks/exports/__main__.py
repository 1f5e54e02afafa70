"""Exports read back equal to the database, and what they cost as a dataset grows tenfold.

    python -m benchmarks.exports [--articles N] [--write]

A made-up dataset of N articles (20,000) and one of a tenth; every export of the larger one is read back and compared
with what the database says, asked for by queries of the benchmark's own. Each export runs in a process of its own,
whose highest memory is measured.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.document import machine, table, write_section
from benchmarks.exports.dataset import make
from benchmarks.exports.feed import feed_differences
from benchmarks.exports.measure import Cost, measure
from benchmarks.exports.reading import differences
from gdmzt_crawler.export import FORMATS

MOST = 1.10
"""Peak memory of the large dataset over that of the small one."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    options = parser.parse_args()
    rows, missed = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        large, small = (make(folder / f"{count}.db", count) for count in (options.articles, options.articles // 10))
        for form, written in FORMATS.items():
            costs = [measure(db, form, folder / f"{db.stem}.{written.extension}x") for db in (small, large)]
            file = folder / f"{large.stem}.{written.extension}x"
            wrong = feed_differences(file, large, 100) if form == "atom" else differences(form, file, large)
            rows.append(_row(form, costs, wrong))
            missed += [f"{form}: {what}" for what in wrong[:5]]
            if costs[1].peak > MOST * costs[0].peak:
                missed.append(f"{form}: memory grew to {costs[1].peak / costs[0].peak:.2f} times")
            print(rows[-1], flush=True)
    text = _section(options.articles, rows, missed)
    print(text)
    if options.write:
        write_section("exports", text)
    return 1 if missed else 0


def _row(form: str, costs: list[Cost], wrong: list[str]) -> list[str]:
    small, large = costs
    return [
        form,
        f"{large.articles:,}",
        "yes" if not wrong else f"no: {len(wrong)}",
        f"{large.bytes / 1e6:.1f}",
        f"{large.seconds:.1f}",
        f"{large.cpu:.1f}",
        f"{large.articles / large.cpu:,.0f}",
        f"{small.peak / 1e6:.0f}",
        f"{large.peak / 1e6:.0f}",
        f"{large.peak / small.peak - 1:+.1%}",
    ]


def _section(count: int, rows: list[list[str]], missed: list[str]) -> str:
    header = [
        "format",
        "articles",
        "equal",
        "MB",
        "s",
        "CPU s",
        "articles/CPU s",
        f"peak MB, {count // 10:,}",
        f"{count:,}",
        "growth",
    ]
    targets = "; ".join(missed) if missed else "all met 全部达到"
    return f"""## Exports: equal to the database, in flat memory · 导出与数据库一致，内存不随数据增长

Made by `python -m benchmarks.exports --articles {count}` on {machine()}.

每种导出读回后与数据库逐篇逐字段比较。Every export is read back and compared with the database, article by article and
field by field, by queries of the benchmark's own. The time holds all of it: reading, the digest of the dataset, writing,
syncing; of SQLite also the search index and the integrity check of the copy. An Atom feed has the newest 100 articles.
The machine had other work: compare CPU time. Peak memory is that of the whole process. Targets: equal, and at most 10 % more
memory for ten times the articles: {targets}.

{table(header, rows)}
"""


if __name__ == "__main__":
    sys.exit(main())
