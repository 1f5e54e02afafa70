"""The demo site as it looks later: edited, removed and new articles, rising view counts, regenerated pages."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from gdmzt_crawler.demo.content import Content, DemoArticle, DemoColumn, DemoRow

ADDED_TO = "/mzzx/mzyw/"
FIRST_ADDED_ID = 4720001
FIRST_ADDED_DAY = date(2025, 7, 1)
FIRST_CHANGE = datetime(2025, 7, 2, 3)
ADDED_SENTENCE = "以上内容于发布后补充。"
TOPICS = ("养老服务", "社会救助", "婚姻登记", "儿童福利", "慈善事业", "社会组织", "区划地名", "殡葬服务")
PLACES = ("广州", "深圳", "佛山", "韶关", "梅州", "惠州", "湛江", "清远")


@dataclass(frozen=True, slots=True)
class Variation:
    """What is different from the site as written; the empty variation changes nothing."""

    edited: frozenset[int] = frozenset()
    """Articles whose body has one more paragraph."""
    retitled: frozenset[int] = frozenset()
    removed: frozenset[int] = frozenset()
    """Articles that answer 404 and stand in no row."""
    added: int = 0
    """New articles on top of the first column, below the pinned row."""
    views_plus: int = 0
    """Added to every view count that is a plain number."""
    regenerated: str | None = None
    """PubDate of every article and a comment on every page: nothing that a reader sees."""

    @classmethod
    def seeded(
        cls, seed: int, content: Content, *, edited: int = 0, removed: int = 0, added: int = 0, views_plus: int = 0
    ) -> Variation:
        """So many edits and removals, on articles picked by the seed among those that no duplicate hangs on."""
        related = {a.duplicate_of or a.near_duplicate_of for a in content.articles.values()}
        related |= {a.id for a in content.articles.values() if a.duplicate_of or a.near_duplicate_of}
        listed = {row.article for column in content.columns if column.walked for row in column.rows[:20]}
        free = sorted(i for i in content.articles if i in listed and i not in related)
        picked = random.Random(seed).sample(free, edited + removed)
        return cls(
            edited=frozenset(picked[:edited]), removed=frozenset(picked[edited:]), added=added, views_plus=views_plus
        )


def apply(content: Content, variation: Variation) -> Content:
    """The content after the variation."""
    articles = {a.id: _later(a, variation) for a in content.articles.values() if a.id not in variation.removed}
    new = [_new_article(n) for n in range(variation.added)]
    columns = tuple(_later_column(c, variation, new) for c in content.columns)
    return Content(
        articles=articles | {a.id: a for a in new},
        columns=columns,
        home=tuple(i for i in content.home if i not in variation.removed),
        channel=tuple(i for i in content.channel if i not in variation.removed),
    )


def _later(article: DemoArticle, variation: Variation) -> DemoArticle:
    before = article
    if article.id in variation.edited:
        article = replace(article, body=f"{article.body.strip()}\n{ADDED_SENTENCE}\n")
    if article.id in variation.retitled:
        article = replace(article, title_lines=(*article.title_lines, "（更新）"))
    if variation.views_plus and article.views and article.views.isdigit():
        article = replace(article, views=str(int(article.views) + variation.views_plus))
    if variation.regenerated:
        return replace(article, pub_date=variation.regenerated, modified=variation.regenerated)
    if article == before:
        return article
    changed_at = FIRST_CHANGE + timedelta(seconds=variation.views_plus)
    return replace(article, modified=changed_at.isoformat(sep=" "))


def _later_column(column: DemoColumn, variation: Variation, new: list[DemoArticle]) -> DemoColumn:
    rows = tuple(row for row in column.rows if row.article not in variation.removed)
    if column.path == ADDED_TO:
        pinned = tuple(row for row in rows if row.pinned)
        others = tuple(row for row in rows if not row.pinned)
        rows = pinned + tuple(DemoRow(article=a.id) for a in reversed(new)) + others
    return replace(column, rows=rows)


def _new_article(number: int) -> DemoArticle:
    place, topic = PLACES[number % len(PLACES)], TOPICS[number // len(PLACES) % len(TOPICS)]
    day = FIRST_ADDED_DAY + timedelta(days=number)
    printed = f"{day.isoformat()} 09:{number % 60:02d}:00"
    return DemoArticle(
        id=FIRST_ADDED_ID + number,
        path=ADDED_TO,
        title_lines=(f"{place}市示例区{topic}工作动态（第{number + 1}期）",),
        published=printed,
        pub_date=printed,
        source="广东民政演示站",
        content_source="广东民政演示站",
        views=str(100 + number),
        body=(
            f"{place}市示例区第{number + 1}期{topic}工作动态发布，本期收录经验做法{number % 7 + 2}则。\n"
            f"各镇街可以结合本地实际参考，并在{day.month}月底以前反馈{topic}的意见建议。\n"
        ),
    )
