"""A dataset of made-up articles, written row by row: with everything that an export could get wrong."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from benchmarks.synthetic.words import BODIES, CITIES, COLUMNS, EVENTS, TOPICS, VERBS
from gdmzt_crawler.store import Store

HOME = "http://www.example.gov.cn"
CHINA = timezone(timedelta(hours=8))
ODD = (
    "=1+1",
    "+86 020",
    "-表-",
    "@所有人",
    "\t缩进",
    "'=引号在前",
    "'只是引号",
    "＝全角",
    '含"引号"，与逗号,',
    "断行\u2028在此\x85",
    "<script>alert(1)</script>",
    "控制符\x0b\x1f",
    "表情👍🏽与𠮷",
    " =前有空格",
    "",
)
_CAPTURE = "INSERT INTO captures (id, url, fetched_at) VALUES (?, ?, ?)"


def make(path: Path, count: int, seed: int = 20261124) -> Path:
    """A dataset of `count` articles of two sites; the same for the same seed."""
    rng = random.Random(seed)
    with Store.open(path) as store:
        for site in ("one", "two"):
            store.put_site(key=site, name=f"示例厅 {site}", home_url=f"{HOME}/{site}/", platform="nfcms")
            for column, name in COLUMNS:
                store.put_column(site, column, name=name, url=f"{HOME}/{site}{column}")
            store.finish_run(store.start_run(site, {}), state="ok", counters={}, summary={})
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA synchronous = OFF")
        db.execute("BEGIN")
        db.executemany("INSERT INTO sources (name) VALUES (?)", [(f"{city}市民政局",) for city in CITIES])
        for number in range(1, count + 1):
            _article(db, rng, number)
        db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def _article(db: sqlite3.Connection, rng: random.Random, number: int) -> None:
    site = rng.choice(("one", "two"))
    topic, city = rng.choice(TOPICS), rng.choice(CITIES)
    title = f"{city}{rng.choice(VERBS)}{topic}{rng.choice(EVENTS)}（{number}）"
    if number % 40 == 0:
        title = f"{rng.choice(ODD)}{title}"
    blocks = [_paragraph(rng, city, topic) for _ in range(rng.randint(2, 9))]
    if number % 25 == 0:
        blocks[0] = rng.choice([odd for odd in ODD if odd])
    if number % 97 == 0:
        blocks = []
    column = rng.randint(1, len(COLUMNS)) + (len(COLUMNS) if site == "two" else 0)
    published, precision = _published(rng, number)
    seen = _utc(rng)
    values = {
        "id": number,
        "site": site,
        "native_id": str(4_000_000 + number),
        "url": f"{HOME}/{site}/content/post_{4_000_000 + number}.html",
        "title": title,
        "published_at": published,
        "published_at_precision": precision,
        "published_at_raw": published,
        "published_at_from": "byline" if published else None,
        "source_id": rng.choice([None, *range(1, len(CITIES) + 1)]),
        "source_raw": rng.choice([None, "来源：示例", "=来源"]),
        "canonical_source_id": rng.choice([None, None, 1]),
        "author": rng.choice([None, "某某", "-某某"]),
        "column_id": rng.choice([None, column]),
        "view_count": rng.choice([None, rng.randint(0, 90_000)]),
        "char_count": sum(map(len, blocks)),
        "paragraph_count": len(blocks),
        "image_count": number % 3,
        "attachment_count": int(number % 5 == 0),
        "fingerprint": f"{rng.getrandbits(128):032x}",
        "revision": 1 + (number % 11 == 0),
        "first_seen_at": seen,
        "last_seen_at": seen,
        "fetched_at": seen,
        "changed_at": _utc(rng) if number % 11 == 0 else None,
        "parser_version": "0.1.0+test",
        "text": "\n".join(blocks),
        "capture_id": number,
    }
    if number % 17 == 0 and number > 34:
        # roots are never duplicates themselves
        kind = rng.choice(("exact", "near"))
        root = number - 1 if (number - 1) % 17 else number - 2
        exact = root if kind == "exact" else None
        values |= {"duplicate_of": root, "duplicate_kind": kind, "duplicate_share": 1.0, "exact_duplicate_of": exact}
    db.execute(_CAPTURE, (number, values["url"], seen))
    _insert(db, "articles", values)
    _parts(db, rng, number, column, blocks, values)


def _parts(
    db: sqlite3.Connection, rng: random.Random, number: int, column: int, blocks: list[str], values: dict[str, object]
) -> None:
    own = {"article_id": number}
    for position, text in enumerate(blocks, 1):
        kind = rng.choice(("paragraph", "heading", "caption", "table"))
        _insert(db, "paragraphs", own | {"position": position, "kind": kind, "text": text})
    for position in range(1, number % 3 + 1):
        alt = rng.choice(["图片.png", None, "=cmd"])
        image = {"position": position, "after_paragraph": 0, "url": f"{HOME}/img/{number}/{position}.jpg", "alt": alt}
        _insert(db, "images", own | image)
    if number % 5 == 0:
        url = rng.choice([None, f"{HOME}/f/{number}.doc"])
        _insert(db, "attachments", own | {"position": 1, "url": url, "name": "附件.doc"})
    seen = values["first_seen_at"]
    listed = {"column_id": column, "listed_title": None, "listed_date": "2024-01-02", "first_seen_at": seen}
    _insert(db, "article_columns", own | listed)
    for field in ("title", "source"):
        _insert(db, "evidence", own | {"field": field, "rule": "byline.label", "agrees": rng.choice([None, 0, 1])})
    if values["view_count"] is not None:
        _insert(db, "view_counts", own | {"observed_at": seen, "view_count": values["view_count"]})
    told = {name: values[name] for name in ("title", "published_at", "fingerprint", "text", "capture_id")}
    for revision in range(1, int(str(values["revision"])) + 1):
        _insert(db, "revisions", own | told | {"revision": revision, "observed_at": seen, "changed": "[]"})
    if number % 50 == 0:
        gone = {"withdrawn_at": seen, "reason": "http_404", "returned_at": seen}
        _insert(db, "withdrawals", own | gone | {"run_id": 1})
    for rank in range(1, number % 4 + 1):
        _insert(db, "keywords", own | {"word": f"词{rank}", "weight": 1 / rank, "rank": rank})


def _insert(db: sqlite3.Connection, table: str, values: dict[str, object]) -> None:
    names = ", ".join(values)
    db.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(values))})", tuple(values.values()))


def _paragraph(rng: random.Random, city: str, topic: str) -> str:
    parts = (f"{city}市{rng.choice(BODIES)}{rng.choice(VERBS)}{topic}{rng.choice(EVENTS)}" for _ in range(5))
    return "，".join(parts) + f"，共{rng.randint(2, 999)}人次。"


def _published(rng: random.Random, number: int) -> tuple[str | None, str | None]:
    if number % 31 == 0:
        return None, None
    moment = datetime(2015, 1, 1, tzinfo=CHINA) + timedelta(seconds=rng.randrange(10 * 365 * 86400))
    if number % 13 == 0:
        return moment.date().isoformat(), "day"
    return moment.isoformat(), "second"


def _utc(rng: random.Random) -> str:
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=rng.randrange(300 * 86400))
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
