"""Drives Debian's Chromium, and writes down what a page says, asks and runs.

Playwright's objects belong to the thread that made them, where its event loop runs: that of `Browsing`, so that tests
which start loops of their own stay free to. `conftest.py` runs every test that asks for a tab on it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Playwright, sync_playwright

P = ParamSpec("P")
T = TypeVar("T")
EXECUTABLE = "/usr/bin/chromium"
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # whatever a page asks for, nothing leaves this machine
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 740}
HOOK = """
window.__ran = [];
for (const name of ['alert', 'confirm', 'prompt', 'open']) window[name] = (...values) => window.__ran.push([name, ...values]);
"""
"""What a hostile page would call writes down that it ran."""


def require_chromium() -> None:
    """Skips without Chromium, but fails where CI must have it."""
    if shutil.which(EXECUTABLE) is None:
        message = f"no {EXECUTABLE}: tests in a real browser need Debian's package chromium"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)


class Browsing:
    """One Chromium on a thread of its own, with an empty profile."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="chromium")
        self._playwright, self.browser = self.run(_launch)

    def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call the function on the browser's thread."""
        return self._thread.submit(function, *args, **kwargs).result()

    def close(self) -> None:
        def _close() -> None:
            self.browser.close()
            self._playwright.stop()

        self.run(_close)
        self._thread.shutdown()


def _launch() -> tuple[Playwright, Browser]:
    playwright = sync_playwright().start()
    return playwright, playwright.chromium.launch(executable_path=EXECUTABLE, args=list(ARGUMENTS))


@dataclass
class Tab:
    """A page in a context of its own, and everything that was odd about it."""

    page: Page
    context: BrowserContext
    errors: list[str] = field(default_factory=list)
    """Errors and warnings of the console, uncaught ones too; blocked by the policy is one of them."""
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def outside(self) -> list[str]:
        """Requests to any other place than the one that serves the page shown."""
        here = urlsplit(self.page.url).netloc
        return [url for url in self.requests if urlsplit(url).netloc not in {here, ""}]

    def ran(self) -> list[object]:
        """What scripts of others called (`HOOK`)."""
        return [*self.dialogs, *self.page.evaluate("window.__ran ?? []")]

    def assert_quiet(self) -> None:
        """No error, no outside request, nothing run."""
        assert self.errors == []
        assert self.outside() == []
        assert self.ran() == []

    def width_to_spare(self) -> int:
        """Pixels of the window that the page leaves free; less than 0 where one must scroll sideways."""
        return int(self.page.evaluate("document.documentElement.clientWidth - document.documentElement.scrollWidth"))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def _asked(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


def open_tab(browsing: Browsing, *, viewport: dict[str, int] | None = None, dark: bool = False) -> Tab:
    """A new tab; to be called on the browser's thread."""
    context = browsing.browser.new_context(
        viewport=viewport or DESKTOP,  # type: ignore[arg-type]
        color_scheme="dark" if dark else "light",
        locale="zh-CN",
        reduced_motion="reduce",
    )
    context.set_default_timeout(15_000)
    context.add_init_script(HOOK)
    page = context.new_page()
    tab = Tab(page, context)
    page.on("console", tab._heard)
    page.on("pageerror", lambda error: tab.errors.append(str(error)))
    page.on("request", lambda request: tab.requests.append(request.url))
    page.on("dialog", tab._asked)
    return tab
