"""What goes into the archive and comes out of it: frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..models import RawPage

Headers = tuple[tuple[str, str], ...]
"""HTTP header lines in their order, names as written; text is the bytes read as Latin-1."""
Kind = Literal["response", "revisit", "resource"]
"""`revisit`: what was fetched before came again; `resource`: bytes without an HTTP answer (foreign files only)."""
ProblemKind = Literal["torn", "damaged", "unresolved", "oversize", "segmented", "unsupported"]
Truncated = Literal["length", "time", "disconnect", "unspecified"]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, ready to be archived."""

    url: str
    status: int
    body: bytes
    """Without Content-Encoding and Transfer-Encoding, unless `encoded`."""
    fetched_at: str
    """UTC, `2026-11-24T03:15:00Z`."""
    headers: Headers = ()
    method: str = "GET"
    request_headers: Headers = ()
    """Credentials and cookies among them are left out of the archive."""
    ip_address: str | None = None
    """Of the server."""
    truncated: Truncated | None = None
    """Why `body` is not all that the server meant to send; None when it is."""
    encoded: bool = False
    """Whether `body` is still encoded as Content-Encoding says (Scrapy leaves what it cannot undo)."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """What else a reparse has to know (`site`, `linked-url` …); names of letters, digits and hyphens, any case."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a capture lies: `warc_file` and `warc_offset` find it again."""

    warc_file: str
    """Name of the file inside the archive's folder."""
    warc_offset: int
    """Byte at which its record begins."""
    length: int
    """Bytes of the record in the file, compressed."""
    kind: Kind
    payload_digest: str | None
    """`sha1:` and 32 letters (base32), as WARC tools write it; None when nothing is known of the payload."""
    sha256: str | None
    """Of the body (for a 304: of the body that it confirms), hexadecimal."""
    bytes: int | None
    """Length of that body."""


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """One capture as it was: the body as the crawl had it, in foreign files without transfer and content encoding."""

    url: str
    status: int
    """As answered; 304 for one that only confirmed the body."""
    headers: Headers
    body: bytes
    fetched_at: str | None
    """UTC, to the second; None when the file does not say."""
    kind: Kind
    warc_file: str
    warc_offset: int
    body_status: int = 200
    """Of the answer that brought the body: differs from `status` for a 304."""
    body_headers: Headers = ()
    """Of that answer; empty when it is this one."""
    payload_digest: str | None = None
    truncated: str | None = None
    notes: Mapping[str, str] = field(default_factory=dict)

    def header(self, name: str) -> str | None:
        """The first header of this name, in any letter case; else the one that came with the body."""
        value = header_of(self.headers, name)
        return header_of(self.body_headers, name) if value is None else value

    def raw_page(self) -> RawPage:
        """What the extractors take: the page as if its body had just come."""
        return RawPage(
            url=self.url,
            body=self.body,
            status=self.body_status,
            content_type=self.header("content-type"),
            fetched_at=self.fetched_at,
            etag=self.header("etag"),
            last_modified=self.header("last-modified"),
        )


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a WARC file that could not be read; everything else is."""

    kind: ProblemKind
    warc_file: str
    warc_offset: int
    message: str


def header_of(headers: Headers, name: str) -> str | None:
    """The first value under `name`, which is given in lower case."""
    for known, value in headers:
        if known.lower() == name:
            return value
    return None
