"""Score listing extraction against gold, page by page: rows, and what the pager verdict is.

Gold (`../shared/pages/listings.gold.jsonl`) holds rows (title, href, date), `next_href` as written (or a script),
`next_hint` (the address a script would print) and `pagination` in words, from which the verdict is read:
the next page is `next_href` where that is an address, else `next_hint`; a pager that needs a script has no next page
and is incomplete; a last or single page is complete. Where neither is given and the line says `complete`, that is it.
Rows without a link count in a `Listing` and make no entry (SCHEMA.md): they are compared only where gold holds them.

usage: score_listings.py [--gold FILE] [--pages FOLDER] [--only NAME,NAME] [--normalized] [--no-meta] [--worst]
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.saved_pages import PAGES, squash, without_meta
from gdmzt_crawler.errors import PageError
from gdmzt_crawler.extract.document import parse_document
from gdmzt_crawler.extract.listing import extract_listing
from gdmzt_crawler.models import ExtractedListing

STAND_IN = "http://{site}/column/sub/index.html"


@dataclass(frozen=True)
class Verdict:
    """How a page goes on: the address of the next page, and whether every row is reached."""

    next_url: str | None
    complete: bool


def target(href: str | None, base: str) -> str:
    if not href or href.lower().startswith(("javascript", "#")):
        return ""
    parts = urlsplit(urljoin(base, href.strip()))
    return parts.netloc.lower() + parts.path + (f"?{parts.query}" if parts.query else "")


def day(date: str | None) -> str:
    """Digits of a date as written, brackets and clock left out."""
    found = re.search(r"(?:(?:19|20)?\d\d\D{1,3})?\d{1,2}\D{1,3}\d{1,2}", date or "")
    return "-".join(part.zfill(2) for part in re.findall(r"\d+", found[0])) if found else ""


def gold_verdict(gold: dict[str, object], base: str) -> Verdict:
    """Read the verdict from a gold line (see the module's text)."""
    wanted = gold.get("next_href") or gold.get("next_hint")
    following = target(str(wanted), base) if wanted else ""
    script_only = bool(wanted) and not following
    if not wanted and isinstance(gold.get("complete"), bool):
        return Verdict(None, bool(gold["complete"]))
    return Verdict(following or None, not script_only)


def page_url(gold: dict[str, object]) -> str:
    if gold.get("url"):
        return str(gold["url"])
    return STAND_IN.format(site=str(gold["site"]).split()[0])


def extract(gold: dict[str, object], folder: Path, no_meta: bool) -> ExtractedListing | None:
    body = (folder / str(gold["file"])).read_bytes()
    if no_meta:
        body = without_meta(body)
    try:
        return extract_listing(parse_document(body, page_url(gold)))
    except PageError:
        return None


def row_keys(rows: Iterator[tuple[str, str | None, str | None]], base: str) -> Counter[tuple[str, str, str]]:
    return Counter((squash(title), target(href, base), day(date)) for title, href, date in rows)


def gold_rows(gold: dict[str, object]) -> Iterator[tuple[str, str | None, str | None]]:
    for row in gold["items"]:  # type: ignore[attr-defined]
        yield row.get("title_attr") or row["title"], row["href"], row["date"]


def predicted_rows(found: ExtractedListing, normalized: bool) -> Iterator[tuple[str, str | None, str | None]]:
    if normalized:
        from gdmzt_crawler.normalize.listing import normalize_listing

        for entry in normalize_listing(found).entries:
            yield entry.title, entry.url, entry.date.isoformat() if entry.date else None
    else:
        for row in found.rows:
            yield row.title, row.href, row.date


def score(gold: dict[str, object], folder: Path, args: argparse.Namespace) -> tuple[float, bool, bool, str]:
    """(rows F1, next verdict right, complete verdict right, words)."""
    base = page_url(gold)
    found = extract(gold, folder, args.no_meta)
    if found is None:
        return 0.0, False, False, "not a listing"
    want, have = row_keys(gold_rows(gold), base), row_keys(predicted_rows(found, args.normalized), base)
    if all(href for _, href, _ in gold_rows(gold)):
        have = Counter({key: count for key, count in have.items() if key[1]})
    hits = sum((want & have).values())
    f1 = 2 * hits / (sum(want.values()) + sum(have.values())) if want or have else 1.0
    verdict = gold_verdict(gold, base)
    following = target(found.next_href, base) or None
    words = f"{sum(have.values())} rows of {sum(want.values())}, next {found.next_href}, last {found.last_page}, "
    words += found.paging
    if args.worst and f1 < 1:
        words += f"\n    missing {list(want - have)[:3]}\n    extra {list(have - want)[:3]}"
    return f1, following == verdict.next_url, found.complete == verdict.complete, words


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=PAGES / "listings.gold.jsonl")
    parser.add_argument("--pages", type=Path, default=PAGES / "listings")
    parser.add_argument("--only", default="", help="file names (their beginnings), separated by commas")
    parser.add_argument("--normalized", action="store_true", help="compare after the normalize stage")
    parser.add_argument("--no-meta", action="store_true", help="take every <meta> but the charset away first")
    parser.add_argument("--worst", action="store_true", help="print missing and superfluous rows")
    args = parser.parse_args()
    golds = [json.loads(line) for line in args.gold.read_text(encoding="utf-8").splitlines()]
    only = tuple(name for name in args.only.split(",") if name)
    results = [
        (gold["file"], *score(gold, args.pages, args)) for gold in golds if not only or gold["file"].startswith(only)
    ]
    for name, f1, next_right, complete_right, words in results:
        marks = f"  next {'ok' if next_right else 'NO'}  complete {'ok' if complete_right else 'NO'}"
        print(f"{name:36} rows {f1:.3f}{marks}  {words}")
    count = len(results)
    print(
        f"{count} pages: rows F1 {sum(r[1] for r in results) / count:.4f}, next {sum(r[2] for r in results)}/{count}, "
        f"complete {sum(r[3] for r in results)}/{count}"
    )


if __name__ == "__main__":
    main()
