"""The harness itself: what it must notice, it notices; and where it may not skip, it does not."""

from __future__ import annotations

import asyncio
import http.server
import threading
from collections.abc import Iterator

import chromium
import pytest
from chromium import Tab

PAGE = b"""<!DOCTYPE html><html lang="zh"><title>x</title><body style="width:3000px"><p>\xe5\x85\xbb\xe8\x80\x81</p>
<img alt="" src="http://other.example/x.png"><script>alert(1); undefined_function()</script></body></html>"""


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture
def bad_page() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def test_it_notices_errors_requests_and_scripts(tab: Tab, bad_page: str) -> None:
    tab.page.goto(bad_page)
    assert tab.page.inner_text("p") == "养老"
    assert any("undefined_function" in error for error in tab.errors)
    assert tab.outside() == ["http://other.example/x.png"]
    assert tab.ran() == [["alert", 1]]
    assert tab.width_to_spare() < 0
    with pytest.raises(AssertionError):
        tab.assert_quiet()


def test_the_thread_of_the_tests_stays_free_for_loops(request: pytest.FixtureRequest) -> None:
    async def answer() -> int:
        return 7

    assert request.getfixturevalue("browsing").browser.is_connected()
    assert asyncio.run(answer()) == 7


@pytest.mark.parametrize(("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_without_chromium_it_skips_but_never_in_ci(
    monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type[BaseException]
) -> None:
    monkeypatch.setattr(chromium, "EXECUTABLE", "/nowhere/chromium")
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="no /nowhere/chromium"):
        chromium.require_chromium()
