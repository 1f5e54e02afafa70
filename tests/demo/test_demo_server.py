"""The loopback server behaves as a web server does, and remembers what it was asked."""

from __future__ import annotations

import http.client
import re
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from gdmzt_crawler.demo.server import RunningServer, serve
from gdmzt_crawler.demo.site import DemoSite
from gdmzt_crawler.demo.variation import Variation

ARTICLE = "/mzzx/mzyw/content/post_4702311.html"


@pytest.fixture(scope="module")
def running() -> Iterator[RunningServer]:
    with serve() as server:
        yield server


def ask(
    running: RunningServer, path: str, method: str = "GET", headers: dict[str, str] | None = None
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(running.base_url.split("/")[2], timeout=10)
    try:
        connection.request(method, path, headers=headers or {})
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def test_it_listens_on_loopback_only(running: RunningServer) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", running.base_url)
    assert running.site.base_url == running.base_url


def test_an_article_comes_with_type_charset_and_validators(running: RunningServer) -> None:
    response, body = ask(running, ARTICLE)
    assert response.status == 200
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Last-Modified"] == "Wed, 18 Jun 2025 01:12:45 GMT"
    assert re.fullmatch(r'"[0-9a-f]{16}"', response.headers["ETag"])
    assert int(response.headers["Content-Length"]) == len(body)
    assert running.base_url.encode() in body


@pytest.mark.parametrize("path", ["/", "/mzzx/", "/mzzx/mzyw/", "/mzzx/mzyw/mindex.html", "/zwgk/tzgg/index_20.html"])
def test_folders_and_listing_pages(running: RunningServer, path: str) -> None:
    assert ask(running, path)[0].status == 200


def test_head_gives_the_headers_alone(running: RunningServer) -> None:
    response, body = ask(running, ARTICLE, "HEAD")
    assert (response.status, body) == (200, b"")
    assert int(response.headers["Content-Length"]) == len(ask(running, ARTICLE)[1])


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_if_none_match_answers_304_without_body(running: RunningServer, form: str) -> None:
    etag = ask(running, ARTICLE)[0].headers["ETag"]
    response, body = ask(running, ARTICLE, headers={"If-None-Match": form.format(etag)})
    assert (response.status, body) == (304, b"")
    assert response.headers["ETag"] == etag


def test_another_etag_gives_the_page_whatever_the_date(running: RunningServer) -> None:
    modified = ask(running, ARTICLE)[0].headers["Last-Modified"]
    headers = {"If-None-Match": '"other"', "If-Modified-Since": modified}
    assert ask(running, ARTICLE, headers=headers)[0].status == 200


@pytest.mark.parametrize(
    ("since", "status"),
    [("Wed, 18 Jun 2025 01:12:45 GMT", 304), ("Wed, 18 Jun 2025 01:12:44 GMT", 200), ("nonsense", 200)],
)
def test_if_modified_since(running: RunningServer, since: str, status: int) -> None:
    assert ask(running, ARTICLE, headers={"If-Modified-Since": since})[0].status == status


def test_a_missing_page_is_404_with_a_page(running: RunningServer) -> None:
    response, body = ask(running, "/mzzx/mzyw/content/post_4615555.html")
    assert response.status == 404
    assert "页面不存在" in body.decode()
    assert response.headers["ETag"] is None


def test_the_soft_404_answers_200(running: RunningServer) -> None:
    response, body = ask(running, "/mzzx/jcdt/content/post_4623333.html")
    assert response.status == 200
    assert "页面不存在" in body.decode()


def test_robots_forbids_one_path(running: RunningServer) -> None:
    response, body = ask(running, "/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert body == b"User-agent: *\nDisallow: /zwgk/nbzl/\n"


def test_other_methods_are_refused(running: RunningServer) -> None:
    assert ask(running, ARTICLE, "POST")[0].status == 501


def test_requests_are_recorded_in_order() -> None:
    with serve() as server:
        ask(server, "/robots.txt", headers={"User-Agent": "tester/1"})
        ask(server, "/nowhere?x=1", "HEAD")
        assert [(r.method, r.path, r.status) for r in server.requests] == [
            ("GET", "/robots.txt", 200),
            ("HEAD", "/nowhere?x=1", 404),
        ]
        assert server.requests[0].headers["user-agent"] == "tester/1"
        assert server.requests[0].at <= server.requests[1].at
        assert server.paths() == ["/robots.txt", "/nowhere?x=1"]


def test_another_site_is_shown_from_the_next_request_on() -> None:
    with serve() as server:
        before = ask(server, ARTICLE)[0].headers["ETag"]
        server.show(DemoSite(variation=Variation(edited=frozenset({4702311}))))
        response, body = ask(server, ARTICLE, headers={"If-None-Match": before})
        assert response.status == 200
        assert server.base_url.encode() in body
        server.show(DemoSite(variation=Variation(removed=frozenset({4702311}))))
        assert ask(server, ARTICLE)[0].status == 404


def test_one_connection_serves_many_requests(running: RunningServer) -> None:
    connection = http.client.HTTPConnection(running.base_url.split("/")[2], timeout=10)
    for path in ("/", ARTICLE, "/nowhere", "/robots.txt"):
        connection.request("GET", path)
        connection.getresponse().read()
        assert connection.sock is not None
    connection.close()


def test_the_port_is_free_again_afterwards() -> None:
    with serve() as server:
        port = int(server.base_url.rstrip("/").rpartition(":")[2])
        with pytest.raises(OSError), serve(port=port):
            pass
    with serve(port=port) as again:
        assert again.base_url.endswith(f":{port}/")
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_the_module_serves_in_the_foreground() -> None:
    command = [sys.executable, "-m", "gdmzt_crawler.demo.server"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"127\.0\.0\.1:(\d+)", process.stdout.readline())
            assert found is not None
            connection = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=10)
            connection.request("GET", "/")
            assert connection.getresponse().status == 200
            connection.close()
        finally:
            process.terminate()
