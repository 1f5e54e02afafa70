"""A real datasette over a real dataset, asked over loopback."""

from __future__ import annotations

import contextlib
import html
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from datasets import filled, record, with_site
from serving import Served, serving

from gdmzt_crawler.browse.server import HOST, datasette_for, has_display, listen
from gdmzt_crawler.errors import ForeignDatabase, StoreError, UsageError
from gdmzt_crawler.store import Store
from gdmzt_crawler.store.schema import TABLES, VIEWS


def facets(served: Served, table: str) -> dict[str, list[tuple[object, object, int]]]:
    found = served.json(f"/news/{table}.json")["facet_results"]
    return {
        name: [(result["value"], result["label"], result["count"]) for result in facet["results"]]
        for name, facet in found.items()
    }


def test_the_article_list_counts_by_column_source_and_year_in_names(served: Served) -> None:
    found = facets(served, "article_list")
    assert list(found)[:3] == ["column", "source", "year"]
    assert found["column"] == [("民政要闻", "民政要闻", 3)]
    assert sorted(found["source"], key=str) == [
        ("广东省民政厅", "广东省民政厅", 1),
        ("本网站", "本网站", 1),
    ]
    assert found["year"] == [(2022, 2022, 2), (2023, 2023, 1)]
    page = served.get("/news/article_list")
    for name in ("民政要闻", "本网站", "2022", "文章一览 Article list"):
        assert name in page


def test_tables_show_labels_in_place_of_ids(served: Served) -> None:
    found = facets(served, "articles")
    assert [(label, count) for _, label, count in found["column_id"]] == [("民政要闻", 3)]
    assert {label for _, label, _ in found["source_id"]} == {"广东省民政厅", "本网站"}
    assert found["site"] == [("gdmzt", "广东省民政厅", 3)]
    page = served.get("/news/articles")
    assert re.search(r'<a href="/column/1">民政要闻</a>', page)
    assert re.search(r'<a href="/article/2">第2次会议</a>', page), "duplicate_of shows the title"
    assert re.search(r'<a href="/article/1">第1次会议（更正）</a>', served.get("/news/paragraphs"))
    assert re.search(r'<a href="/run/1">20\d\d-[^<]*Z</a>', served.get("/news/issues"))
    assert "第3次会议" not in served.get("/news/entries?state=external")


def test_numbers_in_views_lead_to_the_article(served: Served) -> None:
    page = served.get("/news/duplicates")
    assert '<a href="/article/3">3</a>' in page
    assert '<a href="/article/2">2</a>' in page
    assert '<a href="/article/3">第2次会议</a>' in page
    assert served.status("/article/3") == 200


def test_every_table_and_view_opens_with_its_words(served: Served) -> None:
    for thing in (*TABLES, *VIEWS):
        page = html.unescape(served.get(f"/news/{thing.name}"))
        assert thing.words.title in page
        assert thing.words.zh in page
        for column in thing.columns:
            assert column.words.description in page


def test_newest_first_and_sizes_with_units(served: Served) -> None:
    rows = served.json("/news/article_list.json?_shape=objects")["rows"]
    assert [row["published_at"][:4] for row in rows] == ["2023", "2022", "2022"]
    assert "50.0\u00a0kB" in html.unescape(served.get("/news/captures"))


def test_what_serves_the_views_is_out_of_sight(served: Served) -> None:
    tables = {table["name"]: table["hidden"] for table in served.json("/news.json")["tables"]}
    assert (tables["entries"], tables["evidence"], tables["articles"], tables["issues"]) == (True, True, False, False)
    assert served.status("/news/entries") == 200


@pytest.mark.parametrize("path", ["/", "/news"])
def test_the_first_pages_lead_to_every_view_by_its_title(served: Served, path: str) -> None:
    page = served.get(path)
    links = [f'<a href="/news/{view.name}">{view.words.title}</a>' for view in VIEWS]
    places = [page.find(link) for link in links]
    assert places == sorted(places)
    assert -1 not in places


def test_the_page_of_the_dataset_names_tables_and_views_by_their_titles(served: Served) -> None:
    page = html.unescape(served.get("/news?_show_hidden=1"))
    for thing in (*TABLES, *VIEWS):
        if f'href="/news/{thing.name}"' in page:
            assert (
                f'<a href="/news/{thing.name}">{thing.name}</a> <span class="soft">{thing.words.title}</span>' in page
            )
    for name in ("articles", "crawl_runs", "entries", "article_list"):
        assert f'<a href="/news/{name}">{name}</a> <span' in page
    shown = served.get("/news")
    assert '<a href="/news/entries">' not in shown
    assert '_show_hidden=1"' in shown


def test_a_row_shows_labels_in_place_of_ids(served: Served) -> None:
    page = served.get("/news/articles/3")
    for link in (
        '<a href="/news/sites/gdmzt">广东省民政厅</a>&nbsp;<em>gdmzt</em>',
        '<a href="/column/1">民政要闻</a>&nbsp;<em>1</em>',
        '<a href="/article/2">第2次会议</a>&nbsp;<em>2</em>',
    ):
        assert link in page
    assert re.search(r'<a href="/source/\d">(?:广东省民政厅|本网站)</a>', served.get("/news/articles/1"))


def test_no_day_of_another_clock_is_offered(served: Served) -> None:
    assert "_facet_date" not in served.get("/news/article_list")
    assert not served.json("/news/article_list.json")["suggested_facets"]


def test_no_page_asks_another_host(served: Served) -> None:
    loaded = re.compile(r"""<(?:script|img|iframe|source|link)\b[^>]*?(?:src|href)=["']?([^"'\s>]+)""")
    for path in ("/", "/news", "/news/article_list", "/news/articles/1", "/news?sql=select+1"):
        page = served.get(path)
        addresses = [address.removeprefix(served.address) for address in loaded.findall(page)]
        assert addresses
        assert not [address for address in addresses if re.match(r"(?:\w+:)?//", address)], path


def test_an_address_that_does_not_exist_says_so_on_the_page_only(dataset: Path) -> None:
    with serving(dataset) as served:
        assert [served.status(path) for path in ("/nowhere", "/news/nowhere", "/news/articles/999")] == [404] * 3
        served.process.send_signal(signal.SIGINT)
        served.process.wait(timeout=10)
        assert served.process.stdout is not None
        assert served.process.stdout.read() == ""


def test_nothing_can_be_written(served: Served, dataset: Path) -> None:
    before = dataset.read_bytes()
    assert served.status("/news.json?sql=delete+from+articles") == 400
    assert served.status("/news.json?sql=pragma+user_version=9") == 400
    assert dataset.read_bytes() == before


def test_it_serves_while_a_crawl_writes(tmp_path: Path) -> None:
    path = filled(tmp_path / "news.db")
    with serving(path) as served, Store.open(path) as store, store.lock():
        counts = []
        for number in range(100, 140):
            store.save_article(record(number, title=f"第{number}次", body=(f"{number}。",)), run_id=None)
            counts.append(served.json("/news/article_list.json?_size=1")["filtered_table_rows_count"])
        assert counts == list(range(4, 44))


def test_the_next_free_port_is_taken() -> None:
    with contextlib.closing(listen(HOST, 8001)) as first:
        taken = first.getsockname()[1]
        with contextlib.closing(listen(HOST, taken)) as second:
            assert second.getsockname()[1] > taken


def test_a_port_that_cannot_be_had_is_one_sentence() -> None:
    with pytest.raises(UsageError, match="port"):
        listen(HOST, 65536)
    with pytest.raises(UsageError, match="cannot listen"):
        listen("203.0.113.1", 8001)


def test_only_this_machine_is_served(served: Served) -> None:
    port = int(served.address.rstrip("/").rsplit(":", 1)[1])
    others = {entry[4][0] for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {HOST}
    for address in others:
        with pytest.raises(OSError), contextlib.closing(socket.create_connection((str(address), port), timeout=1)):
            pass


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is a POSIX signal here")
def test_ctrl_c_ends_it_quietly(dataset: Path) -> None:
    with serving(dataset) as served:
        assert served.status("/") == 200
        began = time.monotonic()
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(timeout=10) == 0
        assert time.monotonic() - began < 5


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays are found by environment on Linux")
@pytest.mark.parametrize("display", ["", "DISPLAY", "WAYLAND_DISPLAY"])
def test_a_browser_opens_only_where_it_can_be_seen(dataset: Path, tmp_path: Path, display: str) -> None:
    visited = tmp_path / "visited"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {visited}\n')
    browser.chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if not name.endswith("DISPLAY")}
    environment["BROWSER"] = str(browser)
    if display:
        environment[display] = ":0"
    with serving(dataset, environment) as served:
        assert served.status("/") == 200
        deadline = time.monotonic() + (5 if display else 0.5)
        while not visited.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        assert visited.exists() is bool(display)


def test_displays_of_other_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    expected = {"win32": True, "darwin": True, "linux": False}
    for platform, seen in expected.items():
        monkeypatch.setattr(sys, "platform", platform)
        assert has_display() is seen
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert has_display() is False


def test_without_datasette_the_sentence_says_what_to_install(dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "datasette.app", None)
    with pytest.raises(UsageError, match=r"gdmzt-crawler\[browse\]") as caught:
        datasette_for(dataset)
    assert caught.value.exit_code == 2


def test_only_our_datasets_are_served(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no dataset"):
        datasette_for(tmp_path / "missing.db")
    (tmp_path / "letter.db").write_text("a letter\n" * 100)
    with pytest.raises(ForeignDatabase):
        datasette_for(tmp_path / "letter.db")
    with Store.open(tmp_path / "what?.db") as store:
        with_site(store)
    with pytest.raises(UsageError, match="rename"):
        datasette_for(tmp_path / "what?.db")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="uses a read-only file system")
def test_reading_rights_are_enough(tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = os.geteuid() == 0
    if mounted and subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder]).returncode != 0:
        pytest.skip("this machine does not let us mount a file system")
    try:
        path = filled(folder / "news.db")
        if mounted:
            subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
        else:
            path.chmod(0o444)
            folder.chmod(0o555)
        with serving(path) as served:
            assert served.json("/news/article_list.json")["filtered_table_rows_count"] == 3
    finally:
        if mounted:
            subprocess.run(["umount", "-l", folder], check=True)
        else:
            folder.chmod(0o755)


def test_markup_in_an_article_stays_text(tmp_path: Path) -> None:
    attack = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    with Store.open(tmp_path / "news.db") as store:
        with_site(store)
        store.save_article(record(1, title=attack, source=attack, body=(attack,)), run_id=None)
    with serving(tmp_path / "news.db") as served:
        for path in ("/news/article_list", "/news/articles", "/news/articles/1", "/news/paragraphs"):
            page = served.get(path)
            assert "&lt;script&gt;" in page
            assert "<script>alert" not in page
            assert "<img src=x" not in page
