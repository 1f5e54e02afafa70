"""Reading what others wrote: browsertrix, wget, and files with faults."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from pathlib import Path

import brotli
import pytest
from exchanges import exchange, url_of
from foreign import HTML, TYPE, Foreign, chunked, record, whole_gzip
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmzt_crawler.archive import members
from gdmzt_crawler.archive.exchange import ArchivedPage, Headers, Problem
from gdmzt_crawler.archive.index import index
from gdmzt_crawler.archive.payload import body_of, joined_chunks
from gdmzt_crawler.archive.pieces import Sources, pieces_of, split
from gdmzt_crawler.archive.reader import iterate, read_capture
from gdmzt_crawler.archive.writer import ArchiveWriter
from gdmzt_crawler.errors import ArchiveError

try:
    from compression import zstd
except ImportError:
    from backports import zstd

A, B = "http://a.gov.cn/1.html", "https://b.gov.cn/2.html"


def read(sources: Sources) -> tuple[list[ArchivedPage], list[Problem]]:
    problems: list[Problem] = []
    return list(iterate(sources, report=problems.append)), problems


@pytest.fixture(params=["gz", "plain", "one member", "wacz"])
def saved(request: pytest.FixtureRequest, tmp_path: Path):  # type: ignore[no-untyped-def]
    """Saves the records in one of the ways that there are."""

    def save(fill) -> Path:  # type: ignore[no-untyped-def]
        made = Foreign("1.1", gzipped=request.param in {"gz", "wacz"})
        fill(made)
        if request.param == "wacz":
            path = tmp_path / "crawl.wacz"
            with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as wacz:
                wacz.writestr("datapackage.json", "{}")
                wacz.writestr("archive/rec.warc.gz", made.bytes())
            return path
        if request.param == "one member":
            path = tmp_path / "x.warc.gz"
            path.write_bytes(whole_gzip(made.bytes()))
            return path
        return made.save(tmp_path / ("x.warc" if request.param == "plain" else "x.warc.gz"))

    return save


def test_every_way_of_packing(saved) -> None:  # type: ignore[no-untyped-def]
    def fill(made: Foreign) -> None:
        made.request(A)
        digest = made.response(A, status="404 Not Found", fields={"WARC-Date": "2026-11-24T03:15:00.999999Z"})
        made.resource("dns:a.gov.cn", b"20261124 a.gov.cn", "text/dns", "response")
        made.resource("urn:pageinfo:http://a.gov.cn/", b"{}", "application/json")
        made.resource("metadata://gnu.org/software/wget/warc/wget.log", b"log", "text/plain")
        made.resource(B, HTML, "text/html; charset=utf-8")
        made.resource(B, b"text: x", "application/warc-fields", "metadata")
        made.revisit(A + "?again", digest, A, "2026-11-24T03:15:00.999999Z")

    path = saved(fill)
    pages, problems = read(path)
    assert problems == []
    assert [(page.url, page.status, page.kind) for page in pages] == [
        (A, 404, "response"),
        (B, 200, "resource"),
        (A + "?again", 200, "revisit"),
    ]
    assert all(page.body == HTML for page in pages)
    assert all(page.header("content-type") == TYPE[1] for page in pages)
    assert [page.fetched_at for page in pages] == [
        "2026-11-24T03:15:00Z",
        "2026-11-24T03:15:00Z",
        "2026-11-25T03:15:00Z",
    ]
    rows = list(index(path))
    assert [(row.url, row.status, row.warc_offset) for row in rows] == [
        (page.url, page.status, page.warc_offset) for page in pages
    ]
    assert rows[0].bytes == len(HTML)
    if path.suffix != ".wacz":
        assert [read_capture(path.parent, page.warc_file, page.warc_offset) for page in pages] == pages


def deflated(body: bytes) -> bytes:
    deflate = zlib.compressobj(wbits=-15)
    return deflate.compress(body) + deflate.flush()


ENCODED = {
    "gzip": gzip.compress(HTML),
    "x-gzip": gzip.compress(HTML),
    "deflate": zlib.compress(HTML),
    "Deflate": deflated(HTML),
    "br": brotli.compress(HTML),
    "zstd": zstd.compress(HTML),
    "gzip, br": brotli.compress(gzip.compress(HTML)),
    "identity": HTML,
    "": HTML,
}


@pytest.mark.parametrize("encoding", ENCODED)
@pytest.mark.parametrize("is_chunked", [True, False])
def test_encodings_are_undone(tmp_path: Path, encoding: str, is_chunked: bool) -> None:
    made = Foreign()
    headers: Headers = (TYPE, ("Content-Encoding", encoding))
    body = ENCODED[encoding]
    if is_chunked:
        headers, body = (*headers, ("transfer-encoding", "Chunked")), chunked(body)
    made.response(A, body, headers=headers)
    pages, problems = read(made.save(tmp_path / "x.warc.gz"))
    assert problems == []
    assert [page.body for page in pages] == [HTML]


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_that_was_decoded_already_is_given_as_it_is(encoding: str) -> None:
    headers = (("Content-Encoding", encoding), ("Transfer-Encoding", "chunked"))
    assert body_of(headers, HTML) == HTML
    assert body_of(headers, b"") == b""


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_that_was_cut_off_is_given_as_far_as_it_goes(encoding: str) -> None:
    whole = bytes(range(256)) * 4000
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd.compress}[encoding]
    noise = "".join(chr(0x4E00 + (at * at * 31) % 9973) for at in range(60_000)).encode()
    packed = pack(whole + noise)
    found = body_of((("Content-Encoding", encoding),), packed[: len(packed) // 2])
    assert (whole + noise).startswith(found)
    assert found


def test_an_unknown_encoding_is_said(tmp_path: Path) -> None:
    made = Foreign()
    made.response(A, headers=(("Content-Encoding", "sdch"),))
    made.response(B)
    pages, problems = read(made.save(tmp_path / "x.warc.gz"))
    assert [page.url for page in pages] == [B]
    assert [(problem.kind, "sdch" in problem.message) for problem in problems] == [("unsupported", True)]


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_a_bomb_does_not_go_off(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, encoding: str) -> None:
    monkeypatch.setattr("gdmzt_crawler.archive.payload.MAX_BYTES", 1 << 20)
    pack = {"gzip": gzip.compress, "br": brotli.compress, "zstd": zstd.compress}[encoding]
    made = Foreign()
    made.response(A, pack(bytes(3 << 20)), headers=(("Content-Encoding", encoding),))
    made.response(B)
    pages, problems = read(made.save(tmp_path / "x.warc.gz"))
    assert [page.url for page in pages] == [B]
    assert [problem.kind for problem in problems] == ["oversize"]


@pytest.mark.parametrize(
    ("raw", "joined"),
    [
        (b"5\r\nhello\r\n0\r\n\r\n", b"hello"),
        (b"5\nhello\n0\n\n", b"hello"),
        (b"5\r\nhello\r\n6\r\n worl", b"hello worl"),
        (b"5\r\nhello\r\n", b"hello"),
        (b"5\r\nhello\r\n1f", b"hello"),
        (b"5\r\nhello world and more", b"5\r\nhello world and more"),
        (b"<p>not chunked</p>", b"<p>not chunked</p>"),
        (b"0\r\n\r\n", b""),
        (b"", b""),
    ],
)
def test_chunks(raw: bytes, joined: bytes) -> None:
    assert joined_chunks(raw) == joined


def test_wget_with_angle_brackets_folded_lines_and_bare_line_ends(tmp_path: Path) -> None:
    head = f"""WARC-Type: response
WARC-Target-URI: <{A}>
WARC-Date: 2026-11-24
Content-Type: application/http;
 msgtype=response
WARC-Record-ID: <urn:uuid:1>"""
    block = b"HTTP/1.0 200\nContent-Type: text/html;\n\tcharset=gbk\nX\n\n" + HTML
    data = record(head, block) + b"\r\n\r\n" + record(head.replace(A, B), block, version="WARC/0.18")
    path = tmp_path / "x.warc"
    path.write_bytes(data)
    pages, problems = read(path)
    assert problems == []
    assert [page.url for page in pages] == [A, B]
    assert pages[0].header("content-type") == "text/html; charset=gbk"
    assert pages[0].body == HTML
    assert pages[0].fetched_at == "2026-11-24T00:00:00Z"


@pytest.mark.parametrize("headers", [(TYPE,), None], ids=["with headers", "without"])
@pytest.mark.parametrize("digest", ["right", "other algorithm"])
def test_revisits_are_found_by_digest_or_by_address_and_date(
    tmp_path: Path, headers: Headers | None, digest: str
) -> None:
    first, second = Foreign("1.1"), Foreign("1.1")
    date = "2026-11-24T03:15:00Z"
    first.response(A, b"<p>other</p>", fields={"WARC-Date": "2026-11-20T03:15:00Z"})
    right = first.response(A, fields={"WARC-Date": date})
    second.revisit(B, right if digest == "right" else "md5:AAAA", A, date, headers=headers)
    second.response(B + "?later", b"later")
    second.revisit(B, right, A, date, headers=headers)
    files = [second.save(tmp_path / "2.warc.gz"), first.save(tmp_path / "1.warc.gz")]
    pages, problems = read(files)
    assert problems == []
    assert [page.body for page in pages if page.kind == "revisit"] == [HTML, HTML]
    assert {page.status for page in pages} == {200}
    assert pages[0].header("content-type") == TYPE[1]


def test_a_revisit_of_nothing_here_is_said(tmp_path: Path) -> None:
    made = Foreign("1.1")
    made.response(A)
    made.revisit(B, "sha1:" + "A" * 32, A, "2026-11-24T03:15:00Z")
    pages, problems = read(made.save(tmp_path / "x.warc.gz"))
    assert [page.url for page in pages] == [A], "a body of another digest would be a wrong one"
    assert [problem.kind for problem in problems] == ["unresolved"]


@pytest.mark.parametrize(
    "place", ["..;0", ".;0", "../secret;0", "x.warc.gz;²", "x.warc.gz;" + "9" * 40, "nul\0;1", ";", "x"]
)
def test_a_place_that_leads_elsewhere_is_not_followed(tmp_path: Path, place: str) -> None:
    fields = f"""WARC-Type: revisit
WARC-Target-URI: {A}
WARC-Refers-To-Target-URI: {A}
WARC-Refers-To-Date: 2026-11-24T03:15:00Z
X-Refers-To-Place: {place}"""
    path = tmp_path / "x.warc"
    path.write_bytes(record(fields, b"HTTP/1.1 200 OK\r\n\r\n"))
    pages, problems = read(path)
    assert pages == []
    assert [problem.kind for problem in problems] == ["unresolved"]


def test_our_revisits_survive_being_packed_anew(tmp_path: Path) -> None:
    folder = tmp_path / "x.archive"
    with ArchiveWriter(folder) as archive:
        first = archive.append(exchange(1))
        archive.append(exchange(1, at="2026-11-25T03:15:00Z"), previous=(first.warc_file, first.warc_offset))
    data = gzip.decompress((folder / first.warc_file).read_bytes())
    (folder / first.warc_file).unlink()
    (folder / "all.warc").write_bytes(data)
    pages, problems = read(folder)
    assert problems == []
    assert [page.kind for page in pages] == ["response", "revisit"]
    assert pages[0].body == pages[1].body


def test_segments_are_said_and_left_out(tmp_path: Path) -> None:
    made = Foreign("1.1")
    made.response(A, fields={"WARC-Segment-Number": "1"})
    made.resource(A, b"rest", "application/octet-stream", "continuation")
    made.response(B, fields={"WARC-Truncated": "length"})
    pages, problems = read(made.save(tmp_path / "x.warc.gz"))
    assert [(page.url, page.truncated) for page in pages] == [(B, "length")]
    assert [problem.kind for problem in problems] == ["segmented"]


@pytest.mark.parametrize("one_member", [True, False])
def test_damage_is_passed_over(tmp_path: Path, one_member: bool) -> None:
    made = Foreign(gzipped=False)
    for number in range(4):
        made.response(url_of(number))
    data = made.bytes()
    at = data.index(url_of(1).encode())
    start = data.rindex(b"WARC/1.0", 0, at)
    data = data[:start] + b"JUNK/1.0" + data[start + 8 :]
    path = tmp_path / "x.warc.gz"
    path.write_bytes(whole_gzip(data) if one_member else data)
    pages, problems = read(path)
    assert [page.url for page in pages] == [url_of(number) for number in (0, 2, 3)]
    assert {problem.kind for problem in problems} == {"damaged"}


@pytest.mark.parametrize("what", ["bytes", "no length", "shorter"])
def test_damage_in_a_member_is_passed_over(tmp_path: Path, what: str) -> None:
    good = [gzip.compress(record(f"WARC-Type: response\nWARC-Target-URI: {url_of(n)}", b"HTTP/1.1 200 OK\r\n\r\nx"))
            for n in range(3)]  # fmt: skip
    bad = {
        "bytes": good[1][:40] + b"\0\0\0" + good[1][43:],
        "no length": gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\n\r\nbody\r\n\r\n"),
        "shorter": gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 900\r\n\r\nbody\r\n\r\n"),
    }[what]
    path = tmp_path / "x.warc.gz"
    path.write_bytes(good[0] + bad + b"garbage" + good[2])
    pages, problems = read(path)
    assert [page.url for page in pages] == [url_of(0), url_of(2)]
    assert problems
    assert {problem.kind for problem in problems} == {"damaged"}
    assert problems[0].warc_offset == len(good[0])


def test_a_record_that_is_too_long_is_passed_over(saved, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    for module in ("members", "sources"):
        monkeypatch.setattr(f"gdmzt_crawler.archive.{module}.MAX_BYTES", 200_000)
    path = saved(lambda made: [made.response(A, bytes(300_000)), made.response(B), made.response(A)])
    pages, problems = read(path)
    assert [page.url for page in pages] == [B, A]
    assert [problem.kind for problem in problems] == ["oversize"]
    assert members.MAX_BYTES == 200_000


@pytest.mark.parametrize(
    ("data", "kinds"),
    [
        (b"", []),
        (b"\x28\xb5\x2f\xfd rest", ["unsupported"]),
        (b"filedesc://x.arc 0.0.0.0 20261124 text/plain 10\n", ["damaged"]),
        (b"\x1f\x8b\x08", ["torn"]),
        (b"not a WARC file at all\n" * 50, ["damaged"]),
        (b"\n" * 3_000_000, []),
        (b"x" * 3_000_000, ["damaged"]),
    ],
    ids=["empty", "zstandard", "ARC", "torn", "text", "blank lines", "one line"],
)
def test_files_that_are_no_warc_files(tmp_path: Path, data: bytes, kinds: list[str]) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(data)
    pages, problems = read(path)
    assert pages == []
    assert [problem.kind for problem in problems] == kinds


def test_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no such file"):
        list(iterate(tmp_path / "x.warc"))
    (tmp_path / "x.wacz").write_bytes(b"PK")
    with pytest.raises(ArchiveError, match="not a WACZ"):
        pieces_of(tmp_path / "x.wacz")
    with pytest.raises(ArchiveError):
        list(iterate([tmp_path / "x.warc.gz"]))


def test_foreign_files_stay_whole_when_split(tmp_path: Path) -> None:
    made = Foreign()
    for number in range(30):
        made.response(url_of(number))
    path = made.save(tmp_path / "x.warc.gz")
    assert split(path, 1000) == pieces_of(path)


@settings(max_examples=200, deadline=None)
@given(
    gzipped=st.booleans(),
    changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 9), st.binary(max_size=9)), min_size=1, max_size=4),
)
def test_no_bytes_break_the_reader(
    tmp_path_factory: pytest.TempPathFactory, gzipped: bool, changes: list[tuple[float, int, bytes]]
) -> None:
    made = Foreign(gzipped=gzipped)
    made.response(
        A, chunked(gzip.compress(HTML)), headers=(("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip"))
    )
    made.revisit(B, "sha1:AAAA", A, "2026-11-24T03:15:00Z")
    bytes_ = bytearray(made.bytes())
    for share, removed, added in changes:
        at = int(share * len(bytes_))
        bytes_[at : at + removed] = added
    path = tmp_path_factory.mktemp("x") / "x.warc.gz"
    path.write_bytes(bytes_)
    problems: list[Problem] = []
    for page in iterate(path, report=problems.append):
        assert isinstance(page.body, bytes)
    list(index(path))


def test_pieces_of_a_wacz_are_named(tmp_path: Path) -> None:
    made = Foreign()
    made.response(A)
    path = tmp_path / "crawl.wacz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wacz:
        wacz.writestr("archive/a.warc.gz", made.bytes())
        wacz.writestr("archive/b.warc", io.BytesIO(gzip.decompress(made.bytes())).read())
        wacz.writestr("pages/pages.jsonl", "{}")
    pages, problems = read(tmp_path)
    assert problems == []
    assert [page.warc_file for page in pages] == ["crawl.wacz/archive/a.warc.gz", "crawl.wacz/archive/b.warc"]
