"""A dataset made anew from its archive alone, without any request."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from gdmzt_crawler.archive.exchange import Problem
from gdmzt_crawler.archive.faults import translated
from gdmzt_crawler.archive.files import warc_files
from gdmzt_crawler.archive.pieces import Piece, split
from gdmzt_crawler.crawl.parallel import PIECE_BYTES, read_all
from gdmzt_crawler.crawl.replay import Replay
from gdmzt_crawler.errors import ArchiveError
from gdmzt_crawler.store.bulk import BulkStore

SUFFIX = ".reparse"
"""Of the file in the making, beside the dataset."""


@dataclass
class Progress:
    """How far a reparse has come."""

    bytes: int = 0
    """Of the archive, all of it."""
    read: int = 0
    """Of those, what was played."""
    captures: int = 0
    on_move: Callable[[], None] = field(default=lambda: None)


@dataclass(frozen=True)
class Rebuilt:
    """A dataset that was made from an archive."""

    path: Path
    counts: dict[str, int]
    """`captures`, `articles_new`, `articles_revised`, `articles_withdrawn` … `damaged`, `foreign`, `unknown_site`."""
    issues: dict[str, int]
    articles: int
    unknown: tuple[str, ...] = ()
    """Sites without a definition here, by key."""


def files_of(archive: Path) -> list[Path]:
    """The files of an archive. Raises ArchiveError where there is none."""
    files = warc_files(archive)
    if not files:
        raise ArchiveError(
            f"没有存档 no archive with WARC files: {archive} — "
            "请用 --archive 指明目录 name its folder with --archive; gdmzt crawl keeps one unless told --no-archive"
        )
    return files


@contextmanager
def rebuilt(db: Path, archive: Path, *, site: str | None, processes: int, progress: Progress) -> Iterator[Rebuilt]:
    """Within the block, a dataset made from the archive, in a file beside `db`; it is gone afterwards, unless taken.

    Raises StoreError (ArchiveError among it).
    """
    files_of(archive)
    path = _real(db).with_name(_real(db).name + SUFFIX)
    _discard(path)
    try:
        yield _rebuild(path, archive, site, processes, progress)
    finally:
        _discard(path)


def take_place(made: Path, db: Path) -> None:
    """A dataset that was made takes the place of `db`, which holds nothing. Raises StoreError."""
    real = _real(db)
    with translated(db):
        with open(made, "rb+") as file:
            os.fsync(file.fileno())
        for suffix in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                real.with_name(real.name + suffix).unlink()
        os.replace(made, real)


def _real(db: Path) -> Path:
    """The file itself where `db` is a link to it: it may lie on another disk, and the link is to stay."""
    return Path(os.path.realpath(db))


def _rebuild(path: Path, archive: Path, site: str | None, processes: int, progress: Progress) -> Rebuilt:
    pieces = split(archive, PIECE_BYTES)
    progress.bytes = sum(_length(piece) for piece in pieces)
    problems: list[Problem] = []

    def done(piece: Piece) -> None:
        progress.read += _length(piece)
        progress.on_move()

    with BulkStore.make(path) as store:
        replay = Replay(store)
        for captured in read_all(pieces, problems, processes=processes, site=site, done=done):
            replay.play(captured)
            progress.captures += 1
            progress.on_move()
        replay.close()
        if not replay.counts["captures"]:
            raise _nothing(archive, site, problems)
        articles = store.replaying.article_count()
        for problem in problems:
            store.add_issue(
                run_id=None,
                site=site,
                url=None,
                field=None,
                kind="archive_damaged",
                value=f"{problem.warc_file} @ {problem.warc_offset}",
                message=f"存档记录读不出 a record cannot be read: {problem.message}",
            )
    counts = {**replay.counts, "damaged": len(problems)}
    issues = {**replay.issues, **({"archive_damaged": len(problems)} if problems else {})}
    return Rebuilt(path, counts, issues, articles, tuple(sorted(replay.unknown)))


def _nothing(archive: Path, site: str | None, problems: Sequence[Problem]) -> ArchiveError:
    if site is not None and not problems:
        return ArchiveError(
            f"存档里没有这个站点的页面 the archive has no page of this site: {site} — "
            "请检查 SITE 或 --archive check SITE or --archive"
        )
    reason = f" ({problems[0].message})" if problems else ""
    return ArchiveError(
        f"存档里没有能读的页面 no page can be read from the archive: {archive}{reason} — "
        "请从备份恢复存档目录 restore the archive's folder from a backup"
    )


def _length(piece: Piece) -> int:
    return (piece.path.stat().st_size if piece.stop is None else piece.stop) - piece.start


def _discard(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).unlink()
