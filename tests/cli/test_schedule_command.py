"""`gdmzt schedule`: what it prints, what it asks, and what it refuses."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from commands import ROOT, Done, Place

from gdmzt_crawler.cli import surroundings

CONTACT = ("--contact", "crawler@lab.example.edu.cn")


def section(text: str, name: str) -> dict[str, list[str]]:
    """The keys of one section of the printed units."""
    lines = text.partition(f"[{name}]\n")[2].partition("\n\n")[0].splitlines()
    keys: dict[str, list[str]] = {}
    for line in lines:
        key, _, value = line.partition("=")
        keys.setdefault(key, []).append(value)
    return keys


def refused(done: Done, *words: str, code: int = 2) -> None:
    assert (done.code, done.out) == (code, ""), done.err
    assert len(done.err.splitlines()) == 1
    assert all(word in done.err for word in words), done.err


def asking(place: Place, answer: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gdmzt_crawler", "schedule", *arguments]
    return subprocess.run(
        command,
        cwd=place.path,
        env=place.environment(**environment),
        input=answer,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_units_say_what_to_run_and_when(place: Place) -> None:
    done = place.gdmzt("schedule", "systemd", *CONTACT, "--at", "3:05", "--every", "12h", "--spread", "5")
    assert done.code == 0, done.err
    units = place.path / ".config" / "systemd" / "user"
    assert f"# {units}/gdmzt-crawl-gdmzt.service\n[Unit]\n" in done.out
    assert f"# {units}/gdmzt-crawl-gdmzt.timer\n[Unit]\n" in done.out
    service, timer = section(done.out, "Service"), section(done.out, "Timer")
    program = " ".join(surroundings.program())
    assert service["ExecStart"] == [f"{program} crawl gdmzt --db {place.path}/data/gdmzt.db"]
    assert service["WorkingDirectory"] == [str(place.path)]
    assert service["Environment"] == [
        "GDMZT_CONTACT=crawler@lab.example.edu.cn",
        f"GDMZT_SITES={place.sites}",
        f"PYTHONPATH={ROOT}",
        "PYTHONUTF8=1",
    ]
    assert (timer["OnCalendar"], timer["RandomizedDelaySec"]) == (["*-*-* 03,15:05:00"], ["300s"])
    assert not (place.path / ".config").exists()


def test_the_script_beside_python_is_the_program(place: Place, tmp_path: Path) -> None:
    folder = tmp_path / "环境 venv" / "bin"
    folder.mkdir(parents=True)
    (folder / "python").symlink_to(sys.executable)
    (folder / "gdmzt").write_text("#!/bin/sh\n")
    (folder / "gdmzt").chmod(0o755)
    run = "import sys, gdmzt_crawler.cli as cli; sys.executable = sys.argv.pop(1); cli.main(sys.argv[1:])"
    command = [sys.executable, "-c", run, str(folder / "python"), "schedule", "systemd", *CONTACT]
    done = subprocess.run(
        command, cwd=place.path, env=place.environment(), capture_output=True, text=True, check=True
    ).stdout
    assert section(done, "Service")["ExecStart"][0].startswith(f'"{folder}/gdmzt" crawl gdmzt')


def test_units_of_the_system_run_as_somebody(place: Place) -> None:
    text = place.gdmzt("schedule", "systemd", *CONTACT, "--system", "--run-as", "crawler").out
    assert "# /etc/systemd/system/gdmzt-crawl-gdmzt.timer\n" in text
    assert section(text, "Service")["User"] == ["crawler"]
    assert "enable-linger" not in text
    behind_sudo = place.gdmzt("schedule", "systemd", *CONTACT, "--system", SUDO_USER="researcher").out
    assert section(behind_sudo, "Service")["User"] == ["researcher"]
    refused(place.gdmzt("schedule", "systemd", *CONTACT, "--run-as", "x"), "--system")


def test_the_log_lies_where_it_is_asked_for(place: Place) -> None:
    assert "StandardOutput" not in place.gdmzt("schedule", "systemd", *CONTACT).out
    text = place.gdmzt("schedule", "systemd", *CONTACT, "--log", "日志/a b.log").out
    assert section(text, "Service")["StandardOutput"] == [f"append:{place.path}/日志/a b.log"]
    assert f"#   mkdir -p {place.path}/日志\n" in text.replace("'", "")
    assert f">>{place.path}/data/gdmzt.log 2>&1" in place.gdmzt("schedule", "cron", *CONTACT).out


@pytest.mark.parametrize("format_", ["systemd", "cron"])
def test_what_would_fail_every_night_is_refused_today(place: Place, format_: str) -> None:
    def schedule(*arguments: str, **environment: str) -> Done:
        return place.gdmzt("schedule", format_, *arguments, **environment)

    refused(schedule(), "GDMZT_CONTACT")
    refused(schedule("--contact", "nobody"), "no contact")
    refused(schedule(*CONTACT, "--site", "nowhere"), "no such site")
    refused(schedule(*CONTACT, "--at", "25:00"), "02:30")
    refused(schedule(*CONTACT, "--every", "5h"), "6h")
    refused(schedule(*CONTACT, "--every", "1h", "--spread", "60"), "--spread")
    refused(schedule(*CONTACT, "--db", "a\nb.db"), "cannot be scheduled")
    refused(schedule(*CONTACT, "--uninstall", "--site", "../x"), "no key of a site")
    assert schedule(GDMZT_CONTACT="a@b.cn").code == 0
    (place.sites / "bad.toml").write_text("key = ", encoding="utf-8")
    done = schedule(*CONTACT, "--site", "all")
    assert (done.code, "bad.toml" in done.err) == (2, True)


def test_all_sites(place: Place) -> None:
    text = place.gdmzt("schedule", "cron", *CONTACT, "--site", "all").out
    assert f"{surroundings.program()[-1]} crawl all --db " in text
    assert text.startswith("# >>> gdmzt-crawl-all\n")


def test_a_site_on_this_machine_needs_no_contact(place: Place) -> None:
    place.define("http://127.0.0.1:9/")
    text = place.gdmzt("schedule", "systemd", "--site", "t").out
    assert not any("CONTACT" in line for line in section(text, "Service")["Environment"])


def test_proxies_are_kept_but_no_passwords(place: Place) -> None:
    done = place.gdmzt(
        "schedule",
        "systemd",
        *CONTACT,
        http_proxy="http://proxy.example:3128",
        https_proxy="http://me:secret@proxy.example:3128",
        no_proxy="localhost",
    )
    environment = section(done.out, "Service")["Environment"]
    assert {"http_proxy=http://proxy.example:3128", "no_proxy=localhost"} <= set(environment)
    assert "secret" not in done.out + done.err
    assert "https_proxy" in done.err


def recording(place: Place, name: str, reply: str = "") -> Path:
    """A program on the path in place of a scheduler's, that writes down how it was called."""
    folder = place.path / "bin"
    folder.mkdir(exist_ok=True)
    log = folder / f"{name}.called"
    (folder / name).write_text(f'#!/bin/sh\necho "$@" >> {log}\n{reply}\n')
    (folder / name).chmod(stat.S_IRWXU)
    return log


def path_with(place: Place) -> str:
    return f"{place.path / 'bin'}{os.pathsep}{os.environ['PATH']}"


@pytest.mark.parametrize("answer", ["n\n", "\n", ""])
@pytest.mark.parametrize(("format_", "tool"), [("systemd", "systemctl"), ("cron", "crontab")])
def test_nothing_is_installed_without_a_yes(place: Place, answer: str, format_: str, tool: str) -> None:
    called = recording(place, tool, "echo no crontab for x >&2; exit 1" if tool == "crontab" else "")
    done = asking(place, answer, format_, *CONTACT, "--install", PATH=path_with(place))
    assert (done.returncode, "install gdmzt-crawl-gdmzt" in done.stdout) == (130, True), done.stderr
    assert not called.exists()
    assert not (place.path / ".config").exists()
    assert not (place.path / "data").exists()


def test_a_yes_installs(place: Place) -> None:
    called = recording(place, "systemctl")
    done = asking(place, "y\n", "systemd", *CONTACT, "--install", "--log", "logs/x.log", PATH=path_with(place))
    assert done.returncode == 0, done.stderr
    assert called.read_text() == "--user daemon-reload\n--user enable --now gdmzt-crawl-gdmzt.timer\n"
    units = place.path / ".config" / "systemd" / "user"
    for suffix in ("service", "timer"):
        assert (units / f"gdmzt-crawl-gdmzt.{suffix}").read_text("utf-8") in done.stdout
    assert (place.path / "logs").is_dir()


def test_what_the_scheduler_refuses_is_told(place: Place) -> None:
    recording(place, "systemctl", "echo Failed to connect to bus >&2; exit 1")
    done = place.gdmzt("schedule", "systemd", *CONTACT, "--install", "--yes", PATH=path_with(place))
    assert (done.code, len(done.err.splitlines())) == (1, 1)
    assert "Failed to connect to bus" in done.err
    assert "schedule cron" in done.err
    called = recording(place, "crontab", "echo you are not allowed to use this program >&2; exit 1")
    done = place.gdmzt("schedule", "cron", *CONTACT, "--install", "--yes", PATH=path_with(place))
    assert (done.code, "not allowed" in done.err) == (1, True)
    # A crontab that cannot be read is not written over.
    assert called.read_text() == "-l\n"


@pytest.mark.parametrize(
    ("format_", "tool", "other"), [("systemd", "systemctl", "cron"), ("cron", "crontab", "systemd")]
)
def test_a_machine_without_the_scheduler(place: Place, format_: str, tool: str, other: str) -> None:
    done = place.gdmzt("schedule", format_, *CONTACT, "--install", "--yes", PATH=str(place.path))
    assert (done.code, f"{tool} is not on this machine" in done.err, f"schedule {other}" in done.err) == (2, True, True)
