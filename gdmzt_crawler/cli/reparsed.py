"""How a reparse is told: what changed, field by field, and what was left alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from gdmzt_crawler.crawl.rebuild import Rebuilt
from gdmzt_crawler.store.renewal import Differences

_LONGEST = 60
_KINDS = {
    "new": "新 new",
    "changed": "改 changed",
    "same": "不变 unchanged",
    "left": "未动（有读取未存档） left alone, not all archived",
    "unread": "保留（此版读不出） kept, no article for this version",
}
_LOST = {
    "damaged": "读不出的记录 records that cannot be read",
    "unknown_site": "站点定义不在此处 captures of sites without a definition here (--sites)",
    "foreign": "外来记录，请用 gdmzt import captures of other programs: gdmzt import takes them",
}


def tell(made: Rebuilt, found: Differences, db: Path, digest: str | None, seconds: float, *, as_json: bool) -> None:
    """Print what a reparse did, or would do (`digest` None)."""
    if as_json:
        document = _document(made, found, db, digest, seconds)
        click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=str))
    else:
        click.echo("\n".join(_lines(made, found, db, digest, seconds)))


def _document(made: Rebuilt, found: Differences, db: Path, digest: str | None, seconds: float) -> dict[str, Any]:
    return {
        "db": str(db),
        "dry_run": digest is None,
        "captures": made.counts["captures"],
        "articles": {kind: found.articles[kind] for kind in _KINDS},
        "kept_readings": found.kept_readings,
        "fields": {
            name: {"articles": count, "examples": found.examples[name]} for name, count in found.fields.most_common()
        },
        **{name: made.counts.get(name, 0) for name in _LOST},
        "issues": dict(sorted(made.issues.items())),
        "digest": digest,
        "seconds": round(seconds, 1),
    }


def _lines(made: Rebuilt, found: Differences, db: Path, digest: str | None, seconds: float) -> Iterator[str]:
    yield f"存档 captures {made.counts['captures']}, {seconds:.0f} s, 请求 requests 0"
    counts = ", ".join(f"{words} {found.articles[kind]}" for kind, words in _KINDS.items() if found.articles[kind])
    yield f"  文章 articles: {counts or '无 none'}"
    if found.kept_readings:
        yield f"  未存档的阅读数保留 view counts that were not archived stay: {found.kept_readings}"
    for name, count in found.fields.most_common():
        yield f"  {name}: {count} 篇 articles"
        for example in found.examples[name]:
            yield f"    {example['url']}"
            yield f"      {_short(example['before'])} → {_short(example['after'])}"
    for name, words in _LOST.items():
        if made.counts.get(name):
            yield f"  {words}: {made.counts[name]}"
    if digest is None:
        yield f"  没有写入 nothing was written: {db}"
        return
    yield f"  数据 dataset: {db}"
    yield f"  摘要 digest: {digest}"


def _short(value: object) -> str:
    if isinstance(value, list):
        first = _short(" ".join(str(part) for part in value[0])) if value else ""
        return f"[{len(value)}] {first}"
    text = " ".join(str(value).split()) if value is not None else "NULL"
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
