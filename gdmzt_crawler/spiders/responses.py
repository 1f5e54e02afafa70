"""From Scrapy's response to our RawPage."""

from __future__ import annotations

from scrapy.http import Response

from gdmzt_crawler.models import RawPage
from gdmzt_crawler.spiders.exchanges import FETCHED_AT
from gdmzt_crawler.store.clock import utc_now


def raw_page(response: Response) -> RawPage:
    """The page as it came, fetched just now, or when the archive says."""
    known = None if response.request is None else response.request.meta.get(FETCHED_AT)
    return RawPage(
        url=response.url,
        body=response.body,
        status=response.status,
        content_type=_header(response, "Content-Type"),
        fetched_at=known or utc_now(),
        etag=_header(response, "ETag"),
        last_modified=_header(response, "Last-Modified"),
    )


def _header(response: Response, name: str) -> str | None:
    value: bytes | None = response.headers.get(name)
    return value.decode("latin-1") if value is not None else None
