"""Pages that end in the middle although nothing said so: a length that was too small, a connection closed early."""

from __future__ import annotations

import re
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response

from gdmzt_crawler.crawl.flags import TORN, UNFINISHED

_BEGIN = re.compile(rb"<(?:html|body)\b", re.I)
_END = re.compile(rb"</(?:html|body)\b", re.I)
_TAIL = 4096
"""Bytes at the end of a page among which its end is looked for: counters and comments may follow."""
_HEAD = 4096
_HABIT = 3
"""Pages that ended the same way twice, after which the site is known to make them so."""


class WholeMiddleware:
    """Has a page that begins but does not end asked for once more, and flags it when it comes unfinished again."""

    def __init__(self) -> None:
        self._tails: dict[str, bytes] = {}
        """Of pages that were sent back, by URL."""
        self._alike = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        return cls()

    def process_response(self, request: Request, response: Response) -> Response:
        """The response, with a flag where it is doubtful."""
        if response.status != 200 or not isinstance(response, HtmlResponse) or is_whole(response.body):
            return response
        if self._alike >= _HABIT:
            return response
        tail = response.body[-_TAIL:]
        before = self._tails.pop(response.url, None)
        if before is None:
            self._tails[response.url] = tail
            return response.replace(flags=[*response.flags, TORN])
        self._alike += before == tail
        return response.replace(flags=[*response.flags, UNFINISHED])


def is_whole(body: bytes) -> bool:
    """Whether a page that opens <html> or <body> closes one of them near its end; fragments open neither."""
    return _END.search(body, max(0, len(body) - _TAIL)) is not None or _BEGIN.search(body, 0, _HEAD) is None
