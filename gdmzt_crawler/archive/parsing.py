"""Reading the text of records: their named fields, their block, and the HTTP answer inside it."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from .exchange import Headers

Fields = dict[str, str]
"""Named fields of a record, names in lower case, the first of each."""
MAX_HEAD = 1 << 20
"""What the named fields of a record may take."""
_VERSION = re.compile(rb"WARC/\d+\.\d+\s*\Z")
_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/\d+(?:\.\d+)?[ \t]+(\d{3})\b")
_BLANK = " \t\r"
_DIGESTS = {"md5", "sha1", "sha256"}
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?Z?)?)?)?\Z")


class NotARecord(Exception):
    """Bytes that do not begin a WARC record, or not a whole one."""


@dataclass(frozen=True, slots=True)
class Record:
    """One WARC record."""

    offset: int
    fields: Fields
    block: bytes

    @property
    def type(self) -> str:
        """`response`, `request` …"""
        return self.fields.get("warc-type", "").lower()

    @property
    def url(self) -> str:
        """The target, without the angle brackets that Wget 1.19 put around it."""
        return uri(self.fields.get("warc-target-uri", ""))


def parse_record(data: bytes, offset: int = 0, start: int = 0) -> tuple[Record, int]:
    """The record at `start` of `data` and where the next one begins. Raises NotARecord."""
    end = _END.search(data, start, start + MAX_HEAD)
    if end is None:
        raise NotARecord("no end of the record's fields")
    fields = parse_fields(data[start : end.start()])
    length = content_length(fields)
    stop = end.end() + length
    if stop > len(data):
        raise NotARecord("the record is shorter than it says")
    record = Record(offset, fields, data[end.end() : stop])
    while data[stop : stop + 1] in (b"\r", b"\n"):
        stop += 1
    return record, stop


def parse_fields(head: bytes) -> Fields:
    """The named fields of a record from its head, the version line included. Raises NotARecord."""
    version, _, lines = head.partition(b"\n")
    if _VERSION.match(version) is None:
        raise NotARecord("no WARC version")
    fields: Fields = {}
    for name, value in _pairs(lines.decode("utf-8", "replace")):
        fields.setdefault(name.lower(), value)
    return fields


def content_length(fields: Fields) -> int:
    """Length of a record's block. Raises NotARecord."""
    length = fields.get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        raise NotARecord("no length of the record")
    return int(length)


def is_of(digest: str | None, block: bytes) -> bool:
    """Whether a block has the digest that its record says; True as well where that is none which we know."""
    name, _, value = (digest or "").lower().partition(":")
    if name not in _DIGESTS:
        return True
    found = hashlib.new(name, block, usedforsecurity=False).digest()
    known = (found.hex(), base64.b32encode(found).decode("ascii").lower())
    return value in known or all(len(value) != len(each) for each in known)


def parse_http(block: bytes) -> tuple[int, Headers, bytes] | None:
    """Status, headers and raw body of an HTTP answer; None when the block is none."""
    status = _STATUS.match(block)
    if status is None:
        return None
    end = _END.search(block)
    head, body = (block, b"") if end is None else (block[: end.start()], block[end.end() :])
    return int(status[1]), tuple(_pairs(head.partition(b"\n")[2].decode("latin-1"))), body


def uri(value: str) -> str:
    """An address, without angle brackets."""
    return value[1:-1] if value.startswith("<") and value.endswith(">") else value


def parse_date(value: str | None) -> str | None:
    """A WARC-Date of any precision as `2026-11-24T03:15:00Z`; None when it is no date."""
    match = _DATE.match(value or "")
    if match is None:
        return None
    year, month, day, hour, minute, second = (part or "" for part in match.groups())
    moment = f"{year}-{month or '01'}-{day or '01'}T{hour or '00'}:{minute or '00'}:{second or '00'}Z"
    try:
        datetime.fromisoformat(moment)
    except ValueError:
        # digits of no calendar
        return None
    return moment


def _pairs(lines: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for line in lines.split("\n"):
        name, colon, value = line.partition(":")
        if line.startswith((" ", "\t")) and pairs:
            # a folded line goes on with the value before it
            name, value = pairs[-1]
            pairs[-1] = (name, f"{value} {line.strip(_BLANK)}".strip(_BLANK))
        elif colon and name:
            pairs.append((name.strip(_BLANK), value.strip(_BLANK)))
    return pairs
