"""The line for cron: read by cron's own rules and run by sh, it does what was meant."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest
from commands import ROOT, Place
from hypothesis import given, settings
from hypothesis import strategies as st
from schedulers import need, need_spool, with_spool

from gdmzt_crawler.errors import UsageError
from gdmzt_crawler.schedule import cron
from gdmzt_crawler.schedule.plan import Plan

NASTY = ["研究 数据", "100%", r"a\%b", r"\\%", "it's", '"q" `x` $HOME $(id) !', "a;b&c|d>e*?[]{}~#", "-n", r"a\'\"%\%"]
DUMP = (
    "import json, os, sys; print(json.dumps([sys.argv[1:], os.getcwd(), os.environ.get('X')]));"
    " sys.exit(int(os.environ.get('CODE', '0')))"
)


def as_cron_reads_it(line: str) -> str:
    """What cron hands to sh: the command behind five fields, up to a bare `%` (do_command.c of Vixie cron)."""
    command, escaped = "", False
    for character in line.split(" ", 5)[5]:
        if escaped and character == "%":
            command = command[:-1]
        elif not escaped and character == "%":
            break
        escaped = not escaped and character == "\\"
        command += character
    return command


def plan(folder: Path, *arguments: str, x: str = "", code: int = 0) -> Plan:
    return Plan(
        "gdmzt",
        (sys.executable, "-c", DUMP, *arguments),
        folder,
        {"X": x, "CODE": str(code)},
        log=folder / "x.log",
    )


def run(schedule: Plan) -> str:
    """Run the line; what cron would mail."""
    command = as_cron_reads_it(cron.line(schedule, python=sys.executable))
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False, env={"HOME": "/"})
    return done.stdout + done.stderr


@pytest.mark.parametrize("text", NASTY)
def test_folder_log_arguments_and_environment_arrive_as_they_are(tmp_path: Path, text: str) -> None:
    folder = tmp_path / f"d{text}".replace("/", "_").rstrip("\\")
    folder.mkdir()
    assert run(plan(folder, text, x=text)) == ""
    assert json.loads((folder / "x.log").read_text().splitlines()[1]) == [[text], str(folder), text]


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\\%'\"$ "), max_size=12))
def test_any_text_arrives(text: str) -> None:
    schedule = Plan("gdmzt", ("/usr/bin/printf", "%s", text), Path("/"), log=Path("/dev/stdout"))
    command = as_cron_reads_it(cron.line(schedule, python=sys.executable))
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False)
    assert (done.stdout.decode().partition("\n")[2], done.stderr) == (text, b"")


@pytest.mark.parametrize("code", [0, 4, 130])
def test_what_is_no_news_is_not_mailed(tmp_path: Path, code: int) -> None:
    assert run(plan(tmp_path, code=code)) == ""
    date, output = (tmp_path / "x.log").read_text().splitlines()
    assert re.search(r"\d\d:\d\d:\d\d", date)
    assert output.startswith("[[]")


@pytest.mark.parametrize("code", [1, 2, 3, 127])
def test_what_has_to_be_looked_at_is_mailed_with_the_end_of_the_log(tmp_path: Path, code: int) -> None:
    (tmp_path / "x.log").write_text("".join(f"line {n}\n" for n in range(100)))
    mail = run(plan(tmp_path, code=code)).splitlines()
    assert mail[0] == f"gdmzt-crawl-gdmzt: exit {code}"
    assert (mail[1], mail[-3], len(mail)) == ("line 82", "line 99", 21)
    assert mail[-1].startswith("[[]")


def test_a_folder_that_is_gone_is_mailed(tmp_path: Path) -> None:
    assert "nowhere" in run(replace(plan(tmp_path), folder=tmp_path / "nowhere"))


def test_it_waits_first(tmp_path: Path) -> None:
    line = cron.line(replace(plan(tmp_path), spread=600), python="/my python")
    assert "'/my python' -c 'import random, time; time.sleep(random.uniform(0, 600))' && { " in line


def test_a_line_longer_than_cron_takes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="systemd"):
        cron.line(plan(tmp_path, "长" * 200), python=sys.executable)


@pytest.mark.parametrize(("every", "fields"), [(24, "5 2 * * * "), (6, "5 2,8,14,20 * * * ")])
@pytest.mark.parametrize("text", NASTY)
def test_crontab_finds_no_fault(tmp_path: Path, every: int, fields: str, text: str) -> None:
    need("crontab")
    if b"-n" not in subprocess.run(["crontab", "-h"], capture_output=True, check=False).stderr:
        pytest.skip("this cron has no dry run (crontab -n)")
    schedule = replace(plan(tmp_path, text), at=time(2, 5), every=every)
    assert cron.line(schedule, python=sys.executable).startswith(fields)
    path = tmp_path / "crontab"

    def check(text: str) -> int:
        path.write_text(text, encoding="utf-8")
        return subprocess.run(["crontab", "-n", str(path)], capture_output=True, check=False).returncode

    assert check(cron.block(schedule, python=sys.executable)) == 0
    assert check(cron.block(schedule, python=sys.executable).replace("5 2", "5 25", 1)) != 0


OTHERS = [
    "",
    "MAILTO=me\n0 1 * * * true\n",
    "0 1 * * * true",
    "# >>> gdmzt-crawl-gdmzt-2\nx\n# <<< gdmzt-crawl-gdmzt-2\n",
]


@pytest.mark.parametrize("before", OTHERS)
def test_other_lines_of_a_crontab_stay(tmp_path: Path, before: str) -> None:
    once = cron.with_block(before, plan(tmp_path), python=sys.executable)
    ended = before + ("\n" if before and not before.endswith("\n") else "")
    assert once == ended + cron.block(plan(tmp_path), python=sys.executable)
    twice = cron.with_block(once + "5 5 * * * late\n", plan(tmp_path, "new"), python=sys.executable)
    assert twice.count(">>> gdmzt-crawl-gdmzt\n") == 1
    assert twice.startswith(ended + "5 5 * * * late\n")
    assert cron.without_block(once, "gdmzt-crawl-gdmzt") == ended
    assert cron.without_block(once, "gdmzt-crawl-drc") == once


def test_it_is_installed_and_taken_away_in_a_real_spool(tmp_path: Path) -> None:
    need_spool()
    place = Place(tmp_path)
    gdmzt = f"{sys.executable} -m gdmzt_crawler schedule cron --site qb --yes"
    script = f"""set -e; cd {tmp_path}
        printf '# 我的 mine\\n1 1 * * * true\\n' | crontab -
        {gdmzt} --contact a@b.cn --install > out1; crontab -l > first
        {gdmzt} --contact a@b.cn --install --at 3:15 > out2; crontab -l > second
        {gdmzt} --uninstall > out3; crontab -l > third
        {gdmzt} --uninstall > out4; crontab -l > fourth
        crontab -r; {gdmzt} --contact a@b.cn --install > out5; crontab -l > fifth"""
    done = with_spool(["sh", "-c", script], place.environment())
    assert done.returncode == 0, done.stderr
    texts = {path.name: path.read_text() for path in tmp_path.iterdir() if path.is_file()}
    mine = "# 我的 mine\n1 1 * * * true\n"
    assert texts["first"].startswith(mine + "# >>> gdmzt-crawl-qb\n")
    assert "\n30 2 * * * cd " in texts["first"]
    assert texts["second"] == texts["first"].replace("\n30 2 * * * cd ", "\n15 3 * * * cd ")
    assert texts["third"] == texts["fourth"] == mine
    assert texts["fifth"] == texts["first"].removeprefix(mine)
    assert "removed" in texts["out3"]
    assert "nothing is installed" in texts["out4"]


def test_the_installed_line_crawls(tmp_path: Path) -> None:
    """The line as printed by the command, without its wait."""
    place = Place(tmp_path)
    place.define("http://127.0.0.1:9/")
    printed = place.gdmzt("schedule", "cron", "--site", "t", "--spread", "0", "--db", "d/x.db")
    assert printed.code == 0, printed.err
    line = next(line for line in printed.out.splitlines() if line.startswith("30 2 "))
    assert "mkdir -p" in printed.out
    (tmp_path / "d").mkdir()
    # As cron would start it: hardly any environment.
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LOGNAME": "x"}
    assert f"PYTHONPATH={ROOT}" in line
    done = subprocess.run(
        ["/bin/sh", "-c", as_cron_reads_it(line)], cwd="/", env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("gdmzt-crawl-t: exit 1\n")
    assert "cannot read http://127.0.0.1:9/" in done.stdout
    assert (tmp_path / "d" / "x.log").read_text() in done.stdout
    assert os.path.exists(tmp_path / "d" / "x.db")
