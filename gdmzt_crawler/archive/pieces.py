"""Which bytes are to be read: whole files, the WARC files inside a WACZ, or parts of a file for several processes."""

from __future__ import annotations

import contextlib
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from lzma import LZMAError
from pathlib import Path
from typing import IO, BinaryIO, cast

from ..errors import ArchiveError
from .faults import translated
from .files import number_of, warc_files
from .members import said_length

PIECE_BYTES = 8 << 20
UNPACKABLE = (zipfile.BadZipFile, zlib.error, EOFError, LZMAError)
"""What reading from a damaged WACZ raises, when it is opened or later."""
_HEADER = 32


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a file: the records that begin at `start` or behind it, and before `stop`."""

    path: Path
    start: int = 0
    stop: int | None = None
    inner: str | None = None
    """Name of the WARC file inside a WACZ."""

    @property
    def name(self) -> str:
        """What `warc_file` says of its records."""
        return self.path.name if self.inner is None else f"{self.path.name}/{self.inner}"


Sources = Path | Iterable[Path | Piece]
"""A folder, a file, or several files or parts of them."""


def pieces_of(sources: Sources) -> list[Piece]:
    """What is to be read, in order. Raises ArchiveError for a file that is missing or no archive."""
    given: Iterable[Path | Piece] = [sources] if isinstance(sources, Path) else sources
    pieces: list[Piece] = []
    for source in given:
        if isinstance(source, Piece):
            pieces.append(source)
        elif source.is_dir():
            pieces += [piece for path in warc_files(source) for piece in _of_file(path)]
        else:
            pieces += _of_file(source)
    return pieces


def split(sources: Sources, size: int = PIECE_BYTES) -> list[Piece]:
    """The same in parts of about `size` bytes that processes can read side by side; read in order they are the whole.

    Only our own files can be split (their members say how long they are); others stay whole.
    """
    return [part for piece in pieces_of(sources) for part in _parts(piece, size)]


@contextlib.contextmanager
def opened(piece: Piece) -> Iterator[BinaryIO]:
    """The file of a piece, without a buffer. Raises ArchiveError; a WACZ that is damaged, one of UNPACKABLE as well."""
    with translated(piece.path), contextlib.ExitStack() as stack:
        if piece.inner is None:
            yield stack.enter_context(open(piece.path, "rb", buffering=0))
        else:
            wacz = stack.enter_context(zipfile.ZipFile(piece.path))
            yield cast("BinaryIO", stack.enter_context(_inner(wacz, piece.inner)))


def _inner(wacz: zipfile.ZipFile, name: str) -> IO[bytes]:
    try:
        return wacz.open(name)
    except (NotImplementedError, RuntimeError) as error:
        # a compression that zipfile does not know, or a password
        raise zipfile.BadZipFile(str(error)) from error


def _of_file(path: Path) -> list[Piece]:
    if path.suffix != ".wacz":
        if not path.exists():
            raise ArchiveError(f"没有这个文件 no such file: {path} — 请检查路径 check the path")
        return [Piece(path)]
    with translated(path):
        try:
            with zipfile.ZipFile(path) as wacz:
                names = wacz.namelist()
        except zipfile.BadZipFile:
            raise ArchiveError(f"不是 WACZ 文件 not a WACZ file: {path} — 请重新下载 fetch it again") from None
    return [Piece(path, inner=name) for name in names if name.endswith((".warc", ".warc.gz"))]


def _parts(piece: Piece, size: int) -> Iterator[Piece]:
    if number_of(piece.path) == 0 or piece.inner is not None:
        yield piece
        return
    start = piece.start
    for offset in _boundaries(piece):
        if offset - start >= size:
            yield Piece(piece.path, start, offset)
            start = offset
    yield Piece(piece.path, start, piece.stop)


def _boundaries(piece: Piece) -> Iterator[int]:
    with opened(piece) as file:
        offset = piece.start
        while piece.stop is None or offset < piece.stop:
            file.seek(offset)
            length = said_length(file.read(_HEADER))
            if length is None:
                return
            yield offset
            offset += length
