"""Reading what an article said before."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from ..errors import UsageError
from ..normalize.urls import canonical_url, is_http
from .connection import connect_readonly, translated
from .migrations import check_version

_BY_NUMBER = "SELECT id FROM articles WHERE id = ?"
_BY_NATIVE_ID = "SELECT id FROM articles WHERE native_id = ? ORDER BY id"
_BY_URL = """
SELECT id FROM articles WHERE url IN (SELECT value FROM json_each(:urls))
UNION SELECT article_id FROM entries WHERE url IN (SELECT value FROM json_each(:urls)) AND article_id IS NOT NULL
UNION SELECT article_id FROM entries WHERE linked_url IN (SELECT value FROM json_each(:urls)) AND article_id IS NOT NULL
"""
_ARTICLE = "SELECT id, site, native_id, url, title, revision, withdrawn_at FROM articles WHERE id = ?"
_REVISION = """
SELECT revision, observed_at, title, published_at, source, text, changed FROM revisions
WHERE article_id = ? AND revision = ?
"""
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class ArticleName:
    """Which article is meant."""

    id: int
    site: str
    native_id: str
    url: str
    title: str
    revision: int
    """The current one."""
    withdrawn_at: str | None


@dataclass(frozen=True, slots=True)
class Revision:
    """One content of an article."""

    revision: int
    observed_at: str
    title: str
    published_at: str | None
    source: str | None
    text: str
    changed: tuple[str, ...]
    """Fields that differ from the revision before."""


def read_revisions(
    path: Path, article: str, first: int | None, last: int | None
) -> tuple[ArticleName, Revision, Revision]:
    """Two revisions of an article that is named by its number, its native id or its URL.

    `last` is the current one by default, `first` the one before `last`; both are the same where there is one only.
    Raises UsageError where no such article or revision is stored, StoreError (and its kinds).
    """
    db = connect_readonly(path)
    try:
        with translated(path):
            check_version(db, path)
            name = ArticleName(*db.execute(_ARTICLE, (_find(db, article),)).fetchone())
            last = name.revision if last is None else last
            first = max(1, last - 1) if first is None else first
            return name, _revision(db, name, first), _revision(db, name, last)
    finally:
        db.close()


def _find(db: sqlite3.Connection, article: str) -> int:
    article = article.strip()
    if is_http(article):
        found = db.execute(_BY_URL, {"urls": json.dumps(_addresses(article))}).fetchall()
    else:
        found = []
        if article.isascii() and article.isdigit() and int(article[:20]) <= _LARGEST:
            found = db.execute(_BY_NUMBER, (int(article),)).fetchall()
        found = found or db.execute(_BY_NATIVE_ID, (article,)).fetchall()
    if not found:
        raise UsageError(
            f"没有这篇文章 no such article: {article!r} — give its number in `articles`, its native id or its URL.",
            field="article",
        )
    if len(found) > 1:
        numbers = ", ".join(str(row[0]) for row in found)
        raise UsageError(f"不止一篇 several articles have the native id {article!r}: {numbers}.", field="article")
    return int(found[0][0])


def _addresses(url: str) -> list[str]:
    """The forms in which an address may be stored."""
    canonical = {canonical_url(url, scheme=scheme) for scheme in (None, "http", "https")}
    return sorted({url, *canonical})


def _revision(db: sqlite3.Connection, name: ArticleName, number: int) -> Revision:
    row = db.execute(_REVISION, (name.id, number)).fetchone()
    if row is None:
        raise UsageError(f"没有这一版 article {name.id} has the revisions 1 to {name.revision}, not {number}.")
    return Revision(**{**dict(row), "changed": tuple(json.loads(row["changed"]))})
