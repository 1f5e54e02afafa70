"""One parsed page: the tree, its head tags and the address that relative links start from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree

from gdmzt_crawler.errors import PageError
from gdmzt_crawler.extract.encoding import decode
from gdmzt_crawler.extract.head import Head, read_head

MAX_DEPTH = 2000
"""Levels of nesting that are read; libxml2 itself stops a little deeper."""
_END = re.compile(rb"</(?:[bB][oO][dD][yY]|[hH][tT][mM][lL])")  # a third faster than without regard to case
_LAST = re.compile(rb"(?:</(?:body|html)\s*>\s*)+\Z", re.I)
_EARLY = re.compile(rb"</(?:body|html)\s*>", re.I)


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed page. `root` is the `<html>` element; comments and processing instructions are gone."""

    url: str
    base_url: str
    """What relative links start from: `<base href>` where there is one, else `url`."""
    root: etree._Element
    head: Head
    encoding: str
    body: etree._Element
    """The `<body>` element, or the root where there is none."""
    notes: tuple[tuple[str, str], ...] = ()


def parse_document(body: bytes | str, url: str, content_type: str | None = None) -> Document:
    """Decode and parse one page.

    Raises PageError (kind `empty` or `not_html`) when there is nothing to parse; nothing else, whatever the bytes.
    """
    _refuse_other_media(body, content_type)
    decoded = decode(body, content_type)
    data = _without_early_end(decoded.data)
    if not data or data.isspace():
        raise PageError("页面为空 the page is empty", kind="empty", url=url)
    # A parser of its own for every page: libxml2 keeps the error log, and threads may not share one.
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise PageError(f"不是网页 the page is not HTML: {error}", kind="not_html", url=url) from error
    if root is None:
        raise PageError("页面没有内容 the page holds no element", kind="empty", url=url)
    head = read_head(root)
    body_element = next(root.iterchildren("body"), None)
    return Document(
        url,
        _base(head.base, url),
        root,
        head,
        decoded.encoding,
        root if body_element is None else body_element,
        _notes(parser, root),
    )


_MEDIA = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a ZIP file",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\xd0\xcf\x11\xe0": "an Office document",
    b"\x1f\x8b": "gzip data",
}
_MAGICS = tuple(_MEDIA)


def _refuse_other_media(body: bytes | str, content_type: str | None) -> None:
    if isinstance(body, bytes) and body.startswith(_MAGICS):
        name = next(name for magic, name in _MEDIA.items() if body.startswith(magic))
        raise PageError(f"不是网页 the page is {name}, not HTML", kind="not_html")
    if content_type and content_type.split(";")[0].strip().lower() in ("application/json", "application/pdf"):
        message = f"不是网页 the server calls it {content_type.split(';')[0].strip()}, not HTML"
        raise PageError(message, kind="not_html")


def _without_early_end(data: bytes) -> bytes:
    """Without `</html>` and `</body>` where anything follows them: libxml2 would drop or move that."""
    # One search for both ends: a page is longer than it looks when it is scanned four times.
    end = _END.search(data)
    if end is None or _LAST.match(data, end.start()) is not None:
        return data
    # one copy of what may be megabytes
    return b"".join((memoryview(data)[: end.start()], _EARLY.sub(b"", data[end.start() :])))


def _base(base: str | None, url: str) -> str:
    if not base:
        return url
    try:
        return urljoin(url, base.strip())
    except ValueError:
        return url


def _notes(parser: etree.HTMLParser, root: etree._Element) -> tuple[tuple[str, str], ...]:
    # The error log is slow to read. Parsing stops at the level that is too deep, so the last elements of the tree tell.
    if _ends_deep(root) and any("depth" in entry.message for entry in parser.error_log):
        return (("cut", f"嵌套过深，更深处未读 what lies deeper than {MAX_DEPTH} levels was not read"),)
    return ()


def _ends_deep(root: etree._Element) -> bool:
    """Whether the last element of the tree lies half as deep as libxml2 reads, or deeper."""
    node = root
    for _ in range(MAX_DEPTH // 2):
        if not len(node):
            return False
        node = node[-1]
    return True
