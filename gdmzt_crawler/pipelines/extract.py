"""Extract: Fetched → Extracted."""

from __future__ import annotations

from gdmzt_crawler.crawl.items import Extracted, Fetched
from gdmzt_crawler.crawl.stages import refuse
from gdmzt_crawler.errors import NotAnArticle
from gdmzt_crawler.pipelines.stage import Stage, dropped
from gdmzt_crawler.sites.pages import extract_page


class ExtractPipeline(Stage):
    """Finds the raw strings of an article; a page that is none is settled, a challenge stops the run."""

    def process_item(self, item: Fetched) -> Extracted:
        """Raises DropItem for a page that holds no article."""
        try:
            return Extracted(item.target, item.page, extract_page(item.page, self.run.site))
        except NotAnArticle as error:
            refuse(self.frontier, item.target, item.page, error)
            raise dropped(error.message) from None
