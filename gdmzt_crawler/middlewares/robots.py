"""robots.txt as RFC 9309 has it: read once for each host, before anything else is asked for there.

A robots.txt that is missing (any 4xx) allows everything; one that cannot be had just now (5xx, no answer) forbids
everything until it can.
"""

from __future__ import annotations

import asyncio
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser, RobotParser

from gdmzt_crawler.crawl.manners import SLOT
from gdmzt_crawler.crawl.refusals import Refusal
from gdmzt_crawler.middlewares.downloader import GivenUp

MAX_BYTES = 512 * 1024
"""RFC 9309 asks crawlers to read at least 500 KiB; nothing sensible is longer."""
MAX_DELAY = 60.0
"""Seconds; a longer Crawl-delay is taken for this one."""
FIRST = 1000


class RobotsMiddleware:
    """Refuses what robots.txt forbids, and slows down to its Crawl-delay."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler = crawler
        self._agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._rules: dict[str, asyncio.Task[RobotParser | None]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises IgnoreRequest with a Refusal, or what kept robots.txt from being read."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        # What robots.txt did not give after several attempts is not asked for once more on each page's account.
        request.meta["dont_retry"] = True
        rules = await self._rules_for(request)
        del request.meta["dont_retry"]
        if rules is not None and not rules.allowed(request.url, self._agent):
            raise IgnoreRequest(Refusal("disallowed", f"robots.txt 禁止 forbids {urlsplit(request.url).path}"))

    async def _rules_for(self, request: Request) -> RobotParser | None:
        parts = urlsplit(request.url)
        if parts.netloc not in self._rules:
            address = f"{parts.scheme}://{parts.netloc}/robots.txt"
            self._rules[parts.netloc] = asyncio.ensure_future(self._read(address))
        return await self._rules[parts.netloc]

    async def _read(self, address: str) -> RobotParser | None:
        request = Request(
            address,
            priority=FIRST,
            meta={"dont_obey_robotstxt": True, "robots": True, "download_slot": SLOT},
            callback=NO_CALLBACK,
        )
        try:
            response = await self._crawler.engine.download_async(request)
        except GivenUp:
            raise
        except IgnoreRequest:
            return None
        if response.status >= 500 or response.status == 429:
            raise IgnoreRequest(
                Refusal("robots_unreachable", f"robots.txt 暂不可用 answers {response.status}: nothing is asked for.")
            )
        if response.status != 200:
            return None
        rules = ProtegoRobotParser(response.body[:MAX_BYTES], self._crawler.spider)
        self._slow_down(request, rules, response)
        return rules

    def _slow_down(self, request: Request, rules: RobotParser, response: Response) -> None:
        delay = min(rules.crawl_delay(self._agent) or 0.0, MAX_DELAY)
        slot = self._crawler.engine.downloader.slots.get(str(request.meta.get("download_slot")))
        if slot is not None:
            slot.delay = max(slot.delay, delay)
        throttle = self._crawler.get_extension(AutoThrottle)
        if throttle is not None:
            throttle.mindelay = max(throttle.mindelay, delay)
