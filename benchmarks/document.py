"""`docs/benchmarks.md`: every benchmark writes its own section, between marks, and leaves the others alone."""

from __future__ import annotations

import os
import platform
import re
from datetime import UTC, datetime

from benchmarks.saved_pages import ROOT

DOCUMENT = ROOT / "docs" / "benchmarks.md"
_HEAD = """\
# Benchmarks · 基准测试

每一节由其中所写的命令生成，可在本机重跑；需要与检出目录同级的 `../shared`。数字只在同一节内可比。
Each section is written by the command that it names and can be made again on your machine; the saved pages must lie in
`../shared` beside the checkout. Compare figures within one section only.
"""


def write_section(name: str, text: str) -> None:
    """Put `text` (Markdown, its heading included) in the place of the section of that name, or at the end."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    section = f"{begin}\n{text.strip()}\n{end}"
    old = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else _HEAD
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.S)
    new = pattern.sub(lambda _: section, old) if pattern.search(old) else f"{old.rstrip()}\n\n{section}\n"
    DOCUMENT.write_text(new, encoding="utf-8")


def table(header: list[str], rows: list[list[str]]) -> str:
    """A Markdown table; the first column to the left, the others to the right."""
    lines = [header, ["---", *("--:" for _ in header[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine() -> str:
    """Date and shape of the machine, in one sentence without names."""
    day = datetime.now(UTC).date().isoformat()
    return (
        f"{day}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    )
