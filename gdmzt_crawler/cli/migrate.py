"""`gdmzt migrate`: an older dataset to the current schema."""

from __future__ import annotations

from pathlib import Path

import click

from gdmzt_crawler.cli.options import existing_db_option
from gdmzt_crawler.store.migrations import SCHEMA_VERSION
from gdmzt_crawler.store.repository import Store
from gdmzt_crawler.store.search.readiness import index_fault


@click.command("migrate")
@existing_db_option
def command(db: Path) -> None:
    """升级数据文件 · Bring a dataset to the schema of this program; nothing is lost."""
    with Store.open(db, create=False) as store, store.lock():
        click.echo(f"数据文件已是当前结构 the dataset has the current schema ({SCHEMA_VERSION}): {db}")
    if fault := index_fault(db):
        click.echo(fault)
