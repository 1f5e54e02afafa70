"""Dedupe: Normalized → Identified. The dataset links what has the same fingerprint."""

from __future__ import annotations

from gdmzt_crawler.crawl.addresses import Addresses
from gdmzt_crawler.crawl.items import Identified, Normalized
from gdmzt_crawler.dedupe.fingerprint import fingerprint
from gdmzt_crawler.pipelines.stage import Stage


class DedupePipeline(Stage):
    """Names the article: canonical URL and native id (its twins have the same), and the fingerprint of its content."""

    def process_item(self, item: Normalized) -> Identified:
        """Nothing is dropped here: duplicates are kept and linked."""
        addresses = Addresses(self.run.site)
        url = addresses.canonical(item.page.url)
        texts = [paragraph.text for paragraph in item.article.paragraphs]
        return Identified(
            item.target,
            item.page,
            item.article,
            url=url,
            native_id=addresses.native_id(url),
            fingerprint=fingerprint(item.article.title, texts),
            column_path=self.columns.of_article(url, item.target.url, item.article.breadcrumb),
        )
