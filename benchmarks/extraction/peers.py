"""A venv for each peer, made once in the user's cache and remade when `peers.toml` changes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PINS = Path(__file__).with_name("peers.toml")
NEWER = ("3.12", "3.13", "3.14")


def cache_folder() -> Path:
    """Where the venvs live: outside the checkout."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base, "gdmzt-benchmarks")


def peers() -> dict[str, dict[str, Any]]:
    """Name → pins of every peer."""
    return tomllib.loads(PINS.read_text(encoding="utf-8"))


def prepare(name: str) -> Path | None:
    """The Python of a peer's venv; None, with the reason on standard error, where it cannot be had here."""
    pins = peers()[name]
    interpreter = find_python(pins.get("python"))
    if interpreter is None:
        print(f"{name}: needs Python {pins['python']}, which is not installed here; left out", file=sys.stderr)
        return None
    folder = cache_folder() / name
    stamp, wanted = folder / "pins.txt", "\n".join(pins["requirements"])
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        print(f"{name}: installing into the cache", file=sys.stderr)
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([interpreter, "-m", "venv", folder], check=True)
        pip = [folder / "bin" / "python", "-m", "pip", "install", "-qq", *pins["requirements"]]
        if subprocess.run(pip, check=False).returncode:
            print(f"{name}: pip could not install it; left out", file=sys.stderr)
            return None
        stamp.write_text(wanted, encoding="utf-8")
    return folder / "bin" / "python"


def find_python(at_least: str | None) -> Path | None:
    """A Python of that version or newer; the running one where it will do."""
    if at_least is None or sys.version_info >= tuple(map(int, at_least.split("."))):
        return Path(sys.executable)
    return next((path for path in _installed() if _runs(path)), None)


def _installed() -> Iterator[Path]:
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for version in NEWER:
        found = shutil.which(f"python{version}")
        if found:
            yield Path(found)
        yield from pyenv.glob(f"versions/*/bin/python{version}")


def _runs(python: Path) -> bool:
    # A shim of a version manager may exist for a version that is not there.
    return subprocess.run([python, "-c", ""], check=False, capture_output=True).returncode == 0
