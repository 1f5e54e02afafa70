"""Content-Encoding undone: no bombs, and a stream that breaks off is no page."""

from __future__ import annotations

import contextlib
import zlib
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response, TextResponse
from scrapy.responsetypes import responsetypes

from gdmzt_crawler.crawl.flags import TORN
from gdmzt_crawler.crawl.refusals import Refusal

ACCEPTED = "gzip, deflate"
"""For Accept-Encoding."""
_GZIP = (b"gzip", b"x-gzip")
_MAGIC = b"\x1f\x8b"
_GZIP_FORM = 16 + zlib.MAX_WBITS


class TooLarge(Exception):
    """More comes out than is allowed."""


class CompressionMiddleware:
    """Unpacks gzip and deflate, which is what requests ask for.

    Scrapy's own takes what it finds of a stream that breaks off for the whole: half an article would be stored.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._limit = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """The response with its body unpacked, flagged TORN where that is not all; IgnoreRequest for a bomb."""
        encodings = _named(response)
        count, body, whole = len(encodings), response.body, True
        try:
            while encodings and whole and encodings[-1] in (*_GZIP, b"deflate"):
                body, whole = unpacked(body, gzip=encodings.pop() in _GZIP, limit=self._limit)
        except TooLarge:
            message = f"页面解压后太大 the page is larger than {self._limit} bytes once unpacked"
            raise IgnoreRequest(Refusal("too_large", message)) from None
        return _replaced(response, body, encodings, whole) if len(encodings) < count else response


def unpacked(body: bytes, *, gzip: bool, limit: int) -> tuple[bytes, bool]:
    """The content of a gzip or deflate stream, and whether it is all of it.

    Bytes that are no such stream are taken as they are: servers say gzip of pages that are not. Raises TooLarge.
    """
    if not body or (gzip and not body.startswith(_MAGIC)):
        return body, True
    if gzip:
        return _gunzipped(body, limit)
    for form in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        # Many servers send the bare stream under this name.
        with contextlib.suppress(zlib.error):
            stream = zlib.decompressobj(form)
            return _within(stream.decompress(body, limit + 1), limit), stream.eof
    return body, True


def _gunzipped(body: bytes, limit: int) -> tuple[bytes, bool]:
    """All members of the stream; what follows the last one is padding."""
    found = b""
    while True:
        stream = zlib.decompressobj(_GZIP_FORM)
        try:
            found = _within(found + stream.decompress(body, limit + 1), limit)
        except zlib.error:
            return found, False
        body = stream.unused_data
        if not stream.eof or not body.startswith(_MAGIC):
            return found, stream.eof


def _within(content: bytes, limit: int) -> bytes:
    if len(content) > limit:
        raise TooLarge
    return content


def _named(response: Response) -> list[bytes]:
    """The encodings of a response, the last one outermost."""
    header = b",".join(response.headers.getlist("Content-Encoding")).lower()
    return [name for each in header.split(b",") if (name := each.strip()) not in (b"", b"identity")]


def _replaced(response: Response, body: bytes, encodings: list[bytes], whole: bool) -> Response:
    headers = response.headers.copy()
    del headers["Content-Encoding"]
    if encodings:
        headers["Content-Encoding"] = b", ".join(encodings)
    kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
    flags = response.flags if whole else [*response.flags, TORN]
    # Its encoding is to be found anew from the plain bytes.
    more = {"encoding": None} if issubclass(kind, TextResponse) else {}
    return response.replace(cls=kind, headers=headers, body=body, flags=flags, **more)
