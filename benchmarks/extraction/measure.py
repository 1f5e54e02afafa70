"""Runs every tool over the pages, one after the other, each in a process and venv of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.extraction.pages import Page, write_manifest
from benchmarks.extraction.peers import prepare
from benchmarks.saved_pages import ROOT

WORKER = Path(__file__).with_name("worker.py")
OURS = ("ours", "ours-platform", "ours-listings")
RATIO_LIMIT, EXTRA_LIMIT = 5.0, 0.5
"""A page is slow beyond both: times the floor, and milliseconds beyond it."""


@dataclass(frozen=True)
class Timing:
    """Least CPU milliseconds of one page in each round, and those of the floor beside it."""

    ms: list[float]
    floor_ms: list[float]

    def ratio(self, round_number: int | None = None) -> float:
        """Cost over the floor; of one round, or of the best of all."""
        if round_number is None:
            return min(self.ms) / min(self.floor_ms)
        return self.ms[round_number] / self.floor_ms[round_number]

    @property
    def extra_ms(self) -> float:
        """Milliseconds beyond the floor."""
        return min(self.ms) - min(self.floor_ms)

    @property
    def slow(self) -> bool:
        """Beyond both limits."""
        return self.ratio() > RATIO_LIMIT and self.extra_ms > EXTRA_LIMIT


@dataclass(frozen=True)
class Run:
    """What one tool gave and cost."""

    tool: str
    about: dict[str, str]
    """Versions: of the tool, of Python and of lxml."""
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    timings: dict[str, Timing] = field(default_factory=dict)


def run_tool(tool: str, pages: list[Page], *, rounds: int, repeat: int) -> Run | None:
    """Run one tool; None where a peer cannot be had, or ends before its time."""
    python = Path(sys.executable) if tool in OURS else prepare(tool)
    if python is None:
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        manifest, answers = folder / "manifest.json", folder / "answers.jsonl"
        plan = write_manifest(pages, folder, rounds=rounds, repeat=repeat)
        manifest.write_text(json.dumps(plan, ensure_ascii=False), encoding="utf-8")
        command: list[str | Path] = [python, "-W", "ignore", WORKER, tool, manifest, answers]
        done = subprocess.run(command, env=_environment(tool), capture_output=True, text=True, check=False)
        if done.returncode:
            message = f"{tool} ended with {done.returncode}: {done.stderr[-2000:]}"
            if tool in OURS:
                sys.exit(message)
            print(f"{message}\nleft out", file=sys.stderr)
            return None
        return _read(tool, answers)


def _environment(tool: str) -> dict[str, str]:
    # Only our own worker sees our package; hash seeds fixed, so that one run is like the next.
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    environment.pop("PYTHONPATH", None)
    return {**environment, "PYTHONPATH": str(ROOT)} if tool in OURS else environment


def _read(tool: str, answers: Path) -> Run:
    head, *lines = map(json.loads, answers.read_text(encoding="utf-8").splitlines())
    run = Run(tool, head["about"])
    for line in lines:
        run.records[line["id"]] = line["record"]
        run.timings[line["id"]] = Timing(line["ms"], line["floor_ms"])
    return run
