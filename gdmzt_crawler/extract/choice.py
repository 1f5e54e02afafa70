"""The choice between candidates, field by field, each with the reason why a candidate won or lost."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import NamedTuple

from gdmzt_crawler.extract.document import Document
from gdmzt_crawler.extract.head import Head
from gdmzt_crawler.extract.labelled import CHINESE_DATE, DATE, Byline, Hit
from gdmzt_crawler.models import Candidate, Found

_URL_FOLDERS = re.compile(r"/((?:19|20)\d{2})/(\d{1,2})/(\d{1,2})/")
_URL_DATE = re.compile(
    r"/((?:19|20)\d{2})[-/]?(0[1-9]|1[0-2])(?:[-/]?(0[1-9]|[12]\d|3[01]))(?=[/_.t-]|\d{0,14}[/_.])|/t((?:19|20)\d{2})(\d{2})(\d{2})_"
)
FIRST_YEAR = 1990
_DATE_TAGS = (
    "pubdate publishdate pubtime publish_time article:published_time og:release_date date weibo:article:create_at"
    " bytedance:published_time releasedate dc.date createdate".split()
)


class _Day(NamedTuple):
    """What a value says: its day (None: none that this module reads), how precise it is, and whether it can be true."""

    day: tuple[int, int, int] | None
    precision: int
    possible: bool


def choose_published(byline: Byline, document: Document, candidates: list[Candidate]) -> Found | None:
    """The visible date before the head's; a later rank with the same day and more precision refines it."""
    hits = sorted(byline.dates, key=lambda hit: hit.rank)
    hits += _from_head(document.head)
    if not hits:
        hits = _from_data(document) or _from_url(document.url)
    last = date.today() + timedelta(days=1)
    days = {value: _read(value, last) for value in {hit.value for hit in hits}}
    chosen = next((hit for hit in hits if days[hit.value].possible), None)
    if chosen is not None:
        day, rank = days[chosen.value].day, chosen.rank
        finer = (h for h in hits if h.rank <= rank and days[h.value].possible and days[h.value].day == day)
        chosen = max(finer, key=lambda h: days[h.value].precision)
    for hit in hits:
        candidates.append(Candidate("published", hit.value, hit.rule, _date_verdict(hit, chosen, days)))
    return Found(chosen.value, chosen.rule) if chosen is not None else None


def _date_verdict(hit: Hit, chosen: Hit | None, days: dict[str, _Day]) -> str:
    if hit is chosen:
        return "chosen"
    said = days[hit.value]
    if not said.possible:
        return "在未来或 1990 年之前 lies in the future or before 1990"
    if chosen is not None and said.day == days[chosen.value].day:
        return "agrees"
    return "不同，取可见、标注更好的日期 differs; the visible and better labelled date wins"


def _from_head(head: Head) -> list[Hit]:
    value = head.get(*_DATE_TAGS)
    if not value:
        return []
    rule = (
        "meta.PubDate"
        if head.get("pubdate")
        else "opengraph.published_time"
        if head.get("article:published_time")
        else "meta.date"
    )
    return [Hit(value, rule, 9, value)] if DATE.search(value.replace("T", " ")) or value[:4].isdigit() else []


def _from_data(document: Document) -> list[Hit]:
    """`datePublished` of JSON-LD."""
    for script in document.root.iter("script"):
        if "ld+json" in (script.get("type") or "") and script.text and len(script.text) < 100_000:
            try:
                data = json.loads(script.text)
            except (ValueError, RecursionError):
                continue
            for item in data if isinstance(data, list) else [data]:
                value = item.get("datePublished") or item.get("pubDate") if isinstance(item, dict) else None
                if isinstance(value, str):
                    return [Hit(value, "jsonld.datePublished", 9, value)]
    return []


def _from_url(url: str) -> list[Hit]:
    found = _URL_FOLDERS.search(url) or _URL_DATE.search(url)
    if found is None:
        return []
    year, month, day = (part for part in found.groups() if part is not None)
    value = f"{year}-{int(month):02}-{int(day):02}"
    return [Hit(value, "url.date", 10, value)]


def _read(value: str, last: date) -> _Day:
    """A value as a day; none behind `last` is possible."""
    found = DATE.search(value.replace("T", " "))
    if found is None:
        return _Day(None, 0, value[:4].isdigit() or CHINESE_DATE.match(value) is not None)
    year, month, day = int(found.group(1)), int(found.group(2)), int(found.group(3))
    precision = 2 if found.group(6) else 1 if found.group(5) else 0
    try:
        possible = year >= FIRST_YEAR and date(year, month, day) <= last
    except ValueError:
        possible = False
    return _Day((year, month, day), precision, possible)


def choose_source(byline: Byline, head: Head, candidates: list[Candidate]) -> Found | None:
    """来源-type labels first (the byline before the tail), then 发布机构, then the ContentSource tag."""
    named = "".join(head.title.split()) + (head.get("sitename") or "")
    # Without a label, the site's own name beside the date is no source.
    hits = [hit for hit in byline.sources if hit.rank < 2 or hit.value not in named]
    hits.sort(key=lambda hit: hit.rank)
    tag = head.get("contentsource", "source", "article:author_source", "content-source")
    found = hits[0] if hits else None
    if tag and len(tag) < 80 and (found is None or found.rank > 1):
        # A name beside the date, without a label, is a guess; the tag is not.
        found = Hit(tag, "meta.ContentSource", 9, tag)
    for hit in hits:
        candidates.append(Candidate("source", hit.value, hit.rule, _verdict(hit.value, found)))
    if tag:
        verdict = _verdict(tag, found).replace("chosen", "agrees") if hits else "chosen"
        candidates.append(Candidate("source", tag, "meta.ContentSource", verdict))
    if found is None:
        return None
    return Found(found.raw or found.value, found.rule)


def _verdict(value: str, chosen: Hit | None) -> str:
    if chosen is not None and value == chosen.value:
        return "chosen"
    if chosen is not None and "".join(value.split()) == "".join(chosen.value.split()):
        return "agrees"
    return "不同，取标注更好的 differs; the better label wins"


def choose_views(byline: Byline, candidates: list[Candidate]) -> Found | None:
    """The first number behind a views label."""
    for index, hit in enumerate(byline.views):
        candidates.append(
            Candidate("view_count", hit.value, hit.rule, "chosen" if index == 0 else "在其后 comes later")
        )
    return Found(byline.views[0].value, byline.views[0].rule) if byline.views else None
