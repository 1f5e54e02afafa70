"""Whether the WARC files of an archive are what the tools of others take for whole: warcio and FastWARC."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def unreadable(folder: Path) -> list[str]:
    """What `warcio check` and FastWARC find wrong with the files of an archive; nothing in a good one, nor in none."""
    files = sorted(folder.glob("*.warc.gz"))
    return [fault for path in files for fault in (*_by_warcio(path), *_by_fastwarc(path))]


def _by_warcio(path: Path) -> list[str]:
    command = [sys.executable, "-m", "warcio.cli", "check", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = (done.stdout + done.stderr).strip()
    return [f"warcio: {said[-300:]}"] if done.returncode != 0 or "WARNING" in done.stderr else []


def _by_fastwarc(path: Path) -> list[str]:
    import fastwarc

    faults, count = [], 0
    with open(path, "rb") as file:
        for record in fastwarc.ArchiveIterator(file, parse_http=False):
            count += 1
            if record.headers.get("WARC-Block-Digest") is not None and not record.verify_block_digest():
                faults.append(f"fastwarc: another block than its digest says: {record.record_id}")
    return faults if count else [f"fastwarc: no record in {path.name}"]
