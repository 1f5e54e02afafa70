"""`gdmzt diff` on a dataset with an edited article."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import Done, Place
from datasets import SITE, T0, T1, T2, record, url_of, with_site

from gdmzt_crawler.cli.diff import _drawn
from gdmzt_crawler.store import Store
from gdmzt_crawler.store.difference import Piece

OLD = ("开头一段交代会议的时间和地点。", "第二段没有改。", "第三段没有改。", "第四段没有改。", "结尾：共有120人参加。")
NEW = (*OLD[:4], "结尾：共有135人参加。", "补充一段。")


@pytest.fixture
def edited(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    with Store.open(place.db) as store:
        with_site(store)
        store.save_article(record(77, title="没有改过的", body=("只有一版。",)), run_id=None)
        store.save_article(record(4100001, title="会议召开", body=OLD, source="本网站"), run_id=None)
        store.save_article(record(4100001, title="会议召开", body=NEW, source="示例日报", at=T1), run_id=None)
        changed = record(
            4100001, title="会议胜利召开", body=NEW, source="示例日报", at=T2, published="2023-06-18T09:00:00+08:00"
        )
        store.save_article(changed, run_id=None)
    return place


def diff(place: Place, *arguments: str) -> Done:
    return place.gdmzt("diff", *arguments, "--db", str(place.db))


def test_the_last_change_by_default(edited: Place) -> None:
    done = diff(edited, "4100001")
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert lines[0] == "会议胜利召开"
    assert "revision 2" in done.out
    assert f"revision 3, {T2}" in done.out
    assert "改动 changed: title, published_at" in lines
    assert "标题 title: 会议[+胜利+]召开" in lines
    assert "正文" not in done.out


def test_any_two_revisions_with_the_paragraphs_around_a_change(edited: Place) -> None:
    lines = diff(edited, "2", "--from", "1", "--to", "2").out.splitlines()
    assert "来源 source: [-本网站-][+示例日报+]" in lines
    at = lines.index("正文 text:")
    assert lines[at + 1 :] == [
        "  … 3 段不变 unchanged paragraphs",
        "  第四段没有改。",
        "  结尾：共有1[-20-][+35+]人参加。",
        "  [+补充一段。+]",
    ]


def test_backwards_too(edited: Place) -> None:
    assert "  结尾：共有1[-35-][+20+]人参加。" in diff(edited, "2", "--from", "2", "--to", "1").out.splitlines()


def test_one_document_for_machines(edited: Place) -> None:
    done = diff(edited, "2", "--from", "1", "--json")
    found = json.loads(done.out)
    assert (found["id"], found["native_id"], found["revisions"]) == (2, "4100001", 3)
    assert found["from"] == {"revision": 1, "observed_at": T0}
    assert found["changed"] == ["title", "published_at", "source", "text"]
    assert found["fields"]["source"]["to"] == "示例日报"
    assert [piece["kind"] for piece in found["paragraphs"][4]] == ["same", "deleted", "inserted", "same"]
    assert found["paragraphs"][5] == [{"kind": "inserted", "text": "补充一段。"}]


@pytest.mark.parametrize(
    "name", ["2", "4100001", url_of(4100001), url_of(4100001).replace("http:", "HTTPS:").replace("/post_", "/mpost_")]
)
def test_an_article_is_named_by_number_native_id_or_address(edited: Place, name: str) -> None:
    assert json.loads(diff(edited, name, "--json").out)["id"] == 2


def test_an_article_that_never_changed(edited: Place) -> None:
    done = diff(edited, "77")
    assert (done.code, "one revision only" in done.out) == (0, True)
    assert json.loads(diff(edited, "77", "--json").out)["changed"] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["9999999999999999999999"], "no such article"),
        (["http://nowhere.example/1.html"], "no such article"),
        (["a'; DROP TABLE articles; --"], "no such article"),
        (["2", "--to", "9"], "revisions 1 to 3"),
    ],
)
def test_what_is_not_there(edited: Place, arguments: list[str], words: str) -> None:
    done = diff(edited, *arguments)
    assert (done.code, words in done.err, done.err.count("\n")) == (2, True, 1)


def test_no_dataset(tmp_path: Path) -> None:
    done = Place(tmp_path).gdmzt("diff", "1", "--db", "nowhere.db")
    assert (done.code, "no dataset" in done.err) == (1, True)


def test_the_same_native_id_in_two_sites(edited: Place) -> None:
    with Store.open(edited.db) as store:
        with_site(store, "drc", "改革委")
        store.save_article(record(77, site="drc", url="http://drc.gd.gov.cn/a/content/post_77.html"), run_id=None)
    done = diff(edited, "77")
    assert (done.code, "several articles" in done.err) == (2, True)
    assert SITE not in done.out


def test_colours_take_the_place_of_marks_on_a_terminal() -> None:
    line = (Piece("same", "共"), Piece("deleted", "20"), Piece("inserted", "35"))
    assert _drawn(line, marks=True).plain == "共[-20-][+35+]"
    plain = _drawn(line, marks=False)
    assert plain.plain == "共2035"
    assert [str(span.style) for span in plain.spans] == ["red strike", "green"]
