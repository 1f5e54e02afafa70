"""Serves the demo site on loopback, as a plain web server would: validators, HEAD, 404.

python -m gdmzt_crawler.demo.server --port 8001
"""

from __future__ import annotations

import argparse
import hashlib
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

from gdmzt_crawler.demo.site import DemoSite, Page

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """One request as the server saw it."""

    method: str
    path: str
    """With its query, as sent."""
    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    at: float
    """time.monotonic() when it arrived."""


@dataclass
class RunningServer:
    """A server at work; give it another `site` and it answers with that one from the next request on."""

    base_url: str
    site: DemoSite
    requests: list[SeenRequest] = field(default_factory=list)

    def paths(self) -> list[str]:
        """Paths asked for, in order."""
        return [request.path for request in self.requests]

    def show(self, site: DemoSite) -> None:
        """Answer with this site from now on, under the address that the server has."""
        self.site = replace(site, base_url=self.base_url)

    def answer(self, path: str) -> Page:
        """The page for a request path; a folder is its `index.html`, `mindex.html` the same page."""
        name = unquote(urlsplit(path).path)
        if name.endswith("/"):
            name += "index.html"
        elif name.endswith("/mindex.html"):
            name = name.removesuffix("mindex.html") + "index.html"
        return self.site.pages().get(name) or self.site.missing()


@contextmanager
def serve(site: DemoSite | None = None, port: int = 0) -> Iterator[RunningServer]:
    """Serve the site in a thread until the block ends; port 0 takes a free one. OSError where the port is taken."""
    httpd, running = _bind(site or DemoSite(), port)
    thread = threading.Thread(target=httpd.serve_forever, args=(0.05,), name="demo-server", daemon=True)
    thread.start()
    try:
        yield running
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()


def main() -> None:
    """Serve in the foreground until Ctrl-C."""
    parser = argparse.ArgumentParser(description="Serve the demo site on loopback.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port")
    httpd, running = _bind(DemoSite(), parser.parse_args().port)
    print(f"演示站点 demo site: {running.base_url} (Ctrl-C 结束 to stop)", flush=True)
    try:
        httpd.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        httpd.server_close()


class _DemoHTTPServer(ThreadingHTTPServer):
    daemon_threads = True
    running: RunningServer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body in one packet: two would wait for each other (Nagle, delayed acknowledgement).
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _DemoHTTPServer

    def do_GET(self) -> None:
        """Answer with the page."""
        self._respond(with_body=True)

    def do_HEAD(self) -> None:
        """Answer with the headers of the page alone."""
        self._respond(with_body=False)

    def log_message(self, format: str, *args: object) -> None:
        """Keep standard error for the program that runs the server."""

    def _respond(self, *, with_body: bool) -> None:
        arrived = time.monotonic()
        page = self.server.running.answer(self.path)
        etag = f'"{hashlib.sha256(page.body).hexdigest()[:16]}"'
        status = 304 if page.status == 200 and self._has(page, etag) else page.status
        headers = {name.lower(): value for name, value in self.headers.items()}
        seen = SeenRequest(self.command, self.path, status, headers, arrived)
        self.server.running.requests.append(seen)
        self.send_response(status)
        if status != 404:
            self.send_header("ETag", etag)
        if page.last_modified:
            self.send_header("Last-Modified", page.last_modified)
        if status != 304:
            self.send_header("Content-Type", page.content_type)
            self.send_header("Content-Length", str(len(page.body)))
        self.end_headers()
        if with_body and status != 304:
            self.wfile.write(page.body)

    def _has(self, page: Page, etag: str) -> bool:
        """Whether the client's copy is current; If-None-Match counts alone where it is sent (RFC 9110, 13.1.3)."""
        known = self.headers.get("If-None-Match")
        if known is not None:
            return known.strip() == "*" or etag in (tag.strip().removeprefix("W/") for tag in known.split(","))
        since = self.headers.get("If-Modified-Since")
        if since is None or page.last_modified is None:
            return False
        try:
            return parsedate_to_datetime(page.last_modified) <= parsedate_to_datetime(since)
        except (TypeError, ValueError):
            return False


def _bind(site: DemoSite, port: int) -> tuple[_DemoHTTPServer, RunningServer]:
    httpd = _DemoHTTPServer((HOST, port), _Handler)
    base_url = f"http://{HOST}:{httpd.server_address[1]}/"
    httpd.running = RunningServer(base_url, replace(site, base_url=base_url))
    return httpd, httpd.running


if __name__ == "__main__":
    main()
