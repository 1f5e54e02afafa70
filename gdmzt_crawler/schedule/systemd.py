"""A systemd service and its timer.

Syntax: systemd.service(5), systemd.timer(5), systemd.syntax(7). Words of ExecStart= and Environment= are quoted and
unescaped by systemd, paths of WorkingDirectory= and StandardOutput= are taken as they stand; `%` is doubled in all.
"""

from __future__ import annotations

import re

from gdmzt_crawler.schedule.plan import Plan

_PLAIN = re.compile(r"[A-Za-z0-9_@/=.,:+-]+")
_SUCCESS = "4 130"
"""Another run holds the dataset, and: stopped by somebody. 1, 2 and 3 want to be looked at, and show as failed."""


def service(plan: Plan, *, run_as: str | None = None) -> str:
    """The text of `<name>.service`; with `run_as` (a user's name) it is one for the whole system."""
    system = run_as is not None
    unit = [f"Description=抓取政府网站新闻 crawl government news: {plan.site}"]
    if system:
        unit += ["Wants=network-online.target", "After=network-online.target"]
    lines = ["Type=oneshot", *([f"User={run_as}"] if system else []), f"WorkingDirectory={_path(str(plan.folder))}"]
    lines += [f"Environment={_word(f'{name}={value}')}" for name, value in plan.environment.items()]
    # The journal knows when a line was written, a file does not.
    lines += ["ExecStartPre=/bin/date"] if plan.log is not None else []
    lines += [f"ExecStart={_command(plan.command)}", f"SuccessExitStatus={_SUCCESS}"]
    lines += ["NoNewPrivileges=yes", "Nice=10", f"SyslogIdentifier={plan.name}"]
    if plan.log is not None:
        lines += [f"StandardOutput=append:{_path(str(plan.log))}", "StandardError=inherit"]
    return _file(("Unit", unit), ("Service", lines))


def timer(plan: Plan) -> str:
    """The text of `<name>.timer`, of the same user or system."""
    hours = ",".join(f"{hour:02}" for hour in plan.hours)
    lines = [f"OnCalendar=*-*-* {hours}:{plan.at.minute:02}:00"]
    # A machine that was off or asleep at the time runs it when it is back.
    lines += [f"RandomizedDelaySec={plan.spread}s", "Persistent=true"]
    unit = [f"Description=定时 timer: {plan.name}"]
    return _file(("Unit", unit), ("Timer", lines), ("Install", ["WantedBy=timers.target"]))


def _file(*sections: tuple[str, list[str]]) -> str:
    return "\n".join("\n".join([f"[{name}]", *lines, ""]) for name, lines in sections)


def _command(words: tuple[str, ...]) -> str:
    if re.search(r"""["'\\]""", words[0]):
        # systemd refuses such a program, sh starts it.
        words = ("/bin/sh", "-c", 'exec "$0" "$@"', *words)
    # Before the program, `:` keeps `$` from being taken for a variable in the words behind it.
    first = ":" + words[0] if any("$" in word for word in words) else words[0]
    return " ".join(_word(word) for word in (first, *words[1:]))


def _word(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%") + '"'


def _path(text: str) -> str:
    return text.replace("%", "%%")
