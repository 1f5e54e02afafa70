"""An Atom feed checked: by the rules of RFC 4287, by feedparser, and against the database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import feedparser
from lxml import etree

from benchmarks.exports.truth import articles

_NS = {"a": "http://www.w3.org/2005/Atom"}
_ONCE = ("id", "title", "updated")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_UPDATED = "coalesce(a.changed_at, a.first_seen_at) DESC, a.published_at DESC, a.site, a.native_id"
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def rules_broken(body: bytes) -> list[str]:
    """What RFC 4287 demands of a feed and this one does not have."""
    root = etree.fromstring(body)
    found = [] if root.tag == f"{{{_NS['a']}}}feed" else [f"root is {root.tag}"]
    found += [f"foreign element {each.tag}" for each in root.iter() if not str(each.tag).startswith(f"{{{_NS['a']}}}")]
    entries = root.findall("a:entry", _NS)
    for place in (root, *entries):
        found += list(_broken(place))
    ids = [entry.findtext("a:id", None, _NS) for entry in entries]
    found += ["ids are not unique"] if len(ids) != len(set(ids)) else []
    return found


def _broken(place: Any) -> Iterator[str]:
    for name in _ONCE:
        if len(place.findall(f"a:{name}", _NS)) != 1:
            yield f"not one {name}"
    for name in ("updated", "published"):
        for each in place.findall(f"a:{name}", _NS):
            if not _TIME.fullmatch(each.text or ""):
                yield f"{name} is no date-time: {each.text}"
            else:
                datetime.fromisoformat(each.text)
    if not re.match(r"(https?|urn|tag):", place.findtext("a:id", "", _NS)):
        yield "id is no IRI"
    if not place.findall("a:author/a:name", _NS):
        yield "no author"
    for link in place.findall("a:link", _NS):
        if not re.match(r"https?://", link.get("href", "")):
            yield f"link to {link.get('href')}"
    yield from (f"{each.tag} has markup" for each in place.findall("a:summary", _NS) if len(each))
    yield from ("category without term" for each in place.findall("a:category", _NS) if not each.get("term"))


def feed_differences(path: Path, db: Path, limit: int) -> list[str]:
    """What is wrong with a feed of the newest `limit` articles; nothing where it is valid and says the same."""
    body = path.read_bytes()
    parsed = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    found = [*rules_broken(body), *([f"feedparser: {parsed.bozo_exception}"] if parsed.bozo else [])]
    true = list(articles(db, order=f"{_UPDATED} LIMIT {limit}"))
    entries = etree.fromstring(body).findall("a:entry", _NS)
    if len(entries) != len(true):
        found.append(f"{len(entries)} entries, not {len(true)}")
    for entry, article in zip(entries, true, strict=False):
        said = {
            name: entry.findtext(f"a:{name}", None, _NS) for name in ("id", "title", "updated", "published", "summary")
        }
        published = article["published_at"]
        text = article["text"]
        expected = {
            "id": article["url"],
            "title": _legal(article["title"]),
            "updated": article["changed_at"] or article["first_seen_at"],
            "published": published if published and "T" in published else None,
            "summary": _legal(text if len(text) <= 300 else text[:300] + "…"),
        }
        found += [f"{article['url']}: {name}" for name in said if said[name] != expected[name]]
    return found


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)
