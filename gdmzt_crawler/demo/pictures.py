"""Small valid files made by code: pictures and attachments of the demo site."""

from __future__ import annotations

import base64
import hashlib
import io
import struct
import zipfile
import zlib

WIDTH, HEIGHT = 96, 64
GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


def png(seed: int) -> bytes:
    """A picture of 96 x 64 that grows lighter downwards; its colours follow from the seed."""
    top = colour(seed)
    rows = (b"\0" + bytes(min(255, channel + y) for channel in top) * WIDTH for y in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    body = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(b"".join(rows), 9)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def jpeg(seed: int) -> bytes:
    """A baseline JPEG of 96 x 64 in one colour, which follows from the seed: every block holds its mean alone."""
    components = bytes.fromhex("011100 021100 031100")
    frame = struct.pack(">BHHB", 8, HEIGHT, WIDTH, 3) + components
    # One Huffman code of four bits for each size of a mean, one of a single bit for "nothing else in this block".
    means = b"\x00" + bytes([0, 0, 0, 12] + [0] * 12) + bytes(range(12))
    rest = b"\x10" + bytes([1] + [0] * 15) + b"\x00"
    scan = b"\x03" + bytes.fromhex("0100 0200 0300") + bytes([0, 63, 0])
    parts = (
        b"\xff\xd8",
        _segment(0xDB, b"\x00" + b"\x01" * 64),
        _segment(0xC0, frame),
        _segment(0xC4, means),
        _segment(0xC4, rest),
        _segment(0xDA, scan),
        _one_colour(*_ycc(*colour(seed))),
        b"\xff\xd9",
    )
    return b"".join(parts)


def colour(seed: int) -> tuple[int, int, int]:
    """A colour, neither very dark nor very light."""
    red, green, blue = (40 + channel % 150 for channel in hashlib.sha256(str(seed).encode()).digest()[:3])
    return red, green, blue


def attachment(extension: str, name: str) -> bytes:
    """A file of this type with its name as its only content (RTF for doc, tab-separated for xls)."""
    if extension == "pdf":
        return _pdf()
    if extension == "zip":
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(zipfile.ZipInfo("readme.txt"), name)
        return packed.getvalue()
    if extension == "doc":
        return b"{\\rtf1\\ansi " + "".join(f"\\u{ord(c)}?" for c in name).encode("ascii") + b"}"
    return f"{name}\t\r\n".encode("gb18030")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def _ycc(red: int, green: int, blue: int) -> tuple[int, int, int]:
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    return round(luma), round(128 + 0.564 * (blue - luma)), round(128 + 0.713 * (red - luma))


def _one_colour(*channels: int) -> bytes:
    """The entropy-coded blocks: the first one carries the means, each later one a difference of nothing."""
    first = "".join(_mean(8 * (value - 128)) + "0" for value in channels)
    later = "00000" * len(channels) * (WIDTH // 8 * HEIGHT // 8 - 1)
    bits = first + later
    bits += "1" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\x00")


def _mean(value: int) -> str:
    size = abs(value).bit_length()
    low = value if value >= 0 else value + (1 << size) - 1
    return f"{size:04b}" + (f"{low:0{size}b}" if size else "")


def _pdf() -> bytes:
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>",
    )
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj" % number + content + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + b"xref\n0 4\n0000000000 65535 f \n" + table + end
