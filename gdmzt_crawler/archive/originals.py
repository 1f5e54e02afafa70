"""What an earlier capture was, read from the fields of its record alone: a revisit has to name it."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import BinaryIO

from .files import path_of
from .parsing import MAX_HEAD, Fields, NotARecord, parse_fields, uri
from .records import LENGTH, REFERS_TO, SHA256, Original

_READ = 1 << 12
_BLANK = b"\r\n\r\n"


def original_at(folder: Path, warc_file: str, warc_offset: int) -> Original | None:
    """The record whose payload the capture at this place has; for a revisit that is what it refers to itself.

    None when there is no such record (a file that was moved away, or damaged): then the payload is stored anew. Raises
    ArchiveError for a name that leads out of the folder.
    """
    path = path_of(folder, warc_file)
    try:
        with open(path, "rb") as file:
            fields = _fields_at(file, warc_offset)
    except (OSError, NotARecord, zlib.error):
        return None
    return _original(fields, f"{warc_file};{warc_offset}")


def _original(fields: Fields, place: str) -> Original | None:
    length = fields.get(LENGTH.lower(), "")
    known = (
        fields.get("warc-payload-digest"),
        fields.get(SHA256.lower()),
        int(length) if length.isascii() and length.isdigit() else None,
    )
    if fields.get("warc-type") == "revisit":
        url, date = fields.get("warc-refers-to-target-uri"), fields.get("warc-refers-to-date")
        record_id, place = fields.get("warc-refers-to"), fields.get(REFERS_TO.lower(), "")
    else:
        url, date, record_id = (fields.get(name) for name in ("warc-target-uri", "warc-date", "warc-record-id"))
    if url is None or date is None or not place or fields.get("warc-type") not in {"response", "revisit"}:
        return None
    return Original(uri(url), date, record_id, place, *known)


def _fields_at(file: BinaryIO, offset: int) -> Fields:
    file.seek(offset)
    inflate = zlib.decompressobj(zlib.MAX_WBITS + 16)
    head = b""
    while _BLANK not in head:
        packed = file.read(_READ)
        if not packed or inflate.eof or len(head) > MAX_HEAD:
            raise NotARecord("no whole record")
        head += inflate.decompress(packed, MAX_HEAD)
    return parse_fields(head[: head.index(_BLANK)])
