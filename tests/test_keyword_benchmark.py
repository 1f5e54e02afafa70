"""The benchmark of keywords in small: it counts right, and sees what it must."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks import keywords
from gdmzt_crawler.store.keywords.tagger import Tagger, Tags
from gdmzt_crawler.store.keywords.weighing import Keyword


@dataclass
class Fixed:
    """Finds the same words in every article."""

    words: str

    def tag(self, title: str, text: str) -> Tags:
        return Tags([Keyword(word, 1.0) for word in self.words], [], {})


def test_agreement_is_of_the_first_words_in_their_order() -> None:
    articles = [("题", "文")] * 3

    def same(one: str, other: str) -> tuple[int, int]:
        return keywords.agreement([Fixed(one), Fixed(other)], articles)  # type: ignore[list-item]

    assert same("甲乙丙丁戊己庚辛壬", "甲乙丙丁戊己庚辛癸") == (3, 3)
    assert same("甲乙丙丁戊己庚辛", "乙甲丙丁戊己庚辛") == (0, 3)
    assert same("甲乙", "甲乙丙") == (0, 3)


def test_both_segmenters_agree_on_the_synthetic_site() -> None:
    pytest.importorskip("rjieba", reason="no rjieba on this machine (pip install '.[fast]')")
    taggers = [Tagger.load(None, library) for library in keywords.LIBRARIES]
    same, total = keywords.agreement(taggers, keywords.synthetic_articles(200))
    assert total == 200
    assert same >= keywords.TARGET * total


def test_a_dataset_is_measured(tmp_path: Path) -> None:
    per_second, size, idle, rows = keywords.dataset(tmp_path / "x.db", 60)
    assert per_second > 20
    assert 500 < size < 20_000
    assert idle < 1000
    assert len(rows) == len(keywords._VIEWS)


def test_the_real_articles_are_all_there(shared: Path) -> None:
    assert len(keywords.real_articles(shared)) == 154
