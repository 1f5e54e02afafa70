"""One writer at a time: a lock that the kernel gives back when its process ends, however it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ..errors import Locked
from .faults import translated

NAME = "writer.lock"

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def take(folder: Path) -> int:
    """Locks the folder for writing; closing the handle gives it back. Raises Locked at once when another has it."""
    path = folder / NAME
    with translated(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _take(handle)
    except OSError:
        os.close(handle)
        raise Locked(
            f"另一个程序正在写存档 another program is writing the archive: {folder} — "
            "请等它结束再试 wait until it has ended"
        ) from None
    return handle
