"""What a dataset says, without when and in which order it was found: two crawls of one site must agree in it."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

QUERIES = {
    "columns": "SELECT site, path, name, url, complete FROM columns",
    "articles": """
        SELECT a.site, a.native_id, a.url, a.title, a.subtitle, a.published_at, a.published_at_precision,
            a.published_at_raw, a.published_at_from, s.name, a.source_raw, k.name, a.author, a.editor, c.path,
            a.view_count, a.char_count, a.paragraph_count, a.image_count, a.attachment_count, a.fingerprint,
            a.revision, r.native_id, a.duplicate_kind, a.duplicate_share, a.parser_version, a.text
        FROM articles a LEFT JOIN sources s ON s.id = a.source_id LEFT JOIN sources k ON k.id = a.canonical_source_id
        LEFT JOIN columns c ON c.id = a.column_id LEFT JOIN articles r ON r.id = a.duplicate_of""",
    "paragraphs": "SELECT native_id, position, kind, t.text FROM paragraphs t JOIN articles a ON a.id = article_id",
    "images": """SELECT native_id, position, after_paragraph, t.url, alt, caption
        FROM images t JOIN articles a ON a.id = article_id""",
    "attachments": "SELECT native_id, position, t.url, name FROM attachments t JOIN articles a ON a.id = article_id",
    "evidence": "SELECT native_id, field, rule, agrees FROM evidence JOIN articles a ON a.id = article_id",
    "revisions": """SELECT native_id, t.revision, t.title, t.published_at, source, t.fingerprint, changed, t.text
        FROM revisions t JOIN articles a ON a.id = article_id""",
    "view_counts": "SELECT native_id, t.view_count FROM view_counts t JOIN articles a ON a.id = article_id",
    "article_columns": """SELECT native_id, path, listed_title, listed_date FROM article_columns t
        JOIN articles a ON a.id = article_id JOIN columns c ON c.id = t.column_id""",
    "entries": """SELECT e.site, path, e.url, linked_url, e.native_id, e.title, listed_date, state, a.native_id
        FROM entries e JOIN columns c ON c.id = e.column_id LEFT JOIN articles a ON a.id = e.article_id""",
    "sources": "SELECT s.name, k.name FROM sources s LEFT JOIN sources k ON k.id = s.canonical_id",
}
"""By table: what it holds, by natural keys. Ids, times of the crawl, captures, runs and issues are left out."""


def contents(path: Path) -> dict[str, list[str]]:
    """The rows of each table, each as one line of JSON, in an order of their own."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return {
            table: sorted(json.dumps(row, ensure_ascii=False) for row in db.execute(query))
            for table, query in QUERIES.items()
        }


def digest(path: Path) -> str:
    """One number for all of it."""
    rows = contents(path)
    return hashlib.sha256("\n".join(f"{name}\t{line}" for name in rows for line in rows[name]).encode()).hexdigest()


def difference(one: Path, other: Path) -> list[str]:
    """The first lines in which two datasets differ; none where they say the same."""
    first, second = contents(one), contents(other)
    return [
        f"{sign} {table} {line[:200]}"
        for table in QUERIES
        for sign, lines in (("-", first[table]), ("+", second[table]))
        for line in sorted(set(lines) - set(second[table] if sign == "-" else first[table]))[:5]
    ] + [
        f"{table}: {len(first[table])} and {len(second[table])} rows"
        for table in QUERIES
        if len(first[table]) != len(second[table])
    ]


def unsound(path: Path) -> list[str]:
    """What SQLite's own checks find, and rows that contradict one another; none in a sound dataset."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        found = [line for (line,) in db.execute("PRAGMA integrity_check") if line != "ok"]
        found += [f"foreign key: {row}" for row in db.execute("PRAGMA foreign_key_check")]
        for name, query in _CONTRADICTIONS.items():
            (count,) = db.execute(query).fetchone()
            if count:
                found.append(f"{name}: {count}")
    return found


_CONTRADICTIONS = {
    "entries stored without an article": """SELECT count(*) FROM entries
        WHERE (state IN ('stored', 'withdrawn')) <> (article_id NOT NULL)""",
    "articles without a revision": """SELECT count(*) FROM articles a WHERE revision <>
        (SELECT count(*) FROM revisions r WHERE r.article_id = a.id)""",
    "articles without all paragraphs": """SELECT count(*) FROM articles a WHERE paragraph_count <>
        (SELECT count(*) FROM paragraphs p WHERE p.article_id = a.id)""",
    "articles without all images": """SELECT count(*) FROM articles a WHERE image_count <>
        (SELECT count(*) FROM images p WHERE p.article_id = a.id)""",
    "articles listed nowhere": """SELECT count(*) FROM entries e WHERE article_id NOT NULL AND NOT EXISTS
        (SELECT 1 FROM article_columns c WHERE c.article_id = e.article_id AND c.column_id = e.column_id)""",
    "duplicates of duplicates": """SELECT count(*) FROM articles a JOIN articles r ON r.id = a.duplicate_of
        WHERE r.duplicate_of NOT NULL""",
    "runs still running": "SELECT max(0, count(*) - 1) FROM crawl_runs WHERE state = 'running'",
}
