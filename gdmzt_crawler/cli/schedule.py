"""`gdmzt schedule`: files that make a crawl run by itself, printed or installed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from shlex import quote
from typing import Any

import click

from gdmzt_crawler.cli.installing import Units, read_crontab, write_crontab
from gdmzt_crawler.cli.options import Command, contact_option, db_option, sites_option
from gdmzt_crawler.cli.surroundings import login, program, settings
from gdmzt_crawler.crawl.manners import check_contact, configured_contact
from gdmzt_crawler.crawl.options import DEFAULT_SITE
from gdmzt_crawler.errors import UsageError
from gdmzt_crawler.schedule import cron, systemd
from gdmzt_crawler.schedule.plan import Plan, clock, interval
from gdmzt_crawler.sites.definition import load_definition, load_enabled
from gdmzt_crawler.sites.validation import EVERY_SITE

_NOTHING = "没有装过 nothing is installed: {}"


@click.group("schedule")
def command() -> None:
    """定时抓取 · A crawl that runs by itself, every night say: files for systemd, or a line for cron."""


def _options(function: Command) -> Command:
    """Options of both schedulers."""
    minutes = click.IntRange(0, 1439)
    options: tuple[Callable[[Command], Command], ...] = (
        click.option("--site", default=DEFAULT_SITE, show_default=True, help="站点代号 · key of the site, or all."),
        db_option(),
        click.option("--at", default="02:30", show_default=True, metavar="HH:MM", help="时刻，本机时间 · local time."),
        click.option("--every", default="day", show_default=True, metavar="day|6h", help="间隔 · how often."),
        click.option("--spread", default=20, show_default=True, type=minutes, help="随机推迟几分钟 · longest delay."),
        click.option("--log", type=click.Path(path_type=Path), metavar="FILE", help="日志 · where the output goes."),
        contact_option,
        sites_option,
        click.option("--install", is_flag=True, help="装上，先询问 · install it, after a question."),
        click.option("--uninstall", is_flag=True, help="卸下，先询问 · take it away, after a question."),
        click.option("--yes", is_flag=True, help="不询问 · ask no question."),
    )
    for option in reversed(options):
        function = option(function)
    return function


@command.command("systemd")
@_options
@click.option("--system", is_flag=True, help="系统级，需 root 权限 · units of the system, not of the user; needs root.")
@click.option("--run-as", metavar="USER", help="系统级单元以谁的身份运行 · whose account system units run under.")
def systemd_(
    system: bool, run_as: str | None, site: str, install: bool, uninstall: bool, yes: bool, **options: Any
) -> None:
    """服务与定时器 · A service and its timer; without --install they are only printed."""
    if run_as is not None and not system:
        raise UsageError("--run-as 只用于 --system is for --system only.", field="run_as")
    if uninstall:
        units = Units(_name(site), system)
        _ask(f"卸下吗 remove {units.timer.name}?", yes)
        click.echo(f"已卸下 removed: {units.name}" if units.uninstall() else _NOTHING.format(units.timer))
        return
    plan = _plan(site, **options)
    units = Units(plan.name, system)
    service = systemd.service(plan, run_as=(run_as or login()) if system else None)
    files = {units.service: service, units.timer: systemd.timer(plan)}
    for path, text in files.items():
        click.echo(f"# {path}\n{text}")
    click.echo(_systemd_steps(units, plan))
    if install:
        _ask(f"装上吗 install {units.timer.name}?", yes)
        _make_folder(plan)
        units.install(files)
        click.echo(f"已装上 installed. 查看 see: {' '.join(units.systemctl)} list-timers {units.timer.name}")


@command.command("cron")
@_options
def cron_(site: str, install: bool, uninstall: bool, yes: bool, **options: Any) -> None:
    """一行 crontab · One line of a crontab; without --install it is only printed."""
    if uninstall:
        before = read_crontab()
        after = cron.without_block(before, _name(site))
        _ask(f"卸下吗 remove {_name(site)} from the crontab?", yes)
        if after != before:
            write_crontab(after)
        click.echo(f"已卸下 removed: {_name(site)}" if after != before else _NOTHING.format(_name(site)))
        return
    plan = _plan(site, **options, log_beside=True)
    click.echo(cron.block(plan, python=sys.executable), nl=False)
    if install:
        _ask(f"装上吗 install {plan.name}?", yes)
        _make_folder(plan)
        write_crontab(cron.with_block(read_crontab(), plan, python=sys.executable))
        click.echo("已装上 installed. 查看 see: crontab -l")
    elif plan.log and not plan.log.parent.exists():
        click.echo(f"# 先建文件夹 make the folder first: mkdir -p {quote(str(plan.log.parent))}")


def _plan(
    site: str,
    *,
    db: Path,
    at: str,
    every: str,
    spread: int,
    log: Path | None,
    contact: str | None,
    log_beside: bool = False,
) -> Plan:
    """What the options ask for. Raises UsageError for what would fail in every night to come."""
    sites = load_enabled() if site == EVERY_SITE else [load_definition(site)]
    contact = contact or configured_contact()
    for each in sites:
        check_contact(each.home_url, contact)
    db = db.absolute()
    if log is None and log_beside:
        log = db.with_suffix(".log")
    return Plan(
        site=site,
        command=(*program(), "crawl", site, "--db", str(db)),
        folder=Path.cwd(),
        environment=settings(contact, os.environ),
        at=clock(at),
        every=interval(every),
        spread=spread * 60,
        log=log.absolute() if log else None,
    )


def _name(site: str) -> str:
    """Of a schedule that need not be possible any more: its site may be gone."""
    if not site.replace("-", "").replace("_", "").isalnum():
        raise UsageError(f"站点代号不对 no key of a site: {site!r}", field="site")
    return Plan(site, (), Path("/")).name


def _systemd_steps(units: Units, plan: Plan) -> str:
    control = " ".join(units.systemctl)
    steps = [] if plan.log is None or plan.log.parent.exists() else [f"mkdir -p {quote(str(plan.log.parent))}"]
    steps += [f"{control} daemon-reload", f"{control} enable --now {units.timer.name}"]
    if not units.system:
        steps.append(f"loginctl enable-linger {login()}    # 注销后也运行 also while you are logged out")
    lines = ["# 手工安装 by hand: 存成以上文件，再运行 save both files, then", *(f"#   {step}" for step in steps)]
    return "\n".join(lines)


def _make_folder(plan: Plan) -> None:
    if plan.log is not None:
        plan.log.parent.mkdir(parents=True, exist_ok=True)


def _ask(question: str, yes: bool) -> None:
    if not yes:
        click.confirm(question, abort=True)
