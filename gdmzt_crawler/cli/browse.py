"""`gdmzt browse`: a dataset in datasette."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path

import click

from gdmzt_crawler.browse.app import Options
from gdmzt_crawler.browse.server import HOST, PORT, serve
from gdmzt_crawler.cli.options import existing_db_option
from gdmzt_crawler.store.search.readiness import index_fault


def _as_base_url(context: click.Context, parameter: click.Parameter, value: str) -> str:
    stripped = value.strip("/")
    # browsers take `.` and `..` out of an address
    steps = {".", ".."} & set(stripped.split("/"))
    if steps or not stripped.isascii() or any(mark in stripped for mark in "?#%\\ \"'<>:"):
        raise click.BadParameter("写路径即可，如 /news/ a path such as /news/")
    return f"/{stripped}/" if stripped else "/"


@click.command("browse")
@existing_db_option
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535), help="端口 · first port tried.")
@click.option(
    "--host",
    default=HOST,
    show_default=True,
    metavar="ADDRESS",
    help="监听地址，默认只有本机能访问 · address to listen on; by default only this machine can visit.",
)
@click.option(
    "--base-url",
    default="/",
    show_default=True,
    metavar="PATH",
    callback=_as_base_url,
    help="反向代理后的路径前缀 · path behind a proxy, such as /news/.",
)
@click.option(
    "--immutable",
    is_flag=True,
    help="数据不再变动：更快，但浏览期间不能抓取 · the dataset does not change: faster, but no crawl meanwhile.",
)
@click.option(
    "--images-from-source",
    is_flag=True,
    help="未下载的图片从原网站加载 · load images that were not downloaded from the sites.",
)
@click.option(
    "--no-sql",
    is_flag=True,
    help="读者不能自写 SQL，常问的问题照常 · no SQL of readers' own; the canned queries stay.",
)
def command(
    db: Path, port: int, host: str, base_url: str, immutable: bool, images_from_source: bool, no_sql: bool
) -> None:
    """用 datasette 浏览 · Serve a dataset with datasette on this machine, read only, until Ctrl-C."""
    if not _is_loopback(host):
        click.echo(
            "注意：别的机器也能访问 note: other machines can visit — 公开发布请放在 nginx 之后 to publish, put nginx "
            "before it: docs/publish.md",
            err=True,
        )
    if fault := index_fault(db):
        click.echo(fault, err=True)
    serve(
        db,
        host=host,
        port=port,
        announce=lambda address: click.echo(f"浏览 browse: {address} (Ctrl-C 结束 to stop)"),
        options=Options(base_url=base_url, images_from_source=images_from_source, own_sql=not no_sql),
        immutable=immutable,
    )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
