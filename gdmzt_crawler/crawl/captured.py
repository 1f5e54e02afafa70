"""Reading captures out of the archive, in whichever process: what a page says, without anything that is stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlsplit

from gdmzt_crawler.archive.exchange import ArchivedPage, Problem
from gdmzt_crawler.archive.index import row_of
from gdmzt_crawler.archive.pieces import Piece
from gdmzt_crawler.archive.reader import iterate
from gdmzt_crawler.crawl.losing import of_answer
from gdmzt_crawler.crawl.reading import ListingRead, fetched, read_whole
from gdmzt_crawler.crawl.stages import article_fingerprint
from gdmzt_crawler.dedupe.kernel import content_of
from gdmzt_crawler.dedupe.near import keys_of
from gdmzt_crawler.errors import DefinitionError, NotAnArticle
from gdmzt_crawler.models import Article, RawPage
from gdmzt_crawler.sites.definition import SiteDefinition, load_for_archive
from gdmzt_crawler.sites.pages import read_article
from gdmzt_crawler.store.records import CaptureRecord


@dataclass(frozen=True, slots=True)
class ArticleRead:
    """An article page that was read already."""

    article: Article
    fingerprint: str
    near_keys: frozenset[int] | None
    """What near-duplicates are looked up by; None where the text is to be mended before it is stored."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of this program, met on one page: the others are read all the same."""

    message: str


@dataclass(frozen=True, slots=True)
class Captured:
    """One capture: its row, what it was asked for, and what its page says. Can be sent between processes."""

    row: CaptureRecord
    notes: Mapping[str, str]
    page: RawPage
    """Without its body."""
    found: Found
    """None where the answer brought no page to be read, or its site is unknown here."""


Found = ArticleRead | ListingRead | NotAnArticle | Fault | None
_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def read_piece(piece: Piece, site: str | None = None) -> tuple[list[Captured], list[Problem]]:
    """The captures of a piece of the archive (of one site only), in order, and what could not be read."""
    problems: list[Problem] = []
    return list(read_captures(piece, problems, site)), problems


def read_captures(piece: Piece, problems: list[Problem], site: str | None = None) -> Iterator[Captured]:
    """The same, one by one."""
    for archived in iterate([piece], report=problems.append):
        if site is None or archived.notes.get("site") == site:
            yield captured(archived)


def captured(archived: ArchivedPage) -> Captured:
    """What an archived page says."""
    page = archived.raw_page()
    definition = definition_of(archived.notes)
    found: Found = None
    if definition is not None and of_answer(archived.status, archived.url) is None:
        try:
            found = _read(page, archived.notes, definition)
        except _FAULTS as error:
            found = Fault(f"{type(error).__name__}: {error}")
    return Captured(record_of(archived), archived.notes, replace(page, body=b""), found)


def record_of(archived: ArchivedPage) -> CaptureRecord:
    """The row of a capture."""
    row = row_of(archived)
    return CaptureRecord(
        url=row.url,
        fetched_at=row.fetched_at or "",
        status=row.status,
        content_type=row.content_type,
        sha256=row.sha256,
        bytes=row.bytes,
        etag=row.etag,
        last_modified=row.last_modified,
        warc_file=row.warc_file,
        warc_offset=row.warc_offset,
    )


def definition_of(notes: Mapping[str, str]) -> SiteDefinition | None:
    """The definition of the site that a capture belongs to, where that stood then; None where there is none here."""
    return _definition(notes.get("site", ""), notes.get("home"))


@lru_cache(maxsize=64)
def _definition(key: str, home: str | None) -> SiteDefinition | None:
    try:
        definition = load_for_archive(key)
    except DefinitionError:
        return None
    if home is None or home == definition.home_url:
        return definition
    try:
        _ = urlsplit(home).port
    except ValueError:
        # a file that somebody else made, or edited
        return None
    return definition.at(home)


def _read(page: RawPage, notes: Mapping[str, str], definition: SiteDefinition) -> Found:
    if "column" in notes:
        return read_whole(page, definition, first=notes.get("page", "1") == "1")
    if "article" not in notes:
        return None
    try:
        article = read_article(page, definition, now=fetched(page))
    except NotAnArticle as error:
        return error
    # what explains the choice is not stored, and would have to be carried from process to process
    article = replace(article, candidates=(), meta={})
    return ArticleRead(article, article_fingerprint(article), _near_keys(article))


def _near_keys(article: Article) -> frozenset[int] | None:
    try:
        article.text.encode()
    except UnicodeEncodeError:
        return None
    return keys_of(content_of(article.title, article.text.split("\n")))
