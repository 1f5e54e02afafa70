from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from normalize_strategies import ANY_TEXT

from gdmzt_crawler.models import Entry, ExtractedListing, RawEntry
from gdmzt_crawler.normalize.listing import normalize_listing

URL = "http://www.site.example/mzzx/mzyw/index.html"
ROOT = "http://www.site.example/mzzx/mzyw/"


def extracted(*rows: RawEntry, next_href: str | None = None) -> ExtractedListing:
    return ExtractedListing(URL, URL, tuple(rows), "ul.list", next_href, 3, "link", False, notes=(("odd", "x"),))


def test_rows_with_their_dates_and_the_rest_handed_on() -> None:
    listing = normalize_listing(
        extracted(
            RawEntry("　甲 通知\n", "content/post_3.html", "[2026-01-05]"),
            RawEntry("乙通知...", "/mzzx/content/post_2.html", "12-30"),
            RawEntry("丙", "https://mp.other.example/s?x=1", None),
            next_href="index_2.html",
        )
    )
    assert listing.entries == (
        Entry(ROOT + "content/post_3.html", "甲 通知", date(2026, 1, 5)),
        Entry("http://www.site.example/mzzx/content/post_2.html", "乙通知...", date(2025, 12, 30)),
        Entry("https://mp.other.example/s?x=1", "丙", None),
    )
    assert (listing.next_url, listing.last_page, listing.paging, listing.complete) == (
        ROOT + "index_2.html",
        3,
        "link",
        False,
    )
    assert listing.notes == (("odd", "x"),)


def test_a_next_page_whose_address_is_lost_leaves_the_listing_incomplete() -> None:
    row = RawEntry("甲", "1.html", "2026-01-05")
    whole = replace(extracted(row, next_href="index_2.html"), complete=True)
    assert normalize_listing(whole).complete
    saved = normalize_listing(replace(whole, url="file:///saved/a.html", base_url="file:///saved/a.html"))
    assert (saved.next_url, saved.complete) == (None, False)


def test_a_row_is_listed_once_and_takes_the_date_of_its_twin() -> None:
    twin = RawEntry("甲", "1.html", "2026-01-05")
    listing = normalize_listing(extracted(RawEntry("甲", "1.html", None), twin, twin, RawEntry("乙", "1.html", None)))
    assert listing.entries == (Entry(ROOT + "1.html", "甲", date(2026, 1, 5)), Entry(ROOT + "1.html", "乙", None))


def test_rows_without_a_link_stay_and_are_noted_once() -> None:
    listing = normalize_listing(
        extracted(
            RawEntry("甲", "javascript:;", "2026-01-05"),
            RawEntry("甲", None, "2026-01-04"),
            RawEntry("乙", "1.html", "soon"),
            RawEntry("", "#", None),
        )
    )
    assert [(e.url, e.title) for e in listing.entries] == [(None, "甲"), (None, "甲"), (ROOT + "1.html", "乙")]
    assert [kind for kind, _ in listing.notes] == ["odd", "no_link", "bad_date"]
    assert listing.notes[1][1] == "没有可用链接 2 of 3 rows show no usable link"


def test_years_from_the_rows_own_addresses() -> None:
    rows = (RawEntry("甲", "202012/t20201231_1.html", "01-04"), RawEntry("乙", "2020-12/30/content_2.html", "12-30"))
    assert [e.date for e in normalize_listing(extracted(*rows)).entries] == [date(2021, 1, 4), date(2020, 12, 30)]


def test_the_clock_counts_only_where_it_is_given() -> None:
    row = RawEntry("甲", "1.html", "12-30")
    assert normalize_listing(extracted(row)).entries[0].date is None
    assert normalize_listing(extracted(row), now=date(2026, 11, 24)).entries[0].date == date(2025, 12, 30)


def test_a_pager_that_leads_to_the_page_itself_or_to_a_script_leads_nowhere() -> None:
    for href in ("index.html", "#", "mindex.html", "javascript:goToPageURL(2)"):
        assert normalize_listing(extracted(next_href=href)).next_url is None


@given(
    st.lists(st.builds(RawEntry, ANY_TEXT, st.none() | ANY_TEXT, st.none() | ANY_TEXT), max_size=8),
    st.none() | ANY_TEXT,
)
def test_never_fails(rows: list[RawEntry], next_href: str | None) -> None:
    listing = normalize_listing(extracted(*rows, next_href=next_href))
    assert len(listing.entries) <= len(rows)
    repr(listing.to_dict()).encode("utf-8")
