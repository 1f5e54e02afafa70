"""Saving one reading of an article: everything it touches, inside one transaction of the caller."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta, timezone

from ..dedupe.decide import Candidate, Group, group_of
from ..models import Article
from . import duplicates, frontier, history, identity, parts, visits, withdrawals
from .captures import add_capture
from .names import Names
from .records import ArticleRecord, Outcome, Saved
from .search import upkeep

_CHINA = timezone(timedelta(hours=8))

Values = dict[str, str | int | None]
"""Columns of an `articles` row."""


def save(db: sqlite3.Connection, names: Names, record: ArticleRecord, run_id: int | None) -> Saved:
    """Adds the article, or brings the stored one to what was read. Saving the same reading again changes nothing."""
    stored = identity.find(db, record.site, record.native_id, record.url)
    capture_id = None
    if record.capture is not None:
        capture_id = add_capture(db, record.capture, run_id, last=None if stored is None else stored["capture_id"])
    values = _values(names, record)
    if capture_id is not None:
        values["capture_id"] = capture_id
    entries = frontier.entries_of(db, record.site, record.native_id, record.url, record.linked_url)
    urls = frontier.known_urls(entries, record.native_id)
    if stored is None:
        values["first_seen_at"] = min([row["first_seen_at"] for row in entries] + [record.fetched_at])
        saved = _insert(db, record, values, urls)
    else:
        saved = _update(db, record, values, urls, stored)
    visits.read(db, saved.article_id, record.fetched_at, visit=record.visit)
    frontier.link_entries(db, saved.article_id, entries)
    if record.visit and stored is not None and stored["withdrawn_at"] is not None:
        withdrawals.bring_back(db, saved.article_id, record.fetched_at)
        return replace(saved, returned=True)
    return saved


def _insert(db: sqlite3.Connection, record: ArticleRecord, values: Values, urls: list[str]) -> Saved:
    values["url"] = identity.best_url(db, record.url, urls, record.column_path)
    values["last_seen_at"] = record.fetched_at
    values["view_count"] = record.article.view_count
    columns = ", ".join(values)
    marks = ", ".join("?" * len(values))
    cursor = db.execute(f"INSERT INTO articles ({columns}) VALUES ({marks})", tuple(values.values()))
    article_id = cursor.lastrowid
    assert article_id is not None
    parts.insert_parts(db, article_id, record.article)
    upkeep.add(db, article_id, record.article.title, record.article.text)
    _add_revision(db, article_id, 1, values, record, ())
    history.add_reading(db, article_id, record.article.view_count, record.views_at or record.fetched_at)
    root = duplicates.join(db, candidate(article_id, values), group(values), record.near_keys)
    return Saved(article_id, "new", (), root)


def _update(
    db: sqlite3.Connection, record: ArticleRecord, values: Values, urls: list[str], stored: sqlite3.Row
) -> Saved:
    article_id: int = stored["id"]
    revision: int = stored["revision"]
    _settle_address(db, record, values, urls, stored)
    before, now = history.current(db, article_id, revision), _content(values, record)
    changed = history.changed_fields(before, now)
    if changed:
        revision += 1
        values["revision"], values["changed_at"] = revision, record.fetched_at
        _add_revision(db, article_id, revision, values, record, changed)
    else:
        history.refresh(db, article_id, revision, before, now)
    parts.update_parts(db, article_id, record.article)
    count, before_count = record.article.view_count, stored["view_count"]
    history.add_reading(db, article_id, count, record.views_at or record.fetched_at)
    values["view_count"] = history.latest_reading(db, article_id)
    values["last_seen_at"] = max(stored["last_seen_at"], record.fetched_at)
    if record.visit:
        values["quarantined_at"] = values["quarantine_reason"] = None
    _write(db, article_id, values, stored)
    before_after = (stored["title"], stored["text"]), (record.article.title, record.article.text)
    upkeep.replace(db, article_id, *before_after)
    root = _regroup(db, article_id, values, stored)
    fell = count is not None and before_count is not None and count < before_count
    outcome: Outcome = "revised" if changed else "unchanged"
    return Saved(article_id, outcome, changed, root, fell_from=before_count if fell else None)


def _values(names: Names, record: ArticleRecord) -> Values:
    article = record.article
    source_id = None if article.source is None else names.source_id(article.source)
    canonical_id = None if record.source_canonical is None else names.source_id(record.source_canonical)
    if source_id is not None and canonical_id is not None:
        names.alias(source_id, canonical_id)
    column_id = None
    if record.column_path is not None:
        # a column that only listed the article is not the one that the breadcrumb calls by a name
        below = article.breadcrumb and identity.is_under(record.url, record.column_path)
        name = article.breadcrumb[-1] if below else None
        column_id = names.column_id(record.site, record.column_path, name)
    text = article.text
    return {
        "site": record.site,
        "native_id": record.native_id,
        "url": record.url,
        "title": article.title,
        "subtitle": article.subtitle,
        "published_at": stored_time(article),
        "published_at_precision": article.published_at_precision,
        "published_at_raw": article.published_at_raw,
        "published_at_from": article.published_at_from,
        "source_id": source_id,
        "source_raw": article.source_raw,
        "canonical_source_id": canonical_id,
        "author": article.author,
        "editor": article.editor,
        "column_id": column_id,
        "char_count": len("".join(text.split())),
        "paragraph_count": len(article.paragraphs),
        "image_count": len(article.images),
        "attachment_count": len(article.attachments),
        "fingerprint": record.fingerprint,
        "fetched_at": record.fetched_at,
        "parser_version": record.parser_version,
        "text": text,
    }


def stored_time(article: Article) -> str | None:
    """`2020-11-27` when only the day is known, else `2023-06-17T18:40:33+08:00`."""
    at = article.published_at
    if at is None:
        return None
    at = at.replace(tzinfo=_CHINA) if at.tzinfo is None else at.astimezone(_CHINA)
    if article.published_at_precision == "day":
        return at.date().isoformat()
    return at.isoformat(timespec="seconds")


def _settle_address(
    db: sqlite3.Connection, record: ArticleRecord, values: Values, urls: list[str], stored: sqlite3.Row
) -> None:
    path = None
    if stored["column_id"] is not None:
        path = db.execute("SELECT path FROM columns WHERE id = ?", (stored["column_id"],)).fetchone()["path"]
    column_path = identity.choose_column((stored["url"], path), (record.url, record.column_path))
    if column_path != record.column_path:
        values["column_id"] = stored["column_id"]
    values["url"] = identity.best_url(db, stored["url"], [record.url, *urls], column_path)


def _write(db: sqlite3.Connection, article_id: int, values: Values, stored: sqlite3.Row) -> None:
    # only what differs: an index is rewritten for every column named, changed or not
    names = [name for name, value in values.items() if stored[name] != value]
    if names:
        assignments = ", ".join(f"{name} = ?" for name in names)
        db.execute(f"UPDATE articles SET {assignments} WHERE id = ?", (*(values[name] for name in names), article_id))


def _regroup(db: sqlite3.Connection, article_id: int, values: Values, stored: sqlite3.Row) -> int | None:
    before, now = candidate(article_id, stored), candidate(article_id, values)
    old, new = group(stored), group(values)
    if old == new and before == now and stored["text"] == values["text"]:
        known: int | None = stored["duplicate_of"]
        return known
    duplicates.leave(db, article_id, duplicates.Place(old, stored["exact_duplicate_of"], stored["text"]))
    return duplicates.join(db, now, new)


def _add_revision(
    db: sqlite3.Connection,
    article_id: int,
    revision: int,
    values: Values,
    record: ArticleRecord,
    changed: tuple[str, ...],
) -> None:
    capture_id = values.get("capture_id")
    assert capture_id is None or isinstance(capture_id, int)
    content = _content(values, record)
    history.add_revision(db, article_id, revision, content, changed, at=record.fetched_at, capture_id=capture_id)


def _content(values: Values, record: ArticleRecord) -> history.Content:
    published_at = values["published_at"]
    assert published_at is None or isinstance(published_at, str)
    article = record.article
    return {
        "title": article.title,
        "published_at": published_at,
        "source": article.source,
        "text": article.text,
        "fingerprint": record.fingerprint,
    }


def candidate(article_id: int, row: sqlite3.Row | Mapping[str, str | int | None]) -> Candidate:
    """An article, by its row, as one of several duplicates."""
    return Candidate(article_id, str(row["site"]), str(row["native_id"]), _text(row["published_at"]))


def group(row: sqlite3.Row | Mapping[str, str | int | None]) -> Group | None:
    """What an article, by its row, would be an exact duplicate in; None where it is none of any."""
    return group_of(
        str(row["fingerprint"]),
        site=str(row["site"]),
        published_at=_text(row["published_at"]),
        image_count=int(row["image_count"] or 0),
        is_empty=row["char_count"] == 0,
    )


def _text(value: str | int | None) -> str | None:
    return None if value is None else str(value)
