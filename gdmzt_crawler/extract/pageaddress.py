"""Addresses of listing pages: when two are the same page, and what number one bears."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from gdmzt_crawler.extract.document import Document

_UNPLAIN = re.compile(r"[/:?#\\]")
_INDEX = re.compile(r"/(?:index|default)\.s?html?$")
_DIGITS = re.compile(r"\d+")
_PAGE_PARAMETER = re.compile(
    r"(?:^|[?&])(?:page(?:no|num|index|number|id|_no|_num)?|p|pn|paged?|cur(?:rent)?page(?:no)?|nowpage|paging)=(\d+)",
    re.I,
)


class Addresses:
    """Compares the addresses on one page without the cost of a full join for each."""

    def __init__(self, document: Document) -> None:
        self.base = document.base_url
        self.folder = _key(document.base_url).partition("?")[0].rpartition("/")[0] + "/"
        self.own = _key(document.url)

    def key(self, href: str) -> str | None:
        """What is equal for equal pages; None for what is no address of the web."""
        if not _UNPLAIN.search(href):
            return _INDEX.sub("/", self.folder + href)
        if not href.startswith(("http://", "https://")):
            try:
                href = urljoin(self.base, href)
            except ValueError:
                return None
        return _key(href) if href.startswith(("http://", "https://")) else None


def _key(url: str) -> str:
    """Host in lower case, path and query of an absolute address, `index.html` left out: equal for equal pages."""
    host, slash, path = url.partition("://")[2].partition("#")[0].partition("/")
    return _INDEX.sub("/", f"{host.lower()}/{path}") if slash else f"{host.lower()}/"


def page_number(href: str | None) -> int | None:
    """The number by which an address counts pages: a page parameter, else the last digits of its last part."""
    if not href:
        return None
    match = _PAGE_PARAMETER.search(href)
    if match:
        return int(match[1]) if len(match[1]) < 6 else None
    path = href.split("?")[0].split("#")[0]
    numbers = _DIGITS.findall(path.rpartition("/")[2])
    return int(numbers[-1]) if numbers and len(numbers[-1]) < 6 else None
