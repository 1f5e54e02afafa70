"""Near-duplicates: what the dataset links is what comparing all with all would, after any sequence of saves."""

from __future__ import annotations

import random
import sqlite3
import tempfile
from itertools import combinations
from pathlib import Path

from datasets import record, with_site
from hypothesis import given, settings
from hypothesis import strategies as st
from inspecting import one, rows, sound

from gdmzt_crawler.dedupe.decide import Candidate, choose_root, precedence
from gdmzt_crawler.dedupe.leaders import leaders
from gdmzt_crawler.dedupe.near import likeness
from gdmzt_crawler.store import Store, near
from gdmzt_crawler.store.schema import TABLES
from gdmzt_crawler.store.schema.versions import NEAR

EARLY, LATE, LATER = "2020-12-04", "2020-12-05", "2020-12-06"
_PARAGRAPH = (
    "全省各地民政部门认真学习会议精神，结合实际研究贯彻落实的具体措施，推动养老服务工作提质增效。",
    "会议强调，要健全分层分类的社会救助体系，加强低收入人口动态监测，做到应保尽保、应救尽救。",
    "会议指出，社会组织要在基层治理中发挥更大作用，登记管理机关要依法加强监督检查，防范化解风险。",
    "婚姻登记机关要优化服务流程，推行预约办理，倡导简约适度的婚俗礼仪，反对铺张浪费和高额彩礼。",
    "殡葬服务机构应当公开收费项目和标准，接受群众监督，为困难家庭减免基本服务费用，满足多样需求。",
    "儿童福利机构要完善养育、医疗、康复、教育一体化服务，切实保障孤儿和事实无人抚养儿童的权益。",
)
WHOLE = _PARAGRAPH[:3]
CUT = _PARAGRAPH[:2]
LONGER = _PARAGRAPH[:4]
TAIL = _PARAGRAPH[2:5]
OTHER = _PARAGRAPH[4:]
BODIES = (WHOLE, CUT, LONGER, TAIL, OTHER, ("".join(WHOLE),), ("详见附件。",), ())


def links(path: Path) -> dict[str, tuple[str, str, float] | None]:
    query = """
        SELECT a.native_id, r.native_id, a.duplicate_kind, a.duplicate_share
        FROM articles a LEFT JOIN articles r ON r.id = a.duplicate_of
    """
    return {str(a): None if b is None else (str(b), str(kind), share) for a, b, kind, share in rows(path, query)}  # type: ignore[misc]


def expected(path: Path) -> dict[str, tuple[str, str, float] | None]:
    """All compared with all, by the pure functions."""
    groups: dict[object, list[Candidate]] = {}
    contents = {}
    query = "SELECT id, site, native_id, published_at, title, text, fingerprint, char_count, image_count FROM articles"
    for number, site, native_id, published, title, text, fingerprint, chars, images in rows(path, query):
        day = str(published)[:10] if published else number
        candidate = Candidate(number, str(site), str(native_id), published)  # type: ignore[arg-type]
        groups.setdefault(fingerprint if chars else (fingerprint, site, day, images), []).append(candidate)
        contents[candidate.id] = near.content(str(title), str(text))
    roots = [choose_root(group) for group in groups.values()]
    shares = {}
    for pair in combinations(roots, 2):
        earlier, later = sorted(pair, key=precedence)
        share = likeness(contents[later.id], contents[earlier.id])
        if share is not None:
            shares[earlier.id, later.id] = share
    found = leaders(roots, shares)
    names = {candidate.id: candidate.native_id for group in groups.values() for candidate in group}
    told: dict[str, tuple[str, str, float] | None] = {}
    for group, root in zip(groups.values(), roots, strict=True):
        link = found[root.id]
        for candidate in group:
            if link is not None:
                told[candidate.native_id] = (names[link.root], "near", link.share)
            else:
                told[candidate.native_id] = None if candidate == root else (root.native_id, "exact", 1.0)
    return told


def test_the_same_body_under_another_title(store: Store) -> None:
    store.save_article(record(1, published=LATE), run_id=None)
    store.save_article(record(2, title="另一个标题", published=EARLY), run_id=None)
    assert links(store.path) == {"1": ("2", "near", 1.0), "2": None}


def test_exact_duplicates_follow_their_root(store: Store) -> None:
    store.save_article(record(1, body=CUT, published=LATE), run_id=None)
    store.save_article(record(2, body=CUT, published=LATER), run_id=None)
    assert links(store.path) == {"1": None, "2": ("1", "exact", 1.0)}
    store.save_article(record(3, body=WHOLE, title="另一个标题", published=EARLY), run_id=None)
    found = links(store.path)
    assert found["3"] is None
    assert found["1"] == found["2"]
    assert found["1"] is not None
    assert found["1"][:2] == ("3", "near")
    assert found["1"][2] == 1.0, "the shorter one stands whole in the longer"
    store.save_article(record(4, body=CUT, published=LATER), run_id=None)
    assert links(store.path)["4"] == found["1"]
    store.save_article(record(3, body=OTHER, title="另一个标题", published=EARLY), run_id=None)
    assert links(store.path) == {"1": None, "2": ("1", "exact", 1.0), "3": None, "4": ("1", "exact", 1.0)}


def test_a_revision_makes_one_and_unmakes_it(store: Store) -> None:
    store.save_article(record(1, body=WHOLE, published=EARLY), run_id=None)
    store.save_article(record(2, body=OTHER, title="另一个标题", published=LATE), run_id=None)
    assert links(store.path)["2"] is None
    store.save_article(record(2, body=CUT, title="另一个标题", published=LATE), run_id=None)
    found = links(store.path)["2"]
    assert found is not None
    assert found[:2] == ("1", "near")
    store.save_article(record(2, body=OTHER, title="另一个标题", published=LATE), run_id=None)
    assert links(store.path)["2"] is None
    assert one(store.path, "SELECT count(*) FROM near_pairs") == 0


def test_one_form_filled_twice_is_no_duplicate(store: Store) -> None:
    form = "{}协会：你单位逾期{}日未提交年度报告，依照条例给予警告，责令在{}日内改正，逾期列入活动异常名录。特此告知。"
    store.save_article(record(1, title="关于甲协会的告知书", body=[form.format("甲城建材", 41, 15) * 2]), run_id=None)
    store.save_article(record(2, title="关于乙协会的告知书", body=[form.format("乙镇花木", 77, 20) * 2]), run_id=None)
    assert links(store.path) == {"1": None, "2": None}


def test_across_sites(store: Store) -> None:
    with_site(store, "drc", "省发展改革委")
    store.save_article(record(1, body=WHOLE, published=EARLY), run_id=None)
    url = "https://drc.gd.gov.cn/content/post_9.html"
    saved = store.save_article(record(9, site="drc", url=url, body=LONGER, title="转载", published=LATE), run_id=None)
    assert saved.duplicate_of == 1


SAVES = st.lists(
    st.tuples(
        st.integers(1, 7),
        st.sampled_from(BODIES),
        st.sampled_from(["标题", "标 题", "关于养老服务的通知"]),
        st.sampled_from([None, EARLY, LATE, LATER]),
    ),
    min_size=1,
    max_size=16,
)


@settings(max_examples=60, deadline=None)
@given(SAVES)
def test_any_sequence_of_saves_links_what_comparing_all_would(
    saves: list[tuple[int, tuple[str, ...], str, str | None]],
) -> None:
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "data.db") as store:
        with_site(store)
        for number, body, title, published in saves:
            store.save_article(record(number, body=body, title=title, published=published), run_id=None)
        assert links(store.path) == expected(store.path)
        assert sound(store.path)
        followers = "SELECT count(*) FROM near_pairs p JOIN articles a ON a.id = p.article_id WHERE exact_duplicate_of"
        assert one(store.path, followers) == 0
        keys = {row[0] for row in rows(store.path, "SELECT article_id FROM near_keys")}
        assert keys <= {row[0] for row in rows(store.path, "SELECT id FROM articles WHERE exact_duplicate_of IS NULL")}


def test_boilerplate_is_not_compared(store: Store) -> None:
    rng = random.Random(5)
    letters = "".join(_PARAGRAPH)
    for number in range(near.COMMON + 3):
        own = "".join(rng.choices(letters, k=150))
        store.save_article(record(number, title=own[:12], body=[_PARAGRAPH[0], own]), run_id=None)
    asked: list[str] = []
    store._db.set_trace_callback(asked.append)
    store.save_article(record(900, title="最后一篇", body=[_PARAGRAPH[0], letters[::-1]]), run_id=None)
    compared = [query for query in asked if "title, text FROM articles" in query]
    assert len(compared) == 1, "itself only"


def test_an_older_dataset_gets_its_links(path: Path) -> None:
    with Store.open(path) as store:
        with_site(store)
        for number, body, day in ((1, WHOLE, LATE), (2, WHOLE, LATER), (3, LONGER, EARLY), (4, OTHER, EARLY)):
            title = "标题" if body is WHOLE else f"标题{number}"
            store.save_article(record(number, body=body, title=title, published=day), run_id=None)
    wanted = links(path)
    with sqlite3.connect(path) as db:
        db.executescript(
            """
            UPDATE articles SET duplicate_of = exact_duplicate_of,
                duplicate_kind = CASE WHEN exact_duplicate_of THEN 'exact' END,
                duplicate_share = CASE WHEN exact_duplicate_of THEN 1.0 END;
            DROP TABLE articles_fts; DELETE FROM _sqlite_migrations WHERE name >= '0003'; PRAGMA user_version = 2;
            """
        )
        for (view,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'view'").fetchall():
            db.execute(f'DROP VIEW "{view}"')
        for table in TABLES:
            if table.since >= NEAR:
                db.execute(f"DROP TABLE {table.name}")
                continue
            for index in table.indexes:
                if index.since >= NEAR:
                    db.execute(f"DROP INDEX {'_'.join((table.name, *index.columns))}")
            for column in table.columns:
                if column.since >= NEAR:
                    db.execute(f"ALTER TABLE {table.name} DROP COLUMN {column.name}")
        db.execute("CREATE INDEX articles_fingerprint_duplicate_of ON articles (fingerprint, duplicate_of)")
    db.close()
    Store.open(path).close()
    assert links(path) == wanted == expected(path)
    assert sound(path)
