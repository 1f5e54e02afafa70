"""From Scrapy's response to an exchange for the archive."""

from __future__ import annotations

from collections.abc import Mapping

from scrapy.http import Response
from scrapy.http.headers import Headers

from gdmzt_crawler.archive.exchange import Exchange
from gdmzt_crawler.archive.exchange import Headers as Lines

FETCHED_AT = "fetched_at"
"""Key of `response.meta`: when the answer came."""


def exchange_of(response: Response, fetched_at: str, notes: Mapping[str, str]) -> Exchange:
    """The answer as it came, with the request it answers."""
    request = response.request
    assert request is not None
    return Exchange(
        url=response.url,
        status=response.status,
        body=response.body,
        fetched_at=fetched_at,
        headers=_lines(response.headers),
        method=request.method,
        request_headers=_lines(request.headers),
        ip_address=str(response.ip_address) if response.ip_address else None,
        # what can be unpacked was, and its header taken away
        encoded="Content-Encoding" in response.headers,
        notes=notes,
    )


def _lines(headers: Headers) -> Lines:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values
    )
