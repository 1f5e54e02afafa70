"""An Atom feed (RFC 4287) of the articles that are new or have changed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from lxml import etree

from .articles import Record

NEWEST = 100
SUMMARY = 300
"""Characters of the text that an entry tells."""
_ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"
_LANGUAGE = f"{{{_XML}}}lang"
_NAMESPACES: dict[str | None, str] = {None: _ATOM, "xml": _XML}
_ILLEGAL = {
    code: "\ufffd" for code in (*range(0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF) if code not in (0x9, 0xA, 0xD)
}
"""What XML 1.0 cannot hold."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What stands above the entries."""

    title: str
    subtitle: str
    name: str
    """What tells it from other feeds: its identity follows from it, and stays."""
    updated: str
    """Of the newest entry; RFC 3339."""
    author: str
    home_url: str | None


def write_atom(file: BinaryIO, feed: Feed, records: Iterable[Record]) -> None:
    """The feed, entry by entry."""
    with etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element(f"{{{_ATOM}}}feed", {_LANGUAGE: "zh-CN"}, nsmap=_NAMESPACES):
            for element in _head(feed):
                xml.write(element)
            for record in records:
                xml.write("\n", _entry(record))


def updated(record: Record) -> str:
    """When an article was new, or changed last."""
    return str(record["changed_at"] or record["first_seen_at"])


def _head(feed: Feed) -> list[etree._Element]:
    author = _element("author")
    author.append(_text("name", feed.author))
    identity = uuid.uuid5(uuid.NAMESPACE_URL, f"gdmzt:{feed.name}")
    links = [_link(feed.home_url)] if feed.home_url else []
    return [
        _text("title", feed.title),
        _text("subtitle", feed.subtitle),
        _text("id", f"urn:uuid:{identity}"),
        _text("updated", feed.updated),
        author,
        *links,
        _text("generator", "gdmzt-crawler"),
    ]


def _entry(record: Record) -> etree._Element:
    entry = _element("entry")
    entry.append(_text("title", record["title"]))
    entry.append(_text("id", record["url"]))
    entry.append(_link(record["url"]))
    entry.append(_text("updated", updated(record)))
    if "T" in str(record["published_at"] or ""):
        # of a day alone no time is known, and the element must have one
        entry.append(_text("published", record["published_at"]))
    author = etree.SubElement(entry, f"{{{_ATOM}}}author")
    author.append(_text("name", record["source"] or record["site_name"]))
    if record["column"] is not None:
        etree.SubElement(entry, f"{{{_ATOM}}}category", term=_legal(record["column"]))
    if record["withdrawn_at"] is not None:
        etree.SubElement(entry, f"{{{_ATOM}}}category", term="withdrawn", label="已撤稿 withdrawn")
    entry.append(_text("summary", _shortened(str(record["text"]))))
    return entry


def _shortened(text: str) -> str:
    return text if len(text) <= SUMMARY else text[:SUMMARY] + "…"


def _text(name: str, value: object) -> etree._Element:
    element = _element(name)
    element.text = _legal(value)
    return element


def _link(address: object) -> etree._Element:
    element = _element("link")
    element.attrib.update({"rel": "alternate", "href": _legal(address)})
    return element


def _element(name: str) -> etree._Element:
    return etree.Element(f"{{{_ATOM}}}{name}", nsmap=_NAMESPACES)  # type: ignore[arg-type]  # the stubs forget the default namespace


def _legal(value: object) -> str:
    return str(value).translate(_ILLEGAL)
