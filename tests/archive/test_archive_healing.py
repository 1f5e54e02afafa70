"""Torn tails: whatever a kill or a power cut left behind, whole records stay and nothing else does."""

from __future__ import annotations

import gzip
import io
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from exchanges import exchange, url_of, warcio_check
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmzt_crawler.archive.exchange import Problem
from gdmzt_crawler.archive.files import own_files
from gdmzt_crawler.archive.healing import heal, whole_end
from gdmzt_crawler.archive.members import said_length
from gdmzt_crawler.archive.reader import iterate, read_capture
from gdmzt_crawler.archive.writer import ArchiveWriter
from gdmzt_crawler.errors import ArchiveError

posix = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a POSIX signal")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("x.archive")
    with ArchiveWriter(folder) as archive:
        for number in range(4):
            archive.append(exchange(number, body=f"<p>{number}</p>".encode() * 20))
    return own_files(folder)[0]


@pytest.fixture(scope="module")
def ends(whole: Path) -> list[int]:
    """Where the records end."""
    data = whole.read_bytes()
    found = [0]
    while found[-1] < len(data):
        length = said_length(data[found[-1] :])
        assert length is not None
        found.append(found[-1] + length)
    return found


def healed_from(path: Path, data: bytes) -> bytes:
    path.write_bytes(data)
    heal(path)
    return path.read_bytes()


def test_a_whole_file_is_left_alone(whole: Path, tmp_path: Path) -> None:
    copy = tmp_path / whole.name
    copy.write_bytes(whole.read_bytes())
    before = copy.stat()
    assert heal(copy) is None
    assert copy.stat().st_mtime_ns == before.st_mtime_ns
    assert [path.name for path in tmp_path.iterdir()] == [whole.name]


def test_cut_at_every_byte_of_the_last_two_records(whole: Path, ends: list[int], tmp_path: Path) -> None:
    data = whole.read_bytes()
    path = tmp_path / whole.name
    for cut in range(ends[-3], len(data)):
        kept = max(end for end in ends if end <= cut)
        assert whole_end(io.BytesIO(data[:cut]), cut) == kept
        if cut % 37 and cut not in ends:
            # on the disk only some of them: each waits for it twice
            continue
        path.write_bytes(data[:cut])
        healed = heal(path)
        assert path.read_bytes() == data[:kept]
        if cut == kept:
            assert healed is None
            continue
        assert healed is not None
        assert (healed.kept, healed.cut, healed.warc_file) == (kept, cut - kept, whole.name)
        assert healed.torn is not None
        assert healed.torn.read_bytes() == data[kept:cut]
        assert heal(path) is None


@pytest.mark.parametrize("cut", [0, 1, 5, 31, 32, 100])
def test_even_the_first_record_may_be_torn(whole: Path, tmp_path: Path, cut: int) -> None:
    path = tmp_path / "x.archive" / whole.name
    path.parent.mkdir()
    path.write_bytes(whole.read_bytes()[:cut])
    with ArchiveWriter(path.parent) as archive:
        archive.append(exchange(9))
    assert own_files(path.parent) == [path]
    assert [page.url for page in iterate(path)] == [url_of(9)]
    warcio_check(path)


@pytest.mark.parametrize("tail", [b"\0", b"\0" * 5_000, b"\0" * 3_000_000], ids=len)
def test_zeros_at_the_end_are_cut_and_not_kept(whole: Path, tmp_path: Path, tail: bytes) -> None:
    data = whole.read_bytes()
    assert healed_from(tmp_path / whole.name, data + tail) == data
    assert [path.name for path in tmp_path.iterdir()] == [whole.name]


@settings(max_examples=150, deadline=None)
@given(tail=st.binary(min_size=1, max_size=200), cut=st.integers(0, 10_000))
def test_anything_at_the_end(whole: Path, ends: list[int], tail: bytes, cut: int) -> None:
    data = whole.read_bytes()
    cut = ends[-3] + cut % (len(data) - ends[-3] + 1)
    kept = max(end for end in ends if end <= cut)
    torn = data[:cut] + tail
    end = whole_end(io.BytesIO(torn), len(torn))
    # `tail` may by chance be what was cut
    assert end == kept or (end in ends and torn[:end] == data[:end])


def test_a_block_lost_in_the_last_record_takes_it_all(whole: Path, ends: list[int], tmp_path: Path) -> None:
    data = bytearray(whole.read_bytes())
    data[ends[-2] + 60 : ends[-2] + 90] = bytes(30)
    assert healed_from(tmp_path / whole.name, bytes(data)) == data[: ends[-2]]


@pytest.mark.parametrize("damage", ["body", "magic", "length", "zeros"])
def test_whole_records_behind_damage_stay(whole: Path, ends: list[int], tmp_path: Path, damage: str) -> None:
    data = bytearray(whole.read_bytes())
    start, stop = ends[3], ends[4]
    if damage == "body":
        data[start + 60] ^= 0xFF
    elif damage == "magic":
        data[start] = 0
    elif damage == "length":
        data[start + 16 : start + 20] = b"\xff\xff\xff\x00"
    else:
        data[start:stop] = bytes(stop - start)
    path = tmp_path / whole.name
    assert healed_from(path, bytes(data)) == data
    assert healed_from(path, bytes(data) + data[: ends[1] - 5]) == data, "the tail behind it is cut all the same"
    problems: list[Problem] = []
    read = [page.url for page in iterate(path, report=problems.append)]
    assert read == [url_of(number) for number in (0, 2, 3)]
    assert [(problem.kind, problem.warc_offset) for problem in problems] == [("damaged", start)]


def test_a_torn_tail_is_no_page_and_is_said(whole: Path, ends: list[int], tmp_path: Path) -> None:
    path = tmp_path / whole.name
    path.write_bytes(whole.read_bytes()[: ends[-2] - 10])
    problems: list[Problem] = []
    assert [page.url for page in iterate(path, report=problems.append)] == [url_of(number) for number in range(3)]
    assert [problem.kind for problem in problems] == ["torn"]


def test_the_writer_heals_and_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "x.archive"
    with ArchiveWriter(folder) as archive:
        place = archive.append(exchange(1))
        last = archive.append(exchange(2))
    path = folder / place.warc_file
    os.truncate(path, last.warc_offset + 40)
    with ArchiveWriter(folder) as archive:
        assert archive.healed is not None
        assert (archive.healed.kept, archive.healed.cut) == (last.warc_offset, 40)
        assert archive.append(exchange(3)).warc_offset == last.warc_offset
    warcio_check(path)
    assert [page.url for page in iterate(folder)] == [url_of(1), url_of(3)], "the torn part is not read"
    assert len(list(folder.glob("*.torn"))) == 1


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from exchanges import exchange
from gdmzt_crawler.archive.writer import ArchiveWriter
with ArchiveWriter(Path(sys.argv[2]), max_bytes=60_000) as archive:
    number = int(sys.argv[3])
    while True:
        place = archive.append(exchange(number, body=bytes(str(number), "ascii") * 3000))
        print(place.warc_file, place.warc_offset, number, flush=True)
        number += 1
"""


@posix
def test_kill_9_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    folder = tmp_path / "x.archive"
    seed = random.Random(20261124)
    acknowledged: list[tuple[str, int, int]] = []
    for _ in range(6):
        first = acknowledged[-1][2] + 1 if acknowledged else 0
        command = [sys.executable, "-c", WRITER, str(Path(__file__).parent), str(folder), str(first)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        time.sleep(seed.uniform(0.01, 0.15))
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.read().splitlines()
        process.wait()
        # the last line may be cut short itself
        words = [line.split() for line in lines if len(line.split()) == 3]
        acknowledged += [(name, int(offset), int(number)) for name, offset, number in words[:-1]]
    with ArchiveWriter(folder) as archive:
        archive.append(exchange(10**6))
    assert len(own_files(folder)) > 2
    warcio_check(*own_files(folder))
    for name, offset, number in acknowledged:
        page = read_capture(folder, name, offset)
        assert (page.url, page.body) == (url_of(number), str(number).encode() * 3000)
    problems: list[Problem] = []
    urls = [page.url for page in iterate(folder, report=problems.append)]
    assert problems == []
    assert {url_of(number) for _, _, number in acknowledged} <= set(urls)


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_that_may_not_be_healed(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / whole.name
    path.write_bytes(whole.read_bytes()[:-5])
    path.chmod(0o400)
    with pytest.raises(ArchiveError):
        heal(path)


@pytest.mark.parametrize("packed", ["plain", "one member"])
def test_a_file_that_was_packed_otherwise_is_left_as_it_is(whole: Path, tmp_path: Path, packed: str) -> None:
    path = tmp_path / "x.archive" / whole.name
    path.parent.mkdir()
    plain = gzip.decompress(whole.read_bytes())
    path.write_bytes(plain if packed == "plain" else gzip.compress(plain))
    before = path.read_bytes()
    with ArchiveWriter(path.parent) as archive:
        assert archive.healed is None
        place = archive.append(exchange(9))
    assert path.read_bytes() == before
    assert [each.name for each in own_files(path.parent)] == [path.name, place.warc_file]
    assert [page.url for page in iterate(path.parent)] == [*map(url_of, range(4)), url_of(9)]
