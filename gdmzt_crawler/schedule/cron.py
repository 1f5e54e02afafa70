"""One line of a crontab, and the block of ours that holds it.

The line waits a while, crawls, writes all output to the log, and prints (so that cron mails it) only where somebody has
to look: on exit 1, 2 and 3. Another run's lock (4) and an interruption (130) are no news.
"""

from __future__ import annotations

import re
import shlex

from gdmzt_crawler.errors import UsageError
from gdmzt_crawler.schedule.plan import Plan

LONGEST = 998
"""Bytes of a command that every cron takes (MAX_COMMAND in Vixie's and Debian's is 1000)."""
_TAIL = 20
"""Lines of the log that are mailed."""


def line(plan: Plan, *, python: str) -> str:
    """The line, without its end; `python` waits (plain sh knows no random numbers).

    Raises UsageError where it is too long for cron.
    """
    command = _command(plan, python)
    if len(command.encode()) > LONGEST:
        raise UsageError(
            f"命令太长 the command is longer than the {LONGEST} bytes that cron takes — use `gdmzt schedule systemd`, "
            "or shorter paths.",
        )
    hours = ",".join(map(str, plan.hours))
    return f"{plan.at.minute} {hours} * * * {command}"


def block(plan: Plan, *, python: str) -> str:
    """The line between two marks, by which it is found again."""
    begin, end = _marks(plan.name)
    note = "# 只在退出码 1 2 3 时输出（由 cron 发信）prints, so that cron mails, on exit 1 2 3 only"
    return f"{begin}\n{note}\n{line(plan, python=python)}\n{end}\n"


def with_block(crontab: str, plan: Plan, *, python: str) -> str:
    """A crontab with our block in place of an older one; all other lines stay as they are."""
    rest = without_block(crontab, plan.name)
    return rest + ("\n" if rest and not rest.endswith("\n") else "") + block(plan, python=python)


def without_block(crontab: str, name: str) -> str:
    """A crontab without our block."""
    begin, end = map(re.escape, _marks(name))
    return re.sub(rf"^{begin}\n(?:.*\n)*?{end}(?:\n|\Z)", "", crontab, flags=re.M)


def _command(plan: Plan, python: str) -> str:
    settings = [f"{name}={_word(value)}" for name, value in plan.environment.items()]
    crawl = " ".join([*settings, *map(_word, plan.command)])
    steps = [f"cd {_word(str(plan.folder))}"]
    if plan.spread:
        steps.append(f"{_word(python)} -c 'import random, time; time.sleep(random.uniform(0, {plan.spread}))'")
    log = _word(str(plan.log or plan.folder / f"{plan.name}.log"))
    told = f'echo "{plan.name}: exit $c"; tail -n {_TAIL} {log}'
    steps.append(f"{{ {{ date; {crawl}; }} >>{log} 2>&1 || {{ c=$?; case $c in 4|130) ;; *) {told};; esac; }}; }}")
    # To cron an unescaped % is the end of the command.
    return " && ".join(steps).replace("%", r"\%")


def _word(text: str) -> str:
    # Cron takes a backslash away from a %, wherever they stand: those of the text itself are kept apart.
    return shlex.quote(text).replace(r"\%", r"\''%")


def _marks(name: str) -> tuple[str, str]:
    return f"# >>> {name}", f"# <<< {name}"
