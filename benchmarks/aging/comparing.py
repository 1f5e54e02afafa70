"""A dataset against the oracle: revisions, view counts and withdrawals exactly those made, requests exactly those due."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from benchmarks.aging.oracle import NIGHT, History, Oracle

_QUERIES = {
    "revisions": """SELECT a.native_id, t.revision, t.observed_at, t.changed FROM revisions t
        JOIN articles a ON a.id = t.article_id ORDER BY t.article_id, t.revision""",
    "views": """SELECT a.native_id, t.observed_at, t.view_count FROM view_counts t
        JOIN articles a ON a.id = t.article_id ORDER BY t.article_id, t.observed_at""",
    "withdrawn": """SELECT a.native_id, t.withdrawn_at, t.returned_at FROM withdrawals t
        JOIN articles a ON a.id = t.article_id ORDER BY t.article_id, t.withdrawn_at""",
    "now": "SELECT native_id, withdrawn_at, view_count, revision, text FROM articles",
}


def day_of(at: str) -> int:
    """The night of a time of ours."""
    return (datetime.fromisoformat(at) - NIGHT).days


def differences(db: Path, oracle: Oracle, last: int) -> list[str]:
    """Everything that the dataset does not have as it must; `last`: the night up to which it was kept."""
    with closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True)) as opened:
        rows = {name: opened.execute(query).fetchall() for name, query in _QUERIES.items()}
    stored = _histories(rows)
    faults = [f"{number}: {fault}" for number, fault in _contents(rows["now"], oracle, last)]
    for number in sorted(stored.keys() | oracle.histories.keys()):
        found, wanted = stored.get(number, History()), oracle.histories.get(number, History())
        days = [day for day, _ in wanted.revisions]
        if [day for day, _ in found.revisions] != days:
            faults.append(f"{number}: revisions of nights {found.revisions}, not {wanted.revisions}")
        if found.views != wanted.views:
            faults.append(f"{number}: view counts {found.views}, not {wanted.views}")
        if found.withdrawn != wanted.withdrawn:
            faults.append(f"{number}: withdrawn {found.withdrawn}, not {wanted.withdrawn}")
    return faults


def asked_wrongly(asked: Counter[str], wanted: Counter[str]) -> list[str]:
    """Paths that were asked for without need, and that were not."""
    needless, missing = asked - wanted, wanted - asked
    return [f"needless: {path}" for path in needless] + [f"not asked for: {path}" for path in missing]


def _histories(rows: dict[str, list[tuple[object, ...]]]) -> dict[int, History]:
    found: dict[int, History] = {}
    for native_id, revision, at, changed in rows["revisions"]:
        history = found.setdefault(int(str(native_id)), History())
        expected = [] if revision == 1 else ["text"]
        # A revision of anything but the text is none that was made.
        history.revisions.append((day_of(str(at)), 0 if json.loads(str(changed)) == expected else -1))
        if json.loads(str(changed)) != expected:
            history.revisions.append((-1, -1))
    for native_id, at, count in rows["views"]:
        found[int(str(native_id))].views.append((day_of(str(at)), int(str(count))))
    for native_id, gone, back in rows["withdrawn"]:
        told: list[int | None] = [day_of(str(gone)), None if back is None else day_of(str(back))]
        found[int(str(native_id))].withdrawn.append(told)
    return found


def _contents(rows: list[tuple[object, ...]], oracle: Oracle, last: int) -> Iterator[tuple[int, str]]:
    """What an article says now must be what was read last."""
    site = oracle.site.on_day(last)
    for native_id, withdrawn_at, count, revision, text in rows:
        number = int(str(native_id))
        history = oracle.histories.get(number)
        if history is None:
            yield number, "is stored and never was to be seen"
            continue
        edits = history.revisions[-1][1]
        more = f"本文于发布后第{edits}次更正"
        if edits and more not in str(text):
            yield number, f"does not say what its edit {edits} says"
        if (withdrawn_at is not None) != oracle.is_withdrawn(number):
            yield number, f"withdrawn_at is {withdrawn_at}"
        if count != (history.views[-1][1] if history.views else None):
            yield number, f"shows {count} views"
        if revision != len(history.revisions):
            yield number, f"has the revision {revision}"
        if site.shows(number) and str(text) == "" and site.article(number).paragraphs:
            yield number, "lost its text"
