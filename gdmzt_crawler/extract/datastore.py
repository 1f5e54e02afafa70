"""Rows that a page carries as data: the XML of 大汉 jpage (`<datastore>` in a script), and arrays of JSON."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from lxml import etree

from gdmzt_crawler.extract.links import scan_links
from gdmzt_crawler.extract.lonerows import lone_rows
from gdmzt_crawler.extract.otherpagers import Paging
from gdmzt_crawler.extract.row import Row
from gdmzt_crawler.extract.rowfields import usable
from gdmzt_crawler.extract.rowlists import dated_lists
from gdmzt_crawler.extract.rows import main_rows
from gdmzt_crawler.models import RawEntry

_NEXT_GROUP = re.compile(r"<nextgroup>[^'\"]{0,200}?href\s*=\s*['\"]([^'\"]+)", re.I)
_ATTEMPTS = 40
"""Arrays that are tried; most of a page's scripts are no JSON."""
_TOTAL = re.compile(r"totalRecords?['\"]?\s*[:=]\s*['\"]?(\d{1,7})(?!\d)", re.I)
_ARRAY = re.compile(r"\[\s*\{")
_TITLES = ("title", "bt", "name", "subject", "docTitle", "doctitle", "infoTitle", "f_title", "TITLE")
_ADDRESSES = tuple(
    "url link href linkurl linkUrl docpuburl docPubUrl path infoUrl URL staticurl".split()
)  # fmt: skip
_DATES = tuple(
    "date time pubdate pubDate publishtime publishTime publish_time publishDate createtime createTime daytime"
    " docreltime docRelTime docpubtime releaseTime fbrq display_publish_time infodate PUBDATE".split()
)


@dataclass(frozen=True, slots=True)
class Store:
    """Rows found in data, and the request that would bring more."""

    rows: list[Row]
    more: str | None

    def paging(self, scripts: list[str]) -> Paging:
        """A datastore holds the first group of pages; the rest come by a request. `scripts` name the total."""
        total = next((int(found[1]) for one in scripts if (found := _TOTAL.search(one))), None)
        if self.more is None if total is None else total <= len(self.rows):
            return Paging(how="jpage: all rows in the page")
        return Paging(how=f"jpage: {self.more or 'dataproxy'}", complete=False)


def stored_rows(scripts: list[str]) -> Store | None:
    """Rows of a `<datastore>` in a script; None where there is none."""
    for script in scripts:
        if "<record" not in script and "<datastore" not in script:
            continue
        records = _records(script)
        if not records:
            continue
        table = records[0].lstrip().lower().startswith(("<tr", "<td"))
        joined = "".join(records)
        body = f"<table>{joined}</table>" if table else f"<ul>{joined}</ul>"
        parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        root = etree.fromstring(f"<html><body>{body}</body></html>".encode("utf-8", "replace"), parser)
        links = scan_links(root, 2)
        rows, _ = main_rows(dated_lists(links) or lone_rows(links))
        if rows:
            group = _NEXT_GROUP.search(script)
            return Store(rows, group[1].replace("&amp;", "&") if group else None)
    return None


def _records(script: str) -> list[str]:
    """Contents of the `<record>` elements, their CDATA marks taken off."""
    records = []
    for part in script.split("<record>")[1:]:
        record, closed, _ = part.partition("</record>")
        if closed:
            records.append(record.strip().removeprefix("<![CDATA[").removesuffix("]]>"))
    return records


def json_rows(scripts: list[str]) -> tuple[RawEntry, ...]:
    """Rows of the longest array of objects with a title and an address that a script holds."""
    best: tuple[RawEntry, ...] = ()
    decoder = json.JSONDecoder()
    for script in scripts:
        if len(script) > 2_000_000:
            continue
        position = 0
        for _ in range(_ATTEMPTS):
            match = _ARRAY.search(script, position)
            if match is None:
                break
            try:
                value, position = decoder.raw_decode(script, match.start())
            except (ValueError, RecursionError):
                position = match.end()
                continue
            rows = tuple(_entries(value))
            if len(rows) > len(best):
                best = rows
    return best


def _entries(value: object) -> list[RawEntry]:
    """Entries of a decoded array, those of nested arrays included (`[{"infolist": [{…}]}]`). No recursion."""
    rows: list[RawEntry] = []
    waiting: list[object] = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(reversed(item))
        elif isinstance(item, dict):
            entry = _entry(item)
            if entry is not None:
                rows.append(entry)
            else:
                waiting.extend(part for part in item.values() if isinstance(part, list))
    return rows


def _entry(item: dict[object, object]) -> RawEntry | None:
    title, address = _first(item, _TITLES), _first(item, _ADDRESSES)
    if not title or not address or not usable(address):
        return None
    plain = re.sub(r"<[^>]*>", "", title)
    return RawEntry(" ".join(plain.split()), address, _first(item, _DATES))


def _first(item: dict[object, object], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = item.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return None
