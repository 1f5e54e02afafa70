"""What servers do that they should not, as answers for `webserver`: each fault by name, mixed by a seed."""

from __future__ import annotations

import gzip
import socket
import struct
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from webserver import HTML, Answer, Route, article

CHALLENGE = """<!DOCTYPE html><html><head><title></title><meta charset="utf-8">
<script>eval(function(p,a,c,k,e,d){return p}('0 1',2,2,'a|b'.split('|'),0,{}));document.cookie="__jsl_clearance=1";
location.href=location.pathname+location.search;</script></head><body></body></html>"""
SOFT_404 = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>提示信息</title></head>
<body><div class="tip"><h2>您访问的页面不存在或已被删除</h2><p><a href="/">返回首页</a></p></div></body></html>"""
STALL = 8.0
"""Seconds for which a stalled connection stays open; a client waits less."""


def page(title: str, **kind: str) -> Answer:
    """An article as it should come."""
    return Answer(article(title, **kind).encode())


def failing(status: int, times: int, then: Answer, *, after: str | None = None) -> Route:
    """`status` for the first requests, with a Retry-After header or without, then the page."""
    headers = {} if after is None else {"Retry-After": after}
    busy = Answer(b"<h1>busy</h1>", status, headers=headers)
    return lambda earlier: busy if earlier < times else then


def misbehaving(fault: Answer, times: int, then: Answer) -> Route:
    """A fault for the first requests, then the page."""
    return lambda earlier: fault if earlier < times else then


# What happens on the wire: (connection, bytes of the proper answer).


def drop(connection: socket.socket, proper: bytes) -> None:
    """Hang up without a word."""
    reset(connection)


def drop_midway(connection: socket.socket, proper: bytes) -> None:
    """Hang up in the middle of the page."""
    connection.sendall(proper[: len(proper) // 2])
    time.sleep(0.05)
    reset(connection)


def close_early(connection: socket.socket, proper: bytes) -> None:
    """Half of what Content-Length promised, then an orderly end."""
    connection.sendall(proper[: len(proper) // 2])


def stall(connection: socket.socket, proper: bytes) -> None:
    """Nothing, for longer than anybody waits."""
    _hold(connection)


def stall_midway(connection: socket.socket, proper: bytes) -> None:
    """The head and half of the page, then nothing."""
    connection.sendall(proper[: len(proper) // 2])
    _hold(connection)


def drip(connection: socket.socket, proper: bytes) -> None:
    """A byte now and then: the whole page would take minutes."""
    end = time.monotonic() + STALL
    for place in range(len(proper)):
        if time.monotonic() > end:
            return
        connection.sendall(proper[place : place + 1])
        time.sleep(0.1)


def slow(connection: socket.socket, proper: bytes) -> None:
    """Slow, but in time."""
    for place in range(0, len(proper), 256):
        connection.sendall(proper[place : place + 256])
        time.sleep(0.01)


def no_http(connection: socket.socket, proper: bytes) -> None:
    """Something that is no HTTP."""
    connection.sendall(b"SSH-2.0-example\r\n\r\n")


def unended_chunks(connection: socket.socket, proper: bytes) -> None:
    """A chunked answer that breaks off between two chunks."""
    connection.sendall(_chunked(proper).removesuffix(b"0\r\n\r\n"))


def chunked(connection: socket.socket, proper: bytes) -> None:
    """A chunked answer, as it should be."""
    connection.sendall(_chunked(proper))


def until_closed(connection: socket.socket, proper: bytes) -> None:
    """HTTP/1.0: no length, the end of the connection is the end of the page."""
    _, _, body = proper.partition(b"\r\n\r\n")
    connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body)


def untyped(connection: socket.socket, proper: bytes) -> None:
    """No Content-Type, a status line without reason, a header line that is none."""
    _, _, body = proper.partition(b"\r\n\r\n")
    connection.sendall(b"HTTP/1.1 200\r\nServer: \xca\xbe\xc0\xfd\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


def endless(connection: socket.socket, proper: bytes) -> None:
    """A page that goes on for as long as anybody reads."""
    head, _, _ = proper.partition(b"Content-Length")
    connection.sendall(head + b"\r\n")
    while True:
        connection.sendall("<p>没完没了</p>".encode() * 10_000)


def reset(connection: socket.socket) -> None:
    """Hang up so that the other side sees an error: now, or as soon as the server lets go of the connection."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _hold(connection: socket.socket) -> None:
    # Until the client goes.
    connection.settimeout(STALL)
    connection.recv(1)


def _chunked(proper: bytes) -> bytes:
    head, _, body = proper.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.startswith(b"Content-Length")]
    parts = [body[place : place + 700] for place in range(0, len(body), 700)]
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)
    return b"\r\n".join([*lines, b"Transfer-Encoding: chunked"]) + b"\r\n\r\n" + chunks + b"0\r\n\r\n"


# Encodings.


def gzipped(answer: Answer) -> Answer:
    """As most servers send their pages."""
    return replace(answer, body=gzip.compress(answer.body), headers={"Content-Encoding": "gzip"})


def bomb(megabytes: int) -> Answer:
    """Small on the wire, huge once unpacked."""
    text = b"<p>" + b"x" * 1_000_000
    return gzipped(Answer(text * megabytes))


def torn_gzip(answer: Answer) -> Answer:
    """Compressed, and cut off: Content-Length agrees with what comes."""
    packed = gzipped(answer)
    return replace(packed, body=packed.body[: len(packed.body) // 2])


def not_gzip(answer: Answer) -> Answer:
    """Says that it is compressed, and is not."""
    return replace(answer, headers={"Content-Encoding": "gzip"})


def in_charset(answer: Answer, charset: str, *, header: str | None = HTML) -> Answer:
    """The page in another encoding, under a header (and a meta tag) that may say otherwise; None for no charset."""
    text = answer.body.decode()
    if header is None:
        text = text.replace('<meta charset="utf-8">', "")
    return replace(answer, body=text.encode(charset), content_type=header or "text/html")


PASSING: Mapping[str, Callable[[Answer], Answer]] = {
    "500": lambda _: Answer(b"<h1>500</h1>", 500),
    "502": lambda _: Answer(b"<h1>502</h1>", 502),
    "503": lambda _: Answer(b"<h1>503</h1>", 503),
    "503 for a second": lambda _: Answer(b"", 503, headers={"Retry-After": "1"}),
    "429 for no time": lambda _: Answer(b"", 429, headers={"Retry-After": "0"}),
    "dropped": lambda answer: replace(answer, wire=drop),
    "dropped midway": lambda answer: replace(answer, wire=drop_midway),
    "closed early": lambda answer: replace(answer, wire=close_early),
    "unended chunks": lambda answer: replace(answer, wire=unended_chunks),
    "stalled": lambda answer: replace(answer, wire=stall),
    "stalled midway": lambda answer: replace(answer, wire=stall_midway),
    "dripping": lambda answer: replace(answer, wire=drip),
    "no HTTP": lambda answer: replace(answer, wire=no_http),
    "torn gzip": torn_gzip,
}
"""Faults that may be gone the next time, by name: from the proper answer to the one that comes."""
HARMLESS: Mapping[str, Callable[[Answer], Answer]] = {
    "slow": lambda answer: replace(answer, wire=slow),
    "chunked": lambda answer: replace(answer, wire=chunked),
    "HTTP/1.0": lambda answer: replace(answer, wire=until_closed),
    "untyped": lambda answer: replace(answer, wire=untyped),
    "gzip": gzipped,
    "GBK, said to be UTF-8": lambda answer: in_charset(answer, "gb18030"),
    "UTF-8, said to be GBK": lambda answer: replace(answer, content_type="text/html; charset=gbk"),
    "GBK, unsaid": lambda answer: in_charset(answer, "gb18030", header=None),
    "an unknown charset": lambda answer: replace(answer, content_type="text/html; charset=x-example"),
}
"""Oddities that leave nothing to be retried: the article is to be read as it is."""


def disturbed(
    pages: Mapping[str, Route], seed: int, *, share: float = 0.3, kinds: tuple[str, ...] = ()
) -> dict[str, Route]:
    """The pages, some of which (by the seed) come only after one or two passing faults, others oddly."""
    random = Random(seed)
    names = kinds or tuple(sorted(PASSING))
    found: dict[str, Route] = {}
    for path, route in pages.items():
        proper = route if isinstance(route, Answer) else Answer(route.encode() if isinstance(route, str) else route)  # type: ignore[union-attr]
        if random.random() < share:
            found[path] = misbehaving(PASSING[random.choice(names)](proper), random.randint(1, 2), proper)
        elif random.random() < share:
            found[path] = HARMLESS[random.choice(sorted(HARMLESS))](proper)
        else:
            found[path] = proper
    return found
