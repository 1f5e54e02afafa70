"""What one crawl run was asked to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from gdmzt_crawler.errors import UsageError
from gdmzt_crawler.sites.definition import SiteDefinition, load_definition

DEFAULT_SITE = "gdmzt"
Revisit = Literal["none", "due", "all"]
REVISITS: tuple[Revisit, ...] = ("none", "due", "all")
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
    revisit: Revisit = "due"
    """Which stored articles to read again: those that are due, none, or all."""
    budget: int | None = None
    """Requests of the run after which no revisit is begun; None for what the definition says."""
    full_every: int | None = None
    """Days between two walks of a column to its end; None for what the definition says."""
    archive: bool = True
    """Keep every answer that mattered in WARC files beside the dataset."""
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
        revisit: str = "due",
        budget: str | int | None = None,
        full_every: str | int | None = None,
        archive: str | bool = True,
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
            archive=_flag(archive, "archive"),
            since=None if since is None else day(since),
            limit=None if limit is None else whole(limit),
            revisit=_revisit(revisit),
            budget=None if budget is None else whole(budget, "budget"),
            full_every=None if full_every is None else whole(full_every, "full_every", least=1),
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
            "revisit": None if self.revisit == "due" else self.revisit,
            "budget": self.budget,
            "full_every": self.full_every,
            "archive": None if self.archive else False,
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


def whole(text: str | int, field: str = "limit", *, least: int = 0) -> int:
    """A whole number of at least `least`. Raises UsageError."""
    try:
        number = int(text)
    except ValueError:
        number = least - 1
    if number < least:
        what = field.replace("_", "-")
        hint = f"give a whole number such as 20, {least} or more"
        raise UsageError(f"数目不对 no number for --{what}: {text!r} — {hint}.", field=field)
    return number


def _revisit(text: str) -> Revisit:
    for choice in REVISITS:
        if text == choice:
            return choice
    raise UsageError(f"revisit 应为 must be one of {', '.join(REVISITS)}, is {text!r}.", field="revisit")


def _flag(value: str | bool, field: str = "full") -> bool:
    if isinstance(value, bool):
        return value
    if value.strip().lower() in ("1", "true", "yes", "on"):
        return True
    if value.strip().lower() in ("", "0", "false", "no", "off"):
        return False
    raise UsageError(f"{field} 应为 0 或 1 must be 0 or 1, is {value!r}.", field=field)
