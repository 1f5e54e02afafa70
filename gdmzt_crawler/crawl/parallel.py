"""Reading an archive in several processes, with the captures given in its order and few of them in memory."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context

from gdmzt_crawler.archive.exchange import Problem
from gdmzt_crawler.archive.pieces import Piece
from gdmzt_crawler.crawl.captured import Captured, read_captures, read_piece
from gdmzt_crawler.errors import ArchiveError

PIECE_BYTES = 1 << 20
"""Of the archive, packed: some sixty pages at a time."""
AHEAD = 2
"""Pieces for each process that are read, or waiting to be played: what is in memory does not grow with the archive."""

Read = tuple[list[Captured], list[Problem]]


def read_all(
    pieces: Sequence[Piece], problems: list[Problem], *, processes: int, site: str | None, done: Callable[[Piece], None]
) -> Iterator[Captured]:
    """Every capture of the pieces, in their order. `done`: called when all of a piece were given.

    With one process the pages are read in this one, one by one. Raises ArchiveError.
    """
    if processes <= 1:
        for piece in pieces:
            yield from read_captures(piece, problems, site)
            done(piece)
        return
    try:
        yield from _read_together(pieces, problems, processes, site, done)
    except BrokenProcessPool:
        raise ArchiveError(
            "读存档的进程意外终止 a process that read the archive was ended — "
            "请用 --processes 1 再试，内存可能不足 try --processes 1: memory may be short"
        ) from None


def _read_together(
    pieces: Sequence[Piece], problems: list[Problem], processes: int, site: str | None, done: Callable[[Piece], None]
) -> Iterator[Captured]:
    # Spawned, not forked: a process that was forked has the locks and the connections of this one.
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_begin)
    waiting: deque[tuple[Piece, Future[Read]]] = deque()
    left = iter(pieces)
    try:
        while True:
            while len(waiting) < processes * AHEAD and (piece := next(left, None)) is not None:
                with _deaf_to_interrupts():
                    waiting.append((piece, pool.submit(read_piece, piece, site)))
            if not waiting:
                return
            piece, future = waiting.popleft()
            captures, found = future.result()
            problems += found
            yield from captures
            done(piece)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes that are started within the block do not hear of Ctrl-C, this one does when it is over.

    A terminal sends it to all of them, and those that are still loading would say so with a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    # Ctrl-C is for the process that writes: it ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Where the process that writes is killed nobody ends this one, which would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
