"""Pages that send on by <meta http-equiv="refresh">."""

from __future__ import annotations

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.http import Response

_LOOKED_AT = 4 * 4096
"""Bytes: Scrapy looks through 4,096 characters."""


class RefreshMiddleware(MetaRefreshMiddleware):
    """Scrapy's, for the few pages that hold the word: it decodes and scans every page."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """The response, or the request that it sends on to. Raises IgnoreRequest after too many."""
        if b"refresh" not in response.body[:_LOOKED_AT].lower():
            return response
        sent_on: Request | Response = super().process_response(request, response)
        return sent_on
