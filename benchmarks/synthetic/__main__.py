"""Serve the synthetic site in the foreground, and write its definition.

python -m benchmarks.synthetic --articles 2000 --port 0 --sites FOLDER
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import tempfile
from pathlib import Path

from benchmarks.synthetic.server import start
from benchmarks.synthetic.site import SyntheticSite


async def _serve(site: SyntheticSite, port: int, folder: Path) -> None:
    server, running = await start(site, port, log=False)
    site.definition(folder, running.base_url)
    print(f"{running.base_url} {folder}", flush=True)
    await server.serve_forever()


def main() -> None:
    """Print the address and the folder for GDMZT_SITES, then serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--columns", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--day", type=int, default=0, help="days after day 0: edits, removals, new articles")
    parser.add_argument("--small", action="store_true", help="pages of 3 KB instead of 20 KB")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--sites", type=Path, help="folder for the site definition; a new temporary one by default")
    given = parser.parse_args()
    site = SyntheticSite(given.articles, given.columns, given.seed, given.day, small=given.small)
    folder = given.sites or Path(tempfile.mkdtemp(prefix="synthetic-"))
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(site, given.port, folder))


if __name__ == "__main__":
    main()
