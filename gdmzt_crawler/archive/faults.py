"""The one place where errors of the file system become ours."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

from ..errors import ArchiveError, StorageFull, StoreError

_FULL = (
    "磁盘已满，已存的数据完好 no room left on the disk; what was stored is safe: {path} — "
    "请腾出空间再试 free some space and run again"
)
_REFUSED = (
    "存档不可读写 the archive cannot be read or written: {path} ({reason}) — "
    "请检查路径与权限 check the path and its permissions"
)
_MISSING = (
    "存档里没有这个文件 the archive has no such file: {path} — "
    "请从备份恢复存档目录 restore the archive's folder from a backup"
)
_UNREADABLE = (
    "存档记录读不出 no capture can be read at {path}:{offset} ({reason}) — "
    "请从备份恢复该文件 restore the file from a backup"
)
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def archive_error(error: OSError, path: Path) -> StoreError:
    """The error of our tree for `error`, met at `path`."""
    if error.errno in _NO_ROOM:
        return StorageFull(_FULL.format(path=path))
    if error.errno == errno.ENOENT:
        return ArchiveError(_MISSING.format(path=path))
    return ArchiveError(_REFUSED.format(path=path, reason=error.strerror or error))


def unreadable(path: Path, offset: int, reason: str) -> ArchiveError:
    """The error for a place that holds no whole capture."""
    return ArchiveError(_UNREADABLE.format(path=path, offset=offset, reason=reason))


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns errors of the file system into those of our tree."""
    try:
        yield
    except OSError as error:
        raise archive_error(error, path) from error
