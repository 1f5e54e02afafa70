"""WARC files as other programs write them, made with warcio and by hand."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from gdmzt_crawler.archive.exchange import Headers

HTML = "<html><title>养老服务</title><p>各地学习了会议精神。</p></html>".encode()
TYPE = ("Content-Type", "text/html; charset=utf-8")


class Foreign:
    """A WARC file in the making."""

    def __init__(self, version: str = "1.0", *, gzipped: bool = True) -> None:
        self.out = io.BytesIO()
        self.writer = WARCWriter(self.out, gzip=gzipped, warc_version=version)
        self.writer.write_record(self.writer.create_warcinfo_record("x.warc.gz", {"software": "Wget/1.21"}))

    def response(
        self,
        url: str,
        body: bytes = HTML,
        *,
        headers: Headers = (TYPE,),
        status: str = "200 OK",
        fields: dict[str, str] | None = None,
        kind: str = "response",
    ) -> str:
        """Writes a record; its payload digest."""
        record = self.writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=StatusAndHeaders(status, list(headers), protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": "2026-11-24T03:15:00Z", **(fields or {})},
        )
        digest: str = record.rec_headers.get_header("WARC-Payload-Digest")
        self.writer.write_record(record)
        return digest

    def request(self, url: str) -> None:
        head = StatusAndHeaders("GET / HTTP/1.1", [("Host", "a.gov.cn")], is_http_request=True)
        self.writer.write_record(self.writer.create_warc_record(url, "request", http_headers=head))

    def resource(self, url: str, body: bytes, content_type: str, kind: str = "resource") -> None:
        record = self.writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(body),
            length=len(body),
            warc_content_type=content_type,
            warc_headers_dict={"WARC-Date": "2026-11-24T03:15:00Z"},
        )
        self.writer.write_record(record)

    def revisit(self, url: str, digest: str, refers_to: str, date: str, *, headers: Headers | None = (TYPE,)) -> None:
        answer = None if headers is None else StatusAndHeaders("200 OK", list(headers), protocol="HTTP/1.1")
        fields = {"WARC-Date": "2026-11-25T03:15:00.123Z"}
        record = self.writer.create_revisit_record(url, digest, refers_to, date, answer, fields)
        self.writer.write_record(record)

    def bytes(self) -> bytes:
        return self.out.getvalue()

    def save(self, path: Path) -> Path:
        path.write_bytes(self.bytes())
        return path


def record(fields: str, block: bytes, *, version: str = "WARC/1.0") -> bytes:
    """One record by hand, with whatever oddity."""
    lines = fields.strip().replace("\n", "\r\n")
    return f"{version}\r\n{lines}\r\nContent-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def chunked(body: bytes, size: int = 7) -> bytes:
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x;a=b\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def whole_gzip(data: bytes) -> bytes:
    """All records in one member, as `gzip file.warc` leaves them."""
    return gzip.compress(data)
