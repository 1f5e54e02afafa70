"""Files that came from the sites, handed out so that nothing in them runs: captures and downloaded images."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...archive.files import archive_of
from ...archive.reader import read_capture
from ...extract.encoding import decode
from ..pages import dataset
from ..reading import row

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Response

SANDBOX = {"content-security-policy": "sandbox; default-src 'none'"}
"""Holds beside our own policy: not even a form or a link to another window works."""
_CAPTURE = "SELECT id, url, warc_file, warc_offset, content_type, fetched_at FROM captures WHERE id = :id"
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
)
_TEXTUAL = ("text/", "html", "xml", "json", "javascript")


async def capture_answer(datasette: Datasette, number: int, *, download: bool) -> Response | None:
    """What a site answered once: as plain text, or as a file to keep; None where it is not archived.

    Raises ArchiveError where the archive cannot be read.
    """
    from datasette.utils.asgi import Response

    capture = await row(datasette, _CAPTURE, {"id": number})
    path = dataset(datasette).path
    if capture is None or capture["warc_file"] is None or path is None:
        return None
    archive = archive_of(Path(path))
    page = await asyncio.to_thread(read_capture, archive, capture["warc_file"], capture["warc_offset"])
    kind = (page.header("content-type") or "").lower()
    if download or not any(mark in kind for mark in _TEXTUAL):
        kept = {"content-disposition": f'attachment; filename="capture-{number}{_suffix(kind)}"'}
        return Response(page.body, headers=SANDBOX | kept, content_type="application/octet-stream")
    text = decode(page.body, page.header("content-type")).data
    return Response(text, headers=SANDBOX, content_type="text/plain; charset=utf-8")


def _suffix(kind: str) -> str:
    return ".html" if "html" in kind else ".txt" if kind.startswith("text/") else ".bin"


async def image_answer(datasette: Datasette, number: int, position: int) -> Response | None:
    """A downloaded image; None where it was not downloaded, is gone, or is none that a browser only paints."""
    from datasette.utils.asgi import Response

    image = await row(
        datasette, "SELECT * FROM images WHERE article_id = :id AND position = :at", {"id": number, "at": position}
    )
    body = await asyncio.to_thread(_media, datasette, image) if image and image.get("path") else None
    kind = None if body is None else image_type(body)
    if body is None or kind is None:
        return None
    return Response(body, headers={**SANDBOX, "cache-control": "max-age=86400"}, content_type=kind)


def image_type(body: bytes) -> str | None:
    """The media type of what is a raster image by its first bytes, whatever its name says; None for all else."""
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for mark, kind in _SIGNATURES if body.startswith(mark)), None)


def _media(datasette: Datasette, image: dict[str, Any]) -> bytes | None:
    path = dataset(datasette).path
    if path is None:
        return None
    folder = Path(path).with_name(f"{Path(path).stem}.media").resolve()
    place = (folder / str(image["path"]).replace("\0", "")).resolve()
    if not place.is_relative_to(folder) or not place.is_file():
        return None
    return place.read_bytes()
