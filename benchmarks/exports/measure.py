"""One export in a process of its own: seconds and the most memory it had. Run with: dataset, format, file."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    articles: int
    bytes: int
    seconds: float
    cpu: float
    """Seconds of CPU time."""
    peak: int
    """Bytes of memory."""


def measure(db: Path, form: str, path: Path) -> Cost:
    """What an export costs."""
    command = [sys.executable, "-m", "benchmarks.exports.measure", str(db), form, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[2])
    return Cost(**json.loads(done.stdout))


def main(db: Path, form: str, path: Path) -> None:
    from gdmzt_crawler.export import FORMATS, Choice, export
    from gdmzt_crawler.export.atom import NEWEST

    began, used = time.perf_counter(), time.process_time()
    done = export(db, FORMATS[form], Choice(limit=NEWEST if form == "atom" else None), path)
    seconds, cpu = time.perf_counter() - began, time.process_time() - used
    print(json.dumps({"articles": done.articles, "bytes": done.bytes, "seconds": seconds, "cpu": cpu, "peak": peak()}))


def peak() -> int:
    """The most memory that this program has had. (`getrusage` would tell that of the parent where it had more.)"""
    found = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert found is not None
    return int(found[1]) * 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
