"""Gzip members: a WARC file is a row of them, one for each record.

Those that we write carry their length in the `sl` (skip lengths) extra field that WARC 0.9 recommended and later
editions leave open: compressed and uncompressed length, 4 bytes each. Every gzip reader passes over it; ours walks a
file from member to member without unpacking any, which is what makes healing, splitting and resuming quick. Others
write none.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

MAGIC = b"\x1f\x8b\x08"
MAX_BYTES = 64 << 20
"""What a record may unpack to; longer ones are passed over."""
_HEADER = struct.Struct("<3sBIBBH2sHII")
"""Magic, flags, time, level, system, length of the extra field; `sl`, its length, and the two lengths."""
_EXTRA = 4
_CHUNK = 1 << 14
_BLOCK = 1 << 20
_BEGIN = b"WARC/"


class Torn(Exception):
    """The file ends inside a member."""


class Damaged(Exception):
    """No gzip member, or one that does not unpack to what it was made of."""


class Oversize(Exception):
    """A member that unpacks to more than MAX_BYTES."""


def pack(data: bytes, level: int) -> bytes:
    """`data` as one gzip member that says how long it is."""
    deflate = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = deflate.compress(data) + deflate.flush()
    length = _HEADER.size + len(packed) + 8
    extra = (_HEADER.size - 12, b"sl", 8, length, len(data))
    header = _HEADER.pack(MAGIC, _EXTRA, 0, 0, 255, *extra)
    return b"".join((header, packed, struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)))


def said_length(header: bytes) -> int | None:
    """Length of the member that begins with `header`, as it says itself; None for one of others."""
    if len(header) < _HEADER.size:
        return None
    magic, flags, _, _, _, _, name, size, length, _ = _HEADER.unpack_from(header)
    if magic != MAGIC or flags != _EXTRA or name != b"sl" or size != 8 or length <= _HEADER.size:
        return None
    return int(length)


class Members:
    """The members of a file, one after the other, from `start` on."""

    def __init__(self, file: BinaryIO, start: int = 0) -> None:
        self._file = file
        self._rest = b""
        self.offset = start
        """Where the next member begins."""
        file.seek(start)

    def next(self) -> bytes | None:
        """What the next member was made of; None at the end of the file. Raises Torn, Damaged or Oversize."""
        length = self._fill()
        if not self._rest:
            return None
        if length is not None and length <= MAX_BYTES:
            return self._next_ours(length)
        return self._next_foreign()

    def _fill(self) -> int | None:
        if len(self._rest) < _HEADER.size:
            self._rest += self._file.read(_CHUNK)
        return said_length(self._rest)

    def _next_ours(self, length: int) -> bytes:
        if len(self._rest) < length:
            self._rest += self._file.read(max(length - len(self._rest), _CHUNK))
        if len(self._rest) < length:
            raise Torn
        data = unpack(self._rest[:length])
        self._rest = self._rest[length:]
        self.offset += length
        return data

    def _next_foreign(self) -> bytes:
        inflate = zlib.decompressobj(zlib.MAX_WBITS + 16)
        parts: list[bytes] = []
        size = taken = 0
        while not inflate.eof:
            chunk = self._rest or self._file.read(_CHUNK)
            self._rest = b""
            if not chunk:
                raise Torn
            taken += len(chunk)
            try:
                parts.append(inflate.decompress(chunk, MAX_BYTES + 1 - size))
            except zlib.error as error:
                raise Damaged(str(error)) from None
            size += len(parts[-1])
            if size > MAX_BYTES:
                raise Oversize
        self._rest = inflate.unused_data
        self.offset += taken - len(self._rest)
        return parts[0] if len(parts) == 1 else b"".join(parts)


def unpack(member: bytes) -> bytes:
    """What one whole member was made of. Raises Damaged or Oversize."""
    inflate = zlib.decompressobj(zlib.MAX_WBITS + 16)
    try:
        data = inflate.decompress(member, MAX_BYTES + 1)
    except zlib.error as error:
        raise Damaged(str(error)) from None
    if len(data) > MAX_BYTES:
        raise Oversize
    if not inflate.eof or inflate.unused_data:
        raise Damaged("a member of another length than it says")
    return data


def begins_record(file: BinaryIO, offset: int) -> bool:
    """Whether a gzip member that begins a WARC record stands at `offset`."""
    file.seek(offset)
    try:
        return zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(file.read(1 << 10), 1 << 6).startswith(_BEGIN)
    except zlib.error:
        return False


def find_member(file: BinaryIO, start: int) -> int | None:
    """Where the next member that begins a record stands, at `start` or behind it."""
    for offset in _find_magic(file, start):
        if begins_record(file, offset):
            return offset
    return None


def _find_magic(file: BinaryIO, start: int) -> Iterator[int]:
    while True:
        file.seek(start)
        block = file.read(_BLOCK)
        at = block.find(MAGIC)
        while at >= 0:
            yield start + at
            at = block.find(MAGIC, at + 1)
        if len(block) < _BLOCK:
            return
        start += _BLOCK - len(MAGIC) + 1
