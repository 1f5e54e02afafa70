"""The command group, and how errors become one sentence and an exit code."""

from __future__ import annotations

import importlib
import io
import sys
from collections.abc import Sequence

import click

from gdmzt_crawler.errors import GdmztError
from gdmzt_crawler.version import __version__

FAILED = 1
WRONG = 2
INTERRUPTED = 130
_COMMANDS = {
    "demo": "抓取内置演示站点并浏览 · crawl the bundled demo site and browse it",
    "crawl": "抓取一个站点 · crawl a site",
    "extract": "一个页面变成 JSON · one page to JSON",
    "sites": "站点定义 · site definitions",
    "fixtures": "样例 · pages with what must be read from them",
    "runs": "抓取批次 · crawl runs",
    "report": "一次抓取的报告 · what a run found, in words",
    "diff": "一篇文章改了什么 · what changed in an article",
    "schedule": "定时抓取 · a crawl that runs by itself",
    "export": "带走数据 · the dataset, or a part of it, as a file",
    "search": "检索标题与正文 · find articles by what they say",
    "index": "检索索引 · the search index completed, rebuilt, checked",
    "keywords": "一段时间的关键词及其升降 · the words of a period, and what rose and fell",
    "browse": "用 datasette 浏览数据 · browse a dataset with datasette",
    "reparse": "从存档重建 · make the dataset anew from its archive",
    "import": "取入他人的 WARC · take in WARC files made by other programs",
    "digest": "数据集摘要 · one line that is equal for equal datasets",
    "migrate": "把数据文件升级到当前结构 · bring a dataset to the current schema",
}

_MODULES = {"import": "importing"}
"""Of commands whose name is a word of Python."""


class Commands(click.Group):
    """Loads a command's module when it is asked for: Scrapy takes a second, `--help` need not wait for it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the help page."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in _COMMANDS:
            return None
        module = _MODULES.get(cmd_name, cmd_name)
        command: click.Command = importlib.import_module(f"gdmzt_crawler.cli.{module}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without loading them."""
        with formatter.section("Commands 命令"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="gdmzt")
def group() -> None:
    """中国政府网站新闻数据集 · Chinese government news sites as a dataset."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit: 0 done, 1 failed, 2 wrong usage, 3 suspect, 4 locked, 130 interrupted."""
    for stream in (sys.stdout, sys.stderr):
        # a terminal that cannot show Chinese gets it spelled, as JSON does
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command; its exit code."""
    try:
        code = group.main(arguments, prog_name="gdmzt", standalone_mode=False)
    except GdmztError as error:
        click.echo(error.message, err=True)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except UnicodeEncodeError as error:
        if not any(map(_is_no_text, sys.argv[1:] if arguments is None else arguments)):
            raise
        broken = ascii(error.object[error.start : error.end])
        click.echo(
            f"参数不是 UTF-8 文字 an argument is no UTF-8 text: {broken} — 请检查编码 check its encoding", err=True
        )
        return WRONG
    except OSError as error:
        # what no module expected of a disk, a folder or a pipe
        click.echo(_told(error), err=True)
        return FAILED
    except click.Abort:
        click.echo("已中断 interrupted.", err=True)
        return INTERRUPTED
    return code if isinstance(code, int) else 0


def _is_no_text(argument: str) -> bool:
    """Whether it holds bytes that are no text of the terminal's encoding: a file's name may, nothing else."""
    return any("\ud800" <= letter <= "\udfff" for letter in argument)


def _told(error: OSError) -> str:
    where = f" {error.filename}" if error.filename else ""
    reason = error.strerror or type(error).__name__
    told = f"系统不让读写 the system does not let us read or write{where}: {reason}"
    return f"{told} — 请检查权限与磁盘 check permissions and disk"
