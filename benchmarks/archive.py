"""What the archive costs: pages written, read, indexed and healed, beside warcio and fastwarc on the same file.

    python benchmarks/archive.py [--count N] [--write]

CPU time of one process. `--write` puts the table into docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import io
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import fastwarc
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from benchmarks.document import machine, table, write_section
from benchmarks.saved_pages import SHARED
from gdmzt_crawler.archive.exchange import Exchange, Place
from gdmzt_crawler.archive.files import own_files
from gdmzt_crawler.archive.index import index
from gdmzt_crawler.archive.reader import iterate, read_capture
from gdmzt_crawler.archive.writer import ArchiveWriter

AT = "2026-11-24T03:15:00Z"
HEADERS = (
    ("Server", "nginx"),
    ("Content-Type", "text/html; charset=UTF-8"),
    ("ETag", '"6571-5f"'),
    ("Last-Modified", "Mon, 23 Nov 2026 08:00:00 GMT"),
    ("Vary", "Accept-Encoding"),
)
ASKED = (("Accept", "text/html"), ("User-Agent", "gdmzt-crawler"), ("Accept-Encoding", "gzip, deflate"))


def url_of(number: int) -> str:
    return f"http://www.gov.cn/mzzx/mzyw/content/post_{number}.html"


def saved_pages() -> list[bytes]:
    bodies = [path.read_bytes() for path in sorted(SHARED.rglob("*.html"))]
    return [body for body in bodies if 12_000 < len(body) < 30_000]


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def exchanges(pages: list[bytes], count: int) -> list[Exchange]:
    return [
        Exchange(url_of(number), 200, pages[number % len(pages)], AT, HEADERS, request_headers=ASKED)
        for number in range(count)
    ]


def write_with_warcio(path: Path, given: list[Exchange]) -> None:
    with open(path, "wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version="1.1")
        for exchange in given:
            answer = writer.create_warc_record(
                exchange.url,
                "response",
                payload=io.BytesIO(exchange.body),
                length=len(exchange.body),
                http_headers=StatusAndHeaders("200 OK", list(HEADERS), protocol="HTTP/1.1"),
            )
            question = StatusAndHeaders("GET / HTTP/1.1", list(ASKED), is_http_request=True)
            asked = writer.create_warc_record(exchange.url, "request", http_headers=question)
            writer.write_request_response_pair(asked, answer)


def read_with_warcio(path: Path) -> None:
    with open(path, "rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "response":
                record.content_stream().read()


def read_with_fastwarc(path: Path) -> None:
    with open(path, "rb") as file:
        for record in fastwarc.ArchiveIterator(file, record_types=fastwarc.WarcRecordType.response):
            record.reader.read()


def measure(count: int) -> list[list[str]]:
    pages = saved_pages()
    given = exchanges(pages, count)
    rows: list[list[str]] = []

    def row(what: str, work: Callable[[], object], number: int = count) -> None:
        rows.append([what, f"{number / seconds(work):,.0f}"])

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "x.archive"
        places: list[Place] = []
        with ArchiveWriter(folder) as archive:
            row("write", lambda: places.extend(map(archive.append, given)))
        (path,) = own_files(folder)
        row("read in order", lambda: sum(1 for _ in iterate(folder)))
        row("read by place", lambda: [read_capture(folder, it.warc_file, it.warc_offset) for it in places])
        row("index", lambda: sum(1 for _ in index(folder)))
        rows.append(["open it, milliseconds", f"{seconds(lambda: ArchiveWriter(folder).close()) * 1000:,.0f}"])
        row("warcio reads the same file", lambda: read_with_warcio(path))
        row("fastwarc reads the same file", lambda: read_with_fastwarc(path))
        row("warcio writes as much", lambda: write_with_warcio(folder / "warcio.gz", given))
        sizes = path.stat().st_size, (folder / "warcio.gz").stat().st_size
        again = list(zip(given, places, strict=True))
        with ArchiveWriter(folder) as archive:
            row(
                "write unchanged (revisit)",
                lambda: [archive.append(it, previous=(at.warc_file, at.warc_offset)) for it, at in again],
            )
    body = sum(len(it.body) for it in given) / count
    rows.append(
        ["bytes a page: body, ours, warcio's", f"{body:,.0f} · {sizes[0] / count:,.0f} · {sizes[1] / count:,.0f}"]
    )
    rows.append(["peak memory, MB", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f}"])
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=3000, help="pages")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    options = parser.parse_args()
    text = table(["archive", "pages a second of CPU time"], measure(options.count))
    print(text)
    if options.write:
        what = f"{options.count:,} saved pages of 12 to 30 KB, each with its request (`python benchmarks/archive.py`)"
        write_section("archive", f"## Archive · 存档\n\n{machine()}; {what}.\n\n{text}")


if __name__ == "__main__":
    main()
