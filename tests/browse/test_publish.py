"""The configuration for nginx that the documents give, in a real nginx before a real datasette."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from commands import ROOT
from datasets import filled
from serving import commanded

DOCUMENTS = ("docs/publish.md", "docs/publish.zh-CN.md")
_FRAME = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    {server}
}}
"""


def configuration(document: str) -> str:
    found = re.search(r"```nginx\n(.*?)```", (ROOT / document).read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


def test_both_documents_give_the_same() -> None:
    english, chinese = (re.sub(r"\s*#.*", "", configuration(document)) for document in DOCUMENTS)
    assert english == chinese
    for document in DOCUMENTS:
        text = (ROOT / document).read_text(encoding="utf-8")
        assert "ExecStart=/srv/gdmzt/.venv/bin/gdmzt browse --immutable --no-sql" in text


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_copy_is_renewed_with_its_description(document: str, tmp_path: Path) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    found = re.search(r"\n\n((?: {4}.+\n)+) {4}systemctl restart gdmzt-browse\n", text)
    assert found
    lines = found[1].replace("gdmzt export", f"{sys.executable} -m gdmzt_crawler export --db news.db")
    filled(tmp_path / "news.db")
    for day in ("a night", "the next"):
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(["sh", "-ec", lines], cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, (day, done.stderr)
    public = tmp_path / "public"
    assert sorted(path.name for path in public.rglob("*")) == ["new", "news.db", "news.db.datapackage.json"]
    described = json.loads((public / "news.db.datapackage.json").read_text(encoding="utf-8"))
    resource = described["resources"][0]
    assert resource["path"] == "news.db"
    assert resource["hash"] == f"sha256:{hashlib.sha256((public / 'news.db').read_bytes()).hexdigest()}"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="module", params=["kept", "taken away"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Of an nginx that passes the prefix on, or takes it away."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        pytest.skip("no nginx here: Debian's package nginx-light")
    folder = tmp_path_factory.mktemp("nginx")
    with commanded(filled(folder / "news.db"), "--immutable", "--no-sql", "--base-url", "/news/") as served:
        port = free_port()
        target = f"http://127.0.0.1:{urlsplit(served.address).port}" + ("" if request.param == "kept" else "/")
        server = configuration(DOCUMENTS[0]).replace("http://127.0.0.1:8001", target)
        server = server.replace("listen 80", f"listen 127.0.0.1:{port}")
        server = server.replace("/var/cache/nginx/gdmzt", str(folder / "cache"))
        path = folder / "nginx.conf"
        path.write_text(_FRAME.format(folder=folder, server=server), encoding="utf-8")
        checked = subprocess.run([nginx, "-t", "-p", folder, "-c", path], capture_output=True, text=True)
        assert checked.returncode == 0, checked.stderr
        process = subprocess.Popen([nginx, "-p", folder, "-c", path], env=os.environ)
        try:
            wait_for(port, folder)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=10)


def wait_for(port: int, folder: Path) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with socket.socket() as caller:
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail((folder / "error.log").read_text(encoding="utf-8"))


def ask(url: str, method: str = "GET") -> tuple[int, Message, str]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=20) as answer:
            return answer.status, answer.headers, answer.read().decode("utf-8")
    except urllib.error.HTTPError as error:
        return error.code, error.headers, ""


def test_pages_come_through_with_their_addresses_and_headers(address: str) -> None:
    status, headers, page = ask(f"{address}/news/")
    assert status == 200
    assert "script-src 'self'" in headers["content-security-policy"]
    links = set(re.findall(r'(?:href|src|action)="(/[^"]*)"', page))
    assert links
    assert all(link.startswith("/news/") for link in links)
    for link in sorted(links):
        if "most_read" in link or "columns" in link or ".js" in link or ".css" in link or "article" in link:
            assert ask(address + link)[0] == 200, link
    assert ask(f"{address}/news")[0] == 200, "sent on to the prefix"


def test_sorting_and_paging_links_stay_inside(address: str) -> None:
    page = ask(f"{address}/news/news-dataset/article_list?_size=1")[2]
    inside = [link for link in re.findall(r'href="([^"]+)"', page) if "_sort" in link or "_next" in link]
    assert inside
    for link in inside:
        parts = urlsplit(link)
        assert parts.path.startswith("/news/news-dataset/article_list")
        assert parts.netloc in ("", urlsplit(address).netloc)


def test_pages_are_kept_and_only_reading_is_allowed(address: str) -> None:
    kept = [ask(f"{address}/news/sources")[1]["x-cache"] for _ in range(2)]
    assert kept[-1] == "HIT"
    assert ask(f"{address}/news/sources", "HEAD")[0] == 200
    assert ask(f"{address}/news/sources", "POST")[0] == 403


def test_no_sql_of_their_own_however_it_is_spelt(address: str) -> None:
    time.sleep(1)
    for asked in (
        "?sql=select+1",
        "?%73ql=select+1",
        ".json?sql=select+1",
        "/article_list?_where=1",
        "/articles?%5Fwhere=1",
    ):
        assert ask(f"{address}/news/news-dataset{asked}")[0] == 403, asked
    assert ask(f"{address}/news/news-dataset/most_read?rows=1")[0] == 200


def test_whoever_asks_too_fast_is_told_to_wait(address: str) -> None:
    time.sleep(1)
    statuses = [ask(f"{address}/news/columns?again={number}")[0] for number in range(90)]
    assert statuses[0] == 200
    assert 429 in statuses
