"""Serves the synthetic site on loopback: one asyncio protocol that keeps nothing, with validators."""

from __future__ import annotations

import asyncio
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime
from re import compile as pattern
from typing import NamedTuple

from benchmarks.synthetic import words
from benchmarks.synthetic.pages import article_page, listing_page
from benchmarks.synthetic.site import SyntheticSite

HOST = "127.0.0.1"
_ARTICLE = pattern(r"(/.*?/)content/m?post_(\d+)\.html$")
_LISTING = pattern(r"(/.*?/)(?:index(?:_(\d+))?\.html)?$")
_COLUMNS = {path: index for index, (path, _) in enumerate(words.COLUMNS)}
_CRLF2 = b"\r\n\r\n"


class Asked(NamedTuple):
    """One request, in order of arrival."""

    path: str
    status: int


@dataclass
class RunningServer:
    """A server at work; it answers with `site`, which may be exchanged for another day's."""

    base_url: str
    site: SyntheticSite
    requests: list[Asked] | None = field(default_factory=list)
    """None where nobody wants to know."""

    def paths(self) -> list[str]:
        """Paths asked for, in order."""
        return [each.path for each in self.requests or ()]

    def page(self, path: str) -> tuple[bytes, str | None] | None:
        """Body and Last-Modified of a page; None for what the site does not have."""
        if found := _ARTICLE.match(path):
            number, column = int(found[2]), _COLUMNS.get(found[1])
            if not self.site.shows(number) or column not in self.site.columns_of(number):
                return None
            modified = self.site.article(number).published.astimezone()
            return article_page(self.site, number), format_datetime(modified, usegmt=False)
        if (found := _LISTING.match(path)) and (column := _COLUMNS.get(found[1])) is not None:
            page = int(found[2] or 1)
            if column < self.site.columns and 1 <= page <= self.site.pages(column):
                return listing_page(self.site, column, page), None
        return None


class _Connection(asyncio.Protocol):
    """One client; requests are answered in the order in which they come."""

    def __init__(self, running: RunningServer) -> None:
        self._running = running
        self._transport: asyncio.Transport | None = None
        self._waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        assert self._transport is not None
        self._waiting += data
        while _CRLF2 in self._waiting:
            head, _, self._waiting = self._waiting.partition(_CRLF2)
            self._transport.write(self._answer(head))

    def _answer(self, head: bytes) -> bytes:
        line, _, headers = head.partition(b"\r\n")
        method, target, *_ = line.decode("latin-1").split(" ")
        page = self._running.page(target.partition("?")[0])
        status, tag = 404, ""
        if page is not None:
            tag = f'"{zlib.crc32(page[0]):08x}-{len(page[0])}"'
            status = 304 if _known(headers) == tag else 200
        if self._running.requests is not None:
            self._running.requests.append(Asked(target, status))
        body = page[0] if page is not None and status == 200 else b"<h1>404</h1>" if page is None else b""
        return _head(status, body, tag, page[1] if page else None) + (body if method != "HEAD" else b"")


def _known(headers: bytes) -> str | None:
    for line in headers.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"if-none-match":
            return value.strip().decode("latin-1")
    return None


def _head(status: int, body: bytes, tag: str, modified: str | None) -> bytes:
    reason = {200: "OK", 304: "Not Modified", 404: "Not Found"}[status]
    lines = [f"HTTP/1.1 {status} {reason}"]
    if tag:
        lines.append(f"ETag: {tag}")
    if modified:
        lines.append(f"Last-Modified: {modified}")
    if status != 304:
        lines += ["Content-Type: text/html; charset=utf-8", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + _CRLF2


async def start(site: SyntheticSite, port: int = 0, *, log: bool = True) -> tuple[asyncio.Server, RunningServer]:
    """A server listening on loopback; port 0 takes a free one. Raises OSError where the port is taken."""
    running = RunningServer("", site, [] if log else None)
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(running), HOST, port)
    running.base_url = f"http://{HOST}:{server.sockets[0].getsockname()[1]}/"
    return server, running


@contextmanager
def serve(site: SyntheticSite, port: int = 0) -> Iterator[RunningServer]:
    """Serve in a thread of this process until the block ends."""
    loop = asyncio.new_event_loop()
    server, running = loop.run_until_complete(start(site, port))
    thread = threading.Thread(target=loop.run_forever, name="synthetic", daemon=True)
    thread.start()
    try:
        yield running
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        loop.close()
