"""Exchanges made by hand, in the shape of real ones, and the tools of others to look at what became of them."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import fastwarc
from warcio.archiveiterator import ArchiveIterator

from gdmzt_crawler.archive.exchange import Exchange, Headers

URL = "http://smzt.gd.gov.cn/mzzx/mzyw/content/post_1.html"
T0, T1, T2, T3 = (f"2026-11-{day}T03:15:00Z" for day in (24, 25, 26, 27))
HEADERS: Headers = (
    ("Server", "nginx"),
    ("Content-Type", "text/html; charset=UTF-8"),
    ("Content-Length", "41"),
    ("ETag", '"6571-5f"'),
    ("Last-Modified", "Mon, 23 Nov 2026 08:00:00 GMT"),
    ("Vary", "Accept-Encoding"),
    ("Transfer-Encoding", "chunked"),
    ("Content-Encoding", "gzip"),
)
ASKED: Headers = (("Accept", "text/html"), ("User-Agent", "gdmzt-crawler/0.1"), ("Cookie", "a=b"))


def url_of(number: int) -> str:
    return f"http://smzt.gd.gov.cn/mzzx/mzyw/content/post_{number}.html"


def page_of(number: int, size: int = 400) -> bytes:
    text = f"<html><title>第{number}次会议</title><p>{'各地民政部门学习了会议精神。' * 9}</p>".encode()
    return text + bytes((number * 31 + at * at * 7) % 251 for at in range(size))


def exchange(
    number: int = 1,
    *,
    url: str | None = None,
    status: int = 200,
    body: bytes | None = None,
    at: str = T0,
    headers: Headers = HEADERS,
    notes: dict[str, str] | None = None,
    encoded: bool = False,
) -> Exchange:
    return Exchange(
        url=url_of(number) if url is None else url,
        status=status,
        body=page_of(number) if body is None else body,
        fetched_at=at,
        headers=headers,
        request_headers=ASKED,
        ip_address="127.0.0.1",
        notes=notes or {},
        encoded=encoded,
    )


def warcio_check(*files: Path) -> str:
    """Output of `warcio check`, which exits 0 when all digests are right."""
    command = [sys.executable, "-m", "warcio.cli", "check", "-v", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stderr, done.stderr
    return done.stdout


def warcio_records(path: Path) -> Iterator[tuple[str, dict[str, str], bytes]]:
    """Type, fields (names in lower case) and content of every record, as warcio reads them."""
    errors = io.StringIO()
    with open(path, "rb") as file, contextlib.redirect_stderr(errors):
        for record in ArchiveIterator(file, check_digests="raise"):
            fields = {name.lower(): value for name, value in record.rec_headers.headers}
            yield record.rec_type, fields, record.content_stream().read()
    assert errors.getvalue() == ""


def fastwarc_records(path: Path) -> list[tuple[str, str | None, bytes]]:
    """Type, address and content of every record, as fastwarc reads them; every digest must be right."""
    found = []
    with open(path, "rb") as file:
        for record in fastwarc.ArchiveIterator(file, parse_http=False):
            block_digest = record.headers.get("WARC-Block-Digest")
            assert block_digest is None or record.verify_block_digest(), record.record_id
            record.parse_http()
            if record.record_type == fastwarc.WarcRecordType.response:
                assert record.verify_payload_digest(), record.record_id
            kind, url = record.headers["WARC-Type"], record.headers.get("WARC-Target-URI")
            found.append((kind, url, record.reader.read()))
    return found
