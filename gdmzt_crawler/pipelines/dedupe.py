"""Dedupe: Normalized → Identified. The dataset links what has the same fingerprint."""

from __future__ import annotations

from gdmzt_crawler.crawl.items import Identified, Normalized
from gdmzt_crawler.crawl.stages import identify
from gdmzt_crawler.pipelines.stage import Stage


class DedupePipeline(Stage):
    """Names the article: canonical URL and native id (its twins have the same), and the fingerprint of its content."""

    def process_item(self, item: Normalized) -> Identified:
        """Nothing is dropped here: duplicates are kept and linked."""
        return identify(self.columns, item)
