"""The records of one exchange as WARC/1.1 writes them, by warcio."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import version
from typing import Any
from urllib.parse import quote, urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from ..version import __version__
from .exchange import Exchange, Headers

SHA256 = "X-Payload-SHA256"
LENGTH = "X-Payload-Length"
REFERS_TO = "X-Refers-To-Place"
"""`file;offset` of the record that a revisit stands for: found again without an index."""
NOTE = "X-Note-"
_CONFORMS = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_ORIGINAL = "X-Archive-Orig-"
_PRIVATE = {"authorization", "proxy-authorization", "cookie"}
_URI_SAFE = "".join(chr(code) for code in range(0x21, 0x7F))
_LINE_ENDS = {ord(mark): " " for mark in "\r\n\0"}


@dataclass(frozen=True, slots=True)
class Original:
    """The record that a revisit stands for, and what is known of its payload."""

    url: str
    fetched_at: str
    record_id: str | None
    place: str
    """`file;offset`."""
    payload_digest: str | None
    sha256: str | None
    bytes: int | None


class _Lines(StatusAndHeaders):  # type: ignore[misc]
    """HTTP headers that keep their bytes: warcio would percent-encode what is not ASCII."""

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        text = self.to_str(header_filter)
        try:
            self.headers_buff = text.encode("latin-1") + b"\r\n"
        except UnicodeEncodeError:
            self.headers_buff = text.encode("utf-8", "replace") + b"\r\n"


def warcinfo(name: str, at: str, info: Mapping[str, str]) -> bytes:
    """The record that every file begins with."""
    said = {
        "software": f"gdmzt-crawler/{__version__} warcio/{version('warcio')}",
        "format": "WARC File Format 1.1",
        "conformsTo": _CONFORMS,
        **{name: value.translate(_LINE_ENDS) for name, value in info.items()},
    }
    out, writer = _writer()
    record = writer.create_warcinfo_record(name, said)
    record.rec_headers.replace_header("WARC-Date", at)
    writer.write_record(record)
    return out.getvalue()


def payload_digest(body: bytes) -> str:
    """`sha1:` and base32, as WARC tools write it."""
    return f"sha1:{base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode('ascii')}"


def response(exchange: Exchange, digest: str, sha256: str) -> tuple[bytes, bytes]:
    """The `response` record with the whole body, and its `request`."""
    fields = _fields(exchange, sha256, len(exchange.body)) | {"WARC-Payload-Digest": digest}
    out, writer = _writer()
    record = writer.create_warc_record(
        _uri(exchange.url),
        "response",
        payload=io.BytesIO(exchange.body),
        length=len(exchange.body),
        http_headers=_answer(exchange, stored_headers(exchange)),
        warc_headers_dict=fields,
    )
    return _pair(out, writer, record, exchange)


def revisit(exchange: Exchange, original: Original, digest: str | None) -> tuple[bytes, bytes]:
    """The `revisit` record for a body that was archived before (headers only), and its `request`."""
    fields = _fields(exchange, original.sha256, original.bytes) | {REFERS_TO: original.place}
    if original.record_id is not None:
        fields["WARC-Refers-To"] = original.record_id
    out, writer = _writer()
    record = writer.create_revisit_record(
        _uri(exchange.url),
        digest or "none",
        _uri(original.url),
        original.fetched_at,
        http_headers=_answer(exchange, stored_headers(exchange)),
        warc_headers_dict=fields,
    )
    if digest is None:
        record.rec_headers.remove_header("WARC-Payload-Digest")
    if exchange.status == HTTPStatus.NOT_MODIFIED:
        record.rec_headers.replace_header("WARC-Profile", _NOT_MODIFIED)
    return _pair(out, writer, record, exchange)


def stored_headers(exchange: Exchange) -> Headers:
    """The answer's headers, made true of the body as it is stored: what they said before is kept under another name."""
    kept: list[tuple[str, str]] = []
    length = str(len(exchange.body))
    # a 304 has no body, and a length that it gives is that of the page
    has_body = exchange.status != HTTPStatus.NOT_MODIFIED
    for name, value in exchange.headers:
        lower = name.lower()
        untrue = (
            lower == "transfer-encoding"
            or (lower == "content-encoding" and not exchange.encoded)
            or (lower == "content-length" and value.strip() != length and has_body)
        )
        kept.append(_line(f"{_ORIGINAL}{name}" if untrue else name, value))
    if has_body and not any(name.lower() == "content-length" for name, _ in kept):
        kept.append(("Content-Length", length))
    return tuple(kept)


def _writer() -> tuple[io.BytesIO, Any]:
    out = io.BytesIO()
    return out, WARCWriter(out, gzip=False, warc_version="1.1")


def _fields(exchange: Exchange, sha256: str | None, length: int | None) -> dict[str, str]:
    fields = {"WARC-Date": exchange.fetched_at}
    if exchange.ip_address is not None:
        fields["WARC-IP-Address"] = exchange.ip_address
    if exchange.truncated is not None:
        fields["WARC-Truncated"] = exchange.truncated
    if sha256 is not None:
        fields[SHA256] = sha256
    if length is not None:
        fields[LENGTH] = str(length)
    for name, value in exchange.notes.items():
        # A NUL ends a header's value for the readers of WARC files.
        fields.update([_line(NOTE + name, value.replace("\0", ""))])
    return fields


def _answer(exchange: Exchange, headers: Headers) -> _Lines:
    try:
        reason = HTTPStatus(exchange.status).phrase
    except ValueError:
        reason = "Unknown"
    return _Lines(f"{exchange.status} {reason}", list(headers), protocol="HTTP/1.1")


def _pair(out: io.BytesIO, writer: Any, record: Any, exchange: Exchange) -> tuple[bytes, bytes]:
    writer.write_record(record)
    end = out.tell()
    asked = writer.create_warc_record(
        _uri(exchange.url),
        "request",
        http_headers=_question(exchange),
        warc_headers_dict={
            "WARC-Date": exchange.fetched_at,
            "WARC-Concurrent-To": record.rec_headers.get_header("WARC-Record-ID"),
        },
    )
    writer.write_record(asked)
    written = out.getvalue()
    return written[:end], written[end:]


def _question(exchange: Exchange) -> _Lines:
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [_line(name, value) for name, value in exchange.request_headers if name.lower() not in _PRIVATE]
    if not any(name.lower() == "host" for name, _ in lines):
        lines.insert(0, ("Host", parts.netloc.rpartition("@")[2]))
    return _Lines(f"{exchange.method} {_uri(target)} HTTP/1.1", lines, is_http_request=True)


def _line(name: str, value: str) -> tuple[str, str]:
    # one line each: a value must not begin a field of its own
    return name.translate(_LINE_ENDS), value.translate(_LINE_ENDS)


def _uri(url: str) -> str:
    # white space and control characters would end the field; any other address stays as it is
    return quote(url, safe=_URI_SAFE) if not url.isascii() or any(mark <= " " for mark in url) else url
