"""How `gdmzt report` tells a run to people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from gdmzt_crawler.crawl.counters import articles_told
from gdmzt_crawler.monitor.findings import Example, RunReport
from gdmzt_crawler.monitor.meanings import meaning

_ENDS = {
    "last": "到末页 to the last page",
    "known": "到已知处 to known rows",
    "since": "到 --since to the date asked for",
    "capped": "翻页有上限 capped",
    "script": "翻页靠脚本 needs a script",
    "loop": "翻页兜圈 goes round",
    "endless": "翻页不止 does not end",
    "broken": "中途断开 broke off",
}
_SHOWN_ISSUES = 2
_ARGUMENTS = {"import": "取入 import of", "columns": "栏目 columns", "limit": "至多 limit", "since": "自 since"}
_SWITCHES = {
    ("reparsed", True): "从存档重建 reparsed",
    ("full", True): "全部走完 full",
    ("archive", False): "不存档 no archive",
}


def in_words(report: RunReport) -> Iterator[str]:
    """The lines of a report."""
    yield from _head(report)
    yield from _articles("新文章 new", report.counters.get("articles_new", 0), report.new)
    yield from _articles("有改动 changed", report.counters.get("articles_revised", 0), report.revised)
    yield from _articles("已撤稿 withdrawn", report.counters.get("articles_withdrawn", 0), report.withdrawn)
    if report.columns:
        yield "\n栏目 columns"
        yield from _columns(report)
    if report.coverage:
        yield "\n字段覆盖率 coverage by field"
        yield from _coverage(report)
    if report.issues:
        yield "\n异常 issues"
        yield from _issues(report)
    yield "\n下一步 next"
    yield from (f"  - {step}" for step in report.next)


def _head(report: RunReport) -> Iterator[str]:
    yield f"批次 run {report.run}: {report.name} {report.site} — {report.state}"
    span = f"{_time(report.started_at)} – {_time(report.finished_at) if report.finished_at else '?'} UTC"
    yield f"  {span}{_arguments(report)}"
    if report.message:
        yield f"  {report.message}"
    yield from (f"  ! {suspicion}" for suspicion in report.suspicions)
    yield f"  {_requests(report)}"
    yield f"  文章 articles: {articles_told(report.counters)}"
    yield f"  现有 in the dataset now: {report.stored} 篇 articles, 待抓 pending {report.pending}"


def _requests(report: RunReport) -> str:
    asked = report.requests
    statuses = ", ".join(f"{status}: {count}" for status, count in asked.statuses.items())
    text = f"请求 requests {asked.sent} (列表页 listing pages {asked.listing_pages}), {asked.bytes / 1e6:.1f} MB"
    if asked.seconds is not None:
        text += f", {_duration(asked.seconds)}"
    if asked.seconds_each is not None:
        text += f", 每次 each {asked.seconds_each:.2f} s"
    return text + (f"; 已存页面 pages kept {statuses}" if statuses else "")


def _articles(name: str, count: int, examples: Sequence[Example]) -> Iterator[str]:
    if not examples:
        return
    yield f"\n{name} {max(count, len(examples))}"
    for example in examples:
        changed = f" [{', '.join(example.changed)}]" if example.changed else ""
        yield f"  {(example.published_at or '?')[:10]} {example.title}{changed}\n    {example.url}"
    if count > len(examples):
        yield f"  … 另有 and {count - len(examples)} more"


def _columns(report: RunReport) -> Iterator[str]:
    rows = [("完整 complete", "页 pages", "行 rows", "走到哪 ended", "上次走完 full walk", "栏目 column")]
    for column in report.columns:
        end = _ENDS.get(column.end or "", column.end or "?")
        full = _time(column.last_full_walk_at) if column.last_full_walk_at else "从未 never"
        name = f"{column.name or ''} {column.path}".strip()
        rows.append(("是 yes" if column.complete else "否 NO", str(column.pages), str(column.rows), end, full, name))
    return _aligned(rows, right=(1, 2))


def _coverage(report: RunReport) -> Iterator[str]:
    rows = [("字段 field", "有值 present", "篇 articles", "比例 share", "其他批次 other runs")]
    for found in report.coverage:
        other = "" if found.elsewhere is None else f"{found.elsewhere:.0%}"
        rows.append((found.field, str(found.present), str(found.articles), f"{found.share:.0%}", other))
    return _aligned(rows, right=(1, 2, 3, 4))


def _aligned(rows: Sequence[tuple[str, ...]], *, right: tuple[int, ...]) -> Iterator[str]:
    """Rows of cells as lines that nothing wraps: logs have no width."""
    widths = [max(map(cell_len, cells)) for cells in zip(*rows, strict=True)]
    for row in rows:
        cells = []
        for index, (cell, width) in enumerate(zip(row, widths, strict=True)):
            blanks = " " * (width - cell_len(cell))
            cells.append(blanks + cell if index in right else cell + blanks)
        yield "  " + "  ".join(cells).rstrip()


def _issues(report: RunReport) -> Iterator[str]:
    for group in report.issues:
        yield f"  {group.kind} {group.count}: {meaning(group.kind).text}"
        for url, message in group.examples[:_SHOWN_ISSUES]:
            yield f"    {message}" + (f"\n      {url}" if url is not None and url not in message else "")


def _arguments(report: RunReport) -> str:
    told = {name: value for name, value in report.arguments.items() if name != "together"}
    return "".join(f", {_argument(name, value)}" for name, value in told.items())


def _argument(name: str, value: object) -> str:
    if isinstance(value, bool):
        return _SWITCHES.get((name, value), name if value else f"no {name}")
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"{_ARGUMENTS.get(name, name)} {text}"


def _time(text: str) -> str:
    return text.replace("T", " ").rstrip("Z")[:16]


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s" if minutes else f"{rest} s"
