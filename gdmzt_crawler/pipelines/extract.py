"""Extract: Fetched → Extracted."""

from __future__ import annotations

from gdmzt_crawler.crawl.items import Extracted, Fetched
from gdmzt_crawler.errors import Blocked, NotAnArticle
from gdmzt_crawler.pipelines.stage import Stage, dropped
from gdmzt_crawler.sites.pages import extract_page


class ExtractPipeline(Stage):
    """Finds the raw strings of an article; a page that is none is settled, a challenge stops the run."""

    def process_item(self, item: Fetched) -> Extracted:
        """Raises DropItem for a page that holds no article."""
        try:
            return Extracted(item.target, item.page, extract_page(item.page, self.run.site))
        except NotAnArticle as error:
            if error.kind == "challenge":
                self.frontier.settle(item.target, "pending", error.kind, error.message)
                url = item.page.url
                self.run.stop(Blocked(f"网站要求验证 the site answers with a challenge page: {url}", url=url))
            else:
                self.frontier.settle(item.target, "rejected", error.kind, error.message)
            raise dropped(error.message) from None
