"""Every command, as its users run it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from commands import SHIPPED, Place
from webserver import Answer, article, column, listing, row, serve

from gdmzt_crawler.version import __version__

TITLE = "第1次示例工作会议在示例市召开"


def test_version_and_help(place: Place) -> None:
    assert place.gdmzt("--version").out.strip().endswith(__version__)
    text = place.gdmzt("--help").out
    assert all(
        name in text
        for name in ("demo", "crawl", "extract", "sites", "runs", "report", "schedule", "browse", "digest", "migrate")
    )
    for name in ("demo", "crawl", "extract", "sites", "runs", "report", "schedule", "browse", "digest", "migrate"):
        done = place.gdmzt(name, "--help")
        assert (done.code, "Usage: gdmzt" in done.out) == (0, True)
    assert place.gdmzt("nosuch").code == 2


def test_crawl_tells_people_and_machines_the_same(place: Place) -> None:
    with serve(column(3)) as web:
        place.define(web.base)
        done = place.gdmzt("crawl", "t", "--db", "x.db")
        assert done.code == 0
        assert "新 new 3" in done.out
        assert "待抓 pending 0" in done.out
        assert "x.db" in done.out
        summary = place.crawl("--limit", "0").summary
    assert (summary["site"], summary["state"], summary["exit_code"], summary["run"]) == ("t", "ok", 0, 2)
    nothing = ("articles_disallowed", "articles_failed", "articles_new", "articles_rejected", "articles_revised")
    nothing += ("articles_unchanged", "entries_new", "entries_pending", "rows_without_link")
    counters = {**dict.fromkeys(nothing, 0), "listing_pages": 1, "requests": 2, "rows": 3}
    assert counters.items() <= summary["counters"].items()
    assert summary["columns"] == [
        {"path": "/a/", "name": None, "pages": 1, "rows": 3, "end": "known", "complete": True}
    ]


def test_runs(place: Place) -> None:
    with serve(column(2)) as web:
        place.define(web.base)
        place.crawl("--limit", "1")
        place.crawl()
    table = place.gdmzt("runs", "--db", str(place.db)).out
    assert len(re.findall(r"^\d+ +t +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +ok", table, re.M)) == 2
    newest, oldest = json.loads(place.gdmzt("runs", "--db", str(place.db), "--json").out)
    assert (newest["id"], oldest["arguments"], oldest["articles_new"]) == (2, {"limit": 1}, 1)
    assert oldest["summary"]["state"] == "ok"


def test_extract_reads_a_file_with_the_sites_definition(place: Place) -> None:
    (place.path / "page.html").write_text(article(TITLE), encoding="utf-8")
    url = "http://smzt.gd.gov.cn/mzzx/mzyw/content/post_1.html"
    done = place.gdmzt("extract", "page.html", "--url", url)
    found = json.loads(done.out)
    assert (found["url"], found["title"], found["source"], found["views"]) == (url, TITLE, "示例市民政局", 12)
    assert found["published"] == "2025-05-20T09:30:00+08:00"
    assert found["evidence"]["body"]["rule"].startswith("site")
    generic = json.loads(place.gdmzt("extract", "page.html", "--url", url, "--generic").out)
    assert generic["text"] == found["text"]
    assert not generic["evidence"]["body"]["rule"].startswith("site")


def test_extract_fetches_a_page_with_manners(place: Place) -> None:
    robots = Answer(b"User-agent: *\nDisallow: /b/\n", content_type="text/plain")
    pages = {**column(1), **column(1, path="/b/"), "/robots.txt": robots}
    with serve(pages) as web:
        done = place.gdmzt("extract", web.base + "a/content/post_1.html")
        assert json.loads(done.out)["title"] == TITLE
        assert web.asked[-1].headers["user-agent"].startswith("gdmzt_crawler/")
        forbidden = place.gdmzt("extract", web.base + "b/content/post_1.html")
        assert (forbidden.code, "robots.txt" in forbidden.err, forbidden.out) == (1, True, "")
        missing = place.gdmzt("extract", web.base + "nothing.html")
        assert (missing.code, "404" in missing.err, missing.err.count("nothing.html")) == (1, True, 1)
    assert place.gdmzt("extract", "http://smzt.gd.gov.cn/").code == 2


def test_extract_reads_a_listing(place: Place) -> None:
    rows = [row(f"/a/content/post_{n}.html", f"第{n}次示例工作会议在示例市召开") for n in (1, 2, 3)]
    (place.path / "list.html").write_text(listing(rows, next_href="index_2.html"), encoding="utf-8")
    done = place.gdmzt("extract", "list.html", "--listing", "--url", "http://x.gov.cn/a/")
    found = json.loads(done.out)
    assert [entry["url"] for entry in found["entries"]] == [
        f"http://x.gov.cn/a/content/post_{n}.html" for n in (1, 2, 3)
    ]
    assert found["next_url"] == "http://x.gov.cn/a/index_2.html"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["nowhere.html"], 2),
        (["page.html", "--url", "nowhere"], 2),
        (["page.html"], 1),
        (["page.html", "--listing"], 1),
        (["."], 2),
    ],
)
def test_extract_tells_what_is_wrong(place: Place, arguments: list[str], code: int) -> None:
    (place.path / "page.html").write_text("<h1>您访问的页面不存在</h1>", encoding="utf-8")
    done = place.gdmzt("extract", *arguments)
    assert (done.code, done.out, len(done.err.splitlines())) == (code, "", 1)


def test_extract_names_the_page_and_the_next_step(place: Place) -> None:
    rows = [row(f"/a/content/post_{n}.html", f"第{n}次示例工作会议在示例市召开") for n in (1, 2, 3)]
    (place.path / "list.html").write_text(listing(rows), encoding="utf-8")
    (place.path / "page.html").write_text(article(TITLE), encoding="utf-8")
    assert (
        "(list.html) — 可当作列表页读 it reads as a listing: 请加 add --listing"
        in place.gdmzt("extract", "list.html").err
    )
    assert "(page.html) — 可当作文章页读" in place.gdmzt("extract", "page.html", "--listing").err
    (place.path / "none.html").write_text("<p>1</p>", encoding="utf-8")
    assert place.gdmzt("extract", "none.html").err.endswith("(none.html)\n")
    assert "an address that begins with http:// or https://" in place.gdmzt("extract", "x.gov.cn").err


def test_extract_says_that_links_of_a_file_need_its_address(place: Place) -> None:
    rows = [row(f"/a/content/post_{n}.html", f"第{n}次示例工作会议在示例市召开") for n in (1, 2, 3)]
    (place.path / "list.html").write_text(listing(rows), encoding="utf-8")
    done = place.gdmzt("extract", "list.html", "--listing")
    assert {entry["url"] for entry in json.loads(done.out)["entries"]} == {None}
    assert ("without --url" in done.err, len(done.err.splitlines())) == (True, 1)
    assert place.gdmzt("extract", "list.html", "--listing", "--url", "http://x.gov.cn/a/").err == ""


def test_sites(place: Place) -> None:
    place.define("http://127.0.0.1:1/")
    listed = {each["key"]: each for each in json.loads(place.gdmzt("sites", "list", "--json").out)}
    assert set(listed) == {*SHIPPED, "t"}
    assert listed["gdmzt"]["home_url"] == "http://smzt.gd.gov.cn/"
    assert "广东省民政厅" in place.gdmzt("sites", "list").out
    shown = json.loads(place.gdmzt("sites", "show", "gdjyj").out)
    assert (shown["platform"], shown["source_aliases"]) == ("nfcms", {"本网站": "广东省监狱管理局"})
    assert place.gdmzt("sites", "show", "nowhere").code == 2
    assert place.gdmzt("sites", "check").code == 0
    assert place.gdmzt("sites", "check", "nowhere").code == 2


def test_a_folder_of_definitions_is_named_on_the_command_line(place: Place) -> None:
    place.define("http://127.0.0.1:1/", key="mine")
    elsewhere = {"GDMZT_SITES": ""}
    assert place.gdmzt("sites", "check", "mine", **elsewhere).code == 2
    assert place.gdmzt("sites", "check", "mine", "--sites", "sites", **elsewhere).code == 0
    assert place.gdmzt("sites", "check", "--sites", "nowhere", **elsewhere).code == 2


def test_migrate(place: Place) -> None:
    with serve(column(1)) as web:
        place.define(web.base)
        place.crawl()
    done = place.gdmzt("migrate", "--db", str(place.db))
    assert (done.code, "current schema" in done.out) == (0, True)


def test_two_crawls_of_one_site_have_one_digest(place: Place) -> None:
    with serve(column(4)) as web:
        place.define(web.base)
        place.crawl()
        first = place.gdmzt("digest", "--db", "x.db")
        place.db.rename(place.path / "first.db")
        place.crawl("--limit", "2")
        assert place.gdmzt("digest", "--db", "x.db").out != first.out
        place.crawl()
    assert (first.code, first.out.startswith("gdmzt1:"), len(first.out.splitlines())) == (0, True, 1)
    assert place.gdmzt("digest", "--db", "x.db").out == first.out


def test_scrapy_knows_the_spider(place: Place) -> None:
    def scrapy(*arguments: str) -> subprocess.CompletedProcess[str]:
        environment = place.environment(SCRAPY_SETTINGS_MODULE="gdmzt_crawler.settings")
        command = [sys.executable, "-m", "scrapy", *arguments]
        return subprocess.run(command, cwd=place.path, env=environment, capture_output=True, text=True, check=False)

    assert scrapy("list").stdout.split() == ["site"]
    with serve(column(2)) as web:
        place.define(web.base)
        done = scrapy("crawl", "site", "-a", "site=t", "-a", f"db={place.db}", "-a", "limit=1")
        assert (done.returncode, "Traceback" in done.stderr, "WARNING" in done.stderr) == (0, False, False), done.stderr
    assert place.query("SELECT count(*) FROM articles") == [(1,)]
    dead = scrapy("crawl", "site", "-a", "site=t", "-a", f"db={place.db}")
    assert (dead.returncode, "cannot read" in dead.stderr, "Traceback" in dead.stderr) == (1, True, False), dead.stderr
    wrong = scrapy("crawl", "site", "-a", "site=nowhere")
    assert (wrong.returncode, len(wrong.stderr.splitlines())) == (2, 1)


@contextmanager
def serving(place: Place, *arguments: str) -> Iterator[str]:
    """A command that serves a dataset until Ctrl-C; the address that it prints."""
    process = subprocess.Popen(
        [sys.executable, "-m", "gdmzt_crawler", *arguments],
        cwd=place.path,
        env=place.environment(PYTHONUNBUFFERED="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        text = ""
        for line in process.stdout:
            text += line
            if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
                yield found[0]
                break
        else:
            raise AssertionError(text)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.wait()


def fetched(url: str) -> str:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    text: str = opener.open(url, timeout=20).read().decode()
    return text


def test_demo_and_browse(place: Place) -> None:
    with serving(place, "demo") as address:
        assert "demo" in fetched(address)
        rows = json.loads(fetched(address + "demo/article_list.json?_shape=array&_size=max"))
        assert len(rows) == 42
        assert rows[0]["title"] in fetched(rows[0]["url"]), "the site is there as long as it is browsed"
    assert (place.path / "data" / "demo.db").is_file()
    with serving(place, "browse", "--db", "data/demo.db") as address:
        assert "article_list" in fetched(address + "demo")


def test_the_dataset_of_the_demo_is_pointed_at(place: Place) -> None:
    assert place.gdmzt("demo", "--no-browse").code == 0
    for command in ("runs", "browse", "report", "digest", "migrate"):
        done = place.gdmzt(command)
        assert (done.code, len(done.err.splitlines())) == (1, 1), command
        assert "--db data/demo.db" in done.err
    assert place.gdmzt("runs", "--db", "data/demo.db").code == 0


def test_lines_of_tables_are_whole_away_from_a_terminal(place: Place) -> None:
    (place.path / "page.html").write_text(article(TITLE * 9), encoding="utf-8")
    table = place.gdmzt("extract", "page.html", "--explain", COLUMNS="40").out
    assert re.search(rf"title .*{TITLE * 9}.* chosen", table)
    listed = place.gdmzt("sites", "list", COLUMNS="40").out.splitlines()
    assert len(listed) == 1 + len(json.loads(place.gdmzt("sites", "list", "--json").out))


def test_candidates_have_the_names_of_the_dataset(place: Place) -> None:
    (place.path / "page.html").write_text(article(TITLE), encoding="utf-8")
    table = place.gdmzt("extract", "page.html", "--explain").out
    assert re.search(r"published_at .*chosen", table)
    assert re.search(r"view_count .*chosen", table)
    found = json.loads(place.gdmzt("extract", "page.html", "--explain", "--json").out)
    assert {each["field"] for each in found["candidates"]} == {"title", "published_at", "source", "view_count"}
    chosen = next(each for each in found["candidates"] if each["field"] == "published_at")
    assert (chosen["value"], chosen["verdict"]) == ("2025-05-20 09:30:00", "chosen")
    assert found["evidence"]["view_count"]["rule"] == next(
        each["rule"] for each in found["candidates"] if each["field"] == "view_count"
    )


CONTRADICTED = f"""<html><head><title>{TITLE}-示例市民政局</title>
<meta name="ArticleTitle" content="另一个标题"><meta name="PubDate" content="2024-01-02">
<meta name="ContentSource" content="另一个来源"></head><body><h1>{TITLE}</h1>
<div class="info">发布时间：2033-05-20 09:30 发布日期：2023-05-20 来源：示例日报 来源：示例晚报 浏览次数：12</div>
<div class="info">阅读次数：15</div>
<div class="content"><p>{"会议强调，要坚持以人民为中心，切实把各项工作抓实抓细。" * 9}</p></div></body></html>"""


def test_why_a_candidate_lost_is_told_in_both_languages(place: Place) -> None:
    (place.path / "page.html").write_text(CONTRADICTED, encoding="utf-8")
    found = json.loads(place.gdmzt("extract", "page.html", "--explain", "--json").out)
    lost = {each["verdict"] for each in found["candidates"]} - {"chosen", "agrees"}
    assert len(lost) == 5, found["candidates"]
    told = [*lost, *(each["message"] for each in found["notes"])]
    assert all(re.search("[一-鿿]", words) and re.search("[a-z]{4}", words) for words in told), told
    table = place.gdmzt("extract", "page.html", "--explain").out
    assert all(words in table for words in (*lost, "选中 chosen", "图 images 0"))


def test_demo_without_browsing_prints_what_was_found(place: Place) -> None:
    done = place.gdmzt("demo", "--no-browse", "--db", "d.db")
    assert done.code == 0, done.err
    assert all(name in done.out for name in ("民政要闻", "基层动态", "通知公告"))
    assert place.gdmzt("demo", "--no-browse", "--db", "d.db").code == 0
