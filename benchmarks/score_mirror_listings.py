"""Listing extraction on the saved sites of `../shared/mirror`: every article that truth.jsonl says is listed on a page
must be a dated row of that page; pages without listed articles are shown with what was made of them.

usage: score_mirror_listings.py [--site HOST] [--all]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.saved_pages import MIRROR
from gdmzt_crawler.errors import PageError
from gdmzt_crawler.extract.document import parse_document
from gdmzt_crawler.extract.listing import extract_listing
from gdmzt_crawler.normalize.listing import normalize_listing


def listed_articles() -> dict[str, list[tuple[str, str]]]:
    """Listing page → (article, published) of the articles that stand in its rows."""
    pages: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in (MIRROR / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        for page in article["listed_on"] or ():
            pages[page].append((article["url"], article["published"]))
    return pages


def show(path: Path, url: str, wanted: list[tuple[str, str]]) -> tuple[int, int]:
    """(articles found as dated rows, articles wanted) of one page."""
    try:
        found = extract_listing(parse_document(path.read_bytes(), url))
    except PageError as error:
        print(f"{url:60} {error.kind}{'  MISSED ALL' if wanted else ''}")
        return 0, len(wanted)
    listing = normalize_listing(found)
    days = {entry.url: entry.date for entry in listing.entries}
    hits = sum(1 for article, _ in wanted if days.get(article) is not None)
    same = sum(1 for article, day in wanted if str(days.get(article)) == day[:10])
    print(
        f"{url:60} {len(listing.entries):3} rows ({found.rows_rule}) {hits}/{len(wanted)} listed, {same} on the day of "
        f"publication, next {listing.next_url}, {listing.paging}, complete {listing.complete}, {len(found.links)} links"
    )
    return hits, len(wanted)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", default="", help="one host only")
    args = parser.parse_args()
    listed = listed_articles()
    hits = wanted = 0
    for path in sorted(MIRROR.glob(f"{args.site or '*'}/**/index.html")):
        relative = path.relative_to(MIRROR).as_posix()
        url = f"http://{relative}"
        if relative.count("/") == 1:
            url = url.removesuffix("index.html")
        found, sought = show(path, url, listed.get(url, []))
        hits, wanted = hits + found, wanted + sought
    print(f"{hits} of {wanted} listed articles found as dated rows")


if __name__ == "__main__":
    main()
