"""The walk over one column's listing pages."""

from __future__ import annotations

from datetime import date

import pytest

from gdmzt_crawler.crawl.walk import MAX_PAGES, ColumnWalk, PageTask
from gdmzt_crawler.models import Entry, Listing

BASE = "http://x.gov.cn/a/"


def page(number: int) -> str:
    return f"{BASE}index_{number}.html" if number > 1 else BASE


def listing(
    number: int, *, rows: int = 2, day: date | None = None, complete: bool = True, last: int | None = None
) -> Listing:
    entries = tuple(Entry(f"{BASE}content/post_{number}{n}.html", "题", day) for n in range(rows))
    return Listing(page(number), entries, complete=complete, last_page=last)


def walk() -> ColumnWalk:
    return ColumnWalk(PageTask("/a/", BASE))


def step(walk: ColumnWalk, number: int, following: int | None, **kind: object) -> str | None:
    known, since = bool(kind.pop("known", False)), kind.pop("since", None)
    assert since is None or isinstance(since, date)
    next_url = page(following) if following else None
    return walk.read(listing(number, **kind), here=page(number), next_url=next_url, known=known, since=since)  # type: ignore[arg-type]


def test_a_column_is_walked_to_its_last_page() -> None:
    column = walk()
    assert step(column, 1, 2) == page(2)
    assert column.end is None
    assert step(column, 2, None) is None
    assert (column.end, column.complete, column.full) == ("last", True, True)
    assert (column.pages, column.rows) == (2, 4)


def test_a_last_page_that_links_to_itself_is_the_last() -> None:
    column = walk()
    step(column, 1, 2)
    assert step(column, 2, 2) is None
    assert (column.end, column.complete) == ("last", True)


@pytest.mark.parametrize("back", [1, 2])
def test_a_pager_loop_ends(back: int) -> None:
    column = walk()
    step(column, 1, 2)
    step(column, 2, 3)
    assert step(column, 3, back) is None
    assert (column.end, column.complete) == ("loop", False)


def test_a_pager_that_answers_every_number_with_its_last_page_ends() -> None:
    column = walk()
    step(column, 1, 2)
    same = listing(1)
    assert column.read(same, here=page(2), next_url=page(3), known=False, since=None) is None
    assert (column.end, column.complete) == ("endless", False)


def test_a_pager_that_always_finds_new_rows_ends_too() -> None:
    column = walk()
    for number in range(1, MAX_PAGES):
        assert step(column, number, number + 1, rows=1)
    assert step(column, MAX_PAGES, MAX_PAGES + 1) is None
    assert column.end == "endless"


def test_a_capped_column_is_incomplete_even_when_only_the_first_page_says_so() -> None:
    column = walk()
    step(column, 1, 2, complete=False, last=2)
    step(column, 2, None, last=2)
    assert (column.end, column.complete) == ("capped", False)


def test_a_pager_that_needs_a_script_leaves_the_column_incomplete() -> None:
    column = walk()
    assert step(column, 1, None, complete=False) is None
    assert (column.end, column.complete) == ("script", False)


def test_known_rows_end_the_walk() -> None:
    column = walk()
    assert step(column, 1, 2, known=True) is None
    assert (column.end, column.complete, column.full) == ("known", True, False)


def test_since_ends_the_walk_at_a_page_of_older_rows_only() -> None:
    column, since = walk(), date(2025, 5, 20)
    assert step(column, 1, 2, since=since, day=date(2025, 5, 20))
    assert step(column, 2, 3, since=since, day=None)
    assert step(column, 3, 4, since=since, day=date(2025, 5, 19)) is None
    assert column.end == "since"


def test_a_page_that_cannot_be_read_breaks_the_walk_off() -> None:
    column = walk()
    step(column, 1, 2)
    column.break_off()
    assert (column.end, column.complete) == ("broken", False)
