"""One tool over a list of pages, in its own process and venv: `worker.py TOOL MANIFEST ANSWERS`.

For every page it writes the record and, in each round, the least CPU time of `repeat` runs of the tool and of the floor
(a bare `lxml.html.document_fromstring` of the page's bytes), the two interleaved, so that both see the same machine.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import adapters
import lxml.html
from lxml import etree


def floor(body: bytes) -> None:
    """What any tool built on lxml has to pay: the parse (and the release) of the page."""
    lxml.html.document_fromstring(body)


def answer(tool: adapters.Tool, page: bytes | str, url: str) -> dict[str, Any]:
    """The tool's record of a page; its refusal or crash is an answer too."""
    try:
        record: dict[str, Any] = tool.record(tool.run(page, url))
        return record
    # A peer may raise anything at all: that is what is being measured.
    except Exception as error:  # noqa: BLE001
        return {"error": f"{type(error).__name__}: {error}"[:300]}


def least(runs: int, one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """Least CPU milliseconds of both over `runs` interleaved runs."""
    best_one = best_other = float("inf")
    for _ in range(runs):
        start = time.process_time()
        one()
        middle = time.process_time()
        other()
        end = time.process_time()
        best_one, best_other = min(best_one, middle - start), min(best_other, end - middle)
    return best_one * 1000, best_other * 1000


def quietly(tool: adapters.Tool, page: bytes | str, url: str) -> Callable[[], object]:
    """A timed call that answers like any other when the tool refuses the page."""

    def call() -> object:
        try:
            return tool.run(page, url)
        except Exception:  # noqa: BLE001
            return None

    return call


def main() -> int:
    """Read the manifest, run, write one JSON line for the tool and one for each page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tool")
    parser.add_argument("manifest", type=Path)
    parser.add_argument("answers", type=Path)
    args = parser.parse_args()
    manifest = json.loads(args.manifest.read_text(encoding="utf-8"))
    tool = adapters.load(args.tool)
    pages = [(p, Path(p["raw"]).read_bytes(), Path(p["text"]).read_text(encoding="utf-8")) for p in manifest["pages"]]
    about = {"version": tool.version, "python": platform.python_version(), "lxml": etree.__version__}
    results: dict[str, dict[str, Any]] = {}
    for page, raw, text in pages:
        taken = raw if tool.takes == "bytes" else text
        results[page["id"]] = {"id": page["id"], "record": answer(tool, taken, page["url"]), "ms": [], "floor_ms": []}
    for _ in range(manifest["rounds"]):
        for page, raw, text in pages:
            taken = raw if tool.takes == "bytes" else text
            call = quietly(tool, taken, page["url"])
            cost, bare = least(manifest["repeat"], call, lambda raw=raw: floor(raw))  # type: ignore[misc]
            results[page["id"]]["ms"].append(cost)
            results[page["id"]]["floor_ms"].append(bare)
    lines = [json.dumps(line, ensure_ascii=False) for line in ({"about": about}, *results.values())]
    args.answers.write_text("\n".join(lines), encoding="utf-8", errors="replace")
    return 0


if __name__ == "__main__":
    sys.exit(main())
