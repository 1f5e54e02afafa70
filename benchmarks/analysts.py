"""`docs/analysts.md` and its Chinese sister: the picture of the tables, the answers, what the programs print.

    python -m benchmarks.analysts [--write]

Crawls the demo into a folder that is thrown away, runs every query and program of the two pages, and says whether what
stands there is true; with `--write` it is written there.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from benchmarks.saved_pages import ROOT
from gdmzt_crawler.store.schema import TABLES

PAGES = (ROOT / "docs" / "analysts.md", ROOT / "docs" / "analysts.zh-CN.md")
_PICTURE = re.compile(r"<!-- picture: begin -->.*?<!-- picture: end -->", re.S)
_QUESTION = re.compile(r"```sql\n(?P<sql>.*?);\n```\n\n(?P<answer><!-- answer -->\n(?:\|[^\n]*\n)*)", re.S)
_PROGRAM = re.compile(r"```python\n(?P<code>.*?)```\n\n```text\n(?P<printed>.*?)```", re.S)
_COMMAND = re.compile(r"^    (gdmzt export .*)$", re.M)
_LONGEST = 40


def crawl_demo(folder: Path) -> None:
    """`data/demo.db` in a folder, and there what the pages have one export."""
    run(folder, ["demo", "--no-browse"])
    for command in _COMMAND.findall(PAGES[0].read_text(encoding="utf-8")):
        run(folder, command.split()[1:])


def run(folder: Path, words: list[str]) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "gdmzt_crawler", *words]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"gdmzt {' '.join(words)}: {done.stderr}")


def true_page(text: str, folder: Path) -> str:
    """The page as it must be, for the demo crawled in `folder`."""
    text = _PICTURE.sub(lambda _: f"<!-- picture: begin -->\n{picture()}\n<!-- picture: end -->", text)
    with closing(sqlite3.connect(f"file:{folder / 'data' / 'demo.db'}?mode=ro", uri=True)) as db:
        text = _QUESTION.sub(lambda found: _put(found, "answer", f"<!-- answer -->\n{answer(db, found['sql'])}"), text)
    return _PROGRAM.sub(lambda found: _put(found, "printed", printed(found["code"], folder)), text)


def _put(found: re.Match[str], group: str, text: str) -> str:
    whole, start = found[0], found.start()
    return whole[: found.start(group) - start] + text + whole[found.end(group) - start :]


def picture() -> str:
    """The tables that people see, and what points where, as a Mermaid diagram."""
    shown = [table for table in TABLES if not table.hidden]
    names = {table.name for table in shown}
    lines = [
        f"    {column.references.partition('.')[0]} ||--o{{ {table.name} : {column.name}"
        for table in shown
        for column in table.columns
        if column.references is not None and column.references.partition(".")[0] in names
    ]
    told = {name for line in lines for name in (line.split()[0], line.split()[2])}
    alone = [f"    {name}" for name in sorted(names - told)]
    return "\n".join(["```mermaid", "erDiagram", *alone, *lines, "```"])


def answer(db: sqlite3.Connection, sql: str) -> str:
    """What a query finds, as a Markdown table."""
    cursor = db.execute(sql)
    header = [column[0] for column in cursor.description]
    rows = [header, ["---"] * len(header), *([_cell(value) for value in row] for row in cursor)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cell(value: object) -> str:
    text = "" if value is None else str(value).replace("|", "\\|").replace("\n", " ")
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def printed(code: str, folder: Path) -> str:
    """What a program prints that is started in `folder`."""
    out, before = io.StringIO(), Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(out):
            exec(compile(code, "analysts.md", "exec"), {"__name__": "__main__"})
    finally:
        os.chdir(before)
    return out.getvalue()


def wrong(folder: Path) -> Iterator[str]:
    """The first line of each page that is not true."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        pairs = zip(text.split("\n"), true_page(text, folder).split("\n"), strict=False)
        for number, (said, true) in enumerate(pairs, 1):
            if said != true:
                yield f"{page.name}:{number}: {said!r} is {true!r}"
                break


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write what is true into the pages")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        crawl_demo(Path(name))
        if options.write:
            for page in PAGES:
                page.write_text(true_page(page.read_text(encoding="utf-8"), Path(name)), encoding="utf-8")
        found = list(wrong(Path(name)))
    print("\n".join(found) or "true")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
