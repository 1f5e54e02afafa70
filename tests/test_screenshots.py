"""The pictures of the docs: all are shown in both readmes, small, and named by the script that makes them."""

from __future__ import annotations

import re
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[1]
IMAGES = sorted((ROOT / "docs" / "images").glob("*.png"))
sys.path.append(str(ROOT / "docs"))


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_both_readmes_show_every_picture_with_words(readme: str) -> None:
    shown = re.findall(r"!\[([^\]]+)\]\((docs/images/[^)]+)\)", (ROOT / readme).read_text(encoding="utf-8"))
    assert sorted(path for _, path in shown) == [str(path.relative_to(ROOT)) for path in IMAGES]
    assert all(len(words) > 5 for words, _ in shown)


def test_pictures_are_small_and_those_that_the_script_makes() -> None:
    from screenshots import MOST, SHOTS

    assert [path.stem for path in IMAGES] == sorted(shot.name for shot in SHOTS)
    assert all(path.read_bytes().startswith(b"\x89PNG") and path.stat().st_size < MOST for path in IMAGES)


def test_fewer_colours_leave_a_picture_as_it_was() -> None:
    """Every filter of the format, in colours that fit into a palette."""
    from palette import reduced, unpacked

    rng = np.random.default_rng(7)
    few = rng.integers(0, 256, (200, 3), dtype=np.uint8)
    pixels = few[rng.integers(0, 200, (10, 16))]
    assert (unpacked(reduced(_png(pixels))) == pixels).all()


def _png(pixels: np.ndarray) -> bytes:
    """RGB, each line with another filter."""
    height, width, _ = pixels.shape
    lines, above = b"", np.zeros(width * 3, int)
    for number, line in enumerate(pixels.reshape(height, -1).astype(int)):
        left = np.concatenate([np.zeros(3, int), line[:-3]])
        corner = np.concatenate([np.zeros(3, int), above[:-3]])
        kind = number % 5
        guess = left + above - corner
        near = np.where(
            (abs(guess - left) <= abs(guess - above)) & (abs(guess - left) <= abs(guess - corner)),
            left,
            np.where(abs(guess - above) <= abs(guess - corner), above, corner),
        )
        predicted = [np.zeros_like(line), left, above, (left + above) // 2, near][kind]
        lines += bytes([kind]) + ((line - predicted) & 255).astype(np.uint8).tobytes()
        above = line
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    packed = (struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)
