"""Finding the record that a revisit stands for: where ours say it lies, else by digest, else by address and date."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

from ..errors import ArchiveError
from .answers import is_capture
from .parsing import Record, parse_date, uri
from .pieces import Piece
from .records import REFERS_TO
from .sources import record_at, records

_PLACE = re.compile(r"([^/\\\0]+);([0-9]{1,18})")


class Originals:
    """Looks originals up in the files of `pieces`.

    Our own revisits name the place. For others all files are read through once, when the first is met; that takes about
    200 bytes of memory for each response in them.
    """

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = [Piece(path, inner=inner) for path, inner in dict.fromkeys((p.path, p.inner) for p in pieces)]
        self._places: dict[bytes, tuple[int, int]] | None = None

    def of(self, revisit: Record, piece: Piece) -> Record | None:
        """The response with the revisit's payload; None when it is nowhere. Raises ArchiveError."""
        return self._named(revisit, piece) or self._indexed(revisit)

    def _named(self, revisit: Record, piece: Piece) -> Record | None:
        place = _PLACE.fullmatch(revisit.fields.get(REFERS_TO.lower(), ""))
        path = None if place is None else piece.path.parent / place[1]
        if place is None or path is None or not path.is_file():
            return None
        return _fitting(record_at(Piece(path, int(place[2]))), revisit)

    def _indexed(self, revisit: Record) -> Record | None:
        if self._places is None:
            self._places = dict(self._all_places())
        for key in _keys_of_revisit(revisit):
            if key in self._places:
                number, offset = self._places[key]
                piece = self._pieces[number]
                found = _fitting(record_at(Piece(piece.path, offset, inner=piece.inner)), revisit)
                if found is not None:
                    return found
        return None

    def _all_places(self) -> Iterator[tuple[bytes, tuple[int, int]]]:
        for number, piece in enumerate(self._pieces):
            try:
                for record in records(piece, lambda _: None):
                    if is_capture(record) and record.type != "revisit":
                        yield from ((key, (number, record.offset)) for key in _keys(record))
            except ArchiveError:
                # it is said once, where the file's own turn comes
                continue


def _fitting(found: Record | None, revisit: Record) -> Record | None:
    """`found`, unless it is a record of something else."""
    if found is None or not is_capture(found) or found.type == "revisit":
        return None
    wanted, has = (record.fields.get("warc-payload-digest") for record in (revisit, found))
    if wanted is not None and has is not None and wanted.partition(":")[0] == has.partition(":")[0]:
        return found if wanted == has else None
    return found if _target(revisit) == found.url else None


def _target(revisit: Record) -> str:
    return uri(revisit.fields.get("warc-refers-to-target-uri") or revisit.url)


def _keys(record: Record) -> Iterator[bytes]:
    digest = record.fields.get("warc-payload-digest")
    if digest is not None:
        yield _key(digest)
    yield _key(f"{record.url} {parse_date(record.fields.get('warc-date'))}")


def _keys_of_revisit(revisit: Record) -> Iterator[bytes]:
    digest = revisit.fields.get("warc-payload-digest")
    if digest is not None:
        yield _key(digest)
    date = revisit.fields.get("warc-refers-to-date")
    if date is not None:
        yield _key(f"{_target(revisit)} {parse_date(date)}")


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).digest()
