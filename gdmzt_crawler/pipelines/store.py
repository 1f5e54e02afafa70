"""Store: Identified → Kept, one transaction each."""

from __future__ import annotations

import hashlib

from gdmzt_crawler.crawl.items import Identified, Kept
from gdmzt_crawler.crawl.stages import keep
from gdmzt_crawler.models import RawPage
from gdmzt_crawler.pipelines.stage import Stage, dropped
from gdmzt_crawler.store.clock import utc_now
from gdmzt_crawler.store.records import CaptureRecord


class StorePipeline(Stage):
    """Writes the article with all that belongs to it; a dataset that fails stops the run."""

    def process_item(self, item: Identified) -> Kept:
        """Raises DropItem where the article could not be stored: its entry is still pending then."""
        capture = _capture(item.page, item.page.fetched_at or utc_now())
        saved = keep(self.frontier, item, capture)
        if saved is None:
            raise dropped("not to be believed, or the dataset could not take it")
        return Kept(item.article.title, saved.outcome)


def _capture(page: RawPage, fetched_at: str) -> CaptureRecord:
    return CaptureRecord(
        url=page.url,
        fetched_at=fetched_at,
        status=page.status,
        content_type=page.content_type,
        sha256=hashlib.sha256(page.body).hexdigest(),
        bytes=len(page.body),
        etag=page.etag,
        last_modified=page.last_modified,
    )
