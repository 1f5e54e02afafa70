"""What an export must not overwrite: the dataset itself, or any other that somebody has crawled."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from ..archive.files import WARC_NAMES
from ..errors import StoreError, UsageError
from ..store.connection import connect_readonly

_ENDS = ("-wal", "-shm", "-journal", ".lock", ".reparse")
_NEXT = "请用 --out 给出别的文件 name another file with --out"


def check_target(path: Path, db: Path) -> None:
    """Raises UsageError where an export to `path` would take the place of a dataset, a folder or a device.

    What lies beside a dataset is part of it: its newest pages, its lock, the files of its archive.
    """
    if _is_beside(path):
        raise UsageError(f"这是数据集的一部分 this is a part of a dataset: {path} — {_NEXT}")
    if not path.exists():
        return
    if path.is_dir():
        raise UsageError(f"这是文件夹 this is a folder: {path} — {_NEXT}")
    if not path.is_file():
        raise UsageError(
            f"这不是普通文件 this is no ordinary file: {path} — 标准输出请用 for standard output give --out -"
        )
    if db.exists() and path.samefile(db):
        raise UsageError(f"这是数据集本身 this is the dataset itself: {path} — {_NEXT}")
    if _was_crawled(path) or path.with_name(path.name + "-wal").exists():
        raise UsageError(f"这是另一个数据集，未覆盖 this is another dataset and was kept: {path} — {_NEXT}")


def _is_beside(path: Path) -> bool:
    if path.parent.suffix == ".archive" and path.name.endswith(WARC_NAMES):
        return True
    return any(path.name.endswith(end) and path.with_name(path.name.removesuffix(end)).is_file() for end in _ENDS)


def _was_crawled(path: Path) -> bool:
    try:
        with closing(connect_readonly(path)) as db:
            return db.execute("SELECT 1 FROM crawl_runs LIMIT 1").fetchone() is not None
    except (StoreError, sqlite3.Error):
        return False
