"""`gdmzt report` after real crawls."""

from __future__ import annotations

import json

from commands import Place
from webserver import Answer, column, serve


def test_people_and_machines_are_told_the_same(place: Place) -> None:
    pages = {**column(8), "/a/content/post_3.html": Answer(b"", 404)}
    with serve(pages) as web:
        place.define(web.base)
        assert place.crawl("--limit", "6").code == 0
        place.crawl()
    done = place.gdmzt("report", "--db", "x.db", "--run", "1", "--json")
    (told,) = json.loads(done.out)["runs"]
    assert (told["run"], told["site"], told["state"], told["arguments"]) == (1, "t", "ok", {"limit": 6})
    assert (told["counters"]["articles_new"], told["counters"]["articles_failed"], told["stored"]) == (5, 1, 7)
    assert (len(told["new"]), told["pending"], told["requests"]["sent"]) == (5, 0, 8)
    assert told["columns"][0]["complete"] is True
    assert [(group["kind"], group["count"]) for group in told["issues"]] == [("http_404", 1)]
    assert {found["field"]: found["share"] for found in told["coverage"]}["view_count"] == 1.0
    text = place.gdmzt("report", "--db", "x.db", "--run", "1").out
    assert "批次 run 1: 示例 t — ok" in text
    assert "新文章 new 5" in text
    assert "第1次示例工作会议在示例市召开" in text
    assert "post_3.html" in text
    assert "请求 requests 8 (列表页 listing pages 1)" in text
    assert "nothing to do" in text
    newest = place.gdmzt("report", "--db", "x.db").out
    assert "批次 run 2" in newest
    assert "新文章 new 2" in newest


def test_all_sites_of_one_crawl(place: Place) -> None:
    for key in ("drc", "gdjyj", "gdmzt", "qb"):
        text = f'key = "{key}"\nname = "x"\nhome_url = "http://{key}.example/"\nplatform = "nfcms"\nenabled = false\n'
        (place.sites / f"{key}.toml").write_text(text, encoding="utf-8")
    with serve(column(3)) as one, serve({}) as two:
        place.define(one.base, key="one")
        place.define(two.base.replace("127.0.0.1", "localhost"), key="two")
        assert place.crawl(site="all").code == 1
    text = place.gdmzt("report", "--db", "x.db").out
    assert "批次 run 1: 示例 one — ok" in text
    assert "批次 run 2: 示例 two — failed" in text
    assert "cannot read" in text
    assert "gdmzt crawl two --db x.db" in text
    assert "together" not in text
    assert place.gdmzt("report", "--db", "x.db", "--site", "one").out.count("批次 run ") == 1


def test_wrong_usage(place: Place) -> None:
    done = place.gdmzt("report", "--db", "x.db")
    assert (done.code, "no dataset at x.db" in done.err) == (1, True)
    with serve(column(1)) as web:
        place.define(web.base)
        place.crawl()
    for arguments in (["--run", "7"], ["--run", "0"], ["--site", "nowhere"]):
        assert place.gdmzt("report", "--db", "x.db", *arguments).code == 2
