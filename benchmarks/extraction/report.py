"""The section of `docs/benchmarks.md` on accuracy and speed."""

from __future__ import annotations

from statistics import fmean, median, quantiles

from benchmarks.document import machine, table
from benchmarks.extraction.measure import EXTRA_LIMIT, RATIO_LIMIT, Run, Timing
from benchmarks.extraction.pages import LISTINGS, SETS, SMALL, Page
from benchmarks.extraction.scoring import FIELDS, Scorer, mean

_TITLES = {
    "pages": "the 25 saved articles of 19 sites",
    "mirror": "the 129 articles of two whole sites",
    "pages -meta": "the 25, every `<meta>` but the charset removed",
    "mirror -meta": "the 129, every `<meta>` but the charset removed",
}
_COLUMNS = {
    "title": "title", "published": "published", "day": "published (day)", "source": "source",
    "paragraph_f1": "paragraph F1", "text_4gram_f1": "text 4-gram F1", "image_f1": "image F1",
}  # fmt: skip
_METHOD = """\
以同一批网页、在同一次运行中比较本项目与同类工具。floor 是只用 lxml 把网页解析一遍；“ours, generic”不用任何站点定义。

Accuracy is scored by `../shared/eval/score.py`; a tool that has no field for the source answers none. The published
time must be right as far as the page is precise; (day) asks for the day alone. Every peer runs in its best
configuration (`benchmarks/extraction/adapters.py`), on text decoded for it at no cost where it takes text; mapping its
answer to the fields is not timed. Our rules were made with these pages in view: here they are a training set.

CPU time is `process_time` of one thread, the least of several runs per page, each interleaved with the floor,
`lxml.html.document_fromstring(bytes)`, in the same process, so that a ratio compares like with like. In brackets the
medians of single rounds: how stable the figure is."""
_LISTINGS = (
    "CPU time, listing pages: 9 saved ones, and every listing, channel and home page of the two sites; ours, generic"
)
_NAMES = {"ours": "**ours**, generic", "ours-platform": "**ours**, site and platform known"}


def section(
    runs: list[Run], pages: list[Page], listings: Run, listing_pages: list[Page], load: str, missed: list[str]
) -> str:
    """The whole section. `missed`: the project's targets that ours missed, in words."""
    return "\n\n".join(
        (
            "## Extraction: accuracy and speed beside the peers · 抽取的准确率与速度",
            _words(runs, load),
            *(f"**Accuracy, {_TITLES[name]}**\n\n{accuracy_table(runs, pages, name)}" for name in SETS),
            *(f"**CPU time, {_TITLES[name]}**\n\n{speed_table(runs, pages, name)}" for name in SETS),
            f"**Pages under {SMALL // 1000} KB and slow pages**\n\n{small_table(runs, pages)}",
            _listings(listings, listing_pages),
            _verdict(missed),
        )
    )


def _words(runs: list[Run], load: str) -> str:
    versions = ", ".join(f"{run.tool} {run.about['version']}" for run in runs if run.tool != "ours-platform")
    lxml = ", ".join(sorted({run.about["lxml"] for run in runs}))
    other = {run.tool: run.about["python"] for run in runs if run.about["python"] != runs[0].about["python"]}
    pythons = "".join(f"; {tool} on Python {version}" for tool, version in other.items())
    made = f"Made by `python -m benchmarks.extraction` on {machine()}{pythons}; lxml {lxml} for all. {versions}."
    return f"{made}\n\n{_METHOD} {load}"


def accuracy_table(runs: list[Run], pages: list[Page], name: str) -> str:
    """Mean of every field, a row for each tool."""
    scorer, rows, fields = Scorer(), [], list(FIELDS)
    for run in runs:
        scores = [scorer.score(p, run.records[p.id]) for p in pages if p.set == name and p.id in run.records]
        if scores:
            means = mean(scores)
            fields = [f for f in fields if f in means]
            rows.append([_name(run), *(f"{means[f]:.3f}" for f in fields)])
    return table(["", *(_COLUMNS[f] for f in fields)], rows)


def speed_table(runs: list[Run], pages: list[Page], name: str) -> str:
    """Cost over the floor, a row for each tool."""
    rows = []
    for run in runs:
        timings = [run.timings[p.id] for p in pages if p.set == name and p.id in run.timings]
        if timings:
            rows.append([_name(run), *_speed(timings)])
    floor = [t for p in pages if p.set == name and (t := runs[0].timings.get(p.id))]
    if floor:
        parse = [min(t.floor_ms) for t in floor]
        rows.append(["floor (bare parse)", "1.00", "1.00", f"{median(parse):.2f}", f"{1000 / fmean(parse):,.0f}"])
    return table(["", "× floor, median (rounds)", "× floor, p95", "ms, median", "pages/s"], rows)


def _speed(timings: list[Timing]) -> list[str]:
    rounds = [median(t.ratio(r) for t in timings) for r in range(len(timings[0].ms))]
    best = [min(t.ms) for t in timings]
    ratios = [t.ratio() for t in timings]
    return [
        f"{median(ratios):.2f} ({min(rounds):.2f}–{max(rounds):.2f})",
        f"{p95(ratios):.2f}",
        f"{median(best):.2f}",
        f"{1000 / fmean(best):,.0f}",
    ]


def small_table(runs: list[Run], pages: list[Page]) -> str:
    """Ours: milliseconds beyond the parse on small pages, and pages beyond both limits on all."""
    rows = []
    for run in runs:
        if run.tool in _NAMES:
            small = [run.timings[p.id].extra_ms for p in pages if len(p.body) < SMALL and p.id in run.timings]
            slow = [t for t in run.timings.values() if t.slow]
            rows.append([_name(run), *_small(small), f"{len(slow)} of {len(run.timings)}"])
    header = [
        "",
        "small pages",
        "ms beyond the parse, median",
        "p95",
        f"> {RATIO_LIMIT:.0f}x and > {EXTRA_LIMIT} ms, all pages",
    ]
    return table(header, rows)


def _small(extra: list[float]) -> list[str]:
    return [str(len(extra)), f"{median(extra):.2f}", f"{p95(extra):.2f}"] if extra else ["0", "", ""]


def _listings(run: Run, pages: list[Page]) -> str:
    timings = list(run.timings.values())
    header = ["", "pages", "× floor, median (rounds)", "× floor, p95", "ms, median", "pages/s"]
    return f"**{_LISTINGS}**\n\n{table(header, [[LISTINGS, str(len(pages)), *_speed(timings)]])}"


def _verdict(missed: list[str]) -> str:
    if not missed:
        return "Every target of the project for these pages is met (`benchmarks/extraction/targets.py`)."
    listed = "\n".join(f"- {words}" for words in missed)
    return f"Targets of the project (`benchmarks/extraction/targets.py`) that are missed:\n\n{listed}"


def _name(run: Run) -> str:
    return _NAMES.get(run.tool, run.tool)


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]
