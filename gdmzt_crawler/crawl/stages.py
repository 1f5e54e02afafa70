"""The stages between a page and the dataset, without Scrapy: a crawl and a reparse go through the same."""

from __future__ import annotations

from gdmzt_crawler.crawl.addresses import Addresses
from gdmzt_crawler.crawl.columns import Columns
from gdmzt_crawler.crawl.frontier import Frontier
from gdmzt_crawler.crawl.items import Identified, Normalized, Target
from gdmzt_crawler.crawl.listed import with_listed_date
from gdmzt_crawler.crawl.visiting import parser_version
from gdmzt_crawler.dedupe.fingerprint import fingerprint
from gdmzt_crawler.errors import Blocked, NotAnArticle
from gdmzt_crawler.models import Article, RawPage
from gdmzt_crawler.store.clock import utc_now
from gdmzt_crawler.store.records import ArticleRecord, CaptureRecord, Saved


def refuse(frontier: Frontier, target: Target, page: RawPage, error: NotAnArticle) -> None:
    """A page holds no article: its target is settled. A challenge stops the run."""
    frontier.settle(target, "pending" if error.kind == "challenge" else "rejected", error.kind, error.message)
    if error.kind == "challenge":
        message = f"网站要求验证 the site answers with a challenge page: {page.url}"
        frontier.run.stop(Blocked(message, url=page.url))


def complete(frontier: Frontier, target: Target, page: RawPage, article: Article) -> Article | None:
    """The article with what its row says, its oddities noted; None for one that is older than asked for."""
    article = with_listed_date(article, target.listed_date)
    if frontier.is_too_old(article.published_at, target):
        return None
    for kind, message in article.notes:
        frontier.run.issue(kind, message, url=page.url)
    return article


def article_fingerprint(article: Article) -> str:
    """The fingerprint of title and text."""
    return fingerprint(article.title, [paragraph.text for paragraph in article.paragraphs])


def identify(columns: Columns, item: Normalized, mark: str | None = None) -> Identified:
    """The article with its address, id and column; `mark`: its fingerprint, where it is known."""
    addresses = Addresses(columns.run.site)
    url = addresses.canonical(item.page.url)
    return Identified(
        item.target,
        item.page,
        item.article,
        url=url,
        native_id=addresses.native_id(url),
        fingerprint=mark or article_fingerprint(item.article),
        column_path=columns.of_article(url, item.target.url, item.article.breadcrumb),
    )


def keep(
    frontier: Frontier, item: Identified, capture: CaptureRecord, near_keys: frozenset[int] | None = None
) -> Saved | None:
    """Store what is to be believed; None for what is not, and where the dataset could not take it."""
    run = frontier.run
    if frontier.visits.is_doubtful(item.target, item.article, item.fingerprint):
        return None
    kept: list[Saved] = []
    with run.storing():
        kept.append(run.store.save_article(_record(frontier, item, capture, near_keys), run_id=run.run_id))
    if not kept:
        return None
    (saved,) = kept
    run.counters[f"articles_{saved.outcome}"] += 1
    run.counters["articles_returned"] += saved.returned
    if saved.fell_from is not None:
        before, now = saved.fell_from, item.article.view_count
        message = f"阅读次数变少 the view count fell from {before} to {now}"
        run.issue("view_count_fell", message, url=item.url, field="view_count", value=f"{before} → {now}")
    return saved


def _record(
    frontier: Frontier, item: Identified, capture: CaptureRecord, near_keys: frozenset[int] | None
) -> ArticleRecord:
    site = frontier.run.site
    return ArticleRecord(
        site=site.key,
        native_id=item.native_id,
        url=item.url,
        article=item.article,
        fingerprint=item.fingerprint,
        fetched_at=item.page.fetched_at or utc_now(),
        parser_version=parser_version(frontier.run),
        source_canonical=site.canonical_source(item.article.source),
        column_path=item.column_path,
        capture=capture,
        linked_url=item.target.url if item.target.url != item.url else None,
        visit=True,
        near_keys=near_keys,
    )
