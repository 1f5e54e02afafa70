"""Reading an archive: one capture by its place, or all of them in order. Works on WARC files of other programs too."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

from ..errors import ArchiveError
from .answers import KINDS, answer_of, is_capture, notes_of, payload_of
from .exchange import ArchivedPage, Problem, ProblemKind
from .faults import unreadable
from .files import path_of
from .members import MAX_BYTES, Oversize
from .parsing import Record, parse_date
from .payload import Undecodable, body_of
from .pieces import Piece, Sources, pieces_of
from .revisits import Originals
from .sources import Report, record_at, records


def unheard(problem: Problem) -> None:
    """For a caller who does not want to know."""


def read_capture(folder: Path, warc_file: str, warc_offset: int) -> ArchivedPage:
    """The capture at one place, a revisit with the body it stands for.

    Raises ArchiveError when the file is missing or no whole capture begins there.
    """
    problems: list[Problem] = []
    path = path_of(folder, warc_file)
    piece = Piece(path, warc_offset)
    record = record_at(piece)
    if record is None or not is_capture(record):
        raise unreadable(path, warc_offset, "no capture begins here")
    page = Pages([Piece(path)], problems.append).page(record, piece)
    if page is None:
        raise unreadable(path, warc_offset, problems[0].message if problems else "no HTTP answer")
    return page


def iterate(
    sources: Sources, *, report: Report = unheard, after: tuple[str, int] | None = None
) -> Iterator[ArchivedPage]:
    """Every capture of a folder, a file, several files or parts of files (`pieces.split`), in their order.

    One at a time is held in memory. `report` hears of what could not be read, the rest is given all the same. `after`:
    the `warc_file` and `warc_offset` behind which to begin (in a folder: what a killed run archived but did not store).
    Raises ArchiveError for a file that is missing or cannot be opened.
    """
    pieces = pieces_of(sources)
    pages = Pages(pieces, report)
    for piece in pieces if after is None else _behind(pieces, *after):
        for record in records(piece, report):
            if is_capture(record) and (after is None or (piece.name, record.offset) != after):
                page = pages.page(record, piece)
                if page is not None:
                    yield page


def holds_captures(source: Path, report: Report) -> bool:
    """Whether a file or folder has any capture that can be read; `report` hears what stood before the first."""
    try:
        return any(is_capture(record) for piece in pieces_of([source]) for record in records(piece, report))
    except ArchiveError as error:
        report(Problem("damaged", source.name, 0, error.message))
        return False


def targets(sources: Sources) -> Iterator[tuple[str, dict[str, str]]]:
    """Address and notes of every capture, in their order, without reading what was answered.

    What cannot be read is passed over. Raises ArchiveError for a file that is missing or cannot be opened.
    """
    for piece in pieces_of(sources):
        for record in records(piece, unheard):
            if is_capture(record):
                yield record.url, notes_of(record)


def _behind(pieces: list[Piece], warc_file: str, warc_offset: int) -> list[Piece]:
    names = [piece.name for piece in pieces]
    if warc_file not in names:
        raise ArchiveError(f"存档里没有这个文件 the archive has no such file: {warc_file}")
    at = names.index(warc_file)
    return [Piece(pieces[at].path, warc_offset, pieces[at].stop, pieces[at].inner), *pieces[at + 1 :]]


class Pages:
    """From records to pages."""

    def __init__(self, pieces: list[Piece], report: Report) -> None:
        self._originals = Originals(pieces)
        self._report = report

    def page(self, record: Record, piece: Piece) -> ArchivedPage | None:
        """The page of a capture; None for one that cannot be read, which is reported."""
        if "warc-segment-number" in record.fields:
            self._say(record, piece, "segmented", "a record in several parts")
            return None
        try:
            return self._page(record, piece)
        except Undecodable as error:
            self._say(record, piece, "unsupported", str(error))
        except Oversize:
            self._say(record, piece, "oversize", f"a body longer than {MAX_BYTES} bytes")
        return None

    def _page(self, record: Record, piece: Piece) -> ArchivedPage | None:
        original = self._originals.of(record, piece) if record.type == "revisit" else record
        if original is None:
            self._say(record, piece, "unresolved", "the record that it refers to is not here")
            return None
        brought = answer_of(original)
        if brought is None:
            self._say(record, piece, "damaged", "no HTTP answer")
            return None
        # a revisit may say nothing of its own answer
        status, headers, _ = answer = brought if original is record else answer_of(record) or (brought[0], (), b"")
        return ArchivedPage(
            url=record.url,
            status=status,
            headers=headers,
            # ours hold the very bytes that the crawl had
            body=brought[2] if payload_of(original)[0] else body_of(brought[1], brought[2]),
            fetched_at=parse_date(record.fields.get("warc-date")),
            kind=KINDS[record.type],
            warc_file=piece.name,
            warc_offset=record.offset,
            body_status=brought[0] if status == HTTPStatus.NOT_MODIFIED else status,
            body_headers=() if brought is answer else brought[1],
            payload_digest=record.fields.get("warc-payload-digest"),
            truncated=record.fields.get("warc-truncated"),
            notes=notes_of(record),
        )

    def _say(self, record: Record, piece: Piece, kind: ProblemKind, message: str) -> None:
        self._report(Problem(kind, piece.name, record.offset, f"{record.url}: {message}"))
