"""What a platform (CMS family) knows: how its URLs are made, and where its pages keep their values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from gdmzt_crawler.extract.rules import ArticleRules, ListingRules


@dataclass(frozen=True, slots=True)
class Platform:
    """A page object of a CMS family. `article_url` matches an article's path, its group `id` being the native id."""

    name: str
    article_url: re.Pattern[str]
    column_of: re.Pattern[str]
    """Matches an article's path, its group `column` being the column's path with both slashes."""
    articles_below_columns: bool = False
    """Whether an article always lies below the path of its column; else its folder may be of its day."""
    article_rules: ArticleRules = field(default_factory=ArticleRules)
    listing_rules: ListingRules = field(default_factory=ListingRules)

    @property
    def page_cap(self) -> int | None:
        """Number of listing pages after which the platform stops paging; None where it does not."""
        return self.listing_rules.page_cap

    def is_article_url(self, url: str) -> bool:
        """Whether a URL has the form of this platform's articles."""
        return self.article_url.search(_path(url)) is not None

    def native_id(self, url: str) -> str:
        """The platform's id of an article; where the URL shows none, its path and query."""
        found = self.article_url.search(_path(url))
        if found is not None and found.groupdict().get("id"):
            return found.group("id")
        return _path(url) + (f"?{query}" if (query := _query(url)) else "")

    def column_path(self, url: str) -> str | None:
        """Path of the column that an article's or a listing page's URL lies under; None where the URL does not say."""
        path = _path(url)
        found = self.column_of.search(path)
        return found.group("column") if found is not None else None


def _path(url: str) -> str:
    try:
        return urlsplit(url).path or "/"
    except ValueError:
        return "/"


def _query(url: str) -> str:
    try:
        return urlsplit(url).query
    except ValueError:
        return ""
