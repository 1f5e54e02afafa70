"""Small valid files made by code: pictures and attachments of the demo site."""

from __future__ import annotations

import base64
import hashlib
import io
import struct
import zipfile
import zlib

WIDTH, HEIGHT = 96, 64
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////"
    "////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA="
)
"""The smallest baseline picture, one pixel."""
GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


def png(seed: int) -> bytes:
    """A plain picture of 96 x 64 whose colours follow from the seed."""
    top = tuple(40 + channel % 150 for channel in hashlib.sha256(str(seed).encode()).digest()[:3])
    rows = []
    for y in range(HEIGHT):
        shade = tuple(min(255, channel + y) for channel in top)
        rows.append(b"\0" + bytes(shade) * WIDTH)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    body = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(b"".join(rows), 9)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def jpeg(seed: int) -> bytes:
    """The one-pixel picture with the seed in a comment, so that no two are the same bytes."""
    comment = str(seed).encode()
    return JPEG[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + JPEG[2:]


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
