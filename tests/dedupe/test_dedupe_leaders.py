"""Which article of a cluster is pointed at."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gdmzt_crawler.dedupe.decide import Candidate, precedence
from gdmzt_crawler.dedupe.leaders import Link, leaders


def candidate(number: int, published: str | None = None) -> Candidate:
    return Candidate(number, "gdmzt", str(number), published)


def test_the_earliest_is_the_root() -> None:
    three = [candidate(1, "2023-03-01"), candidate(2, "2023-01-01"), candidate(3)]
    shares = {(1, 2): 0.9, (3, 1): 0.8, (2, 3): 0.7}
    assert leaders(three, shares) == {2: None, 1: Link(2, 0.9), 3: Link(2, 0.7)}


def test_likeness_is_not_handed_on() -> None:
    three = [candidate(1), candidate(2), candidate(3)]
    assert leaders(three, {(2, 1): 0.9, (3, 2): 0.9}) == {1: None, 2: Link(1, 0.9), 3: None}


def test_of_several_roots_the_earliest() -> None:
    three = [candidate(1, "2023-02-01"), candidate(2, "2023-01-01"), candidate(3)]
    assert leaders(three, {(3, 1): 0.99, (3, 2): 0.7}) == {1: None, 2: None, 3: Link(2, 0.7)}


def test_alone() -> None:
    assert leaders([candidate(1)], {}) == {1: None}
    assert leaders([], {}) == {}
    assert leaders([candidate(1)], {(1, 7): 0.9}) == {1: None}, "a neighbour that was not given"


@given(st.data())
def test_never_a_chain_and_never_in_another_order(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 8))
    days = st.sampled_from([None, "2023-01-01", "2023-01-02"])
    some = [candidate(number, data.draw(days)) for number in range(count)]
    pairs = [(a, b) for a in range(count) for b in range(a)]
    shares = dict.fromkeys(data.draw(st.sets(st.sampled_from(pairs))), 0.8) if pairs else {}
    found = leaders(some, shares)
    assert leaders(data.draw(st.permutations(some)), shares) == found
    assert leaders(some, {(b, a): share for (a, b), share in shares.items()}) == found
    rank = {one.id: precedence(one) for one in some}
    for number, link in found.items():
        if link is not None:
            assert found[link.root] is None
            assert rank[link.root] < rank[number]
            assert (number, link.root) in shares or (link.root, number) in shares
