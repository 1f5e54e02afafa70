"""Normalize: Extracted → Normalized."""

from __future__ import annotations

from gdmzt_crawler.crawl.items import Extracted, Normalized
from gdmzt_crawler.crawl.reading import fetched
from gdmzt_crawler.crawl.stages import complete, refuse
from gdmzt_crawler.errors import NotAnArticle
from gdmzt_crawler.normalize.article import normalize_article
from gdmzt_crawler.pipelines.stage import Stage, dropped


class NormalizePipeline(Stage):
    """Turns raw strings into values; the listing row's date stands in for one that the page does not show."""

    def process_item(self, item: Extracted) -> Normalized:
        """Raises DropItem for a page that turns out to hold no article, or an older one than asked for."""
        try:
            article = normalize_article(item.extracted, now=fetched(item.page))
        except NotAnArticle as error:
            refuse(self.frontier, item.target, item.page, error)
            raise dropped(error.message) from None
        found = complete(self.frontier, item.target, item.page, article)
        if found is None:
            raise dropped("older than --since: left pending")
        return Normalized(item.target, item.page, found)
