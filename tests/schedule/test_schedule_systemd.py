"""The units for systemd: it finds no fault in them, and what they start is what was meant."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest
from commands import Place
from schedulers import need, need_manager, under_manager

from gdmzt_crawler.schedule import systemd
from gdmzt_crawler.schedule.plan import Plan

NASTY = [
    "plain",
    "研究 数据",
    "100%n %h",
    "$HOME ${HOME} $$",
    r"a\n\x41 \\",
    'it\'s "q" ;',
    "; | & # @ ! : - +",
    " a  b ",
]
DUMP = (
    "import json, os, sys; print(json.dumps([sys.argv[1:], os.getcwd(), os.environ.get('X')]));"
    " sys.exit(int(os.environ.get('CODE', '0')))"
)


def plan(folder: Path, *arguments: str, x: str = "", code: int = 0, site: str = "gdmzt") -> Plan:
    return Plan(
        site,
        (sys.executable, "-c", DUMP, *arguments),
        folder,
        {"X": x, "CODE": str(code)},
        log=folder / "x.log",
    )


def written(home: Path, *plans: Plan) -> list[Path]:
    folder = home / "systemd" / "user"
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for each in plans:
        for suffix, text in ((".service", systemd.service(each)), (".timer", systemd.timer(each))):
            paths.append(folder / f"{each.name}{suffix}")
            paths[-1].write_text(text, encoding="utf-8")
    return paths


def folder_named(text: str, parent: Path) -> Path:
    folder = parent / text.replace("/", "_").rstrip(" \\")
    folder.mkdir()
    return folder


def verify(paths: list[Path], runtime: Path, scope: str = "--user") -> tuple[int, str]:
    need("systemd-analyze")
    done = subprocess.run(
        ["systemd-analyze", "verify", scope, *map(str, paths)],
        env={**os.environ, "XDG_RUNTIME_DIR": str(runtime)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("every", [24, 6])
def test_systemd_finds_no_fault(tmp_path: Path, text: str, every: int) -> None:
    schedule = replace(plan(folder_named(text, tmp_path), text, x=text), every=every, spread=1200)
    assert verify(written(tmp_path, schedule), tmp_path) == (0, "")


def test_systemd_finds_faults_at_all(tmp_path: Path) -> None:
    service, timer = written(tmp_path, plan(tmp_path))
    service.write_text(service.read_text().replace("Nice=", "Nize="))
    assert "Nize" in verify([service, timer], tmp_path)[1]
    service, timer = written(tmp_path, replace(plan(tmp_path), command=("/no/such/program",)))
    assert "/no/such/program" in verify([service, timer], tmp_path)[1]


def test_units_of_the_system(tmp_path: Path) -> None:
    service, timer = written(tmp_path, plan(tmp_path))
    service.write_text(systemd.service(plan(tmp_path), run_as="daemon"), encoding="utf-8")
    lines = service.read_text().splitlines()
    assert "User=daemon" in lines
    assert "After=network-online.target" in lines
    assert not any(line.startswith(("User=", "After=")) for line in systemd.service(plan(tmp_path)).splitlines())
    assert verify([service, timer], tmp_path, "--system") == (0, "")


@pytest.mark.parametrize("every", [24, 12, 6, 1])
def test_the_calendar_names_the_hours(every: int) -> None:
    need("systemd-analyze")
    schedule = replace(plan(Path("/")), at=time(2, 5), every=every)
    calendar = next(line for line in systemd.timer(schedule).splitlines() if line.startswith("OnCalendar="))
    done = subprocess.run(
        ["systemd-analyze", "calendar", "--iterations=24", "--base-time=2026-11-23 23:59", calendar.partition("=")[2]],
        env={**os.environ, "TZ": "Asia/Shanghai"},
        capture_output=True,
        text=True,
        check=True,
    )
    times = [line.partition(": ")[2] for line in done.stdout.splitlines() if "Next elapse" in line or "Iter" in line]
    assert len(times) == 24
    first_day = [text.split()[2] for text in times if "2026-11-24" in text]
    assert first_day == [f"{hour:02}:05:00" for hour in schedule.hours]


def test_missed_starts_are_made_up_for(tmp_path: Path) -> None:
    lines = systemd.timer(replace(plan(tmp_path), spread=1200)).splitlines()
    assert {"Persistent=true", "RandomizedDelaySec=1200s", "WantedBy=timers.target"} <= set(lines)


def test_without_a_log_the_journal_has_it(tmp_path: Path) -> None:
    assert "StandardOutput" not in systemd.service(replace(plan(tmp_path), log=None))
    assert f"StandardOutput=append:{tmp_path}/x.log" in systemd.service(plan(tmp_path))


def test_folder_log_arguments_and_environment_arrive_as_they_are(tmp_path: Path) -> None:
    need_manager(tmp_path)
    plans = [
        plan(folder_named(text, tmp_path), text, x=text, site=f"nasty{number}") for number, text in enumerate(NASTY)
    ]
    written(tmp_path, *plans)
    done = under_manager(tmp_path, "systemctl", "--user", "start", *(f"{each.name}.service" for each in plans))
    assert (done.returncode, done.stderr) == (0, "")
    for each, text in zip(plans, NASTY, strict=True):
        assert each.log is not None
        assert json.loads(each.log.read_text().splitlines()[1]) == [[text], str(each.folder), text]


def test_the_program_may_lie_anywhere(tmp_path: Path) -> None:
    need_manager(tmp_path)
    plans = []
    for number, text in enumerate(NASTY):
        program = folder_named(text, tmp_path) / "gdmzt"
        program.write_text(f"#!{sys.executable}\nimport sys\nprint(sys.argv[1:])\n")
        program.chmod(0o755)
        arguments = ("crawl", "$HOME", "%h")
        plans.append(Plan(f"p{number}", (str(program), *arguments), tmp_path, log=tmp_path / f"{number}.log"))
    written(tmp_path, *plans)
    done = under_manager(tmp_path, "systemctl", "--user", "start", *(f"{each.name}.service" for each in plans))
    assert (done.returncode, done.stderr) == (0, "")
    assert all((tmp_path / f"{n}.log").read_text().endswith("\n['crawl', '$HOME', '%h']\n") for n in range(len(NASTY)))


def test_what_has_to_be_looked_at_shows_as_failed(tmp_path: Path) -> None:
    need_manager(tmp_path)
    codes = (0, 1, 2, 3, 4, 130)
    written(tmp_path, *(plan(tmp_path, code=code, site=f"c{code}") for code in codes))
    names = " ".join(f"gdmzt-crawl-c{code}.service" for code in codes)
    script = f"systemctl --user start {names} 2>/dev/null; systemctl --user show -P Result {names}"
    shown = under_manager(tmp_path, "sh", "-c", script).stdout.split()
    assert dict(zip(codes, shown, strict=True)) == {
        0: "success",
        1: "exit-code",
        2: "exit-code",
        3: "exit-code",
        4: "success",
        130: "success",
    }


def test_it_is_installed_started_and_taken_away(tmp_path: Path) -> None:
    need_manager(tmp_path)
    place = Place(tmp_path)
    gdmzt = f"{sys.executable} -m gdmzt_crawler schedule systemd --site qb --yes"
    script = f"""set -e; cd {tmp_path}; export PYTHONPATH={place.environment()["PYTHONPATH"]}
        {gdmzt} --contact a@b.cn --install > out1
        systemctl --user list-timers --output=json > timers
        systemctl --user is-enabled gdmzt-crawl-qb.timer > enabled
        {gdmzt} --contact a@b.cn --install --at 3:15 > out2
        systemctl --user show -P TimersCalendar gdmzt-crawl-qb.timer > calendar
        {gdmzt} --uninstall > out3
        systemctl --user list-timers --all --output=json > after
        {gdmzt} --uninstall > out4"""
    home = tmp_path / "配置 %"
    home.mkdir()
    done = under_manager(home, "sh", "-c", script)
    assert done.returncode == 0, done.stderr
    texts = {path.name: path.read_text() for path in tmp_path.iterdir() if path.is_file()}
    assert [timer["activates"] for timer in json.loads(texts["timers"])] == ["gdmzt-crawl-qb.service"]
    assert texts["enabled"] == "enabled\n"
    assert "03:15:00" in texts["calendar"]
    assert json.loads(texts["after"]) == []
    assert "removed" in texts["out3"]
    assert "nothing is installed" in texts["out4"]
    assert [path for path in (home / "systemd" / "user").iterdir() if path.is_file()] == []
