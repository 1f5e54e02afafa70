"""What an address on a site is: an article, a column, a file, or none of our business."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gdmzt_crawler import platforms
from gdmzt_crawler.normalize.urls import canonical_url, path_of
from gdmzt_crawler.platforms import Platform
from gdmzt_crawler.sites.definition import SiteDefinition

_COLUMN = re.compile(r"((?:/[^/]+)*/)(?:m?index\.s?html?)?")
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|dps|ofd|rtf|txt|csv|zip|rar|7z|jpe?g|png|gif|mp[34])$", re.I)
MAX_DEPTH = 8
"""Folders in the path of a column. Pages that link to their own folder relatively would lead ever deeper."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one site."""

    site: SiteDefinition

    @property
    def platform(self) -> Platform:
        """The site's platform."""
        return platforms.get(self.site.platform)

    def canonical(self, url: str) -> str:
        """The form under which a page is stored; an address of another site keeps its scheme."""
        return canonical_url(url, scheme=self.site.scheme if self.site.is_own(url) else None)

    def native_id(self, url: str) -> str:
        """The platform's id of an article, else its path and query."""
        return self.platform.native_id(url)

    def is_article(self, url: str) -> bool:
        """Whether the address is one of the site's own articles, by its form."""
        return self.site.is_own(url) and self.platform.is_article_url(url)

    def is_file(self, url: str) -> bool:
        """Whether the address names a file that is no page."""
        return _FILE.search(path_of(url)) is not None

    def column(self, url: str) -> str | None:
        """Path of the column that a link leads to; None where it leads elsewhere.

        A column's link ends in `/` or `/index.html` and lies in no folder of articles.
        """
        if "?" in url or not self.site.is_own(url) or self.platform.is_article_url(url):
            return None
        found = _COLUMN.fullmatch(path_of(url))
        if found is None or "/content/" in found[1] or found[1].count("/") > MAX_DEPTH + 1:
            return None
        return found[1]

    def column_of_page(self, url: str) -> str:
        """Path of the column whose page (of any number) this is."""
        path = self.platform.column_path(url) if self.site.is_own(url) else None
        return path or path_of(url).rpartition("/")[0] + "/"
