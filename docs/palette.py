"""Makes a screenshot small: a PNG of at most 256 colours, which is all that a page of text needs."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.int32]
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def reduced(png: bytes) -> bytes:
    """The picture (8-bit RGB or RGBA) with 256 colours at most; every other one becomes the nearest of them."""
    pixels = _decoded(png)
    height, width, _ = pixels.shape
    packed = (pixels[..., 0] << 16) | (pixels[..., 1] << 8) | pixels[..., 2]
    colors, places, counts = np.unique(packed, return_inverse=True, return_counts=True)
    kept, nearest = _chosen(_parts(colors), counts)
    rows = np.hstack([np.zeros((height, 1), np.uint8), nearest[places].reshape(height, width)]).tobytes()
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    palette = kept.astype(np.uint8).tobytes()
    chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(name, data) for name, data in chunks)


def _chosen(colors: Pixels, counts: NDArray[np.int64]) -> tuple[Pixels, NDArray[np.uint8]]:
    """At most 256 colours, and the place among them of the nearest to each: always the one that is missed most."""
    kept = [int(counts.argmax())]
    distance = np.abs(colors - colors[kept[0]]).sum(axis=-1)
    nearest = np.zeros(len(colors), np.uint8)
    while len(kept) < 256 and distance.any():
        kept.append(int((distance * np.sqrt(counts)).argmax()))
        further = np.abs(colors - colors[kept[-1]]).sum(axis=-1)
        nearest = np.where(further < distance, len(kept) - 1, nearest).astype(np.uint8)
        distance = np.minimum(distance, further)
    return colors[kept], nearest


def unpacked(png: bytes) -> Pixels:
    """The colours of a picture that `reduced` made: height, width, 3."""
    chunks = dict(_chunks(png))
    width, height = struct.unpack_from(">II", chunks[b"IHDR"])
    rows = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, width + 1)
    return np.frombuffer(chunks[b"PLTE"], np.uint8).reshape(-1, 3)[rows[:, 1:]].astype(np.int32)


def _parts(packed: Pixels) -> Pixels:
    return np.stack([packed >> 16 & 255, packed >> 8 & 255, packed & 255], axis=-1)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(_SIGNATURE)
    while place < len(png):
        (length,) = struct.unpack_from(">I", png, place)
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        place += length + 12


def _decoded(png: bytes) -> Pixels:
    chunks = list(_chunks(png))
    width, height, depth, kind = struct.unpack_from(">IIBB", dict(chunks)[b"IHDR"])
    assert (depth, kind) in {(8, 2), (8, 6)}, "8-bit RGB or RGBA"
    size = 3 if kind == 2 else 4
    data = zlib.decompress(b"".join(body for name, body in chunks if name == b"IDAT"))
    above = bytearray(width * size)
    lines = []
    for row in range(height):
        start = row * (width * size + 1)
        above = _unfiltered(data[start], bytearray(data[start + 1 : start + 1 + width * size]), above, size)
        lines.append(np.frombuffer(bytes(above), np.uint8))
    return np.stack(lines).reshape(height, width, size)[..., :3].astype(np.int32)


def _unfiltered(kind: int, line: bytearray, above: bytearray, size: int) -> bytearray:
    """One line without its filter (PNG specification, 9.2)."""
    for place in range(len(line)):
        left = line[place - size] if place >= size else 0
        corner = above[place - size] if place >= size else 0
        line[place] = (line[place] + _predicted(kind, left, above[place], corner)) & 255
    return line


def _predicted(kind: int, left: int, up: int, corner: int) -> int:
    if kind == 4:
        guess = left + up - corner
        distances = ((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))
        return min(distances)[2]
    return (0, left, up, (left + up) // 2)[kind]
