"""Bad input: each with one clear sentence and an exit code, and nothing lost."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time

import pytest
from commands import Done, Place
from faultserver import CHALLENGE, SOFT_404
from webserver import Answer, Route, article, column, listing, self_signed, serve


def one_sentence(done: Done, code: int, *words: str) -> None:
    lines = [line for line in done.err.splitlines() if line and not line.startswith("[")]
    assert done.code == code, done.err
    assert len(lines) == 1, done.err
    assert "Traceback" not in done.err
    assert all(word in lines[0] for word in words), lines[0]


def states(place: Place) -> dict[str, str]:
    return {url.rpartition("/")[2]: state for url, state in place.query("SELECT url, state FROM entries ORDER BY id")}


def test_unknown_site(place: Place) -> None:
    one_sentence(place.crawl(site="nowhere"), 2, "no such site: nowhere", "gdmzt")
    assert not place.db.exists()


def test_a_broken_definition_stops_only_what_needs_it(place: Place) -> None:
    (place.sites / "bad.toml").write_text('key = "bad"\nplatform = "?"\n', encoding="utf-8")
    done = place.crawl(site="bad")
    assert done.code == 2
    assert all(
        fault in done.err for fault in ("name: 缺少 is missing", "home_url: 缺少 is missing", "must be one of nfcms")
    )
    with serve(column(1)) as web:
        place.define(web.base)
        assert place.crawl().code == 0
    check = place.gdmzt("sites", "check")
    assert (check.code, "bad.toml" in check.err) == (2, True)
    assert place.gdmzt("sites", "check", "t", "gdmzt").code == 0


@pytest.mark.parametrize(
    "option",
    [
        ["--since", "gestern"],
        ["--limit", "-3"],
        ["--column", "?"],
        ["--delay", "-1"],
        ["--budget", "few"],
        ["--full-every", "0"],
    ],
)
def test_wrong_options(place: Place, option: list[str]) -> None:
    with serve({}) as web:
        place.define(web.base)
        one_sentence(place.crawl(*option), 2)
        assert web.asked == []


def test_an_option_that_does_not_exist(place: Place) -> None:
    done = place.gdmzt("crawl", "--again")
    assert (done.code, "No such option" in done.err) == (2, True)


def test_a_real_host_needs_a_contact_and_time(place: Place) -> None:
    one_sentence(place.crawl(site="gdmzt"), 2, "--contact", "GDMZT_CONTACT", "gdmzt.toml")
    one_sentence(place.crawl("--contact", "nobody", site="gdmzt"), 2, "no contact")
    contact = {"GDMZT_CONTACT": "crawler@lab.example.edu.cn"}
    one_sentence(place.crawl("--delay", "0.5", site="gdmzt", **contact), 2, "too fast for smzt.gd.gov.cn")
    assert not place.db.exists()


def test_a_database_that_cannot_be_written(place: Place) -> None:
    with serve(column(1)) as web:
        place.define(web.base)
        (place.path / "file").write_text("")
        for db in ("file/x.db", "/proc/nowhere/x.db", "sites"):
            one_sentence(place.gdmzt("crawl", "t", "--db", db), 1)
        assert web.asked == []


def test_a_database_of_somebody_else(place: Place) -> None:
    with serve(column(1)) as web:
        place.define(web.base)
        db = sqlite3.connect(place.db)
        db.execute("CREATE TABLE mine (a)")
        db.commit()
        db.close()
        before = place.db.read_bytes()
        one_sentence(place.crawl(), 1, "not a dataset of this program")
        for command in (["runs"], ["browse"], ["digest"], ["migrate"]):
            one_sentence(place.gdmzt(*command, "--db", str(place.db)), 1, "not a dataset of this program")
        assert place.db.read_bytes() == before
        place.db.write_bytes(b"this is no database " * 100)
        one_sentence(place.crawl(), 1, "not a dataset of this program")
        assert web.asked == []


def test_a_database_of_a_newer_program(place: Place) -> None:
    with serve(column(1)) as web:
        place.define(web.base)
        assert place.crawl().code == 0
        db = sqlite3.connect(place.db)
        db.execute("PRAGMA user_version = 999")
        db.close()
        one_sentence(place.crawl(), 2, "newer program")


def test_no_database_to_read(place: Place) -> None:
    for command in (["runs"], ["browse"], ["digest"], ["migrate"]):
        one_sentence(place.gdmzt(*command, "--db", "nothing.db"), 1, "no dataset at nothing.db")


def test_the_host_does_not_answer(place: Place) -> None:
    with serve({}) as web:
        base = web.base
    place.define(base)
    one_sentence(place.crawl(), 1, "cannot read", base, "check the network", "http_proxy")
    assert place.query("SELECT state FROM crawl_runs") == [("failed",)]
    place.define(base, columns=("/a/", "/b/", "/c/"))
    done = place.crawl()
    one_sentence(done, 1, f"no answer from {base}", "check the network", "http_proxy")
    assert "any more" not in done.err


def test_a_host_that_falls_silent(place: Place) -> None:
    silence = Answer(wire=lambda connection, _: connection.close())
    with serve({**column(1), "/a/content/post_1.html": silence, "/b/": silence, "/c/": silence}) as web:
        place.define(web.base, columns=("/a/", "/b/", "/c/"))
        one_sentence(place.crawl(), 1, "does not answer any more", "check the network")


def test_a_column_that_the_site_does_not_have(place: Place) -> None:
    with serve({**column(1), "/b/": Answer(b"gone", 404)}) as web:
        place.define(web.base, columns=("/a/", "/b/"))
        one_sentence(place.crawl("--column", "/aa/"), 2, "no such column", web.base, "/aa/", "/a/, /b/")
        assert place.query("SELECT state FROM crawl_runs") == [("failed",)]
        web.asked.clear()
        one_sentence(place.crawl("--column", "/a/", "--column", "/aa/"), 2, "no such column", "/aa/")
        assert "no such column" not in place.crawl("--column", "/b/").err


def test_a_certificate_that_nobody_vouches_for(place: Place) -> None:
    with serve(column(1), tls=self_signed(place.path)) as web:
        place.define(web.base)
        one_sentence(place.crawl(), 1, "cannot read", "certificate")
        assert web.asked == []


def test_the_host_name_does_not_exist(place: Place) -> None:
    place.define("http://nowhere.localhost.invalid/", more="[crawl]\ndelay = 1\nstart = []\n")
    proxy = {"http_proxy": "http://127.0.0.1:9"}
    one_sentence(place.crawl("--delay", "0", **proxy), 1, "cannot read http://nowhere.localhost.invalid/")


def test_a_site_that_only_answers_errors_is_left_alone(place: Place) -> None:
    pages: dict[str, Route] = {**column(16)}
    for n in range(3, 17):
        pages[f"/a/content/post_{n}.html"] = Answer(b"", 500)
    with serve(pages) as web:
        place.define(web.base)
        one_sentence(place.crawl(), 1, "only answers errors", "500")
        asked = {path for path in web.paths() if "/content/" in path}
    assert len(asked) == 12
    assert list(states(place).values()) == ["stored"] * 2 + ["pending"] * 14


def test_robots_txt_forbids(place: Place) -> None:
    robots = Answer(b"User-agent: gdmzt_crawler\nDisallow: /\n", content_type="text/plain")
    with serve({**column(1), "/robots.txt": robots}) as web:
        place.define(web.base)
        one_sentence(place.crawl(), 1, "robots.txt", "forbids")
        assert web.paths() == ["/robots.txt"]


@pytest.mark.parametrize(
    "page", [Answer(CHALLENGE.encode()), Answer(CHALLENGE.encode(), 412), Answer(b"", 521)], ids=["200", "412", "521"]
)
@pytest.mark.parametrize("where", ["/a/", "/a/content/post_2.html"])
def test_a_challenge_page_stops_the_run(place: Place, page: Answer, where: str) -> None:
    with serve({**column(4), where: page}) as web:
        place.define(web.base)
        done = place.crawl()
        one_sentence(done, 1)
        assert web.paths()[-1] == where
        assert web.paths().count(where) == 1
    assert (done.summary["state"], done.summary["exit_code"]) == ("blocked", 1)
    if where != "/a/":
        assert list(states(place).values()) == ["stored", "pending", "pending", "pending"]


def test_a_soft_404_in_place_of_an_article(place: Place) -> None:
    with serve({**column(3), "/a/content/post_2.html": SOFT_404}) as web:
        place.define(web.base)
        done = place.crawl()
        assert (done.code, done.summary["issues"]) == (0, {"soft_404": 1})
        assert list(states(place).values()) == ["stored", "rejected", "stored"]
        web.asked.clear()
        assert place.crawl().code == 0
        assert not [path for path in web.paths() if "/content/" in path]


def test_an_article_that_is_gone_on_its_first_fetch(place: Place) -> None:
    with serve({**column(3), "/a/content/post_2.html": Answer(b"gone", 404)}) as web:
        place.define(web.base)
        done = place.crawl()
    assert (done.code, done.summary["state"], done.summary["issues"]) == (0, "ok", {"http_404": 1})
    assert list(states(place).values()) == ["stored", "failed", "stored"]


def test_a_named_listing_without_rows(place: Place) -> None:
    with serve({**column(1), "/b/": listing([])}) as web:
        place.define(web.base, columns=("/a/", "/b/"))
        done = place.crawl()
    one_sentence(done, 3, "suspect", "/b/")
    assert states(place) == {"post_1.html": "stored"}


def test_nothing_but_pages_that_are_no_articles(place: Place) -> None:
    with serve({**column(3), **{f"/a/content/post_{n}.html": SOFT_404 for n in (1, 2, 3)}}) as web:
        place.define(web.base)
        one_sentence(place.crawl(), 3, "none of the 3 articles")


def test_gb18030_bytes_declared_as_utf_8(place: Place) -> None:
    title = "第1次示例工作会议在示例市召开"
    with serve({**column(1), "/a/content/post_1.html": Answer(article(title).encode("gb18030"))}) as web:
        place.define(web.base)
        assert place.crawl().code == 0
    assert place.query("SELECT title FROM articles") == [(title,)]


def test_a_truncated_answer(place: Place) -> None:
    page = article("第2次示例工作会议在示例市召开").encode()
    with serve({**column(3), "/a/content/post_2.html": Answer(page[:400], length=len(page))}) as web:
        place.define(web.base)
        done = place.crawl()
        assert (done.code, done.summary["issues"]) == (0, {"truncated": 1})
        assert list(states(place).values()) == ["stored", "pending", "stored"]
        web.routes["/a/content/post_2.html"] = Answer(page)
        assert place.crawl().code == 0
    assert set(states(place).values()) == {"stored"}


def test_a_page_of_fifty_megabytes(place: Place) -> None:
    huge = Answer(b"<p>" + b"x" * 50_000_000)
    with serve({**column(3), "/a/content/post_2.html": huge}) as web:
        place.define(web.base)
        done = place.crawl()
    assert (done.code, done.summary["issues"]) == (0, {"too_large": 1})
    assert list(states(place).values()) == ["stored", "failed", "stored"]
    assert "Traceback" not in done.err


def test_bytes_that_are_no_page_at_all(place: Place) -> None:
    pages: dict[str, Route] = {
        **column(6),
        "/a/content/post_1.html": Answer(b""),
        "/a/content/post_2.html": Answer(b"\x00" * 1000),
        "/a/content/post_3.html": Answer(b"%PDF-1.7\n" + b"\xff" * 100, content_type="application/pdf"),
        "/a/content/post_4.html": Answer(b'{"code": 0}', content_type="application/json"),
        "/a/content/post_5.html": Answer("<p>\ud800 x".encode("utf-8", "surrogatepass") * 3),
    }
    with serve(pages) as web:
        place.define(web.base)
        done = place.crawl()
    assert (done.code, done.summary["counters"]["articles_new"]) == (0, 1)
    assert "internal" not in done.summary["issues"]
    assert list(states(place).values()) == ["rejected"] * 5 + ["stored"]


def test_two_runs_at_once(place: Place) -> None:
    pages = {path: Answer(str(page).encode(), wait=0.3) for path, page in column(9).items()}
    with serve(pages) as web:
        place.define(web.base)
        arguments = [sys.executable, "-m", "gdmzt_crawler", "crawl", "t", "--db", str(place.db)]
        first = subprocess.Popen(arguments, cwd=place.path, env=place.environment(), stderr=subprocess.PIPE)
        while not web.asked:
            time.sleep(0.05)
        one_sentence(place.crawl(), 4, "another run holds the dataset")
        assert first.wait(60) == 0
    assert place.query("SELECT count(*) FROM articles") == [(9,)]


def test_a_terminal_that_cannot_show_chinese_gets_it_spelled(place: Place) -> None:
    command = [sys.executable, "-m", "gdmzt_crawler", "sites", "list"]
    done = subprocess.run(command, env=place.environment(PYTHONIOENCODING="latin-1"), capture_output=True, check=True)
    assert b"\\u540d\\u79f0" in done.stdout


def test_an_address_with_an_impossible_port(place: Place) -> None:
    done = place.gdmzt("extract", "http://127.0.0.1:99999/")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "65535" in done.err
