"""The one place where SQLite's errors become ours."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from ..errors import ForeignDatabase, StorageFull, StoreError

_FULL = (
    "磁盘已满，已存的数据完好 no room left on the disk; what was stored is safe: {path} — "
    "请腾出空间再试 free some space and run again"
)
_LOCKED = (
    "数据库正被其他程序占用 the dataset is locked by another program: {path} — "
    "请结束那里的写入事务再试 end the open transaction there and run again"
)
_READONLY = (
    "数据文件或其目录不可写 the dataset or its folder cannot be written: {path} — "
    "请改权限或用 --db 另选文件 change the permissions or choose another file with --db"
)
_CANTOPEN = (
    "打不开数据文件 the dataset cannot be opened: {path} — "
    "请检查路径与权限 check that the folder exists and may be read and written"
)
_FOREIGN = (
    "不是本程序的数据文件 not a dataset of this program: {path} — 请用 --db 另选文件 choose another file with --db"
)
_CORRUPT = (
    "数据文件已损坏 the dataset is damaged: {path} — 请换回备份 restore a backup (PRAGMA integrity_check tells more)"
)
_IO = "读写数据文件出错 reading or writing the dataset failed: {path} ({reason}) — 请检查磁盘 check the disk"
_OTHER = "数据库拒绝了操作 the dataset refused: {path} ({reason})"

_SENTENCES = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_READONLY: _READONLY,
    sqlite3.SQLITE_PERM: _READONLY,
    sqlite3.SQLITE_CANTOPEN: _CANTOPEN,
    sqlite3.SQLITE_CORRUPT: _CORRUPT,
    sqlite3.SQLITE_IOERR: _IO,
}
_ROOM = 1 << 20
"""Bytes free below which a failed write means a full disk."""


def store_error(error: Exception, path: Path) -> StoreError:
    """The error of our tree for `error`, met while using the dataset at `path`."""
    primary = getattr(error, "sqlite_errorcode", -1) & 0xFF
    if primary == sqlite3.SQLITE_FULL or (primary == sqlite3.SQLITE_IOERR and _out_of_room(path)):
        return StorageFull(_FULL.format(path=path))
    if primary == sqlite3.SQLITE_NOTADB:
        return foreign(path)
    return StoreError(_SENTENCES.get(primary, _OTHER).format(path=path, reason=error))


def foreign(path: Path) -> ForeignDatabase:
    """The error for a file that is not ours."""
    return ForeignDatabase(_FOREIGN.format(path=path))


def cannot_write(path: Path) -> StoreError:
    """The error for a file or folder that may not be written."""
    return StoreError(_READONLY.format(path=path))


def cannot_open(path: Path) -> StoreError:
    """The error for a path that cannot be opened at all."""
    return StoreError(_CANTOPEN.format(path=path))


def _out_of_room(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _ROOM
    except OSError:
        return False
