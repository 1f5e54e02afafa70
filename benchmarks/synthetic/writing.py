"""What an article of the synthetic site says, made of its number: nothing is kept, so a site may have any size."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Literal

from benchmarks.synthetic import words

NEWEST = datetime(2025, 6, 1, 9, 0)
"""Publication of the last article that the site has on day 0."""
STEP = timedelta(minutes=53)
"""Between two articles."""
BACK = 10
"""A repost stands this many articles after what it repeats."""

Kind = Literal["news", "repost", "near", "notice", "picture"]
_SPECIAL: dict[int, Kind] = {17: "repost", 33: "near", 40: "notice", 41: "notice", 42: "notice", 47: "picture"}
"""By the last two digits (base 50) of an article's number."""


@dataclass(frozen=True, slots=True)
class Written:
    """One article as its author meant it: what a crawl of it should store."""

    number: int
    kind: Kind
    title: str
    published: datetime
    """China Standard Time, whole minutes."""
    source: str | None
    paragraphs: tuple[str, ...]
    images: tuple[str, ...]
    """Paths."""
    caption: str | None
    """Below the first image."""
    attachment: str | None
    """Name of the file."""
    edits: int = 0

    @property
    def repeats(self) -> int | None:
        """Number of the article that this one repeats, whole (`repost`) or in most of its text (`near`)."""
        return self.number - BACK if self.kind in ("repost", "near") else None


def kind_of(number: int) -> Kind:
    """What kind of article a number stands for. The first fifty are all news, so that all repeats have an original."""
    return _SPECIAL.get(number % 50, "news") if number > 50 else "news"


def write(number: int, *, seed: int, newest: int, edits: int = 0, size: int = 1) -> Written:
    """The article of a number (from 1).

    `newest`: the number published at `NEWEST` · `edits`: how often it was corrected since · `size`: factor on length.
    """
    kind = kind_of(number)
    written = (
        _repeat(number, kind, seed, newest, size) if kind in ("repost", "near") else _new(number, kind, seed, size)
    )
    written = replace(written, published=NEWEST + (number - newest) * STEP)
    if edits:
        more = f"本文于发布后第{edits}次更正，以此次内容为准，编号{number}。"
        written = replace(written, edits=edits, paragraphs=(*written.paragraphs, more))
    return written


def _new(number: int, kind: Kind, seed: int, size: int) -> Written:
    random = Random(seed * 1_000_003 + number)
    city, body, topic = random.choice(words.CITIES), random.choice(words.BODIES), random.choice(words.TOPICS)
    source = None if number % 23 == 0 else random.choice((*words.SOURCES, f"{city}市{body}", f"{city}市{body}"))
    if kind == "notice":
        title, paragraphs = _notice(random, city, number)
    else:
        title = f"{city}市{body}{random.choice(words.VERBS)}{topic}{random.choice(words.EVENTS)}（第{number}期）"
        paragraphs = _paragraphs(random, f"{city}市{body}", topic, random.randint(4, 11) * size)
    if kind == "picture":
        paragraphs = ()
    count = 3 if kind == "picture" else random.randint(1, 3) if number % 3 == 0 else 0
    images = tuple(f"/img/0/{number // 1000}/{number}{place}.jpg" for place in range(count))
    caption = f"图为{city}市{topic}现场" if count and kind == "news" and number % 2 else None
    attachment = f"{topic}情况一览表（{number}）.xlsx" if number % 11 == 0 else None
    return Written(number, kind, title, NEWEST, source, paragraphs, images, caption, attachment)


def _repeat(number: int, kind: Kind, seed: int, newest: int, size: int) -> Written:
    """An earlier article, printed by somebody else: word for word, or with a paragraph exchanged and one added."""
    original = write(number - BACK, seed=seed, newest=newest, size=size)
    random = Random(seed * 1_000_003 + number)
    source = f"转载自{random.choice(words.CITIES)}示例网"
    if kind == "repost":
        return replace(original, number=number, kind=kind, source=source, attachment=None)
    added = _paragraphs(random, "编者", random.choice(words.TOPICS), 1)
    paragraphs = (*added, *original.paragraphs[:-1])
    title = f"【转载】{original.title}"
    return replace(original, number=number, kind=kind, source=source, title=title, paragraphs=paragraphs)


def _paragraphs(random: Random, who: str, topic: str, count: int) -> tuple[str, ...]:
    texts = []
    for place in range(count):
        clauses = [_clause(random) for _ in range(random.randint(2, 5))]
        opener = f"{random.choice(words.OPENERS)}，{who}"
        share = f"{random.randint(20, 99)}.{random.randint(0, 9)}%"
        texts.append(
            f"{opener}就{topic}{random.choice(words.VERBS)}{random.choice(words.EVENTS)}，{clauses[0]}，"
            f"累计服务群众{random.randint(100, 99_999)}人次，占{share}。" + "。".join(clauses[1:]) + "。"
        )
        if place % 5 == 4:
            texts.append(f"{'一二三四五六七八九十'[place // 5 % 10]}、{random.choice(words.TOPICS)}")
    return tuple(texts)


def _clause(random: Random) -> str:
    doing = (
        f"{random.choice(words.WHO)}{random.choice(words.HOW)}{random.choice(words.DOING)}{random.choice(words.WHAT)}"
    )
    return f"{doing}，{random.choice(words.RESULT)}"


def _notice(random: Random, city: str, number: int) -> tuple[str, tuple[str, ...]]:
    """One template, filled with other names and numbers: alike, but no duplicates."""
    name = f"{city}市{random.choice(words.COMPANIES)}{random.choice(words.COMPANIES)}{random.choice(words.KINDS)}"
    code = f"5244{random.randint(10**9, 10**10 - 1)}{number}"
    head = random.choice(words.FAMILY) + "某"
    return f"关于{name}变更登记的公告", (
        f"经审查，准予{name}变更登记，现予公告。",
        f"统一社会信用代码：{code}；法定代表人：{head}；注册资金：{random.randint(3, 500)}万元；"
        f"住所：{city}市示例路{random.randint(1, 999)}号。",
        f"特此公告。联系电话：0{random.randint(600, 799)}-{random.randint(10**6, 10**7 - 1)}",
    )
