"""The pages measured: 25 saved articles of 19 sites and 129 of two whole sites, as saved and without head tags."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.saved_pages import MIRROR, PAGES, read_lines, without_meta
from benchmarks.score_listings import page_url
from gdmzt_crawler.extract.encoding import decode

SMALL = 15_000
"""Bytes below which a page's fixed costs weigh more than its length."""


@dataclass(frozen=True)
class Page:
    """One article page and what should come out of it."""

    set: str
    """`pages`, `mirror`, `pages -meta` or `mirror -meta`."""
    name: str
    url: str
    body: bytes
    gold: dict[str, Any]

    @property
    def id(self) -> str:
        """Its name in manifests and answers."""
        return f"{self.set}/{self.name}"


SETS = ("pages", "mirror", "pages -meta", "mirror -meta")
LISTINGS = "listings"


def read_pages() -> list[Page]:
    """Every page of every set."""
    saved = [*_articles(), *_mirror()]
    return saved + [replace(page, set=f"{page.set} -meta", body=without_meta(page.body)) for page in saved]


def read_listings() -> list[Page]:
    """The saved listing pages, and the listing, channel and home pages of the mirror (without gold)."""
    golds = read_lines(PAGES / "listings.gold.jsonl")
    saved = [Page(LISTINGS, g["file"], page_url(g), (PAGES / "listings" / g["file"]).read_bytes(), g) for g in golds]
    for path in sorted(MIRROR.glob("*/**/index.html")):
        name = path.relative_to(MIRROR).as_posix()
        saved.append(Page(LISTINGS, name, f"http://{name}", path.read_bytes(), {}))
    return saved


def _articles() -> Iterator[Page]:
    for gold in read_lines(PAGES / "articles.gold.jsonl"):
        yield Page("pages", gold["file"], gold["url"], (PAGES / "articles" / gold["file"]).read_bytes(), gold)


def _mirror() -> Iterator[Page]:
    for truth in read_lines(MIRROR / "truth.jsonl"):
        if truth["article"]:
            parts = urlsplit(truth["url"])
            name = f"{parts.netloc}{parts.path}"
            yield Page("mirror", name, truth["url"], (MIRROR / name).read_bytes(), truth)


def write_manifest(pages: list[Page], folder: Path, *, rounds: int, repeat: int) -> dict[str, Any]:
    """Lay the pages down for the workers, as bytes and as text decoded the way a browser would."""
    lines = []
    for number, page in enumerate(pages):
        raw, text = folder / f"{number}.html", folder / f"{number}.txt"
        raw.write_bytes(page.body)
        text.write_bytes(decode(page.body).data)
        lines.append({"id": page.id, "url": page.url, "raw": str(raw), "text": str(text)})
    return {"rounds": rounds, "repeat": repeat, "pages": lines}
