"""What is written: records that the tools of others read, revisits, files that follow one another."""

from __future__ import annotations

import gzip
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from exchanges import (
    HEADERS,
    T0,
    T1,
    T2,
    T3,
    exchange,
    fastwarc_records,
    page_of,
    url_of,
    warcio_check,
    warcio_records,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmzt_crawler.archive.exchange import Exchange
from gdmzt_crawler.archive.files import own_files
from gdmzt_crawler.archive.members import said_length
from gdmzt_crawler.archive.packing import packed
from gdmzt_crawler.archive.parsing import parse_http, parse_record
from gdmzt_crawler.archive.reader import iterate, read_capture
from gdmzt_crawler.archive.records import payload_digest
from gdmzt_crawler.archive.writer import ArchiveWriter
from gdmzt_crawler.errors import ArchiveError, Locked, StorageFull

posix = pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "gdmzt.archive"


def test_an_exchange_is_two_records_behind_a_warcinfo(folder: Path) -> None:
    with ArchiveWriter(folder, clock=lambda: T0, info={"operator": "研究组\r\nx: y", "robots": "obey"}) as archive:
        place = archive.append(exchange(7, notes={"site": "gdmzt", "Linked-URL": "http://a/b"}))
    assert [path.name for path in folder.glob("*.warc*")] == ["gdmzt-00001-20261124T031500Z.warc.gz"]
    info, response, request = warcio_records(folder / place.warc_file)
    assert [info[0], response[0], request[0]] == ["warcinfo", "response", "request"]
    assert info[1]["warc-filename"] == place.warc_file
    assert "operator: 研究组  x: y\r\n" in info[2].decode()
    assert "conformsTo: http" in info[2].decode()
    fields, body = response[1], response[2]
    assert body == page_of(7)
    assert fields["warc-target-uri"] == url_of(7)
    assert fields["warc-date"] == T0
    assert fields["warc-ip-address"] == "127.0.0.1"
    assert fields["x-payload-sha256"] == place.sha256 == hashlib.sha256(body).hexdigest()
    assert fields["x-note-site"] == "gdmzt"
    assert fields["warc-payload-digest"] == place.payload_digest == payload_digest(body)
    assert request[1]["warc-concurrent-to"] == fields["warc-record-id"]
    assert request[1]["warc-date"] == T0
    assert (place.kind, place.bytes) == ("response", len(body))


def test_the_tools_of_others_find_nothing_wrong(folder: Path) -> None:
    bodies = [b"", b"\0" * 70_000, os.urandom(300_000), b"<p>\xd6\xd0\xce\xc4", *map(page_of, range(20))]
    with ArchiveWriter(folder) as archive:
        places = [archive.append(exchange(number, body=body)) for number, body in enumerate(bodies)]
        for number, place in enumerate(places):
            archive.append(exchange(number, body=bodies[number], at=T1), previous=(place.warc_file, place.warc_offset))
        archive.append(exchange(9, status=304, body=b"", at=T2), previous=(places[9].warc_file, places[9].warc_offset))
        archive.append(exchange(99, status=521, body=b"x"))
    (path,) = own_files(folder)
    found = fastwarc_records(path)
    kinds = [kind for kind, _, _ in found]
    # an empty body is stored again; what a revisit refers to is not checked by warcio
    assert kinds.count("revisit") == len(bodies)
    assert kinds.count("request") == len(bodies) * 2 + 2
    assert warcio_check(path).count("digest pass") == len(kinds) - kinds.count("revisit")
    assert [content for kind, _, content in found if kind == "response"][: len(bodies)] == bodies
    assert [kind for kind, _, _ in warcio_records(path)] == kinds
    assert gzip.decompress(path.read_bytes()).count(b"WARC/1.1\r\n") == len(found)


def test_members_say_their_length(folder: Path) -> None:
    with ArchiveWriter(folder) as archive:
        places = [archive.append(exchange(number)) for number in range(5)]
    data = (folder / places[0].warc_file).read_bytes()
    for place in places:
        assert said_length(data[place.warc_offset :]) == place.length
        member = data[place.warc_offset : place.warc_offset + place.length]
        assert parse_record(gzip.decompress(member))[0].url.startswith("http://smzt")


def test_headers_are_true_of_the_body_as_it_is_stored() -> None:
    record, _ = parse_record(gzip.decompress(packed(exchange(1)).answer))
    answer = parse_http(record.block)
    assert answer is not None
    status, headers, body = answer
    lines = dict(headers)
    assert (status, body) == (200, page_of(1))
    assert lines["Content-Length"] == str(len(body))
    assert lines["X-Archive-Orig-Content-Length"] == "41"
    assert lines["X-Archive-Orig-Content-Encoding"] == "gzip"
    assert lines["X-Archive-Orig-Transfer-Encoding"] == "chunked"
    assert not {"Content-Encoding", "Transfer-Encoding"} & lines.keys()
    assert lines["ETag"] == '"6571-5f"'


def test_an_encoded_body_keeps_its_encoding(folder: Path) -> None:
    body = gzip.compress(b"<p>text</p>")
    with ArchiveWriter(folder) as archive:
        place = archive.append(exchange(body=body, encoded=True))
    content = [content for kind, _, content in warcio_records(folder / place.warc_file) if kind == "response"]
    assert content == [b"<p>text</p>"], "others undo the encoding"
    assert read_capture(folder, place.warc_file, place.warc_offset).body == body, "we read what the crawl had"


def test_nothing_private_and_no_fields_of_others(folder: Path) -> None:
    asked = (
        ("Authorization", "Basic c2VjcmV0"),
        ("proxy-authorization", "Basic c2VjcmV0"),
        ("COOKIE", "secret=1"),
        ("Accept", "*/*\r\nX-Evil: 1"),
    )
    answered = (("X-A", "1\r\nWARC-Type: request\r\n\r\nHTTP/1.1 200 OK"), ("X-B\r\nX-Evil", "2"))
    evil = Exchange(
        "http://user:secret@a.gov.cn:81/x?y=1 2\r\nX-Evil: 3",
        200,
        b"body",
        T0,
        answered,
        request_headers=asked,
        notes={"site": "a\r\nWARC-Type: request"},
    )
    with ArchiveWriter(folder) as archive:
        place = archive.append(evil)
    warcio_check(folder / place.warc_file)
    written = gzip.decompress((folder / place.warc_file).read_bytes())
    assert b"secret" not in written.replace(b"user:secret@a.gov.cn", b"")
    assert b"\nX-Evil" not in written
    assert b"\nHost: a.gov.cn:81\r\n" in written
    assert b"\nGET /x?y=1%202" in written
    (page,) = iterate(folder)
    assert page.body == b"body"
    assert page.notes == {"site": "a  WARC-Type: request"}


def test_headers_keep_their_bytes(folder: Path) -> None:
    name = 'attachment; filename="通知.doc"'.encode("gb18030").decode("latin-1")
    with ArchiveWriter(folder) as archive:
        archive.append(exchange(headers=(("Content-Disposition", name),)))
        archive.append(exchange(headers=(("X-Text", "养老"),)))
    as_bytes, as_text = iterate(folder)
    assert as_bytes.header("content-disposition") == name
    assert as_text.headers[0] == ("X-Text", "养老".encode().decode("latin-1"))
    warcio_check(*own_files(folder))


def test_the_same_payload_is_a_revisit_of_the_first_capture(folder: Path) -> None:
    with ArchiveWriter(folder) as archive:
        first = archive.append(exchange(1, at=T0))
        second = archive.append(exchange(1, at=T1), previous=(first.warc_file, first.warc_offset))
        third = archive.append(exchange(1, at=T2), previous=(second.warc_file, second.warc_offset))
        changed = archive.append(exchange(1, body=b"new", at=T3), previous=(third.warc_file, third.warc_offset))
    assert [place.kind for place in (first, second, third, changed)] == ["response", "revisit", "revisit", "response"]
    assert (second.sha256, second.bytes, second.payload_digest) == (first.sha256, first.bytes, first.payload_digest)
    assert third.length < first.length
    records = list(warcio_records(folder / first.warc_file))
    response_id = records[1][1]["warc-record-id"]
    for kind, fields, _ in (records[3], records[5]):
        assert kind == "revisit"
        assert fields["warc-profile"] == "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
        assert fields["warc-refers-to"] == response_id
        assert fields["warc-refers-to-target-uri"] == url_of(1)
        assert fields["warc-refers-to-date"] == T0
        assert fields["warc-payload-digest"] == first.payload_digest
    pages = list(iterate(folder))
    assert [page.body for page in pages] == [page_of(1)] * 3 + [b"new"]
    assert [page.fetched_at for page in pages] == [T0, T1, T2, T3]
    assert [page.kind for page in pages] == ["response", "revisit", "revisit", "response"]
    assert dict(pages[1].headers)["Content-Length"] == str(len(page_of(1))), "what a replay will send"


def test_a_304_stands_for_what_it_confirms(folder: Path) -> None:
    fresh = (("ETag", '"6571-60"'), ("Content-Length", "5000"))
    with ArchiveWriter(folder) as archive:
        first = archive.append(exchange(1))
        answer = exchange(1, status=304, body=b"", at=T1, headers=fresh)
        place = archive.append(answer, previous=(first.warc_file, first.warc_offset))
        again = archive.append(answer, previous=(place.warc_file, place.warc_offset))
    assert (place.kind, place.sha256, place.bytes) == ("revisit", first.sha256, first.bytes)
    assert again.sha256 == first.sha256
    fields = list(warcio_records(folder / first.warc_file))[3][1]
    assert fields["warc-profile"] == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    assert fields["warc-refers-to-target-uri"] == url_of(1)
    assert fields["warc-refers-to-date"] == T0
    page = read_capture(folder, place.warc_file, place.warc_offset)
    assert (page.status, page.body_status, page.body) == (304, 200, page_of(1))
    raw = page.raw_page()
    assert (raw.status, raw.etag, raw.fetched_at) == (200, '"6571-60"', T1)
    assert raw.content_type == "text/html; charset=UTF-8"
    assert raw.last_modified == dict(HEADERS)["Last-Modified"]


@pytest.mark.parametrize("status", [200, 304])
@pytest.mark.parametrize("previous", [("gdmzt-00009-20261124T031500Z.warc.gz", 0), None], ids=["missing", "none"])
def test_without_an_original_the_answer_is_stored(folder: Path, status: int, previous: tuple[str, int] | None) -> None:
    body = b"" if status == 304 else page_of(1)
    with ArchiveWriter(folder) as archive:
        first = archive.append(exchange(1))
        place = archive.append(exchange(1, status=status, body=body), previous=previous)
        wrong = archive.append(exchange(1, status=status, body=body), previous=(first.warc_file, 3))
        beyond = archive.append(exchange(1, status=status, body=body), previous=(first.warc_file, 10**9))
    assert {place.kind, wrong.kind, beyond.kind} == {"response"}
    assert [page.body for page in iterate(folder)] == [page_of(1), body, body, body]


def test_a_previous_place_outside_the_folder_is_refused(folder: Path) -> None:
    with ArchiveWriter(folder) as archive, pytest.raises(ArchiveError):
        archive.append(exchange(1), previous=("../x.warc.gz", 0))


def test_files_follow_one_another(folder: Path) -> None:
    times = iter([T2, T2, T1, T1, T0, T0, *[T3] * 40])
    with ArchiveWriter(folder, max_bytes=4_000, clock=lambda: next(times)) as archive:
        places = [archive.append(exchange(number)) for number in range(12)]
        big = archive.append(exchange(50, body=os.urandom(9_000)))
        after = archive.append(exchange(51))
    files = own_files(folder)
    assert len(files) > 4
    assert [path.name for path in files] == sorted(path.name for path in files), "whatever the clock did"
    assert list(dict.fromkeys(place.warc_file for place in [*places, big, after])) == [path.name for path in files]
    assert all(path.stat().st_size <= 4_000 for path in files if path.name != big.warc_file)
    for path in files:
        kind, fields, _ = next(warcio_records(path))
        assert (kind, fields["warc-filename"]) == ("warcinfo", path.name)
    assert [page.url for page in iterate(folder)] == [url_of(number) for number in [*range(12), 50, 51]]


def test_a_revisit_reaches_back_into_an_earlier_file(folder: Path) -> None:
    with ArchiveWriter(folder, max_bytes=3_000) as archive:
        first = archive.append(exchange(1))
        for number in range(2, 9):
            archive.append(exchange(number))
        place = archive.append(exchange(1, at=T1), previous=(first.warc_file, first.warc_offset))
    assert place.warc_file != first.warc_file
    assert read_capture(folder, place.warc_file, place.warc_offset).body == page_of(1)


def test_a_later_run_goes_on_with_the_newest_file(folder: Path) -> None:
    for number in range(3):
        with ArchiveWriter(folder) as archive:
            archive.append(exchange(number))
            assert archive.healed is None
    assert len(own_files(folder)) == 1
    assert [kind for kind, _, _ in warcio_records(own_files(folder)[0])].count("warcinfo") == 1
    assert [page.url for page in iterate(folder)] == [url_of(number) for number in range(3)]


def test_a_run_without_exchanges_leaves_no_file(folder: Path) -> None:
    with ArchiveWriter(folder):
        pass
    assert own_files(folder) == []
    assert list(iterate(folder)) == []


def test_one_writer_at_a_time(folder: Path) -> None:
    with ArchiveWriter(folder) as archive:
        with pytest.raises(Locked, match="wait until it has ended"):
            ArchiveWriter(folder)
        archive.append(exchange(1))
    with ArchiveWriter(folder) as archive:
        archive.append(exchange(2))
    with pytest.raises(ArchiveError, match="closed"):
        archive.append(exchange(3))


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ArchiveError):
        ArchiveWriter(tmp_path / "file" / "x.archive")


FILLER = """
import resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from exchanges import exchange
from gdmzt_crawler.archive.writer import ArchiveWriter
from gdmzt_crawler.errors import StorageFull
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
with ArchiveWriter(Path(sys.argv[2])) as archive:
    count = 0
    try:
        while True:
            archive.append(exchange(count))
            count += 1
    except StorageFull as error:
        print(count, error.exit_code)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    archive.append(exchange(count))
"""


@posix
def test_a_full_disk_leaves_whole_records_and_can_be_gone_on_from(folder: Path) -> None:
    command = [sys.executable, "-c", FILLER, str(Path(__file__).parent), str(folder), "20000"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    count, code = map(int, done.stdout.split())
    assert count > 5
    assert code == StorageFull.exit_code
    (path,) = own_files(folder)
    warcio_check(path)
    assert [page.url for page in iterate(folder)] == [url_of(number) for number in range(count + 1)]


text = st.text(st.characters(codec="utf-8"), max_size=30)
latin = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=30).map(
    lambda t: t.strip(" \t")
)
token = st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,12}", fullmatch=True)


@settings(max_examples=60, deadline=None)
@given(
    body=st.binary(max_size=3000),
    status=st.integers(100, 999),
    headers=st.lists(st.tuples(token.map(lambda name: f"X-{name}"), latin), max_size=6),
    notes=st.dictionaries(token.map(str.lower), text.map(lambda t: " ".join(t.replace("\0", "").split())), max_size=3),
    path=st.text(st.characters(codec="ascii", min_codepoint=33), max_size=30),
)
def test_what_goes_in_comes_out(
    tmp_path_factory: pytest.TempPathFactory,
    body: bytes,
    status: int,
    headers: list[tuple[str, str]],
    notes: dict[str, str],
    path: str,
) -> None:
    folder = tmp_path_factory.mktemp("x.archive")
    url = f"http://a.gov.cn/{path}"
    given_exchange = Exchange(url, status, body, T0, tuple(headers), notes=notes)
    with ArchiveWriter(folder) as archive:
        place = archive.append(given_exchange)
    page = read_capture(folder, place.warc_file, place.warc_offset)
    assert (page.url, page.status, page.body, page.fetched_at) == (url, status, body, T0)
    assert [line for line in page.headers if line[0].startswith("X-")] == headers
    assert page.notes == notes
    assert gzip.decompress((folder / place.warc_file).read_bytes()).endswith(b"\r\n\r\n")
