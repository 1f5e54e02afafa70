"""Our own pages, asked over loopback: what they say is what the dataset says."""

from __future__ import annotations

import html
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import pytest
from datasets import COLUMN, HOME, SITE, T1, filled, record, with_site
from serving import Served, commanded, serving

from gdmzt_crawler.browse.app import Options, datasette_for
from gdmzt_crawler.browse.figures import pager
from gdmzt_crawler.browse.shown import day, moment, number, percent, web_address
from gdmzt_crawler.errors import UsageError
from gdmzt_crawler.store import Store

OURS = ("/", "/columns", "/sources", "/runs", "/health", "/search", "/search?q=x", "/news")


def text(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Seventy articles of two sources, one of them withdrawn, a copy under another source."""
    path = tmp_path_factory.mktemp("many") / "many.db"
    with Store.open(path) as store:
        with_site(store)
        store.put_column(SITE, COLUMN, name="民政要闻", url=HOME + COLUMN)
        for one in range(1, 71):
            day_of = f"2024-{1 + one % 12:02d}-{1 + one % 28:02d}T09:00:00+08:00"
            title = f"第{one}篇文章"
            store.save_article(
                record(one, title=title, body=(f"第{one}段，说的是{one * 7}件事。",), published=day_of), run_id=None
            )
        copy = record(900, title="第5篇文章", body=("第5段，说的是35件事。",), source="转载者", published="2024-12-30")
        store.save_article(copy, run_id=None)
    with serving(path) as server:
        yield server


def test_the_first_page_counts_and_names_the_newest(served: Served) -> None:
    page = served.get("/")
    words = text(page)
    assert "3 篇文章" in words
    assert "1 篇是重复" in words
    assert "1 篇改过" in words
    assert re.search(r"最近一次抓取 Last crawl ：\s*20\d\d-\d\d-\d\d \d\d:\d\d 广东省民政厅 ok", words)
    titles = re.findall(r'<a class="title" href="/article/(\d)">', page)
    assert titles == ["1", "3", "2"]
    assert 'lang="zh-CN"' in page


def test_a_column_shows_its_articles_page_by_page(many: Served) -> None:
    first, last = many.get("/column/1"), many.get("/column/1?page=3")
    assert "71 篇文章" in text(first)
    seen = [
        re.findall(r'<a class="title" href="/article/(\d+)">', many.get(f"/column/1?page={one}")) for one in (1, 2, 3)
    ]
    assert [len(one) for one in seen] == [30, 30, 11]
    assert len({number for one in seen for number in one}) == 71
    assert "下一页" in first
    assert "下一页" not in last
    assert "上一页" in last
    assert "<figure" in first
    assert "<figure" not in last
    for odd in ("0", "-3", "99999999999999999999", "x", "１", ""):
        assert many.status(f"/column/1?page={quote(odd)}") == 200


def test_a_column_says_whether_it_is_complete(many: Served) -> None:
    assert "没有翻过" in text(many.get("/column/1")), "its articles came from elsewhere"
    row = re.search(r"<tr><td><a href=\"/column/1\">.*?</tr>", many.get("/columns"), re.DOTALL)
    assert row
    assert text(row[0]) == "民政要闻 广东省民政厅 71 0 2024-12-30 没有翻过 never walked"


def test_how_far_a_column_was_walked(tmp_path: Path) -> None:
    def walk(store: Store, name: str, *, complete: bool = False, ended: bool = True) -> None:
        number = store.put_column(SITE, f"/{name}/", name=name, url=f"{HOME}/{name}/")
        store.memory.walking(number, T1)
        if ended:
            store.memory.walked(number, complete=complete, full_at=T1)

    with Store.open(tmp_path / "news.db") as store:
        with_site(store)
        walk(store, "完")
        walk(store, "整", complete=True)
        walk(store, "断", ended=False)
        store.put_column(SITE, "/未/", name="未", url=f"{HOME}/未/")
    says = {"完": "翻到上限 as far", "整": "已走完 complete", "断": "未走完，可能缺文章", "未": "没有翻过 never walked"}
    with serving(tmp_path / "news.db") as served:
        columns = served.get("/columns")
        for number, (name, said) in enumerate(says.items(), 1):
            page = text(served.get(f"/column/{number}"))
            assert name in page
            assert said in page
            assert ("last full walk" in page) == (name in "完整")
            row = re.search(rf"<tr><td><a href=\"/column/{number}\">.*?</tr>", columns, re.DOTALL)
            assert row
            assert said in text(row[0])
        health = served.get("/health")
        assert text(health[health.index("<h2>未走完的栏目") : health.index("<h2>列表项")]).split(" ") == (
            "未走完的栏目 Columns not walked to the end 断 · 2026-11-25"
            " 翻到上限：再早的网站翻不到 As far as paging reaches: the site shows no earlier pages 完"
            " 没有翻过：只由文章或导航得知 Never walked: known from articles or navigation only 未"
        ).split(" ")
        assert re.search(r"</td><td class=\"number\">4</td><td class=\"number\">1</td></tr>", health)


def test_a_column_of_proper_names_is_there_where_there_are_any(many: Served, tmp_path: Path) -> None:
    assert "规范名称" not in many.get("/sources")
    with Store.open(tmp_path / "news.db") as store:
        with_site(store)
        store.save_article(record(1, source="省厅", canonical="广东省民政厅"), run_id=None)
    with serving(tmp_path / "news.db") as served:
        assert "规范名称" in served.get("/sources")


def test_a_source_shows_who_reposts_it(many: Served) -> None:
    found = dict(re.findall(r'<a href="/source/(\d+)">([^<]+)</a></td><td class="number">', many.get("/sources")))
    source, other = sorted(found, key=lambda one: found[one] != "广东省民政厅")
    page = text(many.get(f"/source/{source}"))
    assert "70 篇文章署此来源" in page
    assert "转载者 1" in page
    assert "1 篇文章署此来源" in text(many.get(f"/source/{other}"))


def test_a_run_and_the_health_page_say_what_was_odd(served: Served) -> None:
    run = text(served.get("/run/1"))
    for words in ("正常 ok", "5 次请求", "3 篇新增", "missing 1 没有来源"):
        assert words in run
    health = text(re.sub(r"<script.*?</script>", "", served.get("/health"), flags=re.DOTALL))
    assert "missing 1 没有来源" in health
    assert "Issues of the last run " in health
    assert re.search(r"广东省民政厅 source 2 3 66\.7 %", health)
    assert re.search(r"\b3 stored\b.*\b1 external\b", health)
    assert re.search(r"广东省民政厅 20\d\d-\d\d-\d\d \d\d:\d\d 正常 ok 5 3 0 0 0 1", text(served.get("/runs")))


def test_a_run_names_the_home_page(tmp_path: Path) -> None:
    walked = [{"path": "/", "name": None, "pages": 1, "rows": 2, "end": "last", "complete": True}]
    with Store.open(tmp_path / "news.db") as store:
        with_site(store)
        store.finish_run(store.start_run(SITE, {}), state="ok", counters={}, summary={"columns": walked})
    with serving(tmp_path / "news.db") as served:
        assert "首页 home page / 1 2" in text(served.get("/run/1"))


def test_search_finds_and_marks(many: Served) -> None:
    page = many.get("/search?q=" + quote("第7篇"))
    assert "共 1 篇" in text(page)
    assert '<a class="title" href="/article/7"><mark>第7篇</mark>文章</a>' in page
    assert "共 71 篇" in text(many.get("/search?q=" + quote("文章") + "&order=date"))
    assert "共 6 篇" in text(many.get("/search?q=" + quote("文章") + "&since=2024-12-01"))
    assert "没有这个栏目" in text(many.get("/search?q=x&column=nowhere"))
    assert len(re.findall("<li><a class=.title", many.get("/search?q=" + quote("文章") + "&page=4"))) == 11


def test_search_says_what_it_did_not_understand(many: Served) -> None:
    asked = "/search?q=" + quote("文章")
    for names in ("since=2025&until=abc", "from=2025&to=abc"):
        page = text(many.get(f"{asked}&{names}"))
        assert "left out: 2025、abc — 请写成" in page
        assert "共 71 篇" in page
    page = text(many.get(f"{asked}&from=2024-12-01&to=never"))
    assert "left out: never — 请写成" in page
    assert "共 6 篇" in page
    assert "left out" not in text(many.get(f"{asked}&since=2024-12-01&until="))


@pytest.mark.parametrize("odd", ['"', "。", "“”", "- ,"])
def test_a_search_for_nothing_says_so(many: Served, odd: str) -> None:
    page = text(many.get("/search?q=" + quote(odd)))
    assert "没有可查的字词 holds nothing to search for" in page
    assert "共 0 篇" not in page
    assert "nothing to search for" not in text(many.get("/search"))


@pytest.mark.parametrize(
    "odd", ['"', "(", "a AND", "*", "😀", "'; drop table articles", "\\", "%", "NEAR(", " ", "养" * 500]
)
def test_odd_queries_are_no_error(many: Served, odd: str) -> None:
    assert many.status("/search?q=" + quote(odd)) == 200
    assert many.status("/many/article_list?_search=" + quote(odd)) == 200
    assert many.status("/many/search_with_snippets?q=" + quote(odd)) == 200


def test_markup_in_a_query_stays_text(many: Served) -> None:
    page = many.get("/search?q=" + quote('"><script>alert(1)</script>'))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize("path", ["/column/99", "/source/99", "/run/99", "/column/x", "/column/99999999999999999999"])
def test_what_is_not_there_is_404(served: Served, path: str) -> None:
    assert served.status(path) == 404


@pytest.mark.parametrize("path", ["/nope", "/article/1/diff", "/nope/articles"])
def test_an_address_of_nothing_says_so_in_our_words(served: Served, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as raised:
        served.get(path)
    page = text(raised.value.read().decode("utf-8"))
    assert "这个网址什么也没有 there is nothing at this address" in page
    assert "Database" not in page


def test_an_empty_dataset_has_all_pages(tmp_path: Path) -> None:
    Store.open(tmp_path / "news.db").close()
    with serving(tmp_path / "news.db") as served:
        for path in OURS:
            assert served.status(path) == 200, path
        assert "还没有抓取过" in served.get("/")


@pytest.mark.parametrize("name", ["search", "health", "columns"])
def test_a_dataset_with_the_name_of_a_page_is_reached_too(tmp_path: Path, name: str) -> None:
    with serving(filled(tmp_path / f"{name}.db")) as served:
        assert "文章一览" in served.get(f"/{name}-dataset/article_list")
        assert "<h1>" in served.get(f"/{name}")
        assert served.status(f"/{name}-dataset/most_read.json") == 200
        assert f"/{name}-dataset/article_list" in served.get("/")


@pytest.mark.parametrize("name", ["_memory", "_internal"])
def test_a_dataset_with_the_name_of_one_of_datasettes_own_is_shown_too(tmp_path: Path, name: str) -> None:
    with serving(filled(tmp_path / f"{name}.db")) as served:
        assert f"/{name}-dataset/article_list" in served.get("/")
        assert served.status(f"/{name}-dataset/most_read.json") == 200
        assert served.status("/search?q=x") == 200


def test_behind_a_proxy_every_address_has_the_prefix(dataset: Path) -> None:
    with commanded(dataset, "--base-url", "news-of/guangdong") as served:
        prefix = "/news-of/guangdong/"
        assert urlsplit(served.address).path == prefix
        waiting, seen = [prefix], set()
        while waiting and len(seen) < 45:
            path = waiting.pop(0)
            seen.add(path)
            page = served.get("/" + path.removeprefix(prefix))
            links = re.findall(r'(?:href|src|action)="([^"]+)"', page)
            here = urljoin(served.address, path)
            for link in (urlsplit(urljoin(here, html.unescape(link))) for link in links):
                if link.netloc != urlsplit(served.address).netloc:
                    continue
                assert link.path.startswith(prefix), (path, link.path)
                if link.path not in seen and link.path not in waiting and "." not in link.path:
                    waiting.append(link.path)
        assert {prefix + "columns", prefix + "column/1", prefix + "article/1", prefix + "news/article_list"} <= seen
        assert served.status("/assets/site.css") == 200
        assert served.status("/-/static-plugins/datasette_dashboards/vega.min.js") == 200
        assert "文章一览" in served.get("/news/article_list/"), "sent on to where it is"
        for path in ("/columns", "/news/article_list"):
            with urllib.request.urlopen(urljoin(served.address, path)) as answer:
                page = answer.read().decode()
            assert f'href="{prefix}columns"' in page, "a proxy may take the prefix away"
            assert prefix + prefix.lstrip("/") not in page


def test_a_prefix_that_is_a_page_is_refused(dataset: Path) -> None:
    for prefix in ("/search/", "/article/x/"):
        with pytest.raises(UsageError, match="prefix"):
            datasette_for(dataset, Options(base_url=prefix))


def test_new_articles_are_counted_at_once(tmp_path: Path) -> None:
    path = filled(tmp_path / "news.db")
    with serving(path) as served, Store.open(path) as store:
        assert "3 篇文章" in text(served.get("/"))
        store.save_article(record(50, title="又一篇", body=("又一段。",), at=T1), run_id=None)
        for _ in range(50):
            if "4 篇文章" in text(served.get("/")):
                break
        else:
            pytest.fail("the first page still counts three")


def test_other_machines_are_warned_of(dataset: Path) -> None:
    with commanded(dataset, "--host", "localhost") as served:
        assert served.status("/") == 200


def test_values_as_pages_show_them() -> None:
    assert (day("2023-06-17T18:40:33+08:00"), day(None)) == ("2023-06-17", "")
    assert moment("2026-11-24T18:15:00Z") == "2026-11-25 02:15"
    assert (moment("2023-06-17"), moment("soon"), moment(None)) == ("2023-06-17", "soon", "")
    assert (number(12345), number(None), number(0), percent(0.985), percent(None)) == (
        "12,345",
        "—",
        "0",
        "98.5 %",
        "—",
    )
    assert web_address("http://a.cn/x") == "http://a.cn/x"
    for address in ("javascript:alert(1)", "data:text/html,x", "//a.cn/x", "http:", "file:///etc", "http://[", None, 7):
        assert web_address(address) is None


def test_pages_of_pages() -> None:
    assert pager("2", size=10, total=35) == {"page": 2, "pages": 4, "offset": 10, "total": 35}
    assert pager("9", size=10, total=35)["page"] == 4
    assert pager(None, size=10, total=0) == {"page": 1, "pages": 1, "offset": 0, "total": 0}
