"""From the body as it travelled to the bytes that the page is: chunks joined, encodings undone."""

from __future__ import annotations

import importlib
import re
import zlib
from collections.abc import Callable, Iterator
from types import ModuleType

from .exchange import Headers
from .members import MAX_BYTES, Oversize

_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_SIZE_LINE = 10
_PIECE = 1 << 16
_NEW_LINE = re.compile(rb"\r?\n")


class Undecodable(Exception):
    """A body in an encoding that cannot be undone here."""


def body_of(headers: Headers, raw: bytes) -> bytes:
    """The body without transfer and content encodings. Raises Undecodable or Oversize.

    A body that was already decoded, whatever its headers say (several archiving tools do that), is given as it is; one
    that was cut off, as far as it goes.
    """
    encodings: list[str] = []
    for name, value in headers:
        lower = name.lower()
        if lower == "transfer-encoding" and "chunked" in value.lower():
            raw = joined_chunks(raw)
        elif lower == "content-encoding":
            encodings += [encoding.strip().lower() for encoding in value.split(",")]
    for encoding in reversed(encodings):
        if encoding not in {"", "identity"} and raw:
            raw = _undone(encoding, raw)
    return raw


def joined_chunks(raw: bytes) -> bytes:
    """A chunked body in one piece; `raw` itself when it is not chunked."""
    parts: list[bytes] = []
    at = 0
    while (size := _CHUNK_SIZE.match(raw, at)) is not None:
        length = int(size[1], 16)
        if length == 0:
            return b"".join(parts)
        parts.append(raw[size.end() : size.end() + length])
        at = size.end() + length
        end = _NEW_LINE.match(raw, at)
        if end is None:
            # cut off; or it never was chunked, and only its first line looked so
            return b"".join(parts) if at >= len(raw) else raw
        at = end.end()
    # what is left is no more than a size that was cut off
    return b"".join(parts) if parts and len(raw) - at < _SIZE_LINE else raw


def _undone(encoding: str, raw: bytes) -> bytes:
    decode = _DECODERS.get(encoding)
    if decode is None:
        raise Undecodable(f"content encoding {encoding}")
    parts: list[bytes] = []
    size = 0
    for piece in decode(raw):
        parts.append(piece)
        size += len(piece)
        if size > MAX_BYTES:
            raise Oversize
    return b"".join(parts) if size else raw


def _zlib(*window_bits: int) -> Callable[[bytes], Iterator[bytes]]:
    def decode(raw: bytes) -> Iterator[bytes]:
        for bits in window_bits:
            inflate = zlib.decompressobj(bits)
            found = False
            try:
                piece = inflate.decompress(raw, _PIECE)
                while piece:
                    found = True
                    yield piece
                    piece = inflate.decompress(inflate.unconsumed_tail, _PIECE)
            except zlib.error:
                pass
            if found:
                return

    return decode


def _brotli(raw: bytes) -> Iterator[bytes]:
    brotli = _library("brotli", "brotlicffi")
    decompressor = brotli.Decompressor()
    try:
        piece = decompressor.process(raw, output_buffer_limit=_PIECE)
        while piece:
            yield piece
            piece = b"" if decompressor.is_finished() else decompressor.process(b"", output_buffer_limit=_PIECE)
    except brotli.error:
        return


def _zstandard(raw: bytes) -> Iterator[bytes]:
    zstd = _library("compression.zstd", "backports.zstd")
    decompressor = zstd.ZstdDecompressor()
    data = raw
    try:
        while data or not (decompressor.eof or decompressor.needs_input):
            yield decompressor.decompress(data, _PIECE)
            data = b""
    except zstd.ZstdError:
        return


def _library(*names: str) -> ModuleType:
    for name in names:
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    raise Undecodable(f"{names[-1]} is not installed")


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _zlib(zlib.MAX_WBITS + 16),
    "x-gzip": _zlib(zlib.MAX_WBITS + 16),
    "deflate": _zlib(zlib.MAX_WBITS, -zlib.MAX_WBITS),
    "br": _brotli,
    "zstd": _zstandard,
}
