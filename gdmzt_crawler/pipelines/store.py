"""Store: Identified → Kept, one transaction each."""

from __future__ import annotations

import hashlib

from gdmzt_crawler.crawl.items import Identified, Kept
from gdmzt_crawler.crawl.visiting import parser_version
from gdmzt_crawler.models import RawPage
from gdmzt_crawler.pipelines.stage import Stage, dropped
from gdmzt_crawler.store.clock import utc_now
from gdmzt_crawler.store.records import ArticleRecord, CaptureRecord, Saved


class StorePipeline(Stage):
    """Writes the article with all that belongs to it; a dataset that fails stops the run."""

    def process_item(self, item: Identified) -> Kept:
        """Raises DropItem where the article could not be stored: its entry is still pending then."""
        saved: Saved | None = None
        if self.frontier.visits.is_doubtful(item.target, item.article, item.fingerprint):
            raise dropped("not to be believed: in quarantine")
        with self.run.storing():
            saved = self.run.store.save_article(self._record(item), run_id=self.run.run_id)
        if saved is None:
            raise dropped("the dataset could not take it")
        self.run.counters[f"articles_{saved.outcome}"] += 1
        self.run.counters["articles_returned"] += saved.returned
        if saved.fell_from is not None:
            before, now = saved.fell_from, item.article.view_count
            message = f"阅读次数变少 the view count fell from {before} to {now}"
            self.run.issue("view_count_fell", message, url=item.url, field="view_count", value=f"{before} → {now}")
        return Kept(item.article.title, saved.outcome)

    def _record(self, item: Identified) -> ArticleRecord:
        site = self.run.site
        fetched_at = item.page.fetched_at or utc_now()
        return ArticleRecord(
            site=site.key,
            native_id=item.native_id,
            url=item.url,
            article=item.article,
            fingerprint=item.fingerprint,
            fetched_at=fetched_at,
            parser_version=parser_version(self.run),
            source_canonical=site.canonical_source(item.article.source),
            column_path=item.column_path,
            capture=_capture(item.page, fetched_at),
            linked_url=item.target.url if item.target.url != item.url else None,
            visit=True,
        )


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
