"""Near-duplicates in the dataset: looked up by key, compared, and linked to the earliest published.

Of exact duplicates only the root is looked up and linked; the others follow it. `near_pairs` holds every pair that is
alike, so that an article that comes or goes has only its neighbours decided anew, and what comes out is what
`dedupe.leaders` says of all of them.
"""

from __future__ import annotations

import heapq
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..dedupe.decide import Candidate, precedence
from ..dedupe.kernel import Content, content_of
from ..dedupe.leaders import Link
from ..dedupe.near import keys_of, likeness

COMMON = 64
"""Articles that may share a key: one that more have is boilerplate, and says nothing."""
_HOLDERS = f"""
SELECT (SELECT group_concat(article_id) FROM (SELECT article_id FROM near_keys WHERE key = k.value LIMIT {COMMON + 1}))
FROM json_each(?) k
"""
_ADD_KEY = "INSERT INTO near_keys (key, article_id) VALUES (?, ?) ON CONFLICT DO NOTHING"
_DROP_KEY = "DELETE FROM near_keys WHERE key = ? AND article_id = ?"
_ADD_PAIR = "INSERT INTO near_pairs (article_id, other_id, share) VALUES (?, ?, ?)"
_NEIGHBOURS = "SELECT other_id FROM near_pairs WHERE article_id = ?"
_DROP_PAIR = "DELETE FROM near_pairs WHERE article_id = ? AND other_id = ?"
_ARTICLE = "SELECT id, site, native_id, published_at, title, text FROM articles WHERE id = ?"
_LINKED = """
SELECT a.id, a.site, a.native_id, a.published_at, a.duplicate_of, p.share
FROM near_pairs p JOIN articles a ON a.id = p.other_id WHERE p.article_id = ?
"""
_OWN = "SELECT id, site, native_id, published_at, duplicate_of, duplicate_share FROM articles WHERE id = ?"
_LINK = "UPDATE articles SET duplicate_of = ?, duplicate_kind = ?, duplicate_share = ? WHERE id = ?"
_FOLLOW = """
UPDATE articles SET duplicate_of = ?, duplicate_kind = ?, duplicate_share = ? WHERE exact_duplicate_of = ?
"""
_FOLLOW_ALONE = f"{_FOLLOW} AND id = ?"


@dataclass(frozen=True, slots=True)
class _Read:
    """An article as it is compared."""

    candidate: Candidate
    content: Content


def content(title: str, text: str) -> Content:
    """What an article is compared by, from its row: the paragraphs are the lines of its text."""
    return content_of(title, text.split("\n"))


def add(db: sqlite3.Connection, article_id: int, keys: frozenset[int] | None = None) -> None:
    """Links an article that is the root of its exact duplicates, or alone, and those that are like it.

    `keys`: what it is looked up by, where that is known already.
    """
    own = _read(db, article_id) if keys is None else None
    keys = keys_of(own.content) if own is not None else keys or frozenset()
    for other_id in sorted(_holders(db, keys) - {article_id}):
        own, other = own or _read(db, article_id), _read(db, other_id)
        earlier, later = sorted((own, other), key=lambda read: precedence(read.candidate))
        share = likeness(later.content, earlier.content)
        if share is not None:
            db.executemany(_ADD_PAIR, [(article_id, other_id, share), (other_id, article_id, share)])
    db.executemany(_ADD_KEY, [(key, article_id) for key in sorted(keys)])
    neighbours = _neighbours(db, article_id)
    if neighbours:
        settle(db, [article_id, *neighbours])
    follow(db, article_id)


def drop(db: sqlite3.Connection, article_id: int, text: str) -> None:
    """Takes an article out again, with the text it had when it was added; those like it are decided anew."""
    db.executemany(_DROP_KEY, [(key, article_id) for key in keys_of(content("", text))])
    neighbours = _neighbours(db, article_id)
    db.executemany(_DROP_PAIR, [pair for other in neighbours for pair in ((article_id, other), (other, article_id))])
    db.execute(_LINK, (None, None, None, article_id))
    settle(db, neighbours)


def follow(db: sqlite3.Connection, root: int, follower: int | None = None) -> None:
    """Has the exact duplicates of a root (or one of them) point where it points, or at it."""
    link = _own(db, root)[1]
    values = (root, "exact", 1.0) if link is None else (link.root, "near", link.share)
    if follower is None:
        db.execute(_FOLLOW, (*values, root))
    else:
        db.execute(_FOLLOW_ALONE, (*values, root, follower))


def _neighbours(db: sqlite3.Connection, article_id: int) -> list[int]:
    return [row[0] for row in db.execute(_NEIGHBOURS, (article_id,))]


def _holders(db: sqlite3.Connection, keys: Iterable[int]) -> set[int]:
    found: set[int] = set()
    for (told,) in db.execute(_HOLDERS, (json.dumps(list(keys)),)):
        holders = told.split(",") if told else []
        if len(holders) <= COMMON:
            found.update(map(int, holders))
    return found


def settle(db: sqlite3.Connection, article_ids: Iterable[int]) -> None:
    """Decides these articles anew, and every later one on which that bears, in the order of precedence.

    Each must be the root of its exact duplicates, or alone.
    """
    heap = [(precedence(candidate), candidate.id) for candidate in (_own(db, each)[0] for each in article_ids)]
    heapq.heapify(heap)
    waiting = {article_id for _, article_id in heap}
    while heap:
        rank, article_id = heapq.heappop(heap)
        waiting.discard(article_id)
        before = _own(db, article_id)[1]
        linked = [(precedence(candidate), candidate.id, link) for candidate, link in _linked(db, article_id)]
        roots = [(at, Link(other, link.share)) for at, other, link in linked if at < rank and link.root == other]
        now = min(roots, key=lambda found: found[0])[1] if roots else None
        if now == before:
            continue
        db.execute(_LINK, (None, None, None, article_id) if now is None else (now.root, "near", now.share, article_id))
        follow(db, article_id)
        if (now is None) != (before is None):
            for at, other, _ in linked:
                if at > rank and other not in waiting:
                    heapq.heappush(heap, (at, other))
                    waiting.add(other)


def _linked(db: sqlite3.Connection, article_id: int) -> Iterator[tuple[Candidate, Link]]:
    """The neighbours of an article: each with where it points (at itself when it is a root), and their share."""
    for row in db.execute(_LINKED, (article_id,)).fetchall():
        root = row["id"] if row["duplicate_of"] is None else row["duplicate_of"]
        yield Candidate(*row[:4]), Link(root, row["share"])


def _own(db: sqlite3.Connection, article_id: int) -> tuple[Candidate, Link | None]:
    row = db.execute(_OWN, (article_id,)).fetchone()
    link = None if row["duplicate_of"] is None else Link(row["duplicate_of"], row["duplicate_share"])
    return Candidate(*row[:4]), link


def _read(db: sqlite3.Connection, article_id: int) -> _Read:
    row = db.execute(_ARTICLE, (article_id,)).fetchone()
    return _Read(Candidate(*row[:4]), content(row["title"], row["text"]))
