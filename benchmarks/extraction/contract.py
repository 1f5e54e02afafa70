"""What holds for whatever the extractors are given: the fuzzer's and the property tests' judge."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import lxml.html
from lxml import etree

from benchmarks.extraction.mutants import Mutant
from gdmzt_crawler import Article, Listing, extract_article, extract_listing
from gdmzt_crawler.errors import NotAListing, NotAnArticle

SLOW = 1.0
"""Seconds of CPU time above which a call is compared with the bare parse."""


def calls(mutant: Mutant) -> Iterator[tuple[str, Callable[[], Article | Listing]]]:
    """The four ways in which a mutant is read."""
    for definition in ("auto", None):
        for extract in (extract_article, extract_listing):
            call = partial(extract, mutant.body, mutant.url, content_type=mutant.content_type, definition=definition)
            yield f"{extract.__name__}, definition {definition}", call


def try_mutant(mutant: Mutant, outcomes: Counter[str]) -> Iterator[tuple[str, str]]:
    """(call, error) of everything that went wrong; counts how the calls ended."""
    for name, call in calls(mutant):
        start = time.process_time()
        try:
            found = call()
            check(found)
            outcomes[f"{type(found).__name__}"] += 1
        except (NotAnArticle, NotAListing) as error:
            json.dumps([error.message, error.kind], ensure_ascii=False).encode()
            outcomes[f"{type(error).__name__} {error.kind}"] += 1
        # The point of a fuzzer: whatever else may be raised is what it looks for.
        except Exception as error:  # noqa: BLE001
            yield name, describe(error)
        spent = time.process_time() - start
        if spent > SLOW and spent > 10 * bare_parse(mutant.body):
            yield name, f"Slow: {spent:.1f} s"


def describe(error: Exception) -> str:
    """The error and the place in our code where it was raised."""
    place, trace = "", error.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if "gdmzt_crawler" in path.parts or path.name == "contract.py":
            place = f"{path.parent.name}/{path.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__}: {str(error)[:200]!a} at {place}"


def bare_parse(body: bytes | str) -> float:
    """Seconds that lxml alone takes for the page."""
    start = time.process_time()
    try:
        lxml.html.document_fromstring(body if isinstance(body, bytes) else body.encode("utf-8", "replace"))
    except (etree.ParserError, ValueError):
        return 0.0
    return time.process_time() - start


def check(found: Article | Listing) -> None:
    """The contract of the values, and that they can be written as UTF-8 JSON."""
    json.dumps(found.to_dict(), ensure_ascii=False, allow_nan=False).encode()
    if isinstance(found, Article):
        json.dumps([asdict(candidate) for candidate in found.candidates], ensure_ascii=False).encode()
        check_article(found)
    else:
        check_listing(found)


def check_article(article: Article) -> None:
    """What every article keeps to."""
    assert article.title.strip(), "empty title"
    assert article.source is None or article.source.strip(), "empty source"
    assert article.view_count is None or 0 <= article.view_count < 2**63, "view count that SQLite cannot hold"
    at = article.published_at
    assert at is None or (at.utcoffset() is not None and at.year >= 1990), "published before 1990 or without zone"
    assert all(p.text and "\n" not in p.text for p in article.paragraphs), "empty or broken paragraph"
    for image in article.images:
        assert urlsplit(image.url).scheme, f"image address is not absolute: {image.url!a}"


def check_listing(listing: Listing) -> None:
    """What every listing keeps to."""
    # A link whose text is control characters only leads somewhere all the same.
    assert all(entry.title.strip() or entry.url for entry in listing.entries), "entry without title and link"
    for url in (*(entry.url for entry in listing.entries), listing.next_url):
        assert url is None or urlsplit(url).scheme in ("http", "https"), f"address is not http: {url!a}"
    assert listing.last_page is None or 1 <= listing.last_page < 2**63, "last page that SQLite cannot hold"
