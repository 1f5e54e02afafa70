"""`gdmzt keywords`, and the words that a crawl leaves behind."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import Any

import pytest
from commands import Place
from datasets import SITE, record, with_site
from webserver import column, serve

from gdmzt_crawler.cli import tagging
from gdmzt_crawler.store import Store, clock
from gdmzt_crawler.store.keywords import Tagging, tag_pending
from gdmzt_crawler.store.keywords.periods import Choice, Order, read_period

SPRING, AUTUMN = "殡葬服务", "慈善信托"
ARTICLES = [("2023-03-05", SPRING)] * 4 + [("2023-04-02T08:00:00+08:00", SPRING)] + [("2023-04-30", AUTUMN)] * 3
APRIL = ("--since", "2023-04-01", "--until", "2023-04-30")


@pytest.fixture
def dataset(place: Place) -> Place:
    with Store.open(place.db) as store:
        with_site(store)
        store.put_column(SITE, "/mzzx/mzyw/", name="民政要闻", url="http://smzt.gd.gov.cn/mzzx/mzyw/")
        for number, (day, word) in enumerate(ARTICLES, 1):
            store.save_article(record(number, title=word, body=[f"{word}。"] * number, published=day), run_id=None)
    return place


def words(
    place: Place, choice: Choice, order: Order = "weight", limit: int | None = None
) -> dict[str, tuple[object, ...]]:
    found = read_period(place.db, choice, order=order, limit=limit).words
    return {
        each.word: (each.articles, each.share, each.articles_before, each.share_before, each.change) for each in found
    }


@pytest.fixture
def tagged(dataset: Place) -> Place:
    with Store.open(dataset.db) as store:
        tag_pending(store)
    return dataset


def test_the_words_of_a_period_beside_those_before(tagged: Place) -> None:
    march, april = (Choice(date(2023, month, 1), date(2023, month, 30)) for month in (3, 4))
    assert words(tagged, Choice()) == {SPRING: (5, 0.625, None, None, None), AUTUMN: (3, 0.375, None, None, None)}
    assert words(tagged, april) == {AUTUMN: (3, 0.75, 0, 0.0, 0.75), SPRING: (1, 0.25, 4, 1.0, -0.75)}
    assert list(words(tagged, april, "rise")) == [AUTUMN]
    assert list(words(tagged, april, "fall")) == [SPRING]
    assert list(words(tagged, Choice(), "articles", 1)) == [SPRING]
    assert words(tagged, march) == {SPRING: (4, 1.0, None, None, None)}, "nothing to compare with"
    assert words(tagged, march, "rise") == {}
    assert words(tagged, Choice(until=date(2023, 4, 2))) == {SPRING: (5, 1.0, None, None, None)}
    assert set(words(tagged, Choice(date(2023, 4, 30), date(2023, 4, 30)))) == {AUTUMN}
    assert words(tagged, Choice(date.min, date.max)) == words(tagged, Choice())
    assert len(words(tagged, Choice(column="/mzzx/"))) == len(words(tagged, Choice(column="民政要闻"))) == 2


def test_what_is_not_in_the_dataset_is_told_with_what_is(tagged: Place) -> None:
    for arguments, said in (
        (("--column", "/zwgk/"), "no such column in the dataset: /zwgk/ — 有 there are: /mzzx/mzyw/ 民政要闻"),
        (("--site", "qb"), f"no such site in the dataset: qb — 有 there are: {SITE}"),
    ):
        for form in ((), ("--json",)):
            done = tagged.gdmzt("keywords", "--db", str(tagged.db), *arguments, *form)
            assert (done.code, done.out, said in done.err, done.err.count("\n")) == (2, "", True, 1)


def test_a_period_that_is_open_ends_today(tagged: Place) -> None:
    told = tagged.gdmzt("keywords", "--db", str(tagged.db), "--since", "2023-04-01").out
    assert told.startswith(f"2023-04-01 – {clock.now().date()}: 4 篇 articles；之前 before ")


def test_a_word_of_many_articles_comes_before_one_of_a_short_one(place: Place) -> None:
    with Store.open(place.db) as store:
        with_site(store)
        filler = "".join(f"{word}，" for word in ("活动", "社区", "工作", "城市", "家庭", "孩子", "老师", "学校"))
        for number in range(1, 11):
            body = [filler * 20, "开展慈善信托。"]
            store.save_article(record(number, title="慈善信托", body=body, published="2023-03-05"), run_id=None)
        store.save_article(record(11, title="螺蛳", body=["螺蛳。"], published="2023-03-05"), run_id=None)
        tag_pending(store)
    order = list(words(place, Choice()))
    assert order.index("慈善信托") < order.index("螺蛳")


def test_it_prints_one_document(dataset: Place) -> None:
    done = dataset.gdmzt("keywords", "--db", str(dataset.db), "--update", "--json")
    assert (done.code, done.err, done.summary) == (0, "", {"db": str(dataset.db), "tagged": 8, "left": 0})
    told = dataset.gdmzt("keywords", "--db", str(dataset.db), "--json", "--site", SITE, "--limit", "1", *APRIL)
    assert (told.code, told.err) == (0, "")
    word = {"word": AUTUMN, "articles": 3, "share": 0.75, "articles_before": 0, "share_before": 0.0, "change": 0.75}
    (found,) = told.summary["words"]
    assert found == word | {"weight": found["weight"]}
    assert found["weight"] > 2
    assert told.summary["before"] == {"since": "2023-03-02", "until": "2023-03-31"}
    assert (told.summary["articles"], told.summary["articles_before"], told.summary["untagged"]) == (4, 4, 0)


def test_it_is_told(dataset: Place) -> None:
    before = dataset.gdmzt("keywords", "--db", str(dataset.db))
    assert (before.code, "8 篇尚未标注" in before.err, "没有符合条件的词" in before.out) == (0, True, True)
    update = dataset.gdmzt("keywords", "--db", str(dataset.db), "--update")
    assert update.out == "已标注 tagged 8 篇 articles\n"
    again = dataset.gdmzt("keywords", "--db", str(dataset.db), "--update")
    assert again.out.startswith("关键词都是新的 nothing to tag")
    told = dataset.gdmzt("keywords", "--db", str(dataset.db), *APRIL)
    lines = told.out.splitlines()
    assert lines[0] == ("2023-04-01 – 2023-04-30: 4 篇 articles；之前 before 2023-03-02 – 2023-03-31: 4 篇 articles")
    assert any(line.split()[0] == AUTUMN and line.split()[-1] == "+75.0%" for line in lines[2:])
    rebuilt = dataset.gdmzt("keywords", "--db", str(dataset.db), "--rebuild")
    assert rebuilt.out == update.out


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--since", "2023-13-01"), "no date"),
        (("--since", "2023-02-01", "--until", "2023-01-01"), "before --since"),
        (("--order", "rise"), "needs --since"),
        (("--dictionary", "x.txt"), "needs --update"),
        (("--update", "--dictionary", "x.txt"), "no dictionary at x.txt"),
    ],
)
def test_wrong_usage_is_one_sentence(dataset: Place, options: tuple[str, ...], told: str) -> None:
    done = dataset.gdmzt("keywords", "--db", str(dataset.db), *options)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert told in done.err


def test_without_a_dataset(place: Place) -> None:
    for options in ((), ("--update",)):
        done = place.gdmzt("keywords", "--db", str(place.path / "no.db"), *options)
        assert (done.code, "no dataset at" in done.err, done.err.count("\n")) == (1, True, 1)


def test_a_dictionary_of_ones_own(dataset: Place) -> None:
    own = dataset.path / "own.csv"
    own.write_text("\ufeff慈善信托,自定主题\n", encoding="utf-8")
    dataset.gdmzt("keywords", "--db", str(dataset.db), "--update", "--dictionary", str(own))
    assert dataset.query("SELECT count(*) FROM topic_articles WHERE topic = '自定主题'") == [(3,)]
    dataset.gdmzt("keywords", "--db", str(dataset.db), "--update")
    assert dataset.query("SELECT count(*) FROM topic_articles WHERE topic = '自定主题'") == [(0,)]
    dataset.gdmzt("keywords", "--db", str(dataset.db), "--update", GDMZT_DICTIONARY=str(own))
    assert dataset.query("SELECT count(*) FROM topic_articles WHERE topic = '自定主题'") == [(3,)]


def test_a_crawl_tags_what_it_brought(place: Place) -> None:
    with serve(dict(column(6))) as web:
        place.define(web.base)
        none = place.crawl("--limit", "2")
        assert (none.code, place.query("SELECT count(*) FROM tagged")) == (0, [(0,)])
        done = place.crawl(GDMZT_KEYWORDS="1")
        assert (done.code, done.summary["state"]) == (0, "ok")
        articles = place.query("SELECT count(*) FROM articles")
        assert articles[0][0] > 3
        assert place.query("SELECT count(*) FROM tagged") == articles
        place.crawl("--no-keywords", "--full", GDMZT_KEYWORDS="1")


def test_a_bad_dictionary_is_no_failure_of_the_crawl(place: Place) -> None:
    with serve(dict(column(6))) as web:
        place.define(web.base)
        done = place.crawl(GDMZT_KEYWORDS="1", GDMZT_DICTIONARY="no.txt")
    assert (done.code, done.summary["state"]) == (0, "ok")
    assert "no words were found" in done.err
    assert "no dictionary at no.txt" in done.err


def test_another_run_holds_the_dataset(dataset: Place) -> None:
    with Store.open(dataset.db) as store, store.lock():
        done = dataset.gdmzt("keywords", "--db", str(dataset.db), "--update")
    assert done.code == 4
    with sqlite3.connect(dataset.db) as db:
        assert db.execute("SELECT count(*) FROM tagged").fetchone() == (0,)
    db.close()


@pytest.mark.parametrize("stopped", [True, False])
def test_ctrl_c_after_a_crawl_leaves_the_rest(
    dataset: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], stopped: bool
) -> None:
    def interrupted(store: Store, **options: Any) -> Tagging:
        if stopped:
            raise KeyboardInterrupt
        return tag_pending(store, seconds=-1.0)

    monkeypatch.setattr(tagging, "tag_pending", interrupted)
    tagging.tag_after(dataset.db, [])
    assert ("left to the next run" in capsys.readouterr().err) is stopped
