"""Fetching one page with the manners of a crawl."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from gdmzt_crawler.cli.running import crawl
from gdmzt_crawler.crawl.losing import Loss
from gdmzt_crawler.crawl.manners import check_contact, configured_contact, user_agent
from gdmzt_crawler.errors import AccessError, Disallowed, Unreachable, UsageError
from gdmzt_crawler.models import RawPage
from gdmzt_crawler.normalize.urls import absolute_url
from gdmzt_crawler.spiders.losses import of_failure, of_status
from gdmzt_crawler.spiders.responses import raw_page


def fetch(url: str, contact: str | None) -> RawPage:
    """One page. Raises UsageError without a contact, Disallowed or Unreachable; KeyboardInterrupt where stopped."""
    if absolute_url(url, url) is None:
        raise UsageError(f"网址不对 no address: {url!r} — give a host, and a port up to 65535.", field="url")
    if "@" in urlsplit(url).netloc:
        raise UsageError("网址里的用户名和密码不支持 a name or password in an address is not supported.", field="url")
    contact = check_contact(url, contact or configured_contact())
    outcome: list[RawPage | AccessError] = []
    overrides = {"USER_AGENT": user_agent(contact), "ITEM_PIPELINES": {}, "RETRY_TIMES": 1}
    crawl(PageSpider, overrides=overrides, url=url, outcome=outcome)
    if not outcome:
        raise KeyboardInterrupt
    if isinstance(outcome[0], AccessError):
        raise outcome[0]
    return outcome[0]


class PageSpider(Spider):
    """Fetches one page and puts what became of it into `outcome`."""

    name = "page"

    def __init__(self, url: str, outcome: list[RawPage | AccessError], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._url = url
        self._outcome = outcome

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's way of making one."""
        return super().from_crawler(crawler, *args, **kwargs)

    def is_own(self, url: str) -> bool:
        """One page has no site: redirects are followed."""
        return True

    async def start(self) -> AsyncIterator[Request]:
        """Yield the one request."""
        yield Request(self._url, self.came, errback=self.failed)

    def came(self, response: Response) -> None:
        """Keep the page."""
        loss = of_status(response, longest_wait=0.0, asked=None)
        self._outcome.append(self._error(loss) if loss else raw_page(response))

    def failed(self, failure: Failure) -> None:
        """Keep the reason."""
        if (loss := of_failure(failure)) is not None:
            self._outcome.append(self._error(loss))

    def _error(self, loss: Loss) -> AccessError:
        kind = Disallowed if loss.weight == "forbidden" else Unreachable
        where = "" if self._url in loss.message else f" ({self._url})"
        return kind(f"没有取到页面 the page did not come: {loss.message}{where}", url=self._url)
