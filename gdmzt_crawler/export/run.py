"""One export: from a moment of the dataset to a file with its description, or to standard output."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..store import clock
from ..store.search import upkeep
from . import sqlitefile
from .articles import Record, read_articles
from .atom import Feed, write_atom
from .choice import Choice, check, choose
from .csvfile import write_csv
from .fields import FIELDS, FLAT, PLAIN, Field
from .formats import Format
from .jsonl import write_jsonl
from .package import data_package
from .package import told as package_told
from .parquet import check as check_pyarrow
from .parquet import write_parquet
from .snapshot import Provenance, provenance, snapshot
from .target import fingerprint, placed, told

Progress = Callable[[str, int, int], None]
"""What is done, how far it is, and out of how many (0: unknown)."""
EVERY = 50
"""Articles between two words of progress."""
_FIRST_UPDATE = """
SELECT coalesce(a.changed_at, a.first_seen_at) FROM chosen h JOIN articles a ON a.id = h.id ORDER BY h.place LIMIT 1
"""
_SITES = (
    "SELECT key, name, home_url FROM sites WHERE key IN (SELECT site FROM articles JOIN chosen USING (id)) ORDER BY key"
)


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    format: str
    articles: int
    path: Path | None
    """None: standard output."""
    package: Path | None = None
    bytes: int = 0
    sha256: str = ""
    dataset_digest: str = ""


def silent(what: str, done: int, total: int) -> None:
    """Progress that nobody sees."""


def export(db: Path, written: Format, choice: Choice, path: Path, progress: Progress = silent) -> Exported:
    """Writes the chosen articles of the dataset `db` to `path`, and what they are beside it.

    In flat memory and from one moment of the dataset. Raises UsageError, StoreError or ExportError; then nothing is
    left behind and whatever stood at `path` is still there.
    """
    beside = path.with_name(f"{path.name}.datapackage.json")
    if written.name == "parquet":
        check_pyarrow()
    with snapshot(db) as opened:
        check(opened, choice)
    # the description of an older file must not be found beside a newer one: it is out of the way in between
    with placed(beside, path) as package_part, placed(path) as part:
        count, about = _written(db, written, choice, part, progress)
        size, sha256 = fingerprint(part)
        package = data_package(
            path, written, size=size, sha256=sha256, choice=choice, about=about, created=clock.utc_now()
        )
        package_part.write_text(package_told(package), encoding="utf-8")
        beside.unlink(missing_ok=True)
    return Exported(written.name, count, path, beside, size, sha256, about.dataset_digest)


def stream(db: Path, written: Format, choice: Choice, out: BinaryIO, progress: Progress = silent) -> Exported:
    """The same to an open stream, without a description."""
    with snapshot(db) as opened:
        count = choose(opened, choice, by_update=written.name == "atom")
        with told(Path("-")):
            _write(opened, written, choice, out, _watched(opened, written, count, progress))
            out.flush()
    return Exported(written.name, count, None)


def _written(db: Path, written: Format, choice: Choice, part: Path, progress: Progress) -> tuple[int, Provenance]:
    if written.name == "sqlite":
        return _copied(db, choice, part, progress)
    with snapshot(db) as opened:
        count = choose(opened, choice, by_update=written.name == "atom")
        articles = _watched(opened, written, count, progress)
        if written.name == "parquet":
            write_parquet(part, articles)
        else:
            with part.open("xb") as file:
                _write(opened, written, choice, file, articles)
        progress("digest", 0, 0)
        return count, provenance(opened)


def _copied(db: Path, choice: Choice, part: Path, progress: Progress) -> tuple[int, Provenance]:
    def tell(table: str) -> None:
        progress(table, 0, 0)

    sqlitefile.make_copy(part)
    with snapshot(db, lambda opened: sqlitefile.attach(opened, part)) as opened:
        count = choose(opened, choice)
        about = provenance(opened)
        mode = upkeep.state(opened).mode
        sqlitefile.fill(opened, tell)
        opened.execute("COMMIT")
    sqlitefile.finish(part, mode, tell)
    return count, about


def _write(db: sqlite3.Connection, written: Format, choice: Choice, file: BinaryIO, articles: Iterable[Record]) -> None:
    match written.name:
        case "csv":
            write_csv(file, articles)
        case "jsonl":
            write_jsonl(file, articles)
        case "atom":
            write_atom(file, _feed(db, choice), articles)


def _watched(db: sqlite3.Connection, written: Format, count: int, progress: Progress) -> Iterator[Record]:
    fields: Sequence[Field] = {"csv": FLAT, "atom": PLAIN}.get(written.name, FIELDS)
    for number, record in enumerate(read_articles(db, fields)):
        if number % EVERY == 0:
            progress("articles", number, count)
        yield record
    progress("articles", count, count)


def _feed(db: sqlite3.Connection, choice: Choice) -> Feed:
    sites = db.execute(_SITES).fetchall()
    names = "、".join(row["name"] for row in sites) or "gdmzt"
    first = db.execute(_FIRST_UPDATE).fetchone()
    filters = {name: value for name, value in choice.plain().items() if name != "limit"}
    return Feed(
        title=f"{names}：新增与改动的文章",
        subtitle="New and changed articles. 摘要为正文开头 summaries are the beginning of the text.",
        name=json.dumps([[row["key"] for row in sites], filters], ensure_ascii=False, sort_keys=True),
        updated=first[0] if first else clock.utc_now(),
        author=names,
        home_url=sites[0]["home_url"] if len(sites) == 1 else None,
    )
