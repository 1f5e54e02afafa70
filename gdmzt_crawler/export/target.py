"""Files that are there whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from ..errors import ExportError, GdmztError, StorageFull

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_PART = re.compile(r"\.(?P<name>.+)\.(?P<pid>\d+)\.part(-journal|-wal|-shm)?")

_SQLITES = ("", "-journal", "-wal", "-shm")


@contextlib.contextmanager
def placed(path: Path, named: Path | None = None) -> Iterator[Path]:
    """A path beside `path` to write to; what stands there in the end is synced and takes its place at once.

    Errors name `named`, or `path`.

    Whatever goes wrong, `path` stays as it was and nothing is left behind; what a killed program has left for the same
    file is taken away. Raises ExportError or StorageFull.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with told(named or path):
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path)
        try:
            yield part
            _sync(part)
            part.replace(path)
            _sync(path.parent)
        finally:
            for suffix in _SQLITES:
                part.with_name(part.name + suffix).unlink(missing_ok=True)


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Turns the system's errors into one sentence about `path`; a pipe that nobody reads any more stays what it is."""
    try:
        yield
    except BrokenPipeError:
        raise
    except StorageFull as error:
        raise _full(path) from error
    except OSError as error:
        raise _error(error, path) from error


def fingerprint(path: Path) -> tuple[int, str]:
    """Bytes and SHA-256 of a file."""
    with told(path), path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        return file.tell(), digest.hexdigest()


def _error(error: OSError, path: Path) -> GdmztError:
    if error.errno in _FULL:
        return _full(path)
    reason = error.strerror or error
    return ExportError(
        f"写不成 cannot be written: {path} ({reason}) — 请用 --out 换地方 choose another place with --out"
    )


def _full(path: Path) -> StorageFull:
    return StorageFull(
        f"磁盘已满，没有留下半个文件 no room left on the disk, no half file was left: {path} — "
        "请腾出空间或用 --out 换地方 free some space, or choose another place with --out"
    )


def _sweep(path: Path) -> None:
    """Removes what killed programs have left for the same file."""
    for found in path.parent.iterdir():
        match = _PART.fullmatch(found.name)
        if match and match["name"] == path.name and not _lives(int(match["pid"])):
            found.unlink(missing_ok=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
