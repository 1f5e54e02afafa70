"""Whether a new reading of a stored article can be believed, or shows a fault of the site or of our reading."""

from __future__ import annotations

from collections.abc import Callable

from gdmzt_crawler.models import Article
from gdmzt_crawler.normalize.text import squash
from gdmzt_crawler.store.records import VisitRow

SOME = 100
"""Characters of a text that does not become empty by an edit."""
LONG = 500
"""Characters of a text that does not shrink to a tenth by an edit, pictures and files left out of account."""
SHARE = 0.1
"""Below this share two texts have nothing to do with each other."""


def doubt(visit: VisitRow, article: Article, stored_text: Callable[[], str]) -> str | None:
    """Why a reading is not to be believed; None where it is. `stored_text` is asked for only where it matters."""
    now = len(squash(article.text))
    parts = len(article.images) + len(article.attachments)
    if visit.char_count >= SOME and now == 0 and parts <= visit.parts:
        return f"正文空了 the text of {visit.char_count} characters is gone"
    if visit.char_count >= LONG and now < visit.char_count * SHARE and parts <= visit.parts:
        return f"正文骤短 only {now} characters are left of {visit.char_count}"
    if _is_alike(visit.title, article.title, 2) or _is_listed(visit, article):
        return None
    if _is_alike(stored_text(), article.text, 4):
        return None
    return f"换成另一篇 another title and another text: {article.title!r} in place of {visit.title!r}"


def _is_listed(visit: VisitRow, article: Article) -> bool:
    """Whether the listing shows the new title."""
    return visit.listed_title is not None and _is_alike(visit.listed_title, article.title, 2)


def _is_alike(one: str, other: str, length: int) -> bool:
    """Whether two texts share at least a tenth of their groups of so many characters."""
    groups, others = _groups(one, length), _groups(other, length)
    most = max(len(groups), len(others))
    return most == 0 or len(groups & others) >= most * SHARE


def _groups(text: str, length: int) -> set[str]:
    text = squash(text)
    return {text[start : start + length] for start in range(len(text) - length + 1)}
