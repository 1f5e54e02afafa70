"""One writer at a time: a lock that the kernel gives back when its process ends, however it ends."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from ..errors import Locked
from .clock import utc_now
from .faults import cannot_write

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        # far behind the text, which stays readable for others
        os.lseek(handle, 1 << 20, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextlib.contextmanager
def exclusive(dataset: Path, *, leave: bool = True) -> Iterator[None]:
    """Holds the lock of `dataset` (the file `<dataset>.lock`, which stays).

    A lock file that was made here goes again without `leave`, and where there is no dataset in the end.

    Raises Locked at once when another run holds it, StoreError when the lock file cannot be made.
    """
    # whatever name the file goes by, it is one dataset
    real = Path(os.path.realpath(dataset))
    path = real.with_name(real.name + ".lock")
    made = not path.exists()
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise cannot_write(path) from error
    try:
        try:
            _take(handle)
            # the one that held it may have taken the file away since it was opened: then it locks nothing
            if not os.path.samestat(os.fstat(handle), os.stat(path)):
                raise _locked(dataset, handle)
        except OSError as error:
            raise _locked(dataset, handle) from error
        os.ftruncate(handle, 0)
        # a full disk must not stand in the way of the lock, the text is only for people
        with contextlib.suppress(OSError):
            os.write(handle, f"pid {os.getpid()}, {utc_now()}".encode())
        try:
            yield
        finally:
            if made and not (leave and real.exists()):
                with contextlib.suppress(OSError):
                    path.unlink()
    finally:
        os.close(handle)


def _locked(dataset: Path, handle: int) -> Locked:
    try:
        holder = os.read(handle, 100).decode("utf-8", "replace").strip()
    except OSError:
        holder = ""
    return Locked(
        f"另一个抓取正在使用数据文件 another run holds the dataset: {dataset} ({holder or 'unknown'}) — "
        "请等它结束再试 wait until it has ended"
    )
