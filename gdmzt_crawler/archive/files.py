"""The files of an archive: their names and their order.

`gdmzt-00007-20261124T031500Z.warc.gz`: dataset, running number, when the file was begun (UTC). The number comes first
and only grows, so that names sort in the order of writing even when the clock jumped back.
"""

from __future__ import annotations

import re
from pathlib import Path

from ..errors import ArchiveError
from .faults import translated

_OURS = re.compile(r".+-(\d{5,})-\d{8}T\d{6}Z\.warc\.gz")
WARC_NAMES = (".warc", ".warc.gz", ".wacz")
_UNFIT = re.compile(r"[^\w.]+")


def archive_of(db: Path) -> Path:
    """Where the archive of a dataset lies: `data/x.archive` beside `data/x.db`."""
    return db.with_name(f"{db.stem}.archive")


def new_name(folder: Path, number: int, at: str) -> str:
    """Name of a file begun at `at` (`2026-11-24T03:15:00Z`)."""
    dataset = _UNFIT.sub("-", folder.name.removesuffix(".archive")).strip("-.") or "archive"
    return f"{dataset}-{number:05d}-{at.replace('-', '').replace(':', '')}.warc.gz"


def own_files(folder: Path) -> list[Path]:
    """The files that an ArchiveWriter made, oldest first; none when there is no such folder."""
    numbered = [(number_of(path), path) for path in _entries(folder)]
    return [path for number, path in sorted(numbered) if number]


def number_of(path: Path) -> int:
    """Running number of one of our files; 0 for any other."""
    match = _OURS.fullmatch(path.name)
    return int(match[1]) if match else 0


def warc_files(folder: Path) -> list[Path]:
    """Every WARC file in the folder, ours in the order of writing, foreign ones before them by name."""
    found = [path for path in _entries(folder) if path.name.endswith(WARC_NAMES)]
    return sorted(found, key=lambda path: (number_of(path), path.name))


def path_of(folder: Path, warc_file: str) -> Path:
    """Where a file of the archive lies. Raises ArchiveError for a name that leads out of the folder."""
    if warc_file != Path(warc_file).name or warc_file in {"", ".", ".."} or "\\" in warc_file:
        raise ArchiveError(f"不是存档文件名 not the name of an archive file: {warc_file!r}")
    return folder / warc_file


def _entries(folder: Path) -> list[Path]:
    if not folder.exists():
        return []
    with translated(folder):
        return [path for path in folder.iterdir() if path.is_file()]
