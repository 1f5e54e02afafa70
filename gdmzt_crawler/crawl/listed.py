"""What a listing row adds to its article."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone

from gdmzt_crawler.models import Article, Evidence

CHINA = timezone(timedelta(hours=8))


def with_listed_date(article: Article, listed_date: str | None) -> Article:
    """The article with the day of its listing row where its own page shows no time."""
    if article.published_at is not None or listed_date is None:
        return article
    return replace(
        article,
        published_at=datetime.combine(date.fromisoformat(listed_date[:10]), time(), CHINA),
        published_at_raw=listed_date,
        published_at_precision="day",
        published_at_from="listing",
        evidence=(*article.evidence, Evidence("published_at", "listing.row")),
    )
