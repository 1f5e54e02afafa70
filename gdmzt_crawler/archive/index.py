"""What the `captures` table says of each capture, read from the WARC files alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .answers import KINDS, answer_of, is_capture, notes_of, payload_of
from .exchange import ArchivedPage, Headers, Kind, Problem, header_of
from .members import Oversize
from .parsing import Record, parse_date
from .payload import Undecodable, body_of
from .pieces import Sources, pieces_of
from .reader import unheard
from .sources import Report, records


@dataclass(frozen=True, slots=True)
class CaptureRow:
    """A row of `captures`, as far as the archive knows it."""

    url: str
    fetched_at: str | None
    status: int | None
    """As answered; None for a revisit whose record holds no answer."""
    content_type: str | None
    sha256: str | None
    """Of the body; None for a revisit by another program, whose record says nothing of it."""
    bytes: int | None
    etag: str | None
    last_modified: str | None
    warc_file: str
    warc_offset: int
    kind: Kind
    payload_digest: str | None
    notes: Mapping[str, str] = field(default_factory=dict)


def index(sources: Sources, *, report: Report = unheard) -> Iterator[CaptureRow]:
    """A row for each capture, in order; the bodies of our own records are not even looked at. Raises ArchiveError."""
    for piece in pieces_of(sources):
        for record in records(piece, report):
            if is_capture(record):
                try:
                    yield _row(record, piece.name)
                except Undecodable as error:
                    report(Problem("unsupported", piece.name, record.offset, f"{record.url}: {error}"))
                except Oversize:
                    report(Problem("oversize", piece.name, record.offset, record.url))


def row_of(page: ArchivedPage) -> CaptureRow:
    """The row for a page that was read."""
    payload = (hashlib.sha256(page.body).hexdigest(), len(page.body))
    place = (page.warc_file, page.warc_offset, page.kind, page.payload_digest, page.notes)
    return CaptureRow(page.url, page.fetched_at, page.status, *_said(page.headers, payload), *place)


def _row(record: Record, warc_file: str) -> CaptureRow:
    answer = answer_of(record)
    status, headers, raw = (None, (), b"") if answer is None else answer
    payload = payload_of(record)
    if payload[0] is None and record.type != "revisit":
        body = body_of(headers, raw)
        payload = (hashlib.sha256(body).hexdigest(), len(body))
    digest = record.fields.get("warc-payload-digest")
    place = (warc_file, record.offset, KINDS[record.type], digest, notes_of(record))
    fetched_at = parse_date(record.fields.get("warc-date"))
    return CaptureRow(record.url, fetched_at, status, *_said(headers, payload), *place)


_Said = tuple[str | None, str | None, int | None, str | None, str | None]


def _said(headers: Headers, payload: tuple[str | None, int | None]) -> _Said:
    return header_of(headers, "content-type"), *payload, header_of(headers, "etag"), header_of(headers, "last-modified")
