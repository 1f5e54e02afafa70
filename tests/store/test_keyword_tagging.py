"""Words, topics and places of articles in a dataset: found once, kept up to date, the same with either segmenter."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from datasets import T1, record, with_site
from hypothesis import given, settings
from hypothesis import strategies as st
from inspecting import dump, one, rows, sound

from gdmzt_crawler.store import Store
from gdmzt_crawler.store.digest import dataset_digest
from gdmzt_crawler.store.keywords import tag_pending, tagging
from gdmzt_crawler.store.keywords.dictionary import load_dictionary
from gdmzt_crawler.store.keywords.tagger import Tagger
from gdmzt_crawler.store.keywords.tagging import Tagging
from gdmzt_crawler.store.keywords.weighing import MOST, Weigher, load_rarity

ROOT = Path(__file__).resolve().parents[2]
TAGS = ("keywords", "topics", "article_topics", "places", "article_places", "keyword_counts", "tagged")
COUNTED = """
SELECT t.month, k.word, count(*) FROM tagged t JOIN keywords k ON k.article_id = t.article_id
WHERE t.month IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
"""
TITLE = "广州市天河区提升养老服务水平"
BODY = ("近日，记者从广州市民政局获悉，天河区新建养老机构2023家。", "流浪救助工作同时开展。")


@pytest.fixture(scope="module")
def taggers() -> tuple[Tagger, Tagger]:
    pytest.importorskip("rjieba", reason="no rjieba on this machine (pip install '.[fast]')")
    return Tagger.load(None, "rjieba"), Tagger.load(None, "jieba")


def filled(store: Store, count: int = 5) -> Store:
    with_site(store)
    for number in range(1, count + 1):
        store.save_article(record(number, title=f"{TITLE}{number}", body=[*BODY, f"第{number}次公布。"]), run_id=None)
    return store


def tags(path: Path) -> dict[str, list[tuple[object, ...]]]:
    everything = dump(path)
    found = {name: everything[name] for name in TAGS if name != "tagged"}
    return found | {"tagged": rows(path, "SELECT article_id, fingerprint, month, segmenter, dictionary FROM tagged")}


def counted(path: Path) -> bool:
    """Whether the counts that are kept are those that counting gives, and there are some."""
    kept = rows(path, "SELECT month, word, articles FROM keyword_counts ORDER BY 1, 2")
    return kept == rows(path, COUNTED) != []


def texts(shared: Path) -> Iterable[tuple[str, str]]:
    for line in (shared / "mirror" / "truth.jsonl").read_text("utf-8").splitlines():
        page = json.loads(line)
        if page["article"]:
            yield page["title"], page["text"] or ""


def test_what_an_article_is_about(path: Path) -> None:
    with Store.open(path) as store:
        filled(store, 1)
        assert tag_pending(store) == Tagging(1, 0)
    words = rows(path, "SELECT word, rank, weight FROM keywords ORDER BY rank")
    assert [rank for _, rank, _ in words] == list(range(1, len(words) + 1))
    found = [str(word) for word, _, _ in words]
    assert {"天河区", "养老服务", "养老机构", "流浪救助", "民政局"} <= set(found)
    assert not {"2023", "记者", "近日", "家"} & set(found)
    weights = [float(str(weight)) for _, _, weight in words]
    assert weights == sorted(weights, reverse=True)
    topics = "SELECT t.name, mentions, in_title FROM article_topics JOIN topics t ON t.id = topic_id"
    assert rows(path, topics) == [("养老服务", 2, 1)], "流浪救助 stands there once only"
    places = "SELECT p.name, level, mentions FROM article_places JOIN places p ON p.code = place_code ORDER BY p.code"
    assert rows(path, places) == [("广东省", "province", 0), ("广州市", "city", 2), ("天河区", "district", 2)]
    version = load_dictionary().version
    segmenter = Tagger.load().segmenter.name
    assert rows(path, "SELECT article_id, month, segmenter, dictionary FROM tagged") == [
        (1, "2023-06", segmenter, version)
    ]
    assert sound(path)


def test_tagging_again_changes_nothing_and_loads_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(path) as store:
        filled(store)
        digest = dataset_digest(path)
        assert tag_pending(store) == Tagging(5, 0)
        before = dump(path)
        monkeypatch.setattr(Tagger, "load", None)
        assert tag_pending(store) == tag_pending(store, which="outdated") == Tagging(0, 0)
    assert dump(path) == before
    assert dataset_digest(path) == digest


def test_what_changed_is_tagged_anew(path: Path) -> None:
    with Store.open(path) as store:
        filled(store)
        tag_pending(store)
        store.save_article(record(2, title="慈善日活动", body=["河源举行慈善捐赠。"], at=T1), run_id=None)
        store.save_article(record(3, title=f"{TITLE}3", body=[*BODY, "第3次公布。"], at=T1, views=9999), run_id=None)
        moved = record(4, title=f"{TITLE}4", body=[*BODY, "第4次公布。"], published="2024-01-02", at=T1)
        store.save_article(moved, run_id=None)
        store.save_article(record(6, title="新文章"), run_id=None)
        assert list(store.tags.pending()) == [2, 4, 6]
        assert tag_pending(store) == Tagging(3, 0)
        assert not store.tags.pending()
    assert rows(path, "SELECT word FROM keywords WHERE article_id = 2 AND word LIKE '养老%'") == []
    assert one(path, "SELECT place_code FROM article_places WHERE article_id = 2 AND mentions") == "441600"
    assert one(path, "SELECT month FROM tagged WHERE article_id = 4") == "2024-01"
    assert counted(path)
    with Store.open(path) as store:
        was = tags(path)
        assert tag_pending(store, which="every") == Tagging(6, 0)
    assert tags(path) == was, "made anew it is the same"


def test_another_dictionary(path: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("次公布 公布主题\n-养老机构\n", encoding="utf-8")
    with Store.open(path) as store:
        filled(store)
        tag_pending(store)
        assert tag_pending(store, dictionary=own) == Tagging(0, 0), "by itself only what changed is tagged"
        assert tag_pending(store, which="outdated", dictionary=own) == Tagging(5, 0)
        assert one(path, "SELECT count(*) FROM keywords WHERE word = '次公布'") == 5
        assert tag_pending(store, which="outdated", dictionary=own) == Tagging(0, 0)
        assert tag_pending(store, which="outdated") == Tagging(5, 0)
    assert rows(path, "SELECT DISTINCT dictionary FROM tagged") == [(load_dictionary().version,)]
    assert rows(path, "SELECT name FROM topics") == [("养老服务",)]
    assert counted(path)


class Killed(BaseException):
    pass


def test_killed_it_goes_on_from_there(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tagging, "BATCH", 2)

    def killed(done: int, total: int) -> None:
        assert total == 7
        if done == 4:
            raise Killed

    whole = tmp_path / "whole.db"
    with Store.open(whole) as store:
        tag_pending(filled(store, 7))
    with Store.open(path) as store:
        filled(store, 7)
        with pytest.raises(Killed):
            tag_pending(store, progress=killed)
        assert one(path, "SELECT count(*) FROM tagged") == 4
        assert tag_pending(store, seconds=0.0) == Tagging(2, 1)
        assert tag_pending(store) == Tagging(1, 0)
    assert tags(path) == tags(whole)
    assert counted(path)
    assert sound(path)


def test_an_article_without_words_is_done_too(path: Path) -> None:
    with Store.open(path) as store:
        with_site(store)
        store.save_article(record(1, title="123", body=[], published=None), run_id=None)
        assert tag_pending(store) == Tagging(1, 0)
        assert tag_pending(store) == Tagging(0, 0)
    assert one(path, "SELECT count(*) FROM keywords") == 0


def test_months_and_trends(path: Path) -> None:
    with Store.open(path) as store:
        with_site(store)
        spring = (
            [("2023-03-01", "殡葬服务")] * 4
            + [("2023-03-09", "双拥")] * 3
            + [("2023-04-02", "殡葬服务")]
            + [("2023-04-03", "慈善信托")] * 3
        )
        for number, (day, word) in enumerate([*spring, ("2023-06-01", "慈善信托"), (None, "慈善信托")], 1):
            store.save_article(record(number, title=word, body=[], published=day), run_id=None)
        tag_pending(store)
    assert rows(path, "SELECT month, word, articles FROM keyword_months ORDER BY 1, 2") == [
        ("2023-03", "双拥", 3),
        ("2023-03", "殡葬服务", 4),
        ("2023-04", "慈善信托", 3),
        ("2023-04", "殡葬服务", 1),
        ("2023-06", "慈善信托", 1),
    ]
    assert rows(path, "SELECT * FROM keyword_trends ORDER BY month, word") == [
        ("2023-03", "双拥", 3, 0, 0.4286, None, None),
        ("2023-03", "殡葬服务", 4, 0, 0.5714, None, None),
        ("2023-04", "双拥", 0, 3, 0.0, 0.4286, -0.4286),
        ("2023-04", "慈善信托", 3, 0, 0.75, 0.0, 0.75),
        ("2023-04", "殡葬服务", 1, 4, 0.25, 0.5714, -0.3214),
    ]
    falling = "SELECT word, articles, change FROM keyword_trends WHERE month = '2023-04' ORDER BY change LIMIT 1"
    assert rows(path, falling) == [("双拥", 0, -0.4286)]
    assert rows(path, "SELECT id, topic FROM topic_articles WHERE topic = '殡葬管理' ORDER BY 1 LIMIT 1") == [
        (1, "殡葬管理")
    ]


def test_a_dataset_that_was_tagged_before_gets_its_counts(path: Path) -> None:
    with Store.open(path) as store:
        tag_pending(filled(store))
    before = dump(path)
    with sqlite3.connect(path) as db:
        views = db.execute("SELECT name FROM sqlite_schema WHERE type = 'view'").fetchall()
        db.executescript("".join(f"DROP VIEW {view};" for (view,) in views) + "DROP TABLE keyword_counts;")
        db.execute("DELETE FROM _sqlite_migrations WHERE name >= '0007'")
        db.execute("PRAGMA user_version = 6")
    db.close()
    Store.open(path).close()
    assert dump(path)["keyword_counts"] == before["keyword_counts"]
    assert counted(path)


def test_both_segmenters_agree_on_real_articles(taggers: tuple[Tagger, Tagger], shared: Path) -> None:
    articles = list(texts(shared))
    assert len(articles) > 100
    fast, slow = ([tagger.tag(title, text) for title, text in articles] for tagger in taggers)
    same = sum(
        [each.word for each in one.keywords[:8]] == [each.word for each in other.keywords[:8]]
        for one, other in zip(fast, slow, strict=True)
    )
    assert same / len(articles) >= 0.99
    assert sum(bool(found.keywords) for found in fast) > 0.95 * len(articles)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(alphabet="养老服务社会组织救助的在广州市大学 ，。\n12aZ－", max_size=120))
def test_any_text_can_be_tagged(taggers: tuple[Tagger, Tagger], title: str, text: str) -> None:
    for tagger in taggers:
        found = tagger.tag(title, text)
        words = [each.word for each in found.keywords]
        assert len(words) == len(set(words)) <= MOST
        assert all(word in title or word in text for word in words)
        assert all(each.weight > 0 for each in found.keywords)
        assert all(topic.mentions >= 2 or topic.in_title for topic in found.topics)


def test_rare_words_weigh_more_and_equal_ones_stay_in_order() -> None:
    words = ["婚姻", "的", "没有人写过的词", "2023", "甲乙丙", "三十", "ABC", "12345热线", "婚姻"]
    weigher = Weigher(load_rarity(), terms={"12345热线"}, stopwords={"甲乙丙"})
    found = weigher.keywords(words)
    assert [each.word for each in found] == ["婚姻", "没有人写过的词", "12345热线"]
    assert found[1].weight == found[2].weight
    assert weigher.keywords([]) == weigher.keywords(["的", "2023"]) == []
    assert weigher.keywords(words) == found


NUMBERS = "三十分钟 十一点半 百分之九十九 一百家 三千条 四类 八成 十五分 第二批 第十六次 数百名 近百家 万多名 两场 某镇 某某 可以 应当"
"""What is no keyword, though the segmenters know some of it."""
SCRAPS = (
    "电话十二点二十分接通。送出一百份饭和三万件衣服。服务期为三年，现对名单公示。经审查，材料齐全。八是宣传，九是总结。"
)
MEANT = "一老一小 十四五 三社联动 二十大 一带一路 三农 两会 四川 五华县 百岁老人 十二届三中全会"


def test_numbers_and_scraps_are_no_keywords(taggers: tuple[Tagger, Tagger]) -> None:
    weigher = Weigher(load_rarity(), terms=taggers[0].dictionary.terms, stopwords=taggers[0].dictionary.stopwords)
    assert weigher.keywords(NUMBERS.split()) == []
    for tagger in taggers:
        found = {each.word for each in tagger.tag("", NUMBERS.replace(" ", "，")).keywords}
        assert not found & set(NUMBERS.split())
        scraps = {each.word for each in tagger.tag("公示", SCRAPS).keywords}
        assert not scraps & {"点二", "份饭", "万件", "期为", "现对", "经审查", "八是", "九是", "十二点", "三年"}
        assert {"衣服", "宣传", "材料"} <= scraps
        meant = {each.word for each in tagger.tag("", MEANT.replace(" ", "，")).keywords}
        assert {*MEANT.split()[:-1], "三中全会"} <= meant


def test_jieba_says_nothing_and_leaves_nothing_behind(tmp_path: Path) -> None:
    code = (
        "from gdmzt_crawler.store.keywords.tagger import Tagger\n"
        "print(Tagger.load(None, 'jieba').tag('养老服务', '').keywords[0].word)"
    )
    place = tmp_path / "tmp"
    place.mkdir()
    environment = {**os.environ, "TMPDIR": str(place), "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-W", "default", "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "养老服务\n", "")
    assert list(place.iterdir()) == []


def test_opening_a_dataset_loads_no_segmenter(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom gdmzt_crawler.store import Store\nfrom gdmzt_crawler.store.keywords import tag_pending\n"
        f"with Store.open({str(tmp_path / 'x.db')!r}) as store:\n    tag_pending(store)\n"
        "print([name for name in sys.modules if name in ('jieba', 'rjieba')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "[]\n"
