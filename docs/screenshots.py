"""Makes the screenshots of docs/images again: the demo site, crawled on four nights, in Debian's Chromium.

    python docs/screenshots.py [--only NAME]

Needs what the tests need (`pip install -e '.[dev]'`), /usr/bin/chromium and a font with Chinese.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "browse"), str(ROOT / "docs")]

from agedemo import EDITED, RETITLED, aged_demo  # noqa: E402
from chromium import Browsing, Tab, open_tab  # noqa: E402
from palette import reduced  # noqa: E402
from serving import Served, serving  # noqa: E402

IMAGES = ROOT / "docs" / "images"
DESKTOP = {"width": 1200, "height": 800}
PHONE = {"width": 375, "height": 720}
MOST = 150_000
"""Bytes of a file."""


@dataclass(frozen=True)
class Shot:
    """One picture: of the window, or of the element that `part` selects."""

    name: str
    path: str
    part: str | None = None
    dark: bool = False
    phone: bool = False


SHOTS = (
    Shot("home", "/"),
    Shot("search", "/search?q=%E5%85%BB%E8%80%81"),
    Shot("article", f"/article/{{{RETITLED}}}"),
    Shot("diff", f"/article/{{{EDITED}}}/revisions"),
    Shot("chart", "/", part="figure[data-chart] >> nth=0"),
    Shot("dark", "/runs", dark=True),
    Shot("phone", f"/article/{{{RETITLED}}}", phone=True),
)


def main() -> int:
    """Take them; 1 where one is too large or something was wrong with a page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=[shot.name for shot in SHOTS])
    wanted = parser.parse_args().only
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, serving(aged_demo(Path(folder))) as served:
        browsing = Browsing()
        try:
            done = [browsing.run(take, browsing, served, shot) for shot in SHOTS if wanted in (None, shot.name)]
        finally:
            browsing.close()
    return 0 if all(done) else 1


def take(browsing: Browsing, served: Served, shot: Shot) -> bool:
    """One picture; False where it is not fit for the docs."""
    tab = open_tab(browsing, viewport=PHONE if shot.phone else DESKTOP, dark=shot.dark)
    tab.page.goto(served.address.rstrip("/") + address(served, shot.path))
    tab.page.locator("figure[data-chart]:not([data-drawn])").first.wait_for(state="detached")
    body = reduced((tab.page.locator(shot.part) if shot.part else tab.page).screenshot())
    (IMAGES / f"{shot.name}.png").write_bytes(body)
    found = faults(tab, body)
    print(f"{shot.name}.png {len(body):,} bytes {' '.join(found)}")
    tab.context.close()
    return not found


def address(served: Served, path: str) -> str:
    """The path with the article's own number in place of its native id in braces."""
    if "{" not in path:
        return path
    native_id = path.partition("{")[2].partition("}")[0]
    (row,) = served.json(f"/demo/articles.json?native_id={native_id}&_shape=array&_col=id")
    return path.replace(f"{{{native_id}}}", str(row["id"]))


def faults(tab: Tab, body: bytes) -> list[str]:
    """Why the picture is not fit."""
    return [*tab.errors, *tab.outside(), *([f"larger than {MOST:,} bytes"] if len(body) > MOST else [])]


if __name__ == "__main__":
    sys.exit(main())
