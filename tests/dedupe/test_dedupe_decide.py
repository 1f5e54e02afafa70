"""Which articles are duplicates, and of which."""

from __future__ import annotations

from itertools import permutations

import pytest

from gdmzt_crawler.dedupe.decide import Candidate, Group, choose_root, group_of, links

DAY, TIME = "2020-12-04", "2020-12-04T09:10:07+08:00"


@pytest.mark.parametrize(
    "ordered",
    [
        [("b", "9", "2020-12-03T23:59:59+08:00"), ("a", "1", TIME)],
        [("b", "9", DAY), ("a", "1", TIME)],
        [("b", "9", TIME), ("a", "1", None)],
        [("a", "9", TIME), ("b", "1", TIME)],
        [("a", "9", TIME), ("a", "10", TIME), ("a", "x9", TIME), ("a", "y", TIME)],
        [("a", "2", None), ("b", "1", None), ("b", "/content/1.html", None)],
    ],
    ids=["earlier", "the day before its hours", "unknown last", "site key", "numeric id", "all unknown"],
)
def test_who_came_first(ordered: list[tuple[str, str, str | None]]) -> None:
    group = [Candidate(number, site, native_id, at) for number, (site, native_id, at) in enumerate(ordered)]
    for shuffled in permutations(group):
        assert choose_root(shuffled).id == 0
        assert links(shuffled) == {0: None} | dict.fromkeys(range(1, len(group)), 0)


def test_a_text_is_enough_for_a_group() -> None:
    one = group_of("f", site="a", published_at=TIME, image_count=1, is_empty=False)
    assert one == group_of("f", site="b", published_at=None, image_count=0, is_empty=False) == Group("f")


def test_without_text_site_day_and_images_must_agree() -> None:
    def group(site: str = "a", published_at: str | None = TIME, image_count: int = 2) -> Group | None:
        return group_of("f", site=site, published_at=published_at, image_count=image_count, is_empty=True)

    assert group() == group(published_at=DAY)
    assert group() != group(site="b")
    assert group() != group(published_at="2020-12-05")
    assert group() != group(image_count=3)
    assert group() != Group("f")
    assert group(published_at=None) is None


def test_an_empty_group_has_no_root() -> None:
    with pytest.raises(ValueError, match="empty"):
        choose_root([])
