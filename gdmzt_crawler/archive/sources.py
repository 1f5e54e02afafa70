"""Reading the records of one WARC file, however it is packed, in flat memory.

Packed record by record (ours, browsertrix, wget …), a file is read member by member; a plain one, or one that was
gzipped as a whole, as a stream. Damage is reported and passed over; reading goes on with the next record that can be
found.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from .exchange import Problem, ProblemKind
from .members import MAGIC, MAX_BYTES, Damaged, Members, Oversize, Torn, find_member
from .parsing import MAX_HEAD, NotARecord, Record, content_length, is_of, parse_fields, parse_record
from .pieces import UNPACKABLE, Piece, opened

_ZSTANDARD = b"\x28\xb5\x2f\xfd"
_BEGIN = b"WARC/"
_REQUEST = b"\r\nWARC-Type: request\r\n"
_BLOCK = 1 << 20

Report = Callable[[Problem], None]


def records(piece: Piece, report: Report) -> Iterator[Record]:
    """The records of a piece in order; requests may be left out. Raises ArchiveError when it cannot be read at all."""
    reading = _Reading(piece, report)
    try:
        with opened(piece) as file:
            begin = file.read(4)
            if begin.startswith(MAGIC):
                yield from reading.members(file)
            elif begin.startswith(_ZSTANDARD):
                reading.say("unsupported", 0, "packed with zstandard: unpack it first")
            elif begin:
                yield from reading.stream(_buffered(file))
    except UNPACKABLE as error:
        reading.say("damaged", 0, f"the WACZ file cannot be unpacked: {error}")


def record_at(piece: Piece) -> Record | None:
    """The one record that begins at `piece.start`; None when there is none. Raises ArchiveError."""
    try:
        return _record_at(piece)
    except UNPACKABLE:
        return None


def _record_at(piece: Piece) -> Record | None:
    reading = _Reading(piece, lambda _: None)
    with opened(piece) as file:
        file.seek(piece.start)
        begin = file.read(len(_BEGIN))
        if begin.startswith(MAGIC):
            return _first(file, piece.start)
        if begin == _BEGIN:
            return next(reading.stream(_buffered(file)), None)
        file.seek(0)
        found = next(reading.unpacked(file), None) if file.read(len(MAGIC)) == MAGIC else None
        return found if found is not None and found.offset == piece.start else None


def _buffered(file: BinaryIO) -> io.BufferedReader:
    return io.BufferedReader(cast("io.RawIOBase", file), _BLOCK)


def _first(file: BinaryIO, offset: int) -> Record | None:
    try:
        data = Members(file, offset).next()
        return None if data is None else parse_record(data, offset)[0]
    except (Torn, Damaged, Oversize, NotARecord):
        return None


class _Reading:
    """One pass over a piece."""

    def __init__(self, piece: Piece, report: Report) -> None:
        self._piece, self._report = piece, report
        self._ahead = b""
        """A line that was read to see whether a record begins."""

    def say(self, kind: ProblemKind, offset: int, message: str) -> None:
        """Reports what could not be read."""
        self._report(Problem(kind, self._piece.name, offset, message))

    def members(self, file: BinaryIO) -> Iterator[Record]:
        """Records packed one by one."""
        members = Members(file, self._piece.start)
        while self._piece.stop is None or members.offset < self._piece.stop:
            offset = members.offset
            try:
                data = members.next()
                if data is None:
                    return
                if offset > 0 and _is_aside(data):
                    continue
                record, end = parse_record(data, offset)
            except (Torn, Damaged, NotARecord, Oversize) as fault:
                if isinstance(fault, Oversize) and offset == 0 and self._is_one_stream(file):
                    yield from self.unpacked(file)
                    return
                following = find_member(file, offset + 1)
                self._say_why(fault, offset, is_last=following is None)
                if following is None:
                    return
                members = Members(file, following)
                continue
            if end < len(data) and offset == 0:
                yield from self.unpacked(file)
                return
            yield record

    def _say_why(self, fault: Exception, offset: int, *, is_last: bool) -> None:
        if isinstance(fault, Oversize):
            self.say("oversize", offset, f"longer than {MAX_BYTES} bytes")
        elif isinstance(fault, Torn) and is_last:
            self.say("torn", offset, "the file ends inside a record")
        else:
            self.say("damaged", offset, str(fault) or "a record that does not end")

    def unpacked(self, file: BinaryIO) -> Iterator[Record]:
        """Records of a file that was gzipped as a whole; offsets are those of the unpacked bytes."""
        file.seek(0)
        with gzip.GzipFile(fileobj=file) as stream:
            yield from self.stream(cast("io.BufferedReader", stream))

    def stream(self, file: io.BufferedReader) -> Iterator[Record]:
        """Records that follow one another unpacked."""
        try:
            file.seek(self._piece.start)
            while self._piece.stop is None or file.tell() < self._piece.stop:
                found = self._next_in_stream(file)
                if found is None:
                    return
                if isinstance(found, Record):
                    yield found
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            self.say("torn", file.tell(), str(error))

    def _next_in_stream(self, file: io.BufferedReader) -> Record | bool | None:
        """The next record; False where one was passed over; None at the end."""
        head = _head(file, self._ahead)
        if head is None:
            return None
        self._ahead = b""
        offset = file.tell() - len(head)
        try:
            fields = parse_fields(head)
            length = content_length(fields)
        except NotARecord as fault:
            self.say("damaged", offset, str(fault))
            return self._skip_to_record(file)
        if length > MAX_BYTES:
            self.say("oversize", offset, f"longer than {MAX_BYTES} bytes")
            _skip(file, length)
            return False
        block = file.read(length)
        if len(block) < length:
            self.say("torn", offset, "the file ends inside a record")
            return None
        if not is_of(fields.get("warc-block-digest"), block):
            # nothing else would tell: a file that is not packed has no check sums
            self.say("damaged", offset, "not what its digest says")
            return False
        return Record(offset, fields, block)

    def _is_one_stream(self, file: BinaryIO) -> bool:
        """Whether the first record is a small part of the member it stands in."""
        file.seek(0)
        with gzip.GzipFile(fileobj=file) as stream:
            head = _head(cast("io.BufferedReader", stream), b"")
        try:
            return head is not None and content_length(parse_fields(head)) < MAX_BYTES // 2
        except NotARecord:
            return False

    def _skip_to_record(self, file: io.BufferedReader) -> bool | None:
        while line := file.readline(MAX_HEAD):
            if line.startswith(_BEGIN):
                self._ahead = line
                return False
        return None


def _is_aside(data: bytes) -> bool:
    """Whether a member holds a request: half of all records, and never asked for."""
    end = data.find(b"\r\n\r\n", 0, MAX_HEAD)
    return data.find(_REQUEST, 0, end + 2) >= 0


def _head(file: io.BufferedReader, first: bytes) -> bytes | None:
    """The lines up to the next blank one, blank ones before it left out; None at the end of the file."""
    lines = [first] if first else []
    size = len(first)
    while line := file.readline(MAX_HEAD):
        if line.strip():
            lines.append(line)
            size += len(line)
        elif lines:
            lines.append(line)
            break
        if size > MAX_HEAD:
            break
    return b"".join(lines) or None


def _skip(file: io.BufferedReader, length: int) -> None:
    while length > 0 and (block := file.read(min(length, _BLOCK))):
        length -= len(block)
