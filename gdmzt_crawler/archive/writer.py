"""Writing an archive: a folder of WARC/1.1 files, gzipped record by record.

What `append` returned from survives the end of the program, however it comes (kill -9 too): each exchange is one
write to the file, nothing waits in a buffer. A power cut may take what the system had not yet written out; `sync`
waits until it has, and is called whenever a file is full and when the archive is closed. A tail torn by either is cut
off when the archive is opened again (`healing`).
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from ..errors import ArchiveError
from .exchange import Exchange, Place
from .faults import archive_error, translated
from .files import new_name, number_of, own_files
from .healing import Healed, heal, is_packed_otherwise
from .lock import take
from .members import pack
from .originals import original_at
from .packing import LEVEL, Packed, packed
from .records import warcinfo

MAX_BYTES = 500 << 20


def _utc_now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class ArchiveWriter:
    """The one writer of the archive in `folder`, which is made where it is missing.

    Goes on with the newest file until that has `max_bytes`; a file is begun with the first exchange, so that a run
    without any leaves none. `info` is said in the `warcinfo` record of each file (`operator`, `robots` …). Raises
    Locked at once when another program writes there, StorageFull or ArchiveError.
    """

    def __init__(
        self,
        folder: Path,
        *,
        max_bytes: int = MAX_BYTES,
        level: int = LEVEL,
        info: Mapping[str, str] | None = None,
        clock: Callable[[], str] = _utc_now,
    ) -> None:
        self.folder = folder
        self.healed: Healed | None = None
        """The torn tail that was cut off when the archive was opened."""
        self._max_bytes, self._level, self._info, self._clock = max_bytes, level, info or {}, clock
        self._file: int | None = None
        self._path, self._offset = folder, 0
        with translated(folder):
            folder.mkdir(parents=True, exist_ok=True)
        self._lock: int | None = take(folder)
        try:
            self._resume()
        except BaseException:
            self.close()
            raise

    def append(self, exchange: Exchange, *, previous: tuple[str, int] | None = None) -> Place:
        """Archives one exchange.

        `previous`: `warc_file` and `warc_offset` of the last capture of this URL; when its payload was the same, or
        the answer is a 304, a `revisit` record is written instead of the body. Raises StorageFull or ArchiveError;
        nothing is left behind then.
        """
        return self.write(self.pack(exchange, previous=previous))

    def pack(self, exchange: Exchange, *, previous: tuple[str, int] | None = None) -> Packed:
        """The slow half of `append`: touches no state and may run in a thread, while the page is read in another."""
        original = None if previous is None else original_at(self.folder, *previous)
        return packed(exchange, original, level=self._level)

    def write(self, records: Packed) -> Place:
        """The quick half of `append`; to be called from one thread."""
        data = records.answer + records.question
        offset = self._room_for(len(data))
        self._write(data)
        known = (records.kind, records.payload_digest, records.sha256, records.bytes)
        return Place(self._path.name, offset, len(records.answer), *known)

    def sync(self) -> None:
        """Waits until all that was appended is on the disk, and would survive a power cut."""
        if self._file is not None:
            with translated(self._path):
                os.fsync(self._file)

    def close(self) -> None:
        """Ends the archive's use; others may write then. Raises ArchiveError when the last writes were refused."""
        try:
            self._close_file()
        finally:
            if self._lock is not None:
                os.close(self._lock)
                self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _resume(self) -> None:
        files = own_files(self.folder)
        if files and not is_packed_otherwise(files[-1]):
            self.healed = heal(files[-1])
            self._open(files[-1])

    def _room_for(self, length: int) -> int:
        if self._lock is None:
            raise ArchiveError(f"存档已关闭 the archive is closed: {self.folder}")
        if self._file is None and self._path != self.folder:
            # the last write failed and may have left half a record
            heal(self._path)
            self._open(self._path)
        if self._file is None or self._offset == 0 or self._offset + length > self._max_bytes:
            self._begin()
        return self._offset

    def _begin(self) -> None:
        if self._offset > 0 or self._file is None:
            self._close_file()
            files = own_files(self.folder)
            number = number_of(files[-1]) + 1 if files else 1
            self._open(self.folder / new_name(self.folder, number, self._clock()))
        self._write(pack(warcinfo(self._path.name, self._clock(), self._info), self._level))

    def _open(self, path: Path) -> None:
        with translated(path):
            self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
            self._path, self._offset = path, os.fstat(self._file).st_size

    def _write(self, data: bytes) -> None:
        assert self._file is not None
        left = memoryview(data)
        try:
            while left:
                left = left[os.write(self._file, left) :]
        except OSError as error:
            self._take_back()
            raise archive_error(error, self._path) from error
        self._offset += len(data)

    def _take_back(self) -> None:
        """After a write that failed half way."""
        assert self._file is not None
        try:
            os.ftruncate(self._file, self._offset)
        except OSError:
            # healed before the next write, or when the archive is opened again
            with contextlib.suppress(OSError):
                os.close(self._file)
            self._file = None

    def _close_file(self) -> None:
        if self._file is not None:
            file, self._file = self._file, None
            with translated(self._path):
                try:
                    os.fsync(file)
                finally:
                    os.close(file)
