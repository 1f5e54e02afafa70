"""A web server on loopback whose every answer a test decides, and pages to serve from it."""

from __future__ import annotations

import contextlib
import io
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Answer:
    """What is sent for one request."""

    body: bytes = b""
    status: int = 200
    content_type: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    """Content-Length, where it is to be wrong."""
    wait: float = 0.0
    """Seconds before anything is sent."""
    wire: Callable[[socket.socket, bytes], None] | None = None
    """Sends the bytes of the answer in its own way, or others; the connection is closed then."""


@dataclass(frozen=True)
class Asked:
    path: str
    headers: Mapping[str, str]
    at: float


Route = Answer | bytes | str | Callable[[int], Answer]
"""A page, or a function of how often it was asked for before."""


@dataclass
class Web:
    base: str
    """`http://127.0.0.1:port/`"""
    routes: dict[str, Route]
    asked: list[Asked] = field(default_factory=list)
    missing: Answer = Answer(b"<h1>404</h1>", 404)
    """For every path without a route."""

    def paths(self) -> list[str]:
        return [each.path for each in self.asked]

    def answer(self, path: str) -> Answer:
        route = self.routes.get(path, self.missing)
        if callable(route):
            route = route(self.paths().count(path) - 1)
        if isinstance(route, str):
            route = route.encode()
        return Answer(route) if isinstance(route, bytes) else route


@contextmanager
def serve(routes: Mapping[str, Route], *, tls: ssl.SSLContext | None = None) -> Iterator[Web]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    web = Web(f"http://127.0.0.1:{server.server_address[1]}/", dict(routes))
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        web.base = f"https://localhost:{server.server_address[1]}/"
    _Handler.webs[server.server_address[1]] = web
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def self_signed(folder: Path, *, days: tuple[int, int] = (-1, 1), host: str = "localhost") -> ssl.SSLContext:
    """A certificate that nobody vouches for, good from one day to another (from today)."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today + timedelta(days=days[0]))
        .not_valid_after(today + timedelta(days=days[1]))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "tls.pem"
    pem, plain = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    path.write_bytes(key.private_bytes(pem, plain, serialization.NoEncryption()) + certificate.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body in one packet: two would wait for each other (Nagle, delayed acknowledgement).
    wbufsize = -1
    disable_nagle_algorithm = True
    webs: dict[int, Web] = {}  # noqa: RUF012

    def do_GET(self) -> None:
        web = self.webs[self.server.server_address[1]]
        web.asked.append(Asked(self.path, {k.lower(): v for k, v in self.headers.items()}, time.monotonic()))
        answer = web.answer(self.path)
        time.sleep(answer.wait)
        if answer.wire is None:
            self._send(answer)
            return
        properly, self.wfile = self.wfile, io.BytesIO()
        self._send(answer)
        proper, self.wfile = self.wfile.getvalue(), properly
        self.close_connection = True
        # The client may have gone.
        with contextlib.suppress(OSError):
            answer.wire(self.connection, proper)

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body) if answer.length is None else answer.length))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(answer.body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        if answer.length is not None:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""


def article(title: str, *, published: str = "2025-05-20 09:30:00", source: str = "示例市民政局", body: str = "") -> str:
    text = body or (
        f"<p>示例市民政局近日就“{title}”一事召开工作会议，部署下一阶段的各项任务。</p>"
        "<p>会议指出，要把群众的事情办好，认真落实养老服务、社会救助等各项政策，做好年底前的准备工作。</p>"
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>示例站 - {title}</title>
<meta name="SiteName" content="示例站"><meta name="ArticleTitle" content="{title}">
<meta name="PubDate" content="{published}"><meta name="ContentSource" content="{source}"></head>
<body><div class="nav"><a href="/">首页</a></div>
<div class="wrapper"><h1 class="content_title">{title}</h1>
<div class="info_fbt"><span>{published}</span> <span>来源：{source}</span> <span>阅读次数：12</span></div>
<div id="zoomcon">{text}</div></div></body></html>"""


def row(href: str, title: str, day: str = "2025-05-20") -> str:
    return f'<li><a href="{href}">{title}</a><span>{day}</span></li>'


def listing(rows: Sequence[str], *, next_href: str | None = None, links: str = "", name: str = "要闻") -> str:
    pager = f'<div class="page"><a href="{next_href}">下一页</a></div>' if next_href else ""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>示例站 - {name}</title></head>
<body><div class="nav"><a href="/">首页</a>{links}</div>
<div class="main"><h2>{name}</h2><ul class="News_list">{"".join(rows)}</ul>{pager}</div></body></html>"""


def column(count: int, *, path: str = "/a/", first: int = 1) -> dict[str, Route]:
    """One listing page with `count` articles, and the articles."""
    numbers = range(first, first + count)
    rows = [row(f"{path}content/post_{n}.html", f"第{n}次示例工作会议在示例市召开") for n in numbers]
    pages: dict[str, Route] = {path: listing(rows)}
    for n in numbers:
        pages[f"{path}content/post_{n}.html"] = article(f"第{n}次示例工作会议在示例市召开")
    return pages
