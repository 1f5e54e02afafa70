"""What one crawl run was asked to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from gdmzt_crawler.errors import UsageError
from gdmzt_crawler.sites.definition import SiteDefinition, load_definition

DEFAULT_SITE = "gdmzt"
DEFAULT_DB = Path("data/gdmzt.db")


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """The arguments of a run, checked."""

    definition: SiteDefinition
    db: Path = DEFAULT_DB
    columns: tuple[str, ...] = ()
    """Paths of the only columns to walk; empty for all."""
    full: bool = False
    """Walk every column to its end, whatever is known already."""
    since: date | None = None
    """Leave older articles for another run: by listing date, else by publication."""
    limit: int | None = None
    """Article pages to fetch; the rest stay pending."""
    extra: dict[str, object] = field(default_factory=dict)
    """What else belongs in the record of the run (delay)."""

    @classmethod
    def from_texts(
        cls,
        *,
        site: str = DEFAULT_SITE,
        db: str | None = None,
        columns: str | Sequence[str] | None = None,
        full: str | bool = False,
        since: str | None = None,
        limit: str | int | None = None,
        home_url: str | None = None,
        **unknown: object,
    ) -> CrawlOptions:
        """Read arguments as a command line gives them (`scrapy crawl site -a columns=/a/,/b/`).

        Raises UnknownSite, DefinitionError or UsageError.
        """
        if unknown:
            raise UsageError(f"没有这个参数 no such argument: {', '.join(sorted(unknown))}.")
        definition = load_definition(site)
        paths = columns.split(",") if isinstance(columns, str) else columns or ()
        return cls(
            definition=definition if home_url is None else definition.at(home_url),
            db=Path(db) if db else DEFAULT_DB,
            columns=tuple(dict.fromkeys(column_path(path) for path in paths)),
            full=_flag(full),
            since=None if since is None else day(since),
            limit=None if limit is None else whole(limit),
        )

    @property
    def partial(self) -> bool:
        """Whether the run was told to leave something out, so that totals say nothing."""
        return bool(self.columns) or self.since is not None or self.limit is not None

    def arguments(self) -> dict[str, object]:
        """Plain JSON types, as kept with the run."""
        given: dict[str, object] = {
            "columns": list(self.columns) or None,
            "full": self.full or None,
            "since": self.since.isoformat() if self.since else None,
            "limit": self.limit,
            **self.extra,
        }
        return {name: value for name, value in given.items() if value is not None}


def column_path(text: str) -> str:
    """`mzzx/mzyw` and `/mzzx/mzyw/index.html` → `/mzzx/mzyw/`. Raises UsageError."""
    path = text.strip().removesuffix("index.html").strip("/")
    if not path or any(mark in path for mark in "?#:\\ "):
        raise UsageError(f"栏目路径不对 no column path: {text!r} — give a path such as /mzzx/mzyw/.", field="column")
    return f"/{path}/"


def day(text: str) -> date:
    """A date as `2026-11-24`. Raises UsageError."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"日期不对 no date: {text!r} — write it as 2026-11-24.", field="since") from None


def whole(text: str | int) -> int:
    """A number of articles, 0 or more. Raises UsageError."""
    try:
        number = int(text)
    except ValueError:
        number = -1
    if number < 0:
        raise UsageError(f"数目不对 no number of articles: {text!r} — give a whole number such as 20.", field="limit")
    return number


def _flag(value: str | bool) -> bool:
    if isinstance(value, bool):
        return value
    if value.strip().lower() in ("1", "true", "yes", "on"):
        return True
    if value.strip().lower() in ("", "0", "false", "no", "off"):
        return False
    raise UsageError(f"full 应为 0 或 1 must be 0 or 1, is {value!r}.", field="full")
