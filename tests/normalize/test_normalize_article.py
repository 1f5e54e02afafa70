from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from normalize_strategies import ANY_TEXT

from gdmzt_crawler.errors import NotAnArticle
from gdmzt_crawler.models import Article, Candidate, Evidence, ExtractedArticle, Found, RawBlock
from gdmzt_crawler.normalize.article import normalize_article

NOW = datetime(2026, 11, 24)
URL = "http://smzt.site.example/mzzx/mzyw/content/post_41.html"
PAGE = ExtractedArticle(
    url=URL,
    base_url=URL,
    title=Found("　某地社会组织\n交流大会召开 ", "page.title"),
    subtitle=Found("副题", "page.subtitle"),
    published=Found("2023-06-17 18:40:33", "byline.bare"),
    source=Found("来源：某省民政厅", "byline.source"),
    view_count=Found("532", "byline.views"),
    editor=Found("责任编辑：甲乙", "tail.editor"),
    breadcrumb=("首页", " 民政资讯 ", "民政要闻", "正文"),
    blocks=(RawBlock("text", "　　正文第一段。"), RawBlock("image", "1.jpg", url="/img/1.jpg")),
    body_rule="container",
    meta={"PubDate": "2023-06-17 18:40"},
)


def article(**changes: object) -> Article:
    return normalize_article(replace(PAGE, **changes), now=NOW)  # type: ignore[arg-type]


def evidence(found: Article, field: str) -> Evidence | None:
    return next((e for e in found.evidence if e.field == field), None)


def note_kinds(found: Article) -> list[str]:
    return [kind for kind, _ in found.notes]


def test_every_field() -> None:
    found = article()
    assert found.title == "某地社会组织 交流大会召开"
    assert found.subtitle == "副题"
    assert found.published == "2023-06-17T18:40:33+08:00"
    assert (found.published_at_raw, found.published_at_precision, found.published_at_from) == (
        "2023-06-17 18:40:33",
        "second",
        "byline",
    )
    assert (found.source, found.source_raw) == ("某省民政厅", "来源：某省民政厅")
    assert (found.view_count, found.author, found.editor) == (532, None, "甲乙")
    assert found.breadcrumb == ("首页", "民政资讯", "民政要闻")
    assert [p.text for p in found.paragraphs] == ["正文第一段。"]
    assert [i.url for i in found.images] == ["http://smzt.site.example/img/1.jpg"]
    assert found.meta == {"PubDate": "2023-06-17 18:40"}
    assert found.notes == ()
    assert {(e.field, e.rule) for e in found.evidence} == {
        ("title", "page.title"),
        ("subtitle", "page.subtitle"),
        ("published_at", "byline.bare"),
        ("source", "byline.source"),
        ("view_count", "byline.views"),
        ("editor", "tail.editor"),
        ("body", "container"),
    }
    assert {e.agrees for e in found.evidence} == {None}


@pytest.mark.parametrize(
    ("rule", "place"),
    [
        ("site.byline", "byline"),
        ("nfcms_byline.bare", "byline"),
        ("tail.published", "byline"),
        ("page.time", "byline"),
        ("meta.PubDate", "meta"),
        ("listing.date", "listing"),
        ("jsonld.datePublished", "jsonld"),
        ("opengraph.published_time", "opengraph"),
        ("url.date", "url"),
    ],
)
def test_where_the_time_came_from(rule: str, place: str) -> None:
    assert article(published=Found("2023-06-17", rule)).published_at_from == place


@pytest.mark.parametrize(
    ("value", "rule", "agrees"),
    [
        ("2023-06-17 18:40", "meta.PubDate", True),
        ("2023年6月17日", "url.date", True),
        ("2023-06-20 01:00", "meta.PubDate", False),
        ("2023-06-17 18:41", "meta.PubDate", False),
        ("2023-06-20 01:00", "tail.published", None),
        ("no date", "meta.PubDate", None),
    ],
)
def test_independent_evidence_on_the_time(value: str, rule: str, agrees: bool | None) -> None:
    found = article(candidates=(Candidate("published", value, rule, "differs"),))
    row = evidence(found, "published_at")
    assert row is not None
    assert row.agrees is agrees
    assert note_kinds(found) == (["disagreement"] if agrees is False else [])


def test_one_independent_witness_is_enough() -> None:
    found = article(
        candidates=(
            Candidate("published", "2023-06-20", "meta.PubDate", "differs"),
            Candidate("published", "2023-06-17", "jsonld.datePublished", "agrees"),
            Candidate("source", "某省 民政厅", "meta.ContentSource", "agrees"),
            Candidate("title", "某地社会组织交流大会召开", "head.title", "agrees"),
        )
    )
    assert {e.field for e in found.evidence if e.agrees} == {"published_at", "source", "title"}
    assert found.notes == ()


def test_a_time_that_cannot_be_gives_way_to_the_head() -> None:
    lost, won = (
        Candidate("published", "2033-06-17", "byline.bare", "chosen"),
        Candidate("published", "2023-06-17", "meta.PubDate", "differs"),
    )
    found = article(published=Found("2033-06-17", "byline.bare"), candidates=(lost, won))
    assert (found.published, found.published_at_from, found.published_at_raw) == ("2023-06-17", "meta", "2023-06-17")
    assert note_kinds(found) == ["bad_date"]
    assert [c.verdict for c in found.candidates] == ["读不出 cannot be read", "chosen"]


def test_a_visible_loser_never_takes_its_place() -> None:
    updated = Candidate("published", "2024-01-01", "tail.updated", "differs")
    found = article(published=Found("2033-06-17", "byline.bare"), candidates=(updated,))
    assert (found.published_at, found.published_at_from, found.published_at_precision) == (None, None, None)
    assert found.published_at_raw == "2033-06-17"
    assert note_kinds(found) == ["bad_date"]


def test_an_empty_source_falls_back_to_the_tag_without_a_note() -> None:
    tag = Candidate("source", "某报", "meta.ContentSource", "differs")
    found = article(source=Found("来源：", "byline.source"), candidates=(tag,))
    assert (found.source, found.source_raw, found.notes) == ("某报", "某报", ())
    assert evidence(found, "source") == Evidence("source", "meta.ContentSource")


@pytest.mark.parametrize(
    ("changes", "kinds"),
    [
        ({"published": None, "source": None, "view_count": None}, []),
        ({"published": Found("06-17 18:40", "byline.bare")}, ["bad_date"]),
        ({"published": Found(" ", "meta.PubDate")}, []),
        ({"source": Found("来源：" + "长" * 61, "byline.source")}, ["bad_source"]),
        ({"source": Found("来源：-", "byline.source")}, []),
        ({"view_count": Found("-", "byline.views")}, []),
        ({"view_count": Found("", "byline.views")}, []),
        ({"view_count": Found("23:00 浏览", "byline.views")}, ["bad_count"]),
        ({"notes": (("cut", "the page was cut"),)}, ["cut"]),
    ],
)
def test_absent_is_none_and_odd_leaves_a_note(changes: dict[str, object], kinds: list[str]) -> None:
    found = article(**changes)
    assert note_kinds(found) == kinds
    names = {"published": "published_at"}
    for field in changes:
        assert field == "notes" or getattr(found, names.get(field, field)) is None


def test_a_subtitle_that_repeats_the_title_is_none() -> None:
    assert article(subtitle=Found("某地社会组织交流大会召开", "page.subtitle")).subtitle is None


@pytest.mark.parametrize(
    "changes",
    [
        {"title": None},
        {"title": Found("　\u200b", "head.title")},
        {"blocks": (), "published": None},
        {"blocks": (RawBlock("text", " "),), "published": Found("-", "x")},
    ],
)
def test_what_is_no_article(changes: dict[str, object]) -> None:
    with pytest.raises(NotAnArticle) as caught:
        article(**changes)
    assert caught.value.kind == "empty"
    assert caught.value.url == URL


def test_a_date_or_a_block_is_enough() -> None:
    assert article(blocks=()).text == ""
    assert article(published=None).published is None


FOUND = st.none() | st.builds(
    Found,
    ANY_TEXT | st.sampled_from(["2023-06-17", "来源：某报", "532"]),
    st.sampled_from(["byline.x", "meta.y", "", "a_b"]),
)
CANDIDATES = st.lists(
    st.builds(
        Candidate,
        st.sampled_from(["title", "published", "source", "view_count"]),
        ANY_TEXT,
        ANY_TEXT,
        st.just("chosen"),
    ),
    max_size=4,
)


@given(FOUND, FOUND, FOUND, FOUND, FOUND, CANDIDATES.map(tuple), st.lists(ANY_TEXT, max_size=3).map(tuple))
def test_never_fails(
    subtitle: Found,
    published: Found,
    source: Found,
    views: Found,
    editor: Found,
    candidates: tuple[Candidate, ...],
    crumbs: tuple[str, ...],
) -> None:
    found = article(
        subtitle=subtitle,
        published=published,
        source=source,
        view_count=views,
        editor=editor,
        candidates=candidates,
        breadcrumb=crumbs,
    )
    for value in (
        found.source,
        found.source_raw,
        found.published_at_raw,
        found.subtitle,
        found.editor,
        *found.breadcrumb,
    ):
        assert value is None or value.encode("utf-8")
