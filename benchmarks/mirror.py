"""Crawl the two mirrored sites through their loopback proxy and compare the dataset with truth.jsonl.

    python benchmarks/mirror.py [--db FILE] [--verbose]

Prints what was stored, field by field, and exits 1 where a target of the project is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.saved_pages import MIRROR, squash

if TYPE_CHECKING:
    from collections.abc import Iterator

SITES = {"qb": "www.qb.gd.gov.cn", "gdjyj": "gdjyj.gd.gov.cn"}
TARGETS = {"title": 0.99, "published": 0.99, "source": 0.99, "images": 0.99, "text": 0.98}


@contextmanager
def proxy() -> Iterator[str]:
    """The mirror's own server on a free port; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([sys.executable, str(MIRROR / "serve.py"), "--port", str(port)])
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def crawl(db: Path) -> dict[str, dict[str, object]]:
    """Crawl both sites; the JSON summary of each."""
    summaries = {}
    with proxy() as address:
        for site in SITES:
            command = [sys.executable, "-m", "gdmzt_crawler", "crawl", site, "--db", str(db), "--delay", "0", "--json"]
            done = subprocess.run(
                command, env={**os.environ, "http_proxy": address}, capture_output=True, text=True, check=False
            )
            if done.returncode not in (0, 3):
                sys.exit(f"gdmzt crawl {site} ended with {done.returncode}: {done.stderr[-800:]}")
            summaries[site] = json.loads(done.stdout)
    return summaries


def stored(db: Path) -> dict[str, dict[str, object]]:
    """What the dataset holds, by URL."""
    with closing(sqlite3.connect(db)) as connection:
        connection.row_factory = sqlite3.Row
        rows = connection.execute(
            "select a.id, a.url, a.title, a.published_at, a.text, a.duplicate_kind, s.name as source from articles a "
            "left join sources s on s.id = a.source_id"
        ).fetchall()
        articles = {}
        for row in rows:
            images = connection.execute(
                "select url from images where article_id = ? order by position", (row["id"],)
            ).fetchall()
            names = connection.execute("select name from attachments where article_id = ?", (row["id"],)).fetchall()
            articles[row["url"]] = {**row, "images": [i[0] for i in images], "names": [n[0] for n in names]}
    return articles


def duplicate_links(rows: list[dict[str, object]]) -> int:
    """Links that the contract's definition of an exact duplicate gives on truth.jsonl itself."""
    groups: Counter[tuple[object, ...]] = Counter()
    for row in rows:
        title, text = squash(str(row["title"])), squash(str(row["text"]))
        empty = () if text else (str(row["url"]).split("/")[2], str(row["published"])[:10], len(list(row["images"])))  # type: ignore[call-overload]
        groups[title, text, *empty] += 1
    return sum(size - 1 for size in groups.values())


def compare(truth: dict[str, object], article: dict[str, object]) -> dict[str, bool]:
    """Field by field; the date as far as the page is precise."""
    published = str(article["published_at"] or "").replace("T", " ")
    text = str(article["text"])
    for name in article["names"]:  # type: ignore[attr-defined]
        # truth.jsonl has attachment names taken out of its texts.
        text = text.replace(name, "", 1)
    wanted = str(truth["published"] or "")
    return {
        "title": squash(str(article["title"])) == squash(str(truth["title"])),
        "published": published[: len(wanted)] == wanted,
        "source": squash(str(article["source"] or "")) == squash(str(truth["source"] or "")),
        "images": article["images"] == truth["images"],
        "text": squash(text) == squash(str(truth["text"])),
    }


def main() -> int:
    """Crawl, compare, print; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", type=Path, help="keep the dataset here (default: a temporary file)")
    parser.add_argument("--verbose", action="store_true", help="name every difference")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db = args.db or Path(folder, "mirror.db")
        summaries = crawl(db)
        return report(stored(db), summaries, verbose=args.verbose)


def report(articles: dict[str, dict[str, object]], summaries: dict[str, dict[str, object]], *, verbose: bool) -> int:
    """Print the table; 1 where a target is missed."""
    lines = (MIRROR / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    truth = {row["url"]: row for row in map(json.loads, lines)}
    wanted = {url for url, row in truth.items() if row["article"]}
    right: Counter[str] = Counter()
    for url in sorted(wanted & set(articles)):
        for name, same in compare(truth[url], articles[url]).items():
            right[name] += same
            if not same and verbose:
                print(f"  {name}: {url}")
    missed, wrong = wanted - set(articles), set(articles) - wanted
    links = sum(1 for article in articles.values() if article["duplicate_kind"] == "exact")
    print(f"articles stored      {len(wanted & set(articles))} of {len(wanted)}; not articles {len(wrong)}")
    expected = duplicate_links([truth[url] for url in wanted])
    print(f"exact duplicates     {links} (by title and text of truth.jsonl {expected})")
    for url in sorted(missed | wrong):
        print(f"  {'missing' if url in missed else 'no article'}: {url}")
    shares = {name: right[name] / max(1, len(wanted)) for name in TARGETS}
    for name, share in shares.items():
        print(f"{name:20} {share:.4f} (target {TARGETS[name]:.2f})")
    for site, summary in summaries.items():
        counters: dict[str, object] = dict(summary["counters"])  # type: ignore[call-overload]
        told = ", ".join(f"{name} {counters[name]}" for name in ("requests", "listing_pages", "articles_new"))
        print(f"{site:20} {summary['state']}: {told}")
    failed = missed or wrong or links != expected or any(shares[name] < TARGETS[name] for name in TARGETS)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
