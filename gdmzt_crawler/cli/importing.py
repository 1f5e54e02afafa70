"""`gdmzt import`: WARC files that other programs made."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import click

from gdmzt_crawler.archive.exchange import Problem
from gdmzt_crawler.archive.reader import holds_captures
from gdmzt_crawler.cli.options import db_option, json_option, sites_option
from gdmzt_crawler.cli.reparse import shown
from gdmzt_crawler.crawl.archiving import Archive
from gdmzt_crawler.crawl.importing import Import, Imported, only_unknown_hosts
from gdmzt_crawler.crawl.run import writing
from gdmzt_crawler.crawl.verdict import SUSPECT
from gdmzt_crawler.errors import ArchiveError
from gdmzt_crawler.sites.definition import definition_files, load_for_archive

MOST_HOSTS = 10
_ARTICLES = {
    "new": "新 new",
    "revised": "改 changed",
    "unchanged": "未变 unchanged",
    "earlier": "旧读 earlier readings",
    "rejected": "不是文章 rejected",
}


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="WARC…", type=click.Path(path_type=Path, readable=False))
@db_option()
@click.option("--site", metavar="KEY", help="只取这个站点 · only pages of this site.")
@sites_option
@json_option
def command(files: tuple[Path, ...], db: Path, site: str | None, as_json: bool) -> int:
    """取入他人的 WARC · Take in the pages of WARC files that other programs made (browsertrix, wget …).

    WARC… 是 .warc、.warc.gz、.wacz 文件或其目录 are files, or folders of them. 页面复制进本数据集的存档，站点由域名判定
    The pages are copied into the dataset's own archive; their host tells the site. 再取一次不变 Again changes nothing.
    """
    if site is not None:
        load_for_archive(site)
    for file in files:
        if not file.exists():
            raise ArchiveError(f"没有这个文件 no such file: {file} — 请检查路径 check the path")
    problems: list[Problem] = []
    asked, files = files, tuple(file for file in files if holds_captures(file, problems.append))
    unread = ", ".join(str(file) for file in asked if file not in files)
    if not files:
        reason = f" ({problems[0].message})" if problems else ""
        raise ArchiveError(
            f"没有可取的记录 no record of a page: {unread}{reason} — 请检查是否 WARC check that they are WARC files"
        )
    if hosts := only_unknown_hosts(files):
        raise _without_definition(hosts)
    # those of the files that are read come again while they are taken in
    problems = [each for each in problems if each.warc_file not in {file.name for file in files}]
    with writing(db) as store, Archive.open(store) as archive, shown() as progress:
        progress.bytes = 0
        work = Import(store, archive, site=site, names=[file.name for file in files])
        whole = False

        def moved() -> None:
            progress.captures = work.done.captures
            progress.on_move()

        try:
            work.take(files, problems, moved)
            whole = True
        finally:
            work.close(interrupted=not whole)
    _tell(work.done, problems, db, as_json=as_json)
    if unread:
        click.echo(
            f"这些文件没有可取的记录，其余已取入 no record of a page, the others are taken in: {unread}", err=True
        )
        return SUSPECT
    return SUSPECT if problems else 0


def _tell(done: Imported, problems: list[Problem], db: Path, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(_document(done, problems, db), ensure_ascii=False, indent=2))
        return
    taken = ", ".join(f"{site} {count}" for site, count in sorted(done.taken.items())) or "0"
    counts = f"取入 taken {taken}, 已有 known {done.known}, 其他 others {done.others}"
    click.echo(f"存档记录 captures {done.captures}: {counts}")
    told = ", ".join(f"{words} {done.articles[f'articles_{name}']}" for name, words in _ARTICLES.items())
    click.echo(f"  文章 articles: {told}")
    if done.unknown_hosts:
        click.echo(f"  没有定义的域名 hosts without a site definition: {_named(done.unknown_hosts)}")
    if done.undated:
        click.echo(
            f"  没有可信的时间，未取 left out, without a time at which they can have been fetched: {done.undated}"
        )
    for problem in problems:
        click.echo(f"  读不出 cannot be read: {problem.warc_file} @ {problem.warc_offset}: {problem.message}", err=True)
    click.echo(f"  数据 dataset: {db}")


def _named(hosts: Counter[str]) -> str:
    named = ", ".join(f"{host} {count}" for host, count in hosts.most_common(MOST_HOSTS))
    return named if len(hosts) <= MOST_HOSTS else f"{named} …"


def _without_definition(hosts: Counter[str]) -> ArchiveError:
    next_step = "请写站点定义，用 --sites 指明其文件夹 write one and name its folder with --sites: docs/add-a-site.md"
    if broken := ", ".join(each.key for each in definition_files() if each.error is not None):
        next_step += f"; 有误的定义 broken ones are not read: {broken} (`gdmzt sites check`)"
    return ArchiveError(
        f"这些域名都没有站点定义 no site definition for any of the hosts: {_named(hosts)} — {next_step}"
    )


def _document(done: Imported, problems: list[Problem], db: Path) -> dict[str, Any]:
    return {
        "db": str(db),
        "captures": done.captures,
        "taken": dict(sorted(done.taken.items())),
        "known": done.known,
        "others": done.others,
        "undated": done.undated,
        "unknown_hosts": dict(done.unknown_hosts.most_common()),
        "articles": dict(sorted(done.articles.items())),
        "issues": dict(sorted(done.issues.items())),
        "problems": [
            {"file": each.warc_file, "offset": each.warc_offset, "message": each.message} for each in problems
        ],
    }
