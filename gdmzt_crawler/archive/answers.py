"""What a record says of the web: whether it is a capture, and the answer in it."""

from __future__ import annotations

from .exchange import Headers, Kind
from .parsing import Record, parse_http
from .records import LENGTH, NOTE, SHA256

KINDS: dict[str, Kind] = {"response": "response", "revisit": "revisit", "resource": "resource"}
_WEB = ("http://", "https://")
_NOTE = NOTE.lower()
_SHA256, _LENGTH = SHA256.lower(), LENGTH.lower()

Answer = tuple[int, Headers, bytes]
"""Status, headers, and the body as it travelled."""


def is_capture(record: Record) -> bool:
    """Whether the record is the answer of a web address (and no request, metadata, DNS …)."""
    return record.type in KINDS and record.url.lower().startswith(_WEB)


def answer_of(record: Record) -> Answer | None:
    """The answer that the record holds; None when it holds none."""
    if record.type == "resource":
        content_type = record.fields.get("content-type")
        return 200, (("Content-Type", content_type),) if content_type else (), record.block
    return parse_http(record.block)


def notes_of(record: Record) -> dict[str, str]:
    """What `Exchange.notes` said, names in lower case."""
    return {name[len(_NOTE) :]: value for name, value in record.fields.items() if name.startswith(_NOTE)}


def payload_of(record: Record) -> tuple[str | None, int | None]:
    """SHA-256 and length of the body, as our own records say them."""
    length = record.fields.get(_LENGTH, "")
    return record.fields.get(_SHA256), int(length) if length.isascii() and length.isdigit() else None
