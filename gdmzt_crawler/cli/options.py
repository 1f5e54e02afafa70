"""Options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from gdmzt_crawler.errors import StoreError
from gdmzt_crawler.sites.definition import ENVIRONMENT

Command = TypeVar("Command", bound=Callable[..., Any])
DEFAULT_DB = Path("data/gdmzt.db")
DEMO_DB = Path("data/demo.db")


def db_option(default: Path = DEFAULT_DB, **more: Any) -> Callable[[Command], Command]:
    """`--db F`, the dataset."""
    return click.option(
        "--db",
        # what may not be read is said in a sentence of ours, by who opens it
        type=click.Path(path_type=Path, readable=False),
        default=default,
        show_default=True,
        metavar="FILE",
        help="数据文件 · the dataset.",
        **more,
    )


def _check_there(context: click.Context, parameter: click.Parameter, db: Path) -> Path:
    if db == DEFAULT_DB and not db.exists() and DEMO_DB.exists():
        raise StoreError(f"没有这个数据文件 no dataset at {db} — 演示数据在 the demo's is there: --db {DEMO_DB}")
    return db


existing_db_option = db_option(callback=_check_there)
"""`--db F` of a command that only reads it."""
COUNT = click.IntRange(1, 2**63 - 1)
"""How many, or which number: as far as SQLite counts."""
json_option = click.option("--json", "as_json", is_flag=True, help="输出一个 JSON · print one JSON document.")
contact_option = click.option(
    "--contact", metavar="TEXT", help="写进 User-Agent 的联系方式 · e-mail or page that the User-Agent names."
)


def _add_folder(context: click.Context, parameter: click.Parameter, folders: tuple[str, ...]) -> None:
    # The environment reaches every place that looks for definitions, and child processes too.
    before = os.environ.get(ENVIRONMENT, "")
    if folders:
        os.environ[ENVIRONMENT] = os.pathsep.join([*([before] if before else []), *folders])


sites_option = click.option(
    "--sites",
    multiple=True,
    metavar="DIR",
    expose_value=False,
    is_eager=True,
    callback=_add_folder,
    help="另有站点定义的文件夹 · folder with more site definitions.",
)
