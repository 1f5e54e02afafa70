"""The tools under test, each behind one form. Runs inside a tool's own venv: standard library, lxml and the tool.

A tool is given the page as it likes it best (`takes`: raw bytes, or text decoded beforehand at no cost to it) in the
configuration that suits the task best; only `run` is timed, `record` maps its answer to the fields of the gold.
"""

from __future__ import annotations

import importlib.metadata
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from html_record import date_as_iso, html_paragraphs, image_sources

Record = dict[str, Any]


@dataclass(frozen=True)
class Tool:
    """One extractor: `run(page, url)` does its work, `record` reads the fields out of what it gave."""

    takes: Literal["bytes", "text"]
    run: Callable[[Any, str], Any]
    record: Callable[[Any], Record]
    version: str


def load(name: str) -> Tool:
    """The tool of that name, imported and ready."""
    return _LOADERS[name]()


def _record(title: str | None, published: str | None, source: str | None, body: Any) -> Record:
    paragraphs = html_paragraphs(body)
    return {
        "title": title,
        "published": published,
        "source": source,
        "paragraphs": paragraphs,
        "images": image_sources(body),
    }


def _ours(definition: str | None) -> Tool:
    from gdmzt_crawler import __version__, extract_article

    def run(page: bytes, url: str) -> Any:
        return extract_article(page, url, definition=definition)

    return Tool("bytes", run, lambda article: article.to_dict(), __version__)


def _our_listings() -> Tool:
    from gdmzt_crawler import __version__, extract_listing

    def run(page: bytes, url: str) -> Any:
        return extract_listing(page, url, definition=None)

    return Tool("bytes", run, lambda listing: listing.to_dict(), __version__)


def _trafilatura() -> Tool:
    from trafilatura import bare_extraction

    # Dates with their time where htmldate finds one; images asked for; nothing dropped as a duplicate of another page.
    dates = {"extensive_search": True, "original_date": True, "outputformat": "%Y-%m-%dT%H:%M:%S"}

    def run(page: bytes, url: str) -> Any:
        return bare_extraction(
            page,
            url=url,
            include_images=True,
            include_comments=False,
            with_metadata=True,
            deduplicate=False,
            date_extraction_params=dict(dates),
        )

    def record(found: Any) -> Record:
        if found is None:
            return {"error": "nothing extracted"}
        # Its `sitename` is the site's own name and never what a reader sees behind 来源.
        return _record(found.title, found.date, None, found.body)

    return Tool("bytes", run, record, importlib.metadata.version("trafilatura"))


def _newspaper() -> Tool:
    from newspaper import Article, Config

    config = Config()
    config.language = "zh"
    config.fetch_images = False
    config.memorize_articles = False

    def run(page: str, url: str) -> Any:
        article = Article(url, config=config)
        article.download(input_html=page)
        article.parse()
        return article

    def record(article: Any) -> Record:
        published = article.publish_date.isoformat() if article.publish_date else None
        mapped = _record(article.title, published, None, article.article_html)
        # Its formatter drops every image; those of the node it chose are the fairer answer.
        return {**mapped, "images": image_sources(article.top_node)}

    return Tool("text", run, record, importlib.metadata.version("newspaper4k"))


def _gne() -> Tool:
    from gne import GeneralNewsExtractor

    extractor = GeneralNewsExtractor()

    def run(page: str, url: str) -> Any:
        return extractor.extract(page, with_body_html=True)

    def record(found: Record) -> Record:
        tags = {re.sub(r"\W", "", name).lower(): value for name, value in found["meta"].items()}
        source = tags.get("contentsource") or found["author"] or None
        mapped = _record(found["title"], date_as_iso(found["publish_time"]), source, found["body_html"])
        return {**mapped, "images": found["images"]}

    return Tool("text", run, record, importlib.metadata.version("gne"))


def _magic() -> Tool:
    from magic_html import GeneralExtractor

    extractor = GeneralExtractor()

    def run(page: str, url: str) -> Any:
        return extractor.extract(page, base_url=url)

    return Tool(
        "text",
        run,
        lambda found: _record(found["title"], None, None, found["html"]),
        importlib.metadata.version("magic-html"),
    )


def _readability() -> Tool:
    from readability import Document

    def run(page: str, url: str) -> Any:
        document = Document(page, url=url)
        return document.short_title(), document.summary(html_partial=True, keep_all_images=True)

    return Tool(
        "text",
        run,
        lambda found: _record(found[0], None, None, found[1]),
        importlib.metadata.version("readability-lxml"),
    )


_LOADERS: dict[str, Callable[[], Tool]] = {
    "ours": lambda: _ours(None),
    "ours-platform": lambda: _ours("auto"),
    "ours-listings": _our_listings,
    "trafilatura": _trafilatura,
    "newspaper4k": _newspaper,
    "gne": _gne,
    "magic-html": _magic,
    "readability-lxml": _readability,
}
