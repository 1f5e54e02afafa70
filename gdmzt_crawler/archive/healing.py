"""After kill -9 or a power cut: what follows the last whole record of a file is cut off, whole records never are.

A file is walked from its first byte along the lengths that its members say; those at its end are unpacked and checked
too. What is cut off is kept beside it (`<file>.<offset>.torn`), unless it is nothing but zeros, which a power cut may
leave.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from .faults import translated
from .members import Damaged, Oversize, find_member, said_length, unpack
from .parsing import NotARecord, parse_record

_CHECKED = 2 << 20
"""Bytes at the end of a file whose records are unpacked: they may have been written out last, or not."""
_HEADER = 32
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Healed:
    """What was cut off a file."""

    warc_file: str
    kept: int
    """Bytes: where the file ends now."""
    cut: int
    """Bytes."""
    torn: Path | None
    """Where they lie now; None when they were zeros only."""


def heal(path: Path) -> Healed | None:
    """Cuts a torn tail off one of our files; None when there was none. Raises StorageFull or ArchiveError."""
    with translated(path), open(path, "r+b", buffering=0) as file:
        size = file.seek(0, os.SEEK_END)
        kept = whole_end(file, size)
        if kept == size:
            return None
        torn = _set_aside(file, path, kept)
        # the copy is on the disk before the file is cut
        file.truncate(kept)
        os.fsync(file.fileno())
    return Healed(path.name, kept, size - kept, torn)


def is_packed_otherwise(path: Path) -> bool:
    """Whether somebody has packed a file of ours anew: it cannot be healed, nor written to. Raises ArchiveError."""
    with translated(path), open(path, "rb", buffering=0) as file:
        head = file.read(_HEADER)
        if len(head) < _HEADER or said_length(head) is not None or not head.strip(b"\0"):
            return False
        return whole_end(file, file.seek(0, os.SEEK_END)) == 0


def whole_end(file: BinaryIO, size: int) -> int:
    """Where the last whole record ends."""
    end = offset = 0
    while offset < size:
        length = _length(file, offset, size)
        if length is not None and (offset + length <= size - _CHECKED or _is_whole(file, offset, length)):
            end = offset = offset + length
            continue
        following = _next_whole(file, offset + 1, size)
        if following is None:
            return end
        # damage in the middle: what comes behind it is whole and stays
        offset = following
    return end


def _length(file: BinaryIO, offset: int, size: int) -> int | None:
    """Length of the member at `offset`; None when it says none or one that goes beyond the file's end."""
    file.seek(offset)
    length = said_length(file.read(_HEADER))
    return None if length is None or offset + length > size else length


def _is_whole(file: BinaryIO, offset: int, length: int) -> bool:
    file.seek(offset)
    try:
        data = unpack(file.read(length))
        return parse_record(data)[1] == len(data)
    except Oversize:
        return True
    except (Damaged, NotARecord):
        return False


def _next_whole(file: BinaryIO, start: int, size: int) -> int | None:
    while (offset := find_member(file, start)) is not None:
        length = _length(file, offset, size)
        if length is not None and _is_whole(file, offset, length):
            return offset
        start = offset + 1
    return None


def _set_aside(file: BinaryIO, path: Path, kept: int) -> Path | None:
    if not any(block.strip(b"\0") for block in _blocks(file, kept)):
        return None
    torn = path.with_name(f"{path.name}.{kept}.torn")
    with open(torn, "wb") as copy:
        for block in _blocks(file, kept):
            copy.write(block)
        copy.flush()
        os.fsync(copy.fileno())
    return torn


def _blocks(file: BinaryIO, start: int) -> Iterator[bytes]:
    file.seek(start)
    while block := file.read(_BLOCK):
        yield block
