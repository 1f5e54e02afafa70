"""Reading what we wrote: by place, in order, in parts, behind a place, and as rows of `captures`."""

from __future__ import annotations

import pickle
import tracemalloc
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from exchanges import T0, T1, T2, exchange, page_of, url_of

from gdmzt_crawler.archive.exchange import Place
from gdmzt_crawler.archive.files import own_files, path_of
from gdmzt_crawler.archive.index import index, row_of
from gdmzt_crawler.archive.pieces import Piece, pieces_of, split
from gdmzt_crawler.archive.reader import iterate, read_capture
from gdmzt_crawler.archive.writer import ArchiveWriter
from gdmzt_crawler.errors import ArchiveError

COUNT = 60


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data") / "gdmzt.archive"


@pytest.fixture(scope="module")
def places(folder: Path) -> list[Place]:
    """Sixty pages read twice, every third of them unchanged, and one 304."""
    with ArchiveWriter(folder, max_bytes=15_000) as archive:
        found = [archive.append(exchange(number, notes={"site": "gdmzt"})) for number in range(COUNT)]
        for number in range(COUNT):
            body = page_of(number) if number % 3 else b"changed"
            previous = (found[number].warc_file, found[number].warc_offset)
            found.append(archive.append(exchange(number, body=body, at=T1), previous=previous))
        previous = (found[-1].warc_file, found[-1].warc_offset)
        found.append(archive.append(exchange(COUNT - 1, status=304, body=b"", at=T2), previous=previous))
    assert len(own_files(folder)) > 3
    return found


def test_all_in_order(folder: Path, places: list[Place]) -> None:
    pages = list(iterate(folder))
    assert [(page.warc_file, page.warc_offset) for page in pages] == [(p.warc_file, p.warc_offset) for p in places]
    assert [page.url for page in pages] == [url_of(number) for number in [*range(COUNT), *range(COUNT), COUNT - 1]]
    assert [page.fetched_at for page in pages] == [T0] * COUNT + [T1] * COUNT + [T2]
    assert pages[0].notes == {"site": "gdmzt"}
    assert [read_capture(folder, page.warc_file, page.warc_offset) for page in pages] == pages


def test_rows_of_captures_from_the_files_alone(folder: Path, places: list[Place]) -> None:
    rows = list(index(folder))
    known = [(p.warc_file, p.warc_offset, p.sha256, p.bytes, p.kind, p.payload_digest) for p in places]
    assert [(r.warc_file, r.warc_offset, r.sha256, r.bytes, r.kind, r.payload_digest) for r in rows] == known
    assert rows == [row_of(page) for page in iterate(folder)]
    assert (rows[0].status, rows[0].etag, rows[-1].status) == (200, '"6571-5f"', 304)
    assert rows[0].content_type == "text/html; charset=UTF-8"
    assert rows[0].last_modified == "Mon, 23 Nov 2026 08:00:00 GMT"


@pytest.mark.parametrize("size", [1, 700, 5_000, 10**9])
def test_parts_are_the_whole(folder: Path, places: list[Place], size: int) -> None:
    parts = split(folder, size)
    assert (len(parts) == len(own_files(folder))) == (size > 10**6)
    read = [(page.warc_file, page.warc_offset) for part in parts for page in iterate([part])]
    assert read == [(place.warc_file, place.warc_offset) for place in places]


def urls(piece: Piece) -> list[tuple[str, str | None]]:
    return [(page.url, page.fetched_at) for page in iterate([piece])]


def test_parts_can_be_read_by_processes(folder: Path, places: list[Place]) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        read = [page for part in pool.map(urls, split(folder, 6_000)) for page in part]
    assert read == [(page.url, page.fetched_at) for page in iterate(folder)]


def test_pages_can_be_handed_to_another_process(folder: Path, places: list[Place]) -> None:
    page = read_capture(folder, places[0].warc_file, places[0].warc_offset)
    assert pickle.loads(pickle.dumps(page)) == page


@pytest.mark.parametrize("number", [0, 1, COUNT - 1, COUNT, 2 * COUNT - 1, 2 * COUNT])
def test_what_lies_behind_a_place(folder: Path, places: list[Place], number: int) -> None:
    place = places[number]
    read = [(page.warc_file, page.warc_offset) for page in iterate(folder, after=(place.warc_file, place.warc_offset))]
    assert read == [(p.warc_file, p.warc_offset) for p in places[number + 1 :]]


def test_behind_a_file_that_is_not_there(folder: Path, places: list[Place]) -> None:
    with pytest.raises(ArchiveError):
        list(iterate(folder, after=("x.warc.gz", 0)))


def test_order_of_files(tmp_path: Path) -> None:
    names = [
        "gdmzt-100000-20200101T000000Z.warc.gz",
        "gdmzt-99999-20260101T000000Z.warc.gz",
        "gdmzt-00002-20240101T000000Z.warc.gz",
        "gdmzt-00001-20250101T000000Z.warc.gz",
        "other.warc",
        "abc.warc.gz",
        "gdmzt-00001-20250101T000000Z.warc.gz.12.torn",
        "writer.lock",
    ]
    for name in names:
        (tmp_path / name).touch()
    assert [path.name for path in own_files(tmp_path)] == [names[3], names[2], names[1], names[0]]
    assert [piece.name for piece in pieces_of(tmp_path)] == [names[5], names[4], *(names[at] for at in (3, 2, 1, 0))]


def test_places_where_no_capture_is(folder: Path, places: list[Place]) -> None:
    place = places[0]
    for offset in (0, 1, place.warc_offset + 1, place.warc_offset + place.length, 10**9):
        with pytest.raises(ArchiveError, match="restore the file"):
            read_capture(folder, place.warc_file, offset)
    with pytest.raises(ArchiveError, match="no such file"):
        read_capture(folder, "gdmzt-00099-20261124T031500Z.warc.gz", 0)
    for name in ("../x.warc.gz", "/etc/passwd", "", ".", "..", "a\\b"):
        with pytest.raises(ArchiveError, match="not the name"):
            path_of(folder, name)


def test_a_page_as_the_extractors_take_it(folder: Path, places: list[Place]) -> None:
    raw = read_capture(folder, places[5].warc_file, places[5].warc_offset).raw_page()
    assert (raw.url, raw.body, raw.status, raw.fetched_at) == (url_of(5), page_of(5), 200, T0)
    assert (raw.content_type, raw.etag) == ("text/html; charset=UTF-8", '"6571-5f"')


def test_memory_stays_flat(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        folder = tmp_path / f"{count}.archive"
        with ArchiveWriter(folder, level=1) as archive:
            for number in range(count):
                place = archive.append(exchange(number, body=page_of(number, 6_000)))
                archive.append(
                    exchange(number, body=page_of(number, 6_000)), previous=(place.warc_file, place.warc_offset)
                )
        tracemalloc.start()
        for _ in iterate(folder):
            pass
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    few = peak(40)
    assert peak(400) < few * 1.1
