"""Running Scrapy inside a command."""

from __future__ import annotations

import gc
import logging
import signal
from collections.abc import Mapping, Sequence
from typing import Any

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from twisted.logger import globalLogBeginner

from gdmzt_crawler import settings as ours

GARBAGE = (20_000, 20, 20)
"""When Python looks for circular garbage: by default it does so some twenty times for each page."""


def crawl(spider: type[Spider], *, overrides: dict[str, Any], **arguments: Any) -> None:
    """Run one spider to its end; once in the life of a process, for the reactor cannot start again.

    Raises what kept the spider from starting (GdmztError among it).
    """
    for error in crawl_together(spider, [arguments], overrides=overrides):
        if error is not None:
            raise error


def crawl_together(
    spider: type[Spider], each: Sequence[Mapping[str, Any]], *, overrides: dict[str, Any]
) -> list[BaseException | None]:
    """Run a spider for each set of arguments, side by side in this thread, until all have ended.

    Each has a downloader of its own, with its own delay. Returns what kept each from starting, in the same order.
    """
    process = AsyncCrawlerProcess(_settings(overrides))
    # What the log leaves out need not be made: Scrapy tells of every response and item.
    logging.getLogger("scrapy").setLevel(process.settings["LOG_LEVEL"])
    logging.getLogger("twisted").addFilter(_Reported())
    # Else Twisted writes to standard error by itself, beside the log.
    globalLogBeginner.beginLoggingTo([], discardBuffer=True, redirectStandardIO=False)
    tasks = [process.crawl(spider, **arguments) for arguments in each]
    # The libraries stay: nothing of them is garbage. And a page makes thousands of short-lived objects, few of which
    # need the collector.
    gc.freeze()
    gc.set_threshold(*GARBAGE)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for task in tasks:
        # Scrapy would report the exception a second time, as one that nobody has asked for.
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
    try:
        process.start()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return [task.exception() if task.done() and not task.cancelled() else None for task in tasks]


class _Reported(logging.Filter):
    """Leaves out what Twisted logs of failures that the run tells in a sentence."""

    def filter(self, record: logging.LogRecord) -> bool:
        return "while verifying certificate" not in record.getMessage()


def _settings(overrides: dict[str, Any]) -> Settings:
    settings = Settings()
    settings.setmodule(ours, priority="project")
    # Tracebacks of our own faults stay visible; all else is told in sentences.
    settings.set("LOG_LEVEL", "ERROR", priority="cmdline")
    for name, value in overrides.items():
        if value is not None:
            settings.set(name, value, priority="cmdline")
    return settings
