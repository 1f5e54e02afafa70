"""`gdmzt sites`: the site definitions, shipped and of one's own."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import click
from rich.table import Table

from gdmzt_crawler.cli.options import json_option, sites_option
from gdmzt_crawler.cli.terminal import show as print_table
from gdmzt_crawler.errors import UnknownSite
from gdmzt_crawler.sites.definition import DefinitionFile, SiteDefinition, definition_files, load_definition


@click.group("sites")
def command() -> None:
    """站点定义 · Site definitions: one TOML file for each site."""


@command.command("list")
@sites_option
@json_option
def list_(as_json: bool) -> None:
    """列出所有站点 · List every site."""
    files = definition_files()
    if as_json:
        click.echo(json.dumps([_brief(each) for each in files], ensure_ascii=False, indent=2))
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("代号 key", "名称 name", "首页 home page", "平台 platform", "定义 definition"):
        table.add_column(heading, overflow="fold")
    for each in files:
        site = each.definition
        texts = (site.name, site.home_url, site.platform) if site else ("有误 broken: gdmzt sites check", "", "")
        table.add_row(each.key, *texts, each.path.name)
    print_table(table)


@command.command("show")
@click.argument("site")
@sites_option
def show(site: str) -> None:
    """显示一个站点的定义 · Show one definition as it was read, as JSON."""
    click.echo(json.dumps(_whole(load_definition(site)), ensure_ascii=False, indent=2))


@command.command("check")
@click.argument("keys", nargs=-1, metavar="[SITE]...")
@sites_option
def check(keys: tuple[str, ...]) -> int:
    """检查站点定义 · Check definitions (all, or those named) and name every fault."""
    files = definition_files()
    known = {each.key for each in files}
    if unknown := ", ".join(key for key in dict.fromkeys(keys) if key not in known):
        raise UnknownSite(f"没有这个站点 no such site: {unknown} — `gdmzt sites list` 列出 shows them.", site=unknown)
    wanted = [each for each in files if not keys or each.key in keys]
    broken = [each.error for each in wanted if each.error is not None]
    for error in broken:
        click.echo(error.message, err=True)
    click.echo(f"站点定义 {len(wanted)} 个 definitions, 有误 broken {len(broken)}.")
    return 2 if broken else 0


def _brief(each: DefinitionFile) -> dict[str, object]:
    site = each.definition
    return {
        "key": each.key,
        "name": site.name if site else None,
        "home_url": site.home_url if site else None,
        "platform": site.platform if site else None,
        "enabled": site.enabled if site else None,
        "definition": str(each.path),
        "error": each.error.message if each.error else None,
    }


def _whole(site: SiteDefinition) -> dict[str, object]:
    whole = asdict(replace(site, source_aliases={}))
    return {**whole, "source_aliases": dict(site.source_aliases), "origin": str(site.origin)}
