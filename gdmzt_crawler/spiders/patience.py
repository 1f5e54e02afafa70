"""When to give up on a site: at once where it wants no programs, soon where it does not answer."""

from __future__ import annotations

from gdmzt_crawler.crawl.losing import Loss
from gdmzt_crawler.crawl.run import CrawlRun
from gdmzt_crawler.errors import AccessError, Blocked, Disallowed, Unreachable

NETWORK = 3
"""Requests in a row (each retried) without any answer, after which the site is held to be down."""
REFUSALS = 5
"""Answers in a row that say no, after which we are held to be unwelcome."""
UNWELCOME = ("http_401", "http_403", "http_405", "http_451")
"""A page that can be read does not answer 405 to being read; firewalls do."""
ERRORS = 10
"""Answers of any kind in a row that are errors which may pass."""


class Patience:
    """Counts what goes wrong in a row, and stops the run when it is enough."""

    def __init__(self, run: CrawlRun) -> None:
        self._run = run
        self._read = False
        self._answered = False
        """Whether there was any answer at all."""
        self._first: Loss | None = None
        self._in_a_row: list[Loss] = []

    def answered(self, *, read: bool) -> None:
        """A page came."""
        self._read = self._read or read
        self._answered = True
        self._in_a_row.clear()

    def lost(self, loss: Loss, url: str) -> None:
        """A page did not come."""
        self._first = self._first or loss
        self._answered = self._answered or loss.weight != "network"
        if loss.weight == "challenge":
            self._stop(Blocked, f"网站不接受程序访问 the site is blocking us: {loss.message}", url)
        elif loss.weight in ("network", "passing"):
            self._in_a_row.append(loss)
            self._weigh(loss, url)
        elif loss.weight == "gone":
            self._in_a_row.clear()

    def check_beginning(self) -> None:
        """Called when the first pages are through: without a single one there is nothing to go on."""
        if self._read or self._first is None:
            return
        loss, home = self._first, self._run.site.home_url
        if loss.kind in UNWELCOME:
            self._stop(Blocked, f"网站拒绝访问 the site refuses us: {loss.message}", home)
        elif loss.weight == "forbidden":
            self._stop(Disallowed, f"不许抓取 not allowed on {home}: {loss.message}", home)
        else:
            self._stop(Unreachable, f"无法访问 cannot read {home}: {loss.message}{_hint(loss)}", home)

    def _weigh(self, loss: Loss, url: str) -> None:
        row = self._in_a_row
        if len(row) >= NETWORK and all(each.weight == "network" for each in row[-NETWORK:]):
            silent = "网站不再回答 the site does not answer any more"
            if not self._answered:
                silent = f"网站没有回答 no answer from {self._run.site.home_url}"
            self._stop(Unreachable, f"{silent}: {loss.message}{_hint(loss)}", url)
        elif len(row) >= REFUSALS and all(each.kind in UNWELCOME for each in row[-REFUSALS:]):
            self._stop(Blocked, f"网站拒绝访问 the site refuses us: {loss.message}", url)
        elif len(row) >= ERRORS:
            self._stop(Unreachable, f"网站接连出错 the site only answers errors: {loss.message}", url)

    def _stop(self, kind: type[AccessError], message: str, url: str) -> None:
        self._run.stop(kind(message, site=self._run.site.key, url=url))


def _hint(loss: Loss) -> str:
    """What the user can look after where nothing came through the net."""
    if loss.weight != "network" or loss.kind == "tls":
        return ""
    return " — 请检查网络与代理 check the network, and http_proxy / https_proxy."
