"""From the tables of one TOML file to a SiteDefinition, with every fault named."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

from gdmzt_crawler import platforms
from gdmzt_crawler.errors import DefinitionError
from gdmzt_crawler.extract.rules import ArticleRules, ListingRules
from gdmzt_crawler.normalize.text import fold_nfkc
from gdmzt_crawler.sites.faults import Table, found
from gdmzt_crawler.sites.loopback import is_loopback
from gdmzt_crawler.sites.shape import (
    DEFAULT_BUDGET,
    DEFAULT_DELAY,
    DEFAULT_FULL_EVERY,
    Band,
    ColumnDefinition,
    CrawlRules,
    Expectation,
    RevisitRules,
    SiteDefinition,
)

LEAST_DELAY = 1.0
"""Seconds; nobody may go faster at a real host."""
EVERY_SITE = "all"
"""Stands for all enabled sites where a command takes the key of a site: no site may have it."""
_NOT_READ_WITH = ("crawl", "revisit", "expect", "enabled")
"""Tables and keys that say nothing about how a page is read."""
_KEY = re.compile(r"[a-z][a-z0-9_-]{0,31}")


def build(values: Mapping[str, Any], *, origin: Path, key: str | None = None) -> SiteDefinition:
    """Make a definition of parsed TOML; `key` is the one that the file's name promises.

    Raises DefinitionError with one line for each fault.
    """
    faults: list[str] = []
    definition = _read(Table(values, faults), origin, _digest(values))
    faults += _contradictions(definition, key)
    if faults:
        raise faulty(origin, faults, site=key)
    return definition


def faulty(origin: Path, faults: list[str], *, site: str | None) -> DefinitionError:
    """One error of all faults of a file."""
    count = f"{len(faults)} 处错误 {len(faults)} faults" if len(faults) > 1 else "1 处错误 1 fault"
    lines = "".join(f"\n  - {fault}" for fault in faults)
    return DefinitionError(f"站点定义有 {count} in the site definition {origin}:{lines}", site=site)


def _read(table: Table, origin: Path, digest: str) -> SiteDefinition:
    definition = SiteDefinition(
        key=table.text("key", required=True) or "",
        name=table.text("name", required=True) or "",
        home_url=table.home_url("home_url"),
        platform=table.text("platform", required=True) or "",
        site_id_code=table.text("site_id_code"),
        enabled=table.flag("enabled", True),
        crawl=_crawl(table.table("crawl")),
        columns=tuple(_column(each) for each in table.tables("columns")),
        listing=_listing(table.table("listing")),
        article=_article(table.table("article")),
        source_aliases=_aliases(table),
        revisit=_revisit(table.table("revisit")),
        expect=_expect(table.table("expect")),
        digest=digest,
        origin=origin,
    )
    table.finish()
    return definition


def _crawl(table: Table) -> CrawlRules:
    delay = table.number("delay", DEFAULT_DELAY)
    if not 0 <= delay <= 3600:
        table.fault("delay", f"须为 0 到 3600 秒 must be a number of seconds from 0 to 3600{found(delay)}")
    start = table.paths("start", folder=False)
    rules = CrawlRules(
        delay=delay,
        start=("/",) if start is None else start,
        discover=table.paths("discover", folder=True) or (),
        exclude=table.paths("exclude", folder=False) or (),
        full_every=table.count("full_every", least=1) or DEFAULT_FULL_EVERY,
    )
    table.finish()
    return rules


def _column(table: Table) -> ColumnDefinition:
    path = table.text("path", required=True) or ""
    if path:
        table.check_path("path", path, folder=True)
    if "/content/" in path:
        table.fault("path", f"是文章目录，不是栏目 is a folder of articles, no column: {path!r}")
    column = ColumnDefinition(path, table.text("name"))
    table.finish()
    return column


def _listing(table: Table) -> ListingRules:
    rules = ListingRules(
        rows=table.selectors("rows"),
        title=table.selectors("title"),
        date=table.selectors("date"),
        next=table.selectors("next"),
        page_cap=table.count("page_cap", least=1),
    )
    table.finish()
    return rules


def _article(table: Table) -> ArticleRules:
    fields = ("title", "subtitle", "byline", "published", "source", "views", "body", "breadcrumb")
    rules = ArticleRules(**{name: table.selectors(name) for name in fields})
    table.finish()
    return rules


def _revisit(table: Table) -> RevisitRules:
    given = table.tables("policy")
    bands = tuple(_band(each) for each in given)
    for index, (before, after) in enumerate(pairwise(bands), 2):
        told_both = given[index - 2].has("until") and given[index - 1].has("until")
        if told_both and after.until <= before.until:
            told = f"须大于前一档的 {before.until} must be more than the {before.until} before it"
            table.fault(f"policy[{index}].until", told + found(after.until))
    budget = table.count("budget", least=0)
    default = RevisitRules()
    # An empty policy means never; only where there is none the default holds.
    policy = bands if table.has("policy") else default.policy
    table.finish()
    return RevisitRules(policy, DEFAULT_BUDGET if budget is None else budget)


def _band(table: Table) -> Band:
    values = {name: table.count(name, least=1) for name in ("until", "every")}
    for name in values:
        if not table.has(name):
            table.fault(name, "缺少 is missing")
    table.finish()
    return Band(values["until"] or 1, values["every"] or 1)


def _expect(table: Table) -> Expectation:
    expectation = Expectation(min_articles=table.count("min_articles", least=0) or 0)
    table.finish()
    return expectation


def _aliases(table: Table) -> Mapping[str, str]:
    """Aliases as printed sources are stored, each resolved to the end of its chain."""
    pairs = {fold_nfkc(name): fold_nfkc(target) for name, target in table.pairs("source_aliases").items()}
    resolved = {}
    for name in pairs:
        seen, target = [name], pairs[name]
        while target in pairs and target not in seen:
            seen.append(target)
            target = pairs[target]
        if target in seen:
            circle = " → ".join([*seen, target])
            table.fault(f'source_aliases."{name}"', f"别名循环 goes round in a circle: {circle}")
        resolved[name] = target
    return MappingProxyType(resolved)


def _contradictions(definition: SiteDefinition, key: str | None) -> list[str]:
    """Faults that only show when several keys are read together."""
    faults = []
    if definition.key and not _KEY.fullmatch(definition.key):
        faults.append(
            "key: 须以小写字母开头，只含小写字母、数字、- 和 _，至多 32 个 must be small letters, digits, - and _, "
            f"a letter first, at most 32{found(definition.key)}"
        )
    elif definition.key == EVERY_SITE:
        faults.append(
            f"key: 命令里代表所有站点，不能用 stands for every site in commands, no site may have it: {EVERY_SITE!r}"
        )
    elif definition.key and key is not None and definition.key != key:
        faults.append(f"key: 须与文件名相同 must be the name of the file, {key!r}{found(definition.key)}")
    if definition.platform and definition.platform not in platforms.names():
        known = ", ".join(platforms.names())
        faults.append(f"platform: 须为其中之一 must be one of {known}{found(definition.platform)}")
    if definition.crawl.delay < LEAST_DELAY and definition.host and not is_loopback(definition.host):
        faults.append(
            f"crawl.delay: 非本机不得小于 {LEAST_DELAY:g} 秒 must be at least {LEAST_DELAY:g} second "
            f"for a host that is not this machine{found(definition.crawl.delay)}"
        )
    if not definition.crawl.start and not definition.columns:
        faults.append(
            "crawl.start: 为空，又没有 [[columns]]，无处可抓 "
            "is empty and no [[columns]] are named: there is nothing to walk"
        )
    return faults + _column_contradictions(definition)


def _column_contradictions(definition: SiteDefinition) -> list[str]:
    faults = []
    paths = [column.path for column in definition.columns]
    for index, path in enumerate(paths, 1):
        if path and path in paths[: index - 1]:
            faults.append(f"columns[{index}].path: 重复 stands here twice: {path}")
        if path and definition.crawl.excludes(path):
            faults.append(f"columns[{index}].path: 被 crawl.exclude 排除 is excluded by crawl.exclude: {path}")
    for path in definition.crawl.start:
        if definition.crawl.excludes(path):
            faults.append(f"crawl.start: 被 crawl.exclude 排除 is excluded by crawl.exclude: {path}")
    return faults


def _digest(values: Mapping[str, Any]) -> str:
    values = {key: value for key, value in values.items() if key not in _NOT_READ_WITH}
    canonical = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:8]
