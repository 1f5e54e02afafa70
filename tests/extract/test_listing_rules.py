"""Listings read with a definition's selectors, the generic rules behind them field by field."""

from __future__ import annotations

import pytest
from listing_pages import TITLES, expected, found, read, rows

from gdmzt_crawler.extract.rules import ListingRules

NEWS = "<ul class='News_list'>" + rows('<li><a href="post_{n}.html">{title}</a><span>{date}</span></li>') + "</ul>"
OTHER = "<ul class='hot'>" + rows('<li><a href="hot_{n}.html">热点：{title}</a><span>2020-01-01</span></li>') + "</ul>"


def test_rows_come_from_the_rule() -> None:
    listing = read(OTHER + NEWS + OTHER, rules=ListingRules(rows=("ul.News_list > li",)))
    assert found(listing) == expected()
    assert listing.rows_rule == "definition"


def test_rules_are_tried_in_order() -> None:
    rules = ListingRules(rows=("div.none li", "ul.News_list > li", "ul.hot > li"))
    assert found(read(OTHER + NEWS, rules=rules)) == expected()


@pytest.mark.parametrize(
    "rules", [ListingRules(), ListingRules(rows=("div.none",)), ListingRules(title=("b",), date=("i",))]
)
def test_rules_that_find_no_rows_fall_through(rules: ListingRules) -> None:
    listing = read(NEWS, rules=rules)
    assert found(listing) == expected()
    assert listing.rows_rule != "definition"


def test_title_and_date_rules() -> None:
    item = '<li><a href="/c/">{title}栏目</a><h4><a href="post_{n}.html">{title}</a></h4><i>2020-01-01</i><em>{date}</em></li>'
    rules = ListingRules(rows=("ul.x > li",), title=("h4",), date=("em",))
    assert found(read(f"<ul class='x'>{rows(item)}</ul>", rules=rules)) == expected()


def test_a_title_rule_beside_the_link() -> None:
    item = '<li><b>{title}</b><i>{date}</i><a href="post_{n}.html">查看</a></li>'
    assert (
        found(read(f"<ul class='x'>{rows(item)}</ul>", rules=ListingRules(rows=("ul.x > li",), title=("b",))))
        == expected()
    )


def test_a_date_rule_that_finds_none_leaves_the_date_to_the_row() -> None:
    rules = ListingRules(rows=("ul.News_list > li",), date=("b.time",))
    assert found(read(NEWS, rules=rules)) == expected()


def test_the_first_real_link_is_the_title() -> None:
    item = '<li><a href="/c/">[公告]</a><a href="post_{n}.html" title="{title}">{cut}...</a><a href="#">查看详细内容</a><span>[{date}]</span></li>'
    assert found(read(f"<ul class='x'>{rows(item)}</ul>", rules=ListingRules(rows=("ul.x > li",)))) == expected()


def test_short_titles_and_rows_without_links() -> None:
    inner = "<ul class='x'><li><a href='a.html'>招聘</a><span>09-24</span></li><li>停电通知<span>09-23</span></li><li></li></ul>"
    listing = read(inner, rules=ListingRules(rows=("ul.x > li",)))
    assert found(listing) == [("招聘", "a.html", "09-24"), ("停电通知", None, "09-23")]


def test_rows_that_are_links() -> None:
    item = '<a class="r" href="post_{n}.html"><b>{title}</b><i>{date}</i></a>'
    assert found(read(rows(item), rules=ListingRules(rows=("a.r",)))) == expected()


def test_rows_that_are_clicked() -> None:
    item = "<div class='r' onclick=\"go('post_{n}.html')\"><p>{title}</p><i>{date}</i></div>"
    assert found(read(rows(item), rules=ListingRules(rows=("div.r",)))) == expected()


def test_rows_without_dates_stay() -> None:
    item = '<li><a href="post_{n}.html">{title}</a></li>'
    listing = read(f"<ul class='x'>{rows(item)}</ul>", rules=ListingRules(rows=("ul.x > li",)))
    assert [(row.title, row.date) for row in listing.rows] == [(title, None) for title in TITLES]
