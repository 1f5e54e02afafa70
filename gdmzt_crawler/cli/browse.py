"""`gdmzt browse`: a dataset in datasette."""

from __future__ import annotations

from pathlib import Path

import click

from gdmzt_crawler.browse.server import PORT, serve
from gdmzt_crawler.cli.options import existing_db_option


@click.command("browse")
@existing_db_option
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535), help="端口 · first port tried.")
def command(db: Path, port: int) -> None:
    """用 datasette 浏览 · Serve a dataset with datasette on this machine, read only, until Ctrl-C."""
    serve(db, port=port, announce=lambda address: click.echo(f"浏览 browse: {address} (Ctrl-C 结束 to stop)"))
