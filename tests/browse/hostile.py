"""A dataset in which every text that came from a site is an attack."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from datasets import T1, record, with_site
from webhostile import ADDRESSES, ATTACK

from gdmzt_crawler.models import Attachment, Block, Image, Paragraph
from gdmzt_crawler.store import SeenEntry, Store
from gdmzt_crawler.store.schema import TABLES
from gdmzt_crawler.store.schema.shape import Column, Table

_OURS = {"tagged", "search_state", "_sqlite_migrations"}
"""Tables of which no word comes from a site."""
_JSON = {"changed": json.dumps(["title", ATTACK]), "arguments": json.dumps({ATTACK: ATTACK}), "summary": f'["{"x"}"]'}


def hostile_dataset(path: Path) -> Path:
    """Articles 1 (two revisions), 2 (a duplicate of it) and 3 (in another column), all of attacks."""
    with Store.open(path) as store:
        with_site(store, name=ATTACK)
        column = store.put_column("gdmzt", "/mzzx/mzyw/", name=ATTACK, url="http://smzt.gd.gov.cn/mzzx/mzyw/")
        run = store.start_run("gdmzt", {"limit": None})
        store.see_entries("gdmzt", column, [SeenEntry("http://smzt.gd.gov.cn/1.html", ATTACK, native_id="9")], at=T1)
        for number in (1, 2):
            store.save_article(record(number, title=ATTACK, source=ATTACK, blocks=_blocks(), at=T1), run_id=run)
        store.save_article(record(3, title="养老", source=ATTACK, body=(ATTACK, "又及。")), run_id=run)
        changed = record(
            1, title=f"{ATTACK}二", source=ATTACK, blocks=_blocks()[:-3], views=9000, at="2026-12-01T03:00:00Z"
        )
        store.save_article(changed, run_id=run)
        store.add_issue(
            run_id=run, site="gdmzt", url=ADDRESSES[0], field=None, kind="missing", value=ATTACK, message=ATTACK
        )
        store.finish_run(run, state="ok", counters={"requests": 5, "articles_new": 3}, summary={})
    _poison(path)
    return path


def _blocks() -> list[Block]:
    images = [Image(address, ATTACK) for address in ADDRESSES]
    files = [Attachment(address, ATTACK) for address in (*ADDRESSES, None)]
    texts = [Paragraph(f"{ATTACK}{kind}", kind) for kind in ("paragraph", "heading", "caption", "table")]
    return [texts[0], *images, Paragraph(ATTACK, "caption"), *texts[1:], *files, Paragraph("末尾。" * 30)]


def _poison(path: Path) -> None:
    """Attacks in the text columns too that the program fills with words of its own."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        _tag(db)
        for table in TABLES:
            names = [column.name for column in table.columns if _is_free(table, column)]
            for name in names if table.name not in _OURS else ():
                unique = "abs(random())" if any(name in each for each in table.unique) else "''"
                value = _JSON.get(name, ADDRESSES[0] if name.endswith("url") else ATTACK)
                where = f'"{name}" IS NOT NULL AND instr("{name}", \'__ran\') = 0'
                db.execute(f'UPDATE "{table.name}" SET "{name}" = ? || {unique} WHERE {where}', [value])
        db.commit()


def _is_free(table: Table, column: Column) -> bool:
    """Whether any text may stand there: no key, no time, no number, no file, none of a few values."""
    if column.type != "TEXT" or column.references or column.check or column.generated or column.name in table.key:
        return False
    ours = ("_at", "warc_file", "sha256", "fingerprint", "precision", "digest", "month", "native_id", "path")
    return not column.name.endswith(ours)


def _tag(db: sqlite3.Connection) -> None:
    db.executemany("INSERT INTO keywords VALUES (?, ?, 1.0, ?)", [(1, ATTACK, 1), (1, "养老", 2)])
    topic = db.execute("INSERT INTO topics (name) VALUES (?)", [ATTACK]).lastrowid
    db.execute("INSERT INTO article_topics VALUES (1, ?, 2, 1)", [topic])
    db.execute("INSERT OR REPLACE INTO places VALUES ('440100', ?, 'city', NULL)", [ATTACK])
    db.execute("INSERT INTO article_places VALUES (1, '440100', 2)")
