"""Normalize: Extracted → Normalized."""

from __future__ import annotations

from gdmzt_crawler.crawl.items import Extracted, Normalized
from gdmzt_crawler.crawl.listed import with_listed_date
from gdmzt_crawler.errors import NotAnArticle
from gdmzt_crawler.normalize.article import normalize_article
from gdmzt_crawler.pipelines.stage import Stage, dropped


class NormalizePipeline(Stage):
    """Turns raw strings into values; the listing row's date stands in for one that the page does not show."""

    def process_item(self, item: Extracted) -> Normalized:
        """Raises DropItem for a page that turns out to hold no article, or an older one than asked for."""
        try:
            article = normalize_article(item.extracted)
        except NotAnArticle as error:
            self.frontier.settle(item.target, "rejected", error.kind, error.message)
            raise dropped(error.message) from None
        article = with_listed_date(article, item.target.listed_date)
        if self.frontier.is_too_old(article.published_at, item.target):
            raise dropped("older than --since: left pending")
        for kind, message in article.notes:
            self.run.issue(kind, message, url=item.page.url)
        return Normalized(item.target, item.page, article)
