"""The saved pages beside the checkout (`../shared`): where they lie, and how two renderings of one text compare."""

from __future__ import annotations

import importlib.util
import json
import re
import unicodedata
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
PAGES = SHARED / "pages"
MIRROR = SHARED / "mirror"
_META = re.compile(rb"<meta\b(?![^>]*charset)[^>]*>", re.I)
_BLANK = re.compile(r"[\s\u200b\ufeff\u3000\xa0]+")


def without_meta(body: bytes) -> bytes:
    """A page without its <meta> tags, but for the one that names the charset."""
    return _META.sub(b"", body)


def squash(text: str | None) -> str:
    """NFKC without white space."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text or ""))


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def scorer() -> ModuleType:
    """`../shared/eval/score.py` as a module."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "eval" / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError("../shared/eval/score.py is missing")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
