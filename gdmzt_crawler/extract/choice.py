"""The choice between candidates, field by field, each with the reason why a candidate won or lost."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from operator import attrgetter
from typing import NamedTuple

from gdmzt_crawler.extract.document import Document
from gdmzt_crawler.extract.head import Head
from gdmzt_crawler.extract.labelled import CHINESE_DATE, DATE, Byline, Hit
from gdmzt_crawler.models import Candidate, Found

_URL_FOLDERS = re.compile(r"/((?:19|20)\d{2})/(\d{1,2})/(\d{1,2})/")
_URL_DATE = re.compile(
    r"/((?:19|20)\d{2})[-/]?(0[1-9]|1[0-2])(?:[-/]?(0[1-9]|[12]\d|3[01]))(?=[/_.t-]|\d{0,14}[/_.])|/t((?:19|20)\d{2})(\d{2})(\d{2})_"
)
_PLAIN = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?")
"""The form that nearly all sites share, which `DATE` reads alike."""
_MOST_PRECISE = 2
"""The precision of a time with seconds; 1 with minutes, 0 for a day."""
_PRECISIONS = {10: 0, 16: 1, 19: _MOST_PRECISE}
"""By the length of the plain form."""
_BEGUN = date.today()
_RANK = attrgetter("rank")
FIRST_YEAR = 1990
_DATE_TAGS = (
    "pubdate publishdate pubtime publish_time article:published_time og:release_date date weibo:article:create_at"
    " bytedance:published_time releasedate dc.date createdate".split()
)


class _Day(NamedTuple):
    """What a value says: its day (None: none that this module reads), how precise it is, and whether it can be true."""

    day: date | None
    precision: int
    possible: bool


def choose_published(byline: Byline, document: Document, candidates: list[Candidate]) -> Found | None:
    """The visible date before the head's; a later rank with the same day and more precision refines it."""
    hits = sorted(byline.dates, key=_RANK)
    hits += _from_head(document.head)
    if not hits:
        hits = _from_data(document) or _from_url(document.url)
    # Most dates of a page are the same string in several places.
    days: dict[str, _Day] = {}
    chosen: Hit | None = None
    for hit in hits:
        if hit.value not in days:
            days[hit.value] = _read(hit.value)
        if chosen is None and days[hit.value].possible:
            chosen = hit
    if chosen is not None and days[chosen.value].precision < _MOST_PRECISE:
        chosen = _refined(chosen, hits, days)
    said = days[chosen.value] if chosen is not None else None
    for hit in hits:
        verdict = "chosen" if hit is chosen else _date_verdict(days[hit.value], said)
        candidates.append(Candidate("published", hit.value, hit.rule, verdict))
    return Found(chosen.value, chosen.rule) if chosen is not None else None


def _refined(chosen: Hit, hits: list[Hit], days: dict[str, _Day]) -> Hit:
    """The most precise of the hits that say the same day and rank no lower; the first of equals."""
    day = days[chosen.value].day
    finer = [h for h in hits if h.rank <= chosen.rank and days[h.value].possible and days[h.value].day == day]
    return max(finer, key=lambda hit: days[hit.value].precision)


def _date_verdict(said: _Day, chosen: _Day | None) -> str:
    if not said.possible:
        return "在未来或 1990 年之前 lies in the future or before 1990"
    if chosen is not None and said.day == chosen.day:
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
    return [Hit(value, rule, 9, value)] if value[:4].isdigit() or DATE.search(value.replace("T", " ")) else []


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


def _read(value: str) -> _Day:
    """A value as a day; none before 1990 or behind tomorrow, and none that no calendar has, is possible."""
    try:
        if _PLAIN.fullmatch(value):
            return _judged(date.fromisoformat(value[:10]), _PRECISIONS[len(value)])
        found = DATE.search(value.replace("T", " "))
        if found is None:
            return _Day(None, 0, value[:4].isdigit() or CHINESE_DATE.match(value) is not None)
        day = date(int(found.group(1)), int(found.group(2)), int(found.group(3)))
    except ValueError:
        return _Day(None, 0, False)
    return _judged(day, _MOST_PRECISE if found.group(6) else 1 if found.group(5) else 0)


def _judged(day: date, precision: int) -> _Day:
    # Asking the clock reads the time zone; nearly every date of a page lies before this program began.
    come = day <= _BEGUN or day <= date.today() + timedelta(days=1)
    return _Day(day, precision, come and day.year >= FIRST_YEAR)


def choose_source(byline: Byline, head: Head, candidates: list[Candidate]) -> Found | None:
    """来源-type labels first (the byline before the tail), then 发布机构, then the ContentSource tag."""
    hits = [hit for hit in byline.sources if hit.rank < 2 or not _is_of_site(hit.value, head)]
    hits.sort(key=_RANK)
    tag = head.get("contentsource", "source", "article:author_source", "content-source")
    found = hits[0] if hits else None
    if tag:
        hits.append(Hit(tag, "meta.ContentSource", 9, tag))
        if len(tag) < 80 and (found is None or found.rank > 1):
            # A name beside the date, without a label, is a guess; the tag is not.
            found = hits[-1]
    for hit in hits:
        candidates.append(Candidate("source", hit.value, hit.rule, _verdict(hit, found)))
    if found is None:
        return None
    return Found(found.raw or found.value, found.rule)


def _is_of_site(value: str, head: Head) -> bool:
    """Without a label, the site's own name beside the date is no source."""
    return value in "".join(head.title.split()) + (head.get("sitename") or "")


def _verdict(hit: Hit, chosen: Hit | None) -> str:
    if hit is chosen:
        return "chosen"
    if chosen is None:
        return "过长，不是来源 is too long for a source"
    if hit.value == chosen.value or "".join(hit.value.split()) == "".join(chosen.value.split()):
        return "agrees"
    return "不同，取标注更好的 differs; the better label wins"


def choose_views(byline: Byline, candidates: list[Candidate]) -> Found | None:
    """The first number behind a views label."""
    if not byline.views:
        return None
    chosen = byline.views[0]
    for hit in byline.views:
        verdict = "chosen" if hit is chosen else "agrees" if hit.value == chosen.value else "在其后 comes later"
        candidates.append(Candidate("view_count", hit.value, hit.rule, verdict))
    return Found(chosen.value, chosen.rule)
