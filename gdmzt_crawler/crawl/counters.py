"""What a run counts, and how progress and summary tell it: one list, so that both say the same."""

from __future__ import annotations

from collections.abc import Mapping

ARTICLES: Mapping[str, str] = {
    "articles_new": "新 new",
    "articles_revised": "改 changed",
    "articles_unchanged": "未变 unchanged",
    "articles_withdrawn": "撤 withdrawn",
    "articles_failed": "失败 failed",
    "articles_rejected": "不是文章 rejected",
    "articles_disallowed": "禁止 disallowed",
}
"""What became of the articles that were asked for."""
OTHERS = ("requests", "listing_pages", "rows", "rows_without_link", "entries_new", "entries_pending")


def all_counters(counted: Mapping[str, int]) -> dict[str, int]:
    """Every counter by name, those at zero too."""
    return dict(sorted({**dict.fromkeys((*OTHERS, *ARTICLES), 0), **counted}.items()))


def articles_told(counted: Mapping[str, int], *, brief: bool = False) -> str:
    """`新 new 3, 改 changed 0 …`; when `brief`, what is zero is left out after the first."""
    numbers = [(words, counted.get(name, 0)) for name, words in ARTICLES.items()]
    return ", ".join(f"{words} {n}" for place, (words, n) in enumerate(numbers) if n or not brief or place == 0)
