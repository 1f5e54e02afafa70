"""No request leaves the site, not even by a redirect."""

from __future__ import annotations

from typing import Protocol, Self, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from gdmzt_crawler.crawl.refusals import Refusal


class Bounded(Protocol):
    """A spider that knows where its site ends."""

    def is_own(self, url: str) -> bool:
        """Whether a request for this address stays on the site."""


class OwnSiteMiddleware:
    """Refuses requests for which the spider's `is_own` says no."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._own: dict[str, bool] = {}
        """By scheme, host and port, as addresses have them."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raises IgnoreRequest with a Refusal."""
        # A robots.txt may be kept on another host: that one is asked for on behalf of a request of ours.
        spider = cast("Bounded", self._crawler.spider)
        origin = "/".join(request.url.split("/", 3)[:3])
        if origin not in self._own:
            self._own[origin] = spider.is_own(request.url)
        if self._own[origin] or request.meta.get("dont_obey_robotstxt"):
            return
        host = urlsplit(request.url).hostname
        raise IgnoreRequest(Refusal("off_site", f"被转到站外 was sent on to another site: {host} ({request.url})"))
